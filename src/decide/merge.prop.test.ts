/** The laws of merging. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { measure, runs } from '../../test/support/arbitraries/deciding.ts';
import type { Share } from './decision.ts';
import { type Merged, merge, mergedOf, NOTHING, outcomeOf, sameOutcome } from './merge.ts';

const share: fc.Arbitrary<Share> = fc.record({
  finding: fc.constantFrom('p1/a', 'p1/b', 'p2/a'),
  policy: fc.constant('p'),
  order: fc.nat(3),
  rung: fc.constantFrom('context', 'notice', 'removed'),
  severity: fc.nat(3),
  measures: fc.array(measure, { maxLength: 4 }),
  strikePoints: fc.nat(2),
});
const merged: fc.Arbitrary<Merged> = fc
  .array(share, { maxLength: 4 })
  .map((list) => list.map(mergedOf).reduce(merge, NOTHING));

test('merge is associative', () => {
  fc.assert(
    fc.property(merged, merged, merged, (a, b, c) => {
      expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)));
    }),
    runs(300),
  );
});

test('merge is commutative', () => {
  fc.assert(
    fc.property(merged, merged, (a, b) => {
      expect(merge(a, b)).toEqual(merge(b, a));
    }),
    runs(300),
  );
});

test('merge is idempotent, and nothing is its neutral element', () => {
  fc.assert(
    fc.property(merged, (a) => {
      expect(merge(a, a)).toEqual(a);
      expect(merge(a, NOTHING)).toEqual(a);
    }),
    runs(300),
  );
});

test('the outcome does not depend on the order of findings', () => {
  fc.assert(
    fc.property(fc.array(share, { maxLength: 5 }), fc.nat(), (shares, seed) => {
      const turned = shares.map((_, i) => shares[(i + seed) % shares.length] as Share);
      expect(sameOutcome(outcomeOf(turned), outcomeOf(shares))).toBe(true);
    }),
    runs(300),
  );
});

test('a further finding never makes the outcome milder', () => {
  fc.assert(
    fc.property(fc.array(share, { maxLength: 4 }), share, (shares, more) => {
      const before = shares.map(mergedOf).reduce(merge, NOTHING);
      const after = merge(before, mergedOf(more));
      expect(after.severity).toBeGreaterThanOrEqual(before.severity);
      expect(merge(after, before)).toEqual(after);
    }),
    runs(300),
  );
});
