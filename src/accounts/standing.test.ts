/** Standing: strikes that expire, one a revision; shares of posts; steps; penalties that end. */
import { expect, test } from 'vitest';
import { addDays } from '../lib/instant.ts';
import type { Ladder } from '../policy/ladder.ts';
import {
  activePenalties,
  activePoints,
  EMPTY_STANDING,
  foldStanding,
  nextStep,
  type Standing,
  type StandingChange,
  stepReached,
  struckShare,
} from './standing.ts';

const AT = '2026-11-01T09:00:00.000Z';
const rules: Ladder['strikes'] = {
  expiresDays: 90,
  maxPostAgeDays: 30,
  shareDays: 10,
  steps: [
    { atPoints: 1, minShare: null, measure: { kind: 'warn' } },
    { atPoints: 3, minShare: 0.5, measure: { kind: 'read_only', hours: 12 } },
    { atPoints: 5, minShare: null, measure: { kind: 'suspend', hours: 72 } },
  ],
};
const strike = (post: string, points: number, at = AT): StandingChange => ({
  kind: 'strike',
  keepDays: 10,
  strike: { decision: `d-${post}`, post, points, at, expiresAt: addDays(at, 90), because: [] },
});
const posted = (days: number): StandingChange => ({ kind: 'post', at: addDays(AT, days), keepDays: 10 });
const fold = (...changes: StandingChange[]): Standing => changes.reduce(foldStanding, EMPTY_STANDING);

test('one strike for each revision: a later one replaces it, none takes it away', () => {
  expect(activePoints(fold(strike('p@1', 1), strike('p@2', 1)), AT)).toBe(2);
  expect(activePoints(fold(strike('p@1', 1), strike('p@1', 2)), AT)).toBe(2);
  expect(fold(strike('p@1', 2), strike('p@1', 0)).strikes).toEqual([]);
});

test('strikes expire', () => {
  const standing = fold(strike('p@1', 2));
  expect(activePoints(standing, addDays(AT, 89))).toBe(2);
  expect(activePoints(standing, addDays(AT, 90))).toBe(0);
  expect(fold(strike('p@1', 2), strike('q@1', 1, addDays(AT, 200))).strikes.map((s) => s.post)).toEqual(['q@1']);
});

test('the share is of the posts of the window, and days before it are forgotten', () => {
  const standing = fold(posted(0), posted(0), posted(0), posted(1), strike('p@1', 1), strike('q@1', 1));
  expect(standing.posts).toEqual([
    ['2026-11-01', 3],
    ['2026-11-02', 1],
  ]);
  expect(struckShare(standing, addDays(AT, 1), 10)).toBe(0.5);
  expect(struckShare(EMPTY_STANDING, AT, 10)).toBe(0);
  expect(fold(posted(0), posted(11)).posts).toEqual([['2026-11-12', 1]]);
  expect(struckShare(fold(strike('p@1', 1)), AT, 10)).toBe(1);
});

test('a step needs its points, and its share where it names one', () => {
  const busy = Array.from({ length: 10 }, () => posted(0));
  expect(stepReached(EMPTY_STANDING, rules, AT)).toBeNull();
  expect(stepReached(fold(...busy, strike('p@1', 3)), rules, AT)?.atPoints).toBe(1);
  expect(stepReached(fold(posted(0), strike('p@1', 3)), rules, AT)?.atPoints).toBe(3);
  expect(stepReached(fold(...busy, strike('p@1', 7)), rules, AT)?.atPoints).toBe(5);
});

test('what comes next is the lowest step above the points of now', () => {
  expect(nextStep(EMPTY_STANDING, rules, AT)?.atPoints).toBe(1);
  expect(nextStep(fold(strike('p@1', 3)), rules, AT)?.atPoints).toBe(5);
  expect(nextStep(fold(strike('p@1', 5)), rules, AT)).toBeNull();
});

test('penalties run until their end, are lifted by their decision, and end-less ones run on', () => {
  const penalty = (decision: string, until: string | null): StandingChange => ({
    kind: 'penalty',
    penalty: { decision, measure: { kind: 'read_only', hours: 1 }, at: AT, until, post: null, atPoints: null },
  });
  const standing = fold(penalty('a', addDays(AT, 1)), penalty('b', null));
  const running = (s: Standing, days: number) => activePenalties(s, addDays(AT, days)).map((p) => p.decision);
  expect(running(standing, 0)).toEqual(['a', 'b']);
  expect(running(standing, 1)).toEqual(['b']);
  expect(running(foldStanding(standing, { kind: 'lift', decisions: ['b'] }), 0)).toEqual(['a']);
});
