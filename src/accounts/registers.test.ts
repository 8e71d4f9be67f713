/** The registers of offices and persons. */
import { expect, test } from 'vitest';
import type { Office } from './account.ts';
import { claimOffice, OFFICES, type OfficeEvent, type OfficeRecord, officesAt, stepOffice } from './offices.ts';
import {
  PERSONS,
  type PersonEvent,
  type PersonGround,
  type PersonRecord,
  type PersonState,
  stepPerson,
} from './persons.ts';

const AT = '2026-11-01T09:00:00.000Z';
const claimed = claimOffice(
  {
    id: 'o1',
    title: 'head of state',
    jurisdiction: 'AA',
    from: '2025-01-20T00:00:00.000Z',
    to: null,
    source: 'payload',
  },
  { account: 'acc', by: 'platform', at: AT },
);
const holderOf = (principal: string) => (principal.startsWith('key:') ? 'user:maker' : principal);
const in_ = (state: Office['state']): OfficeRecord => ({ ...claimed, office: { ...claimed.office, state } });
const event = (kind: OfficeEvent['kind'], by = 'user:1'): OfficeEvent => {
  const step = { by, at: AT, source: 'Official gazette' };
  return kind === 'amend' ? { kind, ...step, change: { to: '2029-01-20T00:00:00.000Z' } } : { kind, ...step };
};

const WANT: Record<Office['state'], Record<OfficeEvent['kind'], string>> = {
  claimed: { confirm: 'confirmed', amend: 'claimed', withdraw: 'withdrawn' },
  confirmed: { confirm: 'BODY_INVALID', amend: 'claimed', withdraw: 'withdrawn' },
  withdrawn: { confirm: 'BODY_INVALID', amend: 'BODY_INVALID', withdraw: 'BODY_INVALID' },
};

test('every state of an office meets every event', () => {
  for (const state of Object.keys(OFFICES) as Office['state'][]) {
    for (const kind of Object.keys(OFFICES[state]) as OfficeEvent['kind'][]) {
      const answer = stepOffice(in_(state), event(kind), holderOf);
      expect([state, kind, answer.ok ? answer.value.office.state : answer.code]).toEqual([
        state,
        kind,
        WANT[state][kind],
      ]);
    }
  }
});

test('whoever claims does not confirm, every step names its source, and the history stays', () => {
  const own = { ...claimed, claimedBy: 'user:1' };
  expect(stepOffice(own, event('confirm'), holderOf)).toMatchObject({ ok: false, code: 'EXEMPTION_SAME_PERSON' });
  expect(stepOffice(claimed, { ...event('confirm'), source: ' ' }, holderOf)).toMatchObject({
    ok: false,
    pointer: '/source',
  });
  const confirmed = stepOffice(claimed, event('confirm'), holderOf);
  const amended = confirmed.ok ? stepOffice(confirmed.value, event('amend', 'user:2'), holderOf) : confirmed;
  expect(amended).toMatchObject({ ok: true, value: { claimedBy: 'user:2', office: { state: 'claimed' } } });
  if (amended.ok) expect(amended.value.history.map((each) => each.kind)).toEqual(['claim', 'confirm', 'amend']);
  if (amended.ok) expect(stepOffice(amended.value, event('confirm', 'user:2'), holderOf).ok).toBe(false);
});

test("a key does not confirm what its maker, or another of the maker's keys, claimed", () => {
  for (const claimedBy of ['key:1', 'user:maker']) {
    const own = { ...claimed, claimedBy };
    const refused = stepOffice(own, event('confirm', 'key:2'), holderOf);
    expect(refused).toMatchObject({ code: 'EXEMPTION_SAME_PERSON' });
  }
});

test('an office has effect when confirmed, from its first day and until before its last', () => {
  const office: Office = { ...claimed.office, state: 'confirmed', to: '2029-01-20T00:00:00.000Z' };
  expect(officesAt([office], '2025-01-19T23:59:59.999Z')).toEqual([]);
  expect(officesAt([office], '2025-01-20T00:00:00.000Z')).toEqual([office]);
  expect(officesAt([office], '2029-01-20T00:00:00.000Z')).toEqual([]);
  expect(officesAt([claimed.office, { ...office, state: 'withdrawn' }], AT)).toEqual([]);
});

const person: PersonRecord = { id: 'per1', state: 'claimed', accounts: ['a1'], changedBy: 'user:clerk' };
const free: PersonGround = { holderOf, personOf: () => null };
const did = (kind: PersonEvent['kind'], by = 'user:1'): PersonEvent =>
  kind === 'amend'
    ? { kind, by, source: 'Both name each other.', accounts: ['a1', 'a2'] }
    : { kind, by, source: 'Seen.' };

const WANT_PERSON: typeof WANT = {
  claimed: { confirm: 'confirmed', amend: 'claimed', withdraw: 'withdrawn' },
  confirmed: { confirm: 'BODY_INVALID', amend: 'claimed', withdraw: 'withdrawn' },
  withdrawn: { confirm: 'BODY_INVALID', amend: 'BODY_INVALID', withdraw: 'BODY_INVALID' },
};

test('every state of a person meets every event', () => {
  for (const state of Object.keys(PERSONS) as PersonState[]) {
    for (const kind of Object.keys(PERSONS[state]) as PersonEvent['kind'][]) {
      const answer = stepPerson({ ...person, state }, did(kind), free);
      const got = answer.ok ? answer.value.state : answer.code;
      expect([state, kind, got]).toEqual([state, kind, WANT_PERSON[state][kind]]);
    }
  }
});

test('a person is confirmed by somebody else, from a source, and takes no account of another', () => {
  expect(stepPerson(person, did('confirm', 'user:clerk'), free)).toMatchObject({ code: 'EXEMPTION_SAME_PERSON' });
  const byKey = { ...person, changedBy: 'key:1' };
  expect(stepPerson(byKey, did('confirm', 'key:2'), free)).toMatchObject({ code: 'EXEMPTION_SAME_PERSON' });
  expect(stepPerson(person, { ...did('confirm'), source: ' ' }, free)).toMatchObject({ pointer: '/source' });
  const taken: PersonGround = { ...free, personOf: (account) => (account === 'a2' ? 'per2' : 'per1') };
  expect(stepPerson(person, did('amend'), taken)).toMatchObject({ code: 'BODY_INVALID', pointer: '/accounts/1' });
  const both = { ...person, accounts: ['a1', 'a2'] };
  expect(stepPerson(both, did('confirm'), taken)).toMatchObject({ ok: false, pointer: '/accounts/1' });
  expect(stepPerson(person, did('confirm'), taken)).toMatchObject({ ok: true, value: { state: 'confirmed' } });
});
