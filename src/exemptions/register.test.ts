/** The register, cell by cell, and every refusal. */
import { expect, test } from 'vitest';
import type { Ladder } from '../policy/ladder.ts';
import { EXEMPTION_SUBJECT_KINDS, type Exemption, type ExemptionState } from './exemption.ts';
import {
  afterEnd,
  type Proposal,
  propose,
  REGISTER,
  type RegisterEvent,
  type RegisterGround,
  step,
} from './register.ts';

const ladder: Ladder = {
  id: 'chirp',
  title: 'Chirp',
  rungs: [
    { id: 'context', measures: [], strikePoints: 0 },
    { id: 'notice', measures: [{ kind: 'notice', text: { en: 'Hidden.' } }], strikePoints: 1 },
    { id: 'withheld', measures: [{ kind: 'geo_withhold', countries: ['AA'] }], strikePoints: 1 },
    { id: 'removed', measures: [{ kind: 'remove' }], strikePoints: 2 },
  ],
  interim: 'notice',
  substitutes: {},
  strikes: { expiresDays: 90, maxPostAgeDays: 30, shareDays: 30, steps: [] },
};
const ground: RegisterGround = {
  platform: {
    id: 'chirp',
    title: 'Chirp',
    mode: 'enforced',
    capabilities: ['label', 'notice', 'remove'],
    ladder: 'chirp',
    policies: null,
  },
  ladder,
  policies: [
    { id: 'glorifying-violence', exemptible: true },
    { id: 'incitement', exemptible: false },
  ],
  classes: ['office-holders'],
  holderOf: (principal) => (principal.startsWith('key:') ? 'user:maker' : principal),
};
const AT = '2026-11-01T09:00:00.000Z';
const proposal: Proposal = {
  platform: 'chirp',
  subject: { kind: 'class', id: 'office-holders' },
  kind: 'public_interest',
  policies: ['glorifying-violence'],
  effect: { kind: 'soften', from: 'removed', to: 'notice' },
  reason: 'Voters should see what those in office say.',
  balancing: { publicInterest: 'High.', riskOfHarm: 'Limited by the notice.', alternatives: 'Removal.' },
  expiresAt: '2027-11-01T09:00:00.000Z',
  reviewBy: '2027-05-01T09:00:00.000Z',
  published: true,
  afterEnd: { keep: false, reason: null },
};
const made = { id: 'e1', by: 'user:proposer', at: AT };
const proposed = (change: Partial<Proposal> = {}) => propose({ ...proposal, ...change }, made, ground);

function in_(state: ExemptionState): Exemption {
  const answer = proposed();
  if (!answer.ok) throw new Error('the proposal is good');
  const approvals = [
    { by: 'user:a', at: AT },
    { by: 'user:b', at: AT },
  ];
  const granted = { approvals, grantor: 'user:g', grantedAt: AT };
  switch (state) {
    case 'proposed':
      return answer.value;
    case 'approved':
      return { ...answer.value, state, approvals };
    case 'active':
      return { ...answer.value, state, ...granted };
    default:
      return { ...answer.value, state, ...granted, endedAt: '2027-01-01T00:00:00.000Z' };
  }
}

const LATER = '2026-11-02T09:00:00.000Z';
const AFTER_END = '2027-11-02T09:00:00.000Z';
const event = (kind: RegisterEvent['kind']): RegisterEvent => {
  const base = { by: 'user:new', at: LATER };
  return kind === 'revoke'
    ? { kind, ...base, reason: 'No longer needed.' }
    : { kind, ...base, ...(kind === 'expire' ? { at: AFTER_END } : {}) };
};

const WANT: Record<ExemptionState, Record<RegisterEvent['kind'], string>> = {
  proposed: { approve: 'proposed', grant: 'EXEMPTION_STATE', expire: 'expired', revoke: 'revoked' },
  approved: { approve: 'EXEMPTION_STATE', grant: 'active', expire: 'expired', revoke: 'revoked' },
  active: { approve: 'EXEMPTION_STATE', grant: 'EXEMPTION_STATE', expire: 'expired', revoke: 'revoked' },
  expired: {
    approve: 'EXEMPTION_STATE',
    grant: 'EXEMPTION_STATE',
    expire: 'EXEMPTION_STATE',
    revoke: 'EXEMPTION_STATE',
  },
  revoked: {
    approve: 'EXEMPTION_STATE',
    grant: 'EXEMPTION_STATE',
    expire: 'EXEMPTION_STATE',
    revoke: 'EXEMPTION_STATE',
  },
};

