/** The queue in front of the pipeline: order, batches, back-pressure, and one bad item among good ones. */
import { describe, expect, test } from 'vitest';
import { BATCH_MAX, createIngestor } from './ingestor.ts';
import { type Answer, answer } from './refusal.ts';

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const out: T[] = [];
  for await (const item of items) out.push(item);
  return out;
}
const values = (answers: readonly Answer<number>[]) => answers.map((a) => (a.ok ? a.value : a.code));
const range = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('ingestor', () => {
  test('answers in order and takes many items at a time', async () => {
    const batches: number[] = [];
    const ingestor = createIngestor<number, number>(async (items) => {
      batches.push(items.length);
      await new Promise((resolve) => setTimeout(resolve, 1));
      return items.map((item) => answer(item * 2));
    });
    const [a, b] = await Promise.all([all(ingestor.stream(range(3_000))), all(ingestor.stream(range(10)))]);
    expect(values(a)).toEqual(range(3_000).map((i) => i * 2));
    expect(values(b)).toEqual(range(10).map((i) => i * 2));
    expect(Math.max(...batches)).toBe(BATCH_MAX);
    expect(batches.length).toBeLessThan(60);
  });

  test('reads no more than a few thousand ahead of answers that nobody reads', async () => {
    let read = 0;
    function* source() {
      while (true) yield read++;
    }
    const ingestor = createIngestor<number, number>(async (items) => items.map(answer<number>));
    const stream = ingestor.stream(source())[Symbol.asyncIterator]();
    await stream.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(read).toBeLessThan(2_100);
    await stream.return?.();
  });

  test('one item that breaks its batch fails alone', async () => {
    const ingestor = createIngestor<number, number>(async (items) => {
      if (items.includes(3)) throw new Error('broken by 3');
      return items.map(answer<number>);
    });
    const settled = await Promise.allSettled(range(6).map((i) => ingestor.submit(i)));
    expect(settled.map((s) => s.status)).toEqual(range(6).map((i) => (i === 3 ? 'rejected' : 'fulfilled')));
  });

  test('a stream goes on after a line that breaks its batch, and ends when every line does', async () => {
    const told: unknown[] = [];
    const ingestor = createIngestor<number, number>(
      async (items) => {
        if (items.some((item) => item === 3 || item >= 7)) throw new Error('broken');
        return items.map(answer<number>);
      },
      { tell: (error) => told.push(error), exclusively: (work) => work(() => false) },
    );
    expect(values(await all(ingestor.stream(range(7))))).toEqual([0, 1, 2, 'INTERNAL', 4, 5, 6]);
    await expect(all(ingestor.stream(range(12)))).rejects.toThrow('broken');
    expect(told.length).toBeGreaterThan(0);
  });

  test('a fault of ours does not try every item', async () => {
    let runs = 0;
    const ingestor = createIngestor<number, number>(async () => {
      runs++;
      throw new Error('no disk');
    });
    const settled = await Promise.allSettled(range(100).map((i) => ingestor.submit(i)));
    expect(settled.every((s) => s.status === 'rejected')).toBe(true);
    expect(runs).toBe(4);
  });

  test('a stream in that breaks gives the answers so far, then the error', async () => {
    async function* source() {
      yield 1;
      yield 2;
      throw new Error('cut off');
    }
    const ingestor = createIngestor<number, number>(async (items) => items.map(answer<number>));
    const got: Answer<number>[] = [];
    const reading = (async () => {
      for await (const one of ingestor.stream(source())) got.push(one);
    })();
    await expect(reading).rejects.toThrow('cut off');
    expect(values(got)).toEqual([1, 2]);
  });

  test('closing answers what was taken in and refuses what comes after', async () => {
    const ingestor = createIngestor<number, number>(async (items) => items.map(answer<number>));
    const before = ingestor.submit(1);
    await ingestor.close();
    expect(await before).toEqual(answer(1));
    expect(await ingestor.submit(2)).toMatchObject({ ok: false, code: 'SHUTTING_DOWN' });
  });
});
