/** Lines from chunks: however the bytes are cut, the lines are the same. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesOf } from './ndjson.ts';

async function read(chunks: readonly Buffer[], bytesMax = 1_000): Promise<[number, string | null][]> {
  const lines: [number, string | null][] = [];
  async function* source() {
    yield* chunks;
  }
  for await (const some of linesOf(source(), bytesMax)) {
    for (const { line, bytes } of some) lines.push([line, bytes?.toString('utf8') ?? null]);
  }
  return lines;
}

test('lines are counted from 1, the last needs no line break', async () => {
  expect(await read([Buffer.from('a\n\nb')])).toEqual([
    [1, 'a'],
    [2, ''],
    [3, 'b'],
  ]);
  expect(await read([Buffer.from('a\n')])).toEqual([[1, 'a']]);
  expect(await read([])).toEqual([]);
});

test('a line beyond the limit is given without its bytes, and the next one is whole', async () => {
  const long = Buffer.from('x'.repeat(50));
  expect(await read([long, long, Buffer.from('\nshort\n'), long], 60)).toEqual([
    [1, null],
    [2, 'short'],
    [3, 'x'.repeat(50)],
  ]);
});

test('cuts between chunks do not matter, not even inside a character', async () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((each) => each.replaceAll('\n', ' '));
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 8 }), fc.array(fc.nat(200), { maxLength: 8 }), async (lines, cuts) => {
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
      const at = [...new Set([0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length])].sort(
        (a, b) => a - b,
      );
      const chunks = at.slice(1).map((end, i) => bytes.subarray(at[i], end));
      expect(await read(chunks)).toEqual(lines.map((line, i) => [i + 1, line]));
    }),
  );
});
