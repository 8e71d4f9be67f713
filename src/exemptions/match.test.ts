/** Which exemption is used, and why the others are not. */
import { expect, test } from 'vitest';
import type { Exemption } from './exemption.ts';
import { chooseExemption, type ExemptionScope, inForce } from './match.ts';

const RUNGS = ['none', 'context', 'limited', 'notice', 'removed'];
const severityOf = (rung: string) => (RUNGS.includes(rung) ? RUNGS.indexOf(rung) : null);
const base: Exemption = {
  id: 'e1',
  platform: 'chirp',
  subject: { kind: 'class', id: 'office-holders' },
  kind: 'public_interest',
  policies: ['violence'],
  effect: { kind: 'soften', from: 'removed', to: 'notice' },
  reason: 'r',
  balancing: { publicInterest: 'a', riskOfHarm: 'b', alternatives: 'c' },
  state: 'active',
  proposer: 'user:1',
  grantor: 'user:2',
  approvals: [],
  proposedAt: '2026-01-01T00:00:00.000Z',
  grantedAt: '2026-01-02T00:00:00.000Z',
  expiresAt: '2027-01-01T00:00:00.000Z',
  reviewBy: '2026-06-01T00:00:00.000Z',
  published: true,
  afterEnd: { keep: false, reason: null },
  endedAt: null,
};
const scope: ExemptionScope = {
  platform: 'chirp',
  post: 'p1',
  account: 'a1',
  person: 'per1',
  offices: ['o1'],
  classes: ['office-holders'],
  receivedAt: '2026-05-29T00:00:00.000Z',
  now: '2026-05-29T00:00:00.000Z',
};
const choose = (exemptions: readonly Exemption[], change: Partial<ExemptionScope> = {}) =>
  chooseExemption(exemptions, { ...scope, ...change }, { policy: 'violence', rung: 'removed', severityOf });

test('the most specific comes first: post, account, person, office, class', () => {
  const kinds = [
    ['class', 'office-holders'],
    ['office', 'o1'],
    ['person', 'per1'],
    ['account', 'a1'],
    ['post', 'p1'],
  ] as const;
  const all: Exemption[] = [];
  for (const [kind, id] of kinds) {
    all.unshift({ ...base, id: kind, subject: { kind, id } });
    expect(choose([...all].reverse()).used?.id).toBe(kind);
  }
  expect(choose(all).unused.map((u) => u.exemption)).toEqual(['account', 'person', 'office', 'class']);
});

test('then the least softening, a hold before a softening to the same rung, then the oldest', () => {
  const to = (id: string, rung: string, grantedAt = base.grantedAt): Exemption => ({
    ...base,
    id,
    grantedAt,
    effect: { kind: 'soften', from: 'removed', to: rung },
  });
  expect(choose([to('none', 'none'), to('notice', 'notice'), to('context', 'context')]).used?.id).toBe('notice');
  const hold: Exemption = { ...base, id: 'hold', effect: { kind: 'hold', rung: 'notice', hours: 24 } };
  const short: Exemption = { ...base, id: 'short', effect: { kind: 'hold', rung: 'notice', hours: 2 } };
  expect(choose([to('notice', 'notice'), hold, short]).used?.id).toBe('short');
  const old = to('old', 'notice', '2026-01-01T00:00:00.000Z');
  expect(choose([to('new', 'notice'), old]).used?.id).toBe('old');
});

test('others that match are listed with why they were not used', () => {
  const other: Exemption = { ...base, id: 'e2', effect: { kind: 'soften', from: 'notice', to: 'none' } };
  const late: Exemption = { ...base, id: 'e3', grantedAt: '2026-02-01T00:00:00.000Z' };
  const choice = choose([other, late, base]);
  expect(choice.used?.id).toBe('e1');
  expect(choice.unused).toEqual([
    { exemption: 'e3', reason: '`e1` comes first' },
    { exemption: 'e2', reason: 'it softens `notice`, not `removed`' },
  ]);
});

test('nothing else matches: other platform, policy, subject, or a claim that is not in our registers', () => {
  expect(choose([{ ...base, platform: 'facewall' }])).toEqual({ used: null, unused: [] });
  expect(choose([{ ...base, policies: ['spam'] }])).toEqual({ used: null, unused: [] });
  expect(choose([base], { classes: [] })).toEqual({ used: null, unused: [] });
  expect(choose([{ ...base, subject: { kind: 'office', id: 'o2' } }])).toEqual({ used: null, unused: [] });
  expect(choose([{ ...base, subject: { kind: 'person', id: 'x' } }], { person: null })).toEqual({
    used: null,
    unused: [],
  });
});

test('in force from the grant, at the time of receipt, until its end', () => {
  const at = (receivedAt: string, now = receivedAt, change: Partial<Exemption> = {}) =>
    inForce({ ...base, ...change }, receivedAt, now);
  expect(at('2026-01-01T23:59:59.999Z')).toBe(false);
  expect(at('2026-01-02T00:00:00.000Z')).toBe(true);
  expect(at('2026-12-31T23:59:59.999Z')).toBe(true);
  expect(at('2027-01-01T00:00:00.000Z')).toBe(false);
  expect(at('2026-05-01T00:00:00.000Z', '2026-05-01T00:00:00.000Z', { grantedAt: null, state: 'approved' })).toBe(
    false,
  );
  expect(at('2026-05-01T00:00:00.000Z', '2026-05-01T00:00:00.000Z', { endedAt: '2026-04-01T00:00:00.000Z' })).toBe(
    false,
  );
});

test('once it has ended, a post from its time is decided without it, unless it says keep', () => {
  const ended: Partial<Exemption> = { state: 'revoked', endedAt: '2026-06-01T00:00:00.000Z' };
  const [received, now] = ['2026-05-29T00:00:00.000Z', '2026-06-02T00:00:00.000Z'] as const;
  expect(inForce({ ...base, ...ended }, received, now)).toBe(false);
  expect(inForce({ ...base, ...ended, afterEnd: { keep: true, reason: 'x' } }, received, now)).toBe(true);
});

test('a rung that the ladder has lost since the grant softens nothing', () => {
  const lost: Exemption = { ...base, effect: { kind: 'soften', from: 'removed', to: 'blurred' } };
  const held: Exemption = { ...base, id: 'e2', effect: { kind: 'hold', rung: 'blurred', hours: 4 } };
  const choice = choose([lost, held]);
  expect(choice.used).toBeNull();
  expect(choice.unused.map(({ reason }) => reason)).toEqual(Array(2).fill('the ladder has no rung `blurred` any more'));
});