test('every state meets every event', () => {
  for (const state of Object.keys(REGISTER) as ExemptionState[]) {
    for (const kind of Object.keys(REGISTER[state]) as RegisterEvent['kind'][]) {
      const answer = step(in_(state), event(kind), ground);
      expect([state, kind, answer.ok ? answer.value.state : answer.code]).toEqual([state, kind, WANT[state][kind]]);
    }
  }
});

test('two approvals by two others make it approved, and a fourth grants it', () => {
  const first = step(in_('proposed'), { kind: 'approve', by: 'user:a', at: LATER }, ground);
  expect(first.ok && first.value.state).toBe('proposed');
  const second = first.ok ? step(first.value, { kind: 'approve', by: 'user:b', at: LATER }, ground) : first;
  expect(second.ok && second.value.state).toBe('approved');
  const granted = second.ok ? step(second.value, { kind: 'grant', by: 'user:g', at: LATER }, ground) : second;
  expect(granted).toMatchObject({ ok: true, value: { state: 'active', grantor: 'user:g', grantedAt: LATER } });
});

test('proposer, grantor and both approvers are four', () => {
  const code = (exemption: Exemption, e: RegisterEvent) => {
    const answer = step(exemption, e, ground);
    return answer.ok ? answer.value.state : answer.code;
  };
  const once = { ...in_('proposed'), approvals: [{ by: 'user:a', at: AT }] };
  expect(code(in_('proposed'), { kind: 'approve', by: 'user:proposer', at: LATER })).toBe('EXEMPTION_SAME_PERSON');
  expect(code(once, { kind: 'approve', by: 'user:a', at: LATER })).toBe('EXEMPTION_SAME_PERSON');
  expect(code(in_('approved'), { kind: 'grant', by: 'user:a', at: LATER })).toBe('EXEMPTION_SAME_PERSON');
  expect(code(in_('approved'), { kind: 'grant', by: 'user:proposer', at: LATER })).toBe('EXEMPTION_SAME_PERSON');
});

test("a key, its maker and the maker's other keys are one", () => {
  const by = (principal: string) => ({ by: principal, at: AT });
  const code = (exemption: Exemption, kind: 'approve' | 'grant', principal: string) => {
    const answer = step(exemption, { kind, by: principal, at: LATER }, ground);
    return answer.ok ? answer.value.state : answer.code;
  };
  const own = { ...in_('proposed'), proposer: 'key:1' };
  expect(code(own, 'approve', 'key:2')).toBe('EXEMPTION_SAME_PERSON');
  expect(code(own, 'approve', 'user:maker')).toBe('EXEMPTION_SAME_PERSON');
  expect(code({ ...in_('proposed'), approvals: [by('user:maker')] }, 'approve', 'key:3')).toBe('EXEMPTION_SAME_PERSON');
  const approved = { ...in_('approved'), approvals: [by('key:1'), by('user:b')] };
  expect(code(approved, 'grant', 'key:2')).toBe('EXEMPTION_SAME_PERSON');
  expect(code(approved, 'grant', 'user:other')).toBe('active');
});

