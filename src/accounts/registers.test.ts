/** The registers of offices and persons. */
import { expect, test } from 'vitest';
import type { Office } from './account.ts';
import { claimOffice, OFFICES, type OfficeEvent, type OfficeRecord, officesAt, stepOffice } from './offices.ts';
import { type PersonRecord, stepPerson } from './persons.ts';

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
      const answer = stepOffice(in_(state), event(kind));
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
  expect(stepOffice(own, event('confirm'))).toMatchObject({ ok: false, code: 'EXEMPTION_SAME_PERSON' });
  expect(stepOffice(claimed, { ...event('confirm'), source: ' ' })).toMatchObject({ ok: false, pointer: '/source' });
  const confirmed = stepOffice(claimed, event('confirm'));
  const amended = confirmed.ok ? stepOffice(confirmed.value, event('amend', 'user:2')) : confirmed;
  expect(amended).toMatchObject({ ok: true, value: { claimedBy: 'user:2', office: { state: 'claimed' } } });
  if (amended.ok) expect(amended.value.history.map((each) => each.kind)).toEqual(['claim', 'confirm', 'amend']);
  if (amended.ok) expect(stepOffice(amended.value, event('confirm', 'user:2')).ok).toBe(false);
});

test('an office has effect when confirmed, from its first day and until before its last', () => {
  const office: Office = { ...claimed.office, state: 'confirmed', to: '2029-01-20T00:00:00.000Z' };
  expect(officesAt([office], '2025-01-19T23:59:59.999Z')).toEqual([]);
  expect(officesAt([office], '2025-01-20T00:00:00.000Z')).toEqual([office]);
  expect(officesAt([office], '2029-01-20T00:00:00.000Z')).toEqual([]);
  expect(officesAt([claimed.office, { ...office, state: 'withdrawn' }], AT)).toEqual([]);
});

test('an account belongs to one person, and linking twice changes nothing', () => {
  const person: PersonRecord = { id: 'per1', accounts: ['a1'], history: [] };
  const link = { kind: 'link' as const, account: 'a2', by: 'user:1', at: AT, source: 'Both name each other.' };
  const linked = stepPerson(person, link, []);
  expect(linked).toMatchObject({ ok: true, value: { accounts: ['a1', 'a2'], history: [link] } });
  expect(stepPerson(person, { ...link, account: 'a1' }, [])).toEqual({ ok: true, value: person });
  const other: PersonRecord = { id: 'per2', accounts: ['a2'], history: [] };
  expect(stepPerson(person, link, [other])).toMatchObject({ ok: false, pointer: '/accounts' });
  expect(stepPerson(person, { ...link, source: '' }, [])).toMatchObject({ ok: false, pointer: '/source' });
  const unlinked = stepPerson(person, { ...link, kind: 'unlink', account: 'a1' }, []);
  expect(unlinked).toMatchObject({ ok: true, value: { accounts: [] } });
});
