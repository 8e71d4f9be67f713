/** Lines in chunks: all of them, in order, together when they come together, and back-pressured. */
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inChunks } from './in-chunks.ts';

test('what is ready at once leaves as one piece; what comes later is not waited for', async () => {
  let release = () => {};
  const later = new Promise<void>((resolve) => (release = resolve));
  async function* lines(): AsyncGenerator<string, void, void> {
    for (let n = 0; n < 500; n++) yield `${n}\n`;
    await later;
    yield 'late\n';
  }
  const chunks: string[] = [];
  for await (const chunk of inChunks(lines())) {
    chunks.push(String(chunk));
    release();
  }
  expect(chunks).toEqual([Array.from({ length: 500 }, (_, n) => `${n}\n`).join(''), 'late\n']);
});

test('nobody reads: no more than a few pieces are made; closed: the source is told', async () => {
  let made = 0;
  let closed = false;
  async function* lines(): AsyncGenerator<string, void, void> {
    try {
      for (; ; made++) yield 'x'.repeat(1_000);
    } finally {
      closed = true;
    }
  }
  const stream = inChunks(lines());
  stream.read(0);
  for (let n = 0; n < 20; n++) await turn();
  const before = made;
  for (let n = 0; n < 20; n++) await turn();
  expect(made).toBe(before);
  expect(made).toBeLessThan(300);
  stream.destroy();
  await turn();
  expect(closed).toBe(true);
});

test('a failing source fails the stream', async () => {
  // biome-ignore lint/correctness/useYield: it fails before its first line
  async function* lines(): AsyncGenerator<string, void, void> {
    throw new Error('broken');
  }
  await expect(async () => {
    for await (const _ of inChunks(lines()));
  }).rejects.toThrow('broken');
});