test.each<[string, Partial<Proposal>, string, string | null]>([
  ['no end', { expiresAt: null }, 'EXEMPTION_OPEN_ENDED', '/expiresAt'],
  ['until further notice', { expiresAt: 'until further notice' }, 'EXEMPTION_OPEN_ENDED', '/expiresAt'],
  ['an end in the past', { expiresAt: '2026-10-01T00:00:00.000Z' }, 'EXEMPTION_OPEN_ENDED', '/expiresAt'],
  ['an end beyond any term', { expiresAt: '9999-01-01T00:00:00.000Z' }, 'EXEMPTION_OPEN_ENDED', '/expiresAt'],
  ['a review after the end', { reviewBy: '2028-01-01T00:00:00.000Z' }, 'EXEMPTION_OPEN_ENDED', '/reviewBy'],
  ['no reason', { reason: ' ' }, 'BODY_INVALID', '/reason'],
  ['a reason that nobody sees', { reason: '\u200b\u2060' }, 'BODY_INVALID', '/reason'],
  ['the same policy twice', { policies: ['glorifying-violence', 'glorifying-violence'] }, 'BODY_INVALID', '/policies'],
  [
    'no balancing test',
    { balancing: { ...proposal.balancing, riskOfHarm: '' } },
    'BODY_INVALID',
    '/balancing/riskOfHarm',
  ],
  [
    'kept after its end without a reason',
    { afterEnd: { keep: true, reason: null } },
    'BODY_INVALID',
    '/afterEnd/reason',
  ],
  ['no policy', { policies: [] }, 'BODY_INVALID', '/policies'],
  ['an unknown policy', { policies: ['nudity'] }, 'POLICY_UNKNOWN', '/policies'],
  [
    'a policy that is not exemptible',
    { policies: ['glorifying-violence', 'incitement'] },
    'EXEMPTION_POLICY_FIXED',
    '/policies',
  ],
  ['an unknown class', { subject: { kind: 'class', id: 'friends' } }, 'CLASS_UNKNOWN', '/subject/id'],
  ['another platform', { platform: 'facewall' }, 'PLATFORM_UNKNOWN', '/platform'],
  [
    'a rung that is not there',
    { effect: { kind: 'soften', from: 'removed', to: 'blurred' } },
    'RUNG_UNKNOWN',
    '/effect',
  ],
  [
    'a rung that is not milder',
    { effect: { kind: 'soften', from: 'notice', to: 'removed' } },
    'EXEMPTION_NOT_SOFTER',
    '/effect/to',
  ],
  ['the same rung', { effect: { kind: 'soften', from: 'notice', to: 'notice' } }, 'EXEMPTION_NOT_SOFTER', '/effect/to'],
  [
    'a rung that cannot be executed',
    { effect: { kind: 'soften', from: 'removed', to: 'withheld' } },
    'EXEMPTION_NOT_EXECUTABLE',
    '/effect',
  ],
  [
    'a hold that cannot be executed',
    { effect: { kind: 'hold', rung: 'withheld', hours: 4 } },
    'EXEMPTION_NOT_EXECUTABLE',
    '/effect',
  ],
  [
    'a hold of more than a day',
    { effect: { kind: 'hold', rung: 'notice', hours: 25 } },
    'BODY_INVALID',
    '/effect/hours',
  ],
  ['a hold of a blink', { effect: { kind: 'hold', rung: 'notice', hours: 0.001 } }, 'BODY_INVALID', '/effect/hours'],
  ['a hold of no time', { effect: { kind: 'hold', rung: 'notice', hours: 0 } }, 'BODY_INVALID', '/effect/hours'],
])('refused: %s', (_name, change, code, pointer) => {
  expect(proposed(change)).toMatchObject({ ok: false, code, pointer });
});

test('the grant looks again: a ladder or a policy may have changed since the proposal', () => {
  const fixed = { ...ground, policies: [{ id: 'glorifying-violence', exemptible: false }] };
  const grant: RegisterEvent = { kind: 'grant', by: 'user:g', at: LATER };
  expect(step(in_('approved'), grant, fixed)).toMatchObject({ ok: false, code: 'EXEMPTION_POLICY_FIXED' });
  const without = { ...ground, platform: { ...ground.platform, capabilities: ['remove' as const] } };
  expect(step(in_('approved'), grant, without)).toMatchObject({ ok: false, code: 'EXEMPTION_NOT_EXECUTABLE' });
});

test('nothing is approved or granted after its end, nor expires before', () => {
  for (const kind of ['approve', 'grant'] as const) {
    const from = in_(kind === 'approve' ? 'proposed' : 'approved');
    expect(step(from, { kind, by: 'user:new', at: AFTER_END }, ground)).toMatchObject({ code: 'EXEMPTION_OPEN_ENDED' });
  }
  expect(step(in_('active'), { kind: 'expire', at: LATER }, ground)).toMatchObject({ code: 'EXEMPTION_STATE' });
  expect(step(in_('active'), { kind: 'revoke', by: 'user:x', at: LATER, reason: ' ' }, ground)).toMatchObject({
    code: 'BODY_INVALID',
  });
});

test('an end means deciding again, unless the exemption keeps what it did or never did anything', () => {
  expect(afterEnd(in_('revoked')).again).toBe(true);
  expect(afterEnd(in_('expired')).again).toBe(true);
  expect(afterEnd(in_('active')).again).toBe(false);
  expect(afterEnd({ ...in_('revoked'), grantedAt: null }).again).toBe(false);
  expect(afterEnd({ ...in_('expired'), afterEnd: { keep: true, reason: 'History.' } })).toEqual({
    again: false,
    reason: 'History.',
  });
});

test('any subject may be proposed for', () => {
  for (const kind of EXEMPTION_SUBJECT_KINDS) {
    const id = kind === 'class' ? 'office-holders' : 'x';
    expect(proposed({ subject: { kind, id } }).ok).toBe(true);
  }
});
