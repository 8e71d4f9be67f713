/** The quick way to canonical JSON gives what the library gives, whatever the value. */
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalText } from './canonical.ts';

const outcome = (write: (value: unknown) => string | undefined, value: unknown) => {
  try {
    return { text: write(value) };
  } catch {
    return { threw: true };
  }
};

const anything = fc.anything({
  key: fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('9', '10', '__proto__', 'toJSON', 'a', 'B', 'é', '\ud800'),
  ),
  values: [
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\ud800', '\udfff', '\\ud800', '\u0000', '\u2028', '"\\'),
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constantFrom(null, undefined, Number.NaN, -0, 1e21, 10n, Symbol.iterator),
    fc.date(),
  ],
  withNullPrototype: true,
  withSparseArray: true,
});

test('plain, odd and broken values alike', () => {
  fc.assert(
    fc.property(anything, (value) => {
      expect(outcome(canonicalText, value)).toEqual(outcome(canonicalize, value));
    }),
    { numRuns: 3_000 },
  );
});

test('keys in any order, at any depth', () => {
  const value = { b: [{ d: 1, c: [{ z: 'é', a: null }] }], a: { '10': 1, '9': 2 }, Z: '\ud83d\ude00' };
  expect(canonicalText(value)).toBe(canonicalize(value));
  expect(canonicalText({ b: 1, a: { d: true, c: [] } })).toBe('{"a":{"c":[],"d":true},"b":1}');
  let deep: unknown = 1;
  for (let i = 0; i < 100; i++) deep = { b: deep, a: [deep === 1] };
  expect(canonicalText(deep)).toBe(canonicalize(deep));
  expect(() => canonicalText({ a: '\ud800' })).toThrow();
});
