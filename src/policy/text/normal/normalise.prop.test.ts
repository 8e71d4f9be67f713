/** Laws of normalising: bounded, repeatable, and offsets that never run backwards. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalise } from './normalise.ts';

const numRuns = Number(process.env.PBT_RUNS ?? 150);
const nasty = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\u200b',
        '\u202e',
        '\ufdfa',
        '&amp;',
        '&#128514;',
        '\u0301\u0302\u0303',
        '\ud800',
        '\u{1f468}\u200d\u{1f469}',
        "'",
        '\u2019',
        '\u0130',
        '\u00df',
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

test('the result is bounded and offsets lead back in order, within the text', () => {
  fc.assert(
    fc.property(nasty, (source) => {
      const normal = normalise(source);
      expect(normal.text.length).toBeLessThanOrEqual(4 * source.length);
      let last = 0;
      for (let i = 0; i < normal.text.length; i++) {
        const start = normal.startOf(i);
        const end = normal.endOf(i + 1);
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(source.length);
        last = start;
      }
    }),
    { numRuns },
  );
});

test('normalising again changes nothing but what only then is an entity', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (source) => {
      const once = normalise(source.replaceAll('&', '')).text;
      expect(normalise(once).text).toBe(once);
    }),
    { numRuns },
  );
});
