/** A person's decisions on accounts and persons. */
import { expect, test } from 'vitest';
import { NOW, STORY } from '../../test/support/story.ts';
import { activePenalties, EMPTY_STANDING } from '../accounts/standing.ts';
import { addHours } from '../lib/instant.ts';
import { type AccountVerdictInput, decideAccount, decidePerson } from './account-verdict.ts';
import { checkDeparted } from './departures.ts';
import { groundOf } from './ground.ts';

const base: AccountVerdictInput = {
  ground: groundOf(STORY, 'chirp')!,
  id: 'a1',
  now: NOW,
  account: 'acc',
  standing: { baseline: EMPTY_STANDING, applied: EMPTY_STANDING },
  by: 'user:lead',
  holderOf: (principal) => (principal.startsWith('key:') ? 'user:maker' : principal),
  deciders: [],
  rank: 'lead',
  policy: 'glorifying-violence',
  measure: { kind: 'suspend', hours: 24 },
  reason: 'Threats by private message.',
  expectedDecision: null,
};

test('a suspension runs in both standings alike, and ends by itself', () => {
  const answer = decideAccount(base);
  if (!answer.ok) throw new Error(answer.detail);
  const { decision, standing } = answer.value;
  expect(decision).toMatchObject({
    trigger: 'verdict',
    rank: 'lead',
    policies: ['glorifying-violence'],
    departures: [],
    baseline: { rung: 'suspend' },
  });
  expect(decision.applied).toEqual(decision.baseline);
  expect(checkDeparted(decision)).toEqual([]);
  expect(standing.after.applied).toEqual(standing.after.baseline);
  expect(activePenalties(standing.after.applied, addHours(NOW, 23)).length).toBe(1);
  expect(activePenalties(standing.after.applied, addHours(NOW, 24))).toEqual([]);
});

test('reinstating lifts what runs, and nothing else', () => {
  const suspended = decideAccount(base);
  if (!suspended.ok) throw new Error(suspended.detail);
  const standing = suspended.value.standing.after;
  const back = decideAccount({ ...base, id: 'a2', standing, measure: { kind: 'reinstate' }, expectedDecision: 'a1' });
  expect(back.ok && back.value.standing.after.applied.penalties).toEqual([]);
  const idle = decideAccount({ ...base, measure: { kind: 'reinstate' } });
  expect(idle.ok && idle.value.standing.changes).toEqual({ baseline: [], applied: [] });
});

test.each<[string, Partial<AccountVerdictInput>, string]>([
  ['another policy', { policy: 'nudity' }, 'POLICY_UNKNOWN'],
  ['no reason', { reason: ' ' }, 'BODY_INVALID'],
  ['what has ended', { expectedDecision: 'a0' }, 'DECISION_NOT_EFFECTIVE'],
  ['no end', { measure: { kind: 'suspend', hours: Number.POSITIVE_INFINITY } }, 'BODY_INVALID'],
  ['no time', { measure: { kind: 'suspend', hours: 0 } }, 'BODY_INVALID'],
  ['open-ended without criteria', { measure: { kind: 'terminate', criteria: ' ' } }, 'BODY_INVALID'],
  ['what the platform cannot execute', { measure: { kind: 'read_only', hours: 1 } }, 'RUNG_UNKNOWN'],
])('refused: %s', (_name, change, code) => {
  expect(decideAccount({ ...base, ...change })).toMatchObject({ ok: false, code });
});

test('a person: a lead decides, account by account, and each decision lists them all', () => {
  const {
    account: _account,
    id: _id,
    ground,
    standing,
    measure,
    deciders,
    expectedDecision: _expected,
    ...shared
  } = base;
  const accounts = ['x', 'y'].map((account) => ({ account, id: `d-${account}`, ground, standing, measure, deciders }));
  const answer = decidePerson({ ...shared, person: 'per1', accounts });
  if (!answer.ok) throw new Error(answer.detail);
  expect(answer.value.map(({ decision }) => [decision.subject, decision.person])).toEqual(
    ['x', 'y'].map((account) => [
      { kind: 'account', platform: 'chirp', account },
      { id: 'per1', accounts: ['x', 'y'] },
    ]),
  );
  expect(decidePerson({ ...shared, rank: 'reviewer', person: 'per1', accounts })).toMatchObject({
    ok: false,
    code: 'RANK_TOO_LOW',
  });
  expect(decidePerson({ ...shared, person: 'per1', accounts: [] })).toMatchObject({ ok: false, code: 'BODY_INVALID' });
  expect(decidePerson({ ...shared, policy: 'nudity', person: 'per1', accounts })).toMatchObject({
    ok: false,
    code: 'POLICY_UNKNOWN',
  });
});

test('nobody decides an appeal against their own decision, nor does another of their keys', () => {
  const appeal = { ...base, rank: 'appeal' as const, measure: { kind: 'reinstate' as const } };
  const refused = { ok: false, code: 'APPEAL_OWN_DECISION' };
  expect(decideAccount({ ...appeal, deciders: ['user:lead'] })).toMatchObject(refused);
  expect(decideAccount({ ...appeal, by: 'key:1', deciders: ['key:2'] })).toMatchObject(refused);
  expect(decideAccount({ ...appeal, deciders: ['user:other'] }).ok).toBe(true);
  expect(decideAccount({ ...base, deciders: ['user:lead'] }).ok).toBe(true);
});
