/** A connection that sends for days holds what it has not answered, and nothing of what it has. */
import { getEventListeners } from 'node:events';
import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { App, IngestAnswer, IngestItem } from '../app.ts';
import { PLAIN_WRITING } from '../publish/present-measure.ts';
import { answersOf } from './ingest-stream.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const LINES = 2_000;

/** Answers every operation, and keeps nothing. */
async function* ingest(items: AsyncIterable<IngestItem>): AsyncGenerator<IngestAnswer, void, void> {
  for await (const item of items) {
    if (item.op === 'post') throw new Error('only operations are sent here');
    const { op, platform } = item;
    yield { ok: true, value: { op, platform, id: '', changed: true } };
  }
}

/** A stream that is answered line by line and stays open; `sent` holds no line by itself. */
function openStream() {
  const stopping = new AbortController();
  const chunks = new Readable({ read() {} });
  const sent: WeakRef<Buffer>[] = [];
  const answers = answersOf(chunks, {
    app: { ingest } as unknown as App,
    identity: { kind: 'key', principal: 'key:test', scopes: new Set(['ingest']), platforms: null },
    requestId: 'request',
    writing: PLAIN_WRITING,
    stopping: stopping.signal,
  });
  return {
    stopping,
    sent,
    answers,
    /** Each line in bytes of its own; every other one cannot be read. */
    send(number: number) {
      const line = number % 2 === 0 ? { op: 'delete', platform: 'chirp', id: `p${number}` } : { no: number };
      const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
      sent.push(new WeakRef(bytes));
      chunks.push(bytes);
    },
  };
}

const listenersOf = (signal: AbortSignal) => getEventListeners(signal, 'abort').length;

test('what was answered is let go of, and one listener waits for the end, however many lines came', async () => {
  const { stopping, sent, answers, send } = openStream();
  for (let number = 1; number <= LINES; number++) {
    send(number);
    const answer = JSON.parse((await answers.next()).value ?? '') as { line: number; changed?: boolean };
    expect(answer).toMatchObject(number % 2 === 0 ? { line: number, changed: true } : { line: number, problem: {} });
  }
  // What a promise waits for is released a turn after it came.
  for (let round = 0; round < 3; round++) {
    await turn();
    collectGarbage();
  }
  const held = sent.filter((each) => each.deref() !== undefined).length;
  expect(held).toBeLessThan(10);
  expect(listenersOf(stopping.signal)).toBe(1);
  stopping.abort();
  expect(JSON.parse((await answers.next()).value ?? '')).toMatchObject({
    line: LINES + 1,
    problem: { code: 'SHUTTING_DOWN' },
  });
  expect((await answers.next()).done).toBe(true);
  expect(listenersOf(stopping.signal)).toBe(0);
});

test('a reader who leaves takes the listener along', async () => {
  const { stopping, answers, send } = openStream();
  send(2);
  await answers.next();
  expect(listenersOf(stopping.signal)).toBe(1);
  const left = answers.return();
  send(4);
  await left;
  expect(listenersOf(stopping.signal)).toBe(0);
});
