/** Counters: windows, buckets, distinct values, and definitions that start anew. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addHours, instantOf } from '../lib/instant.ts';
import { storedCounter } from './counted.ts';
import { addTo, bucketOf, tallied, tallyFrom } from './counting.ts';

const NOW = '2026-11-20T12:00:00.000Z';
const HOUR = { windowMinutes: 60, distinct: null };
const DISTINCT = { windowMinutes: 60, distinct: 'author' };

describe('counting', () => {
  test('a value leaves the window a sixtieth at a time', () => {
    const tally = tallyFrom(0);
    addTo(tally, HOUR, { at: NOW, value: null });
    addTo(tally, HOUR, { at: addHours(NOW, 0.5), value: null });
    expect(tallied(tally, HOUR, addHours(NOW, 0.5))).toBe(2);
    expect(tallied(tally, HOUR, addHours(NOW, 0.99))).toBe(2);
    expect(tallied(tally, HOUR, addHours(NOW, 1))).toBe(1);
    expect(tallied(tally, HOUR, addHours(NOW, 2))).toBe(0);
  });

  test('what was read from the store is added to what the batch adds; distinct values are not counted twice', () => {
    const tally = tallyFrom(2, new Set(['a']));
    for (const value of ['a', 'b', 'b']) addTo(tally, DISTINCT, { at: NOW, value });
    expect(tallied(tally, DISTINCT, NOW)).toBe(3);
    expect(tallied(undefined, DISTINCT, NOW)).toBe(0);
  });

  test('buckets are a sixtieth of the window', () => {
    expect(bucketOf({ windowMinutes: 60 }, '2026-11-20T12:34:56.789Z')).toBe('2026-11-20T12:34:00.000Z');
    expect(bucketOf({ windowMinutes: 1_440 }, '2026-11-20T12:34:56.789Z')).toBe('2026-11-20T12:24:00.000Z');
  });

  test('a value is that of a plain count, to a sixtieth of the window', () => {
    const minute = fc.integer({ min: 0, max: 600 });
    fc.assert(
      fc.property(fc.array(minute, { maxLength: 60 }), minute, (minutes, at) => {
        const sorted = [...minutes].sort((a, b) => a - b);
        const tally = tallyFrom(0);
        for (const each of sorted) addTo(tally, HOUR, { at: instantOf(each * 60_000), value: null });
        const exact = sorted.filter((each) => each <= at && each > at - 60).length;
        // Later ones may have pushed out of memory what only an earlier look could see.
        if (at >= (sorted.at(-1) ?? 0)) expect(tallied(tally, HOUR, instantOf(at * 60_000))).toBe(exact);
      }),
    );
  });

  test('a changed definition is another counter', () => {
    const counter = { name: 'n', by: ['author' as const], where: null, windowMinutes: 60, distinct: null };
    expect(storedCounter(counter).stored).toBe(storedCounter({ ...counter }).stored);
    expect(storedCounter({ ...counter, windowMinutes: 61 }).stored).not.toBe(storedCounter(counter).stored);
    expect(storedCounter(counter).stored).toMatch(/^n\.[0-9a-f]{8}$/);
  });
});
