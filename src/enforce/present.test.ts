/** What readers are shown. */
import { expect, test } from 'vitest';
import type { Penalty } from '../accounts/standing.ts';
import type { Share } from '../decide/decision.ts';
import type { EffectiveShare } from '../decide/effective.ts';
import { outcomeOf } from '../decide/merge.ts';
import type { PostMeasure } from '../policy/measure.ts';
import { type PresentInput, present } from './present.ts';

const NOW = '2026-11-01T09:00:00.000Z';
const LIMITS: PostMeasure = {
  kind: 'interaction_limit',
  limits: { like: 'off', reply: 'off', repost: 'off', share: 'off' },
};
const NOTICE: PostMeasure[] = [
  { kind: 'notice', text: { en: 'It broke the rules.', ar: 'خالف القواعد.' } },
  LIMITS,
  { kind: 'demote', surfaces: ['recommendations', 'search', 'trends'] },
];
const label = (text: string, fact: string | null): PostMeasure => ({
  kind: 'label',
  text: { en: text },
  fact,
  href: null,
});

function share(policy: string, order: number, measures: readonly PostMeasure[]): EffectiveShare {
  const own: Share = { finding: `${policy}/r`, policy, order, rung: 'x', severity: 1, measures, strikePoints: 0 };
  return { ...own, decision: `d-${policy}`, carried: false };
}

function show(measures: readonly (readonly PostMeasure[])[], change: Partial<PresentInput> = {}) {
  const shares = measures.map((list, i) => share(['civic', 'violence', 'spam'][i] ?? 'x', i, list));
  return present({
    effective: { applied: outcomeOf(shares), shares: { baseline: shares, applied: shares }, decisions: ['d1'] },
    penalties: [],
    deleted: false,
    now: NOW,
    lang: null,
    country: null,
    ...change,
  });
}

const penalty = (measure: Penalty['measure'], until: string | null): Penalty => ({
  decision: 'a1',
  measure,
  at: NOW,
  until,
  post: null,
  atPoints: null,
});
const LATER = '2026-11-02T09:00:00.000Z';

test('a post about which nothing was decided is shown whole', () => {
  const shown = show([], { effective: null });
  expect(shown).toMatchObject({ visibility: 'shown', labels: [], notice: null, decisions: [], appeal: null });
  expect(shown.interactions).toEqual({
    like: 'allowed',
    reply: 'allowed',
    repost: 'allowed',
    quote: 'allowed',
    share: 'allowed',
  });
  expect(shown.surfaces).toEqual({ recommendations: true, search: true, trends: true });
});

test('a notice: opened by a click, quoted but not liked, and not recommended', () => {
  const shown = show([[], NOTICE]);
  expect(shown.visibility).toBe('behind_notice');
  expect(shown.notice).toEqual({
    text: 'It broke the rules.',
    lang: 'en',
    dir: 'ltr',
    policies: ['violence'],
    decision: 'd-violence',
  });
  expect(shown.interactions).toEqual({ like: 'off', reply: 'off', repost: 'off', quote: 'allowed', share: 'off' });
  expect(shown.surfaces).toEqual({ recommendations: false, search: false, trends: false });
});

test('labels stand in policy order, each with its policy and decision, a fact page before a link', () => {
  const shown = show([[label('First', 'ballots')], [label('Second', null)], [label('First', 'ballots')]]);
  expect(shown.labels.map(({ text, href, policy, decision }) => [text, href, policy, decision])).toEqual([
    ['First', '/f/ballots', 'civic', 'd-civic'],
    ['Second', null, 'violence', 'd-violence'],
  ]);
});

test('the language asked for, its primary language, English, the first; and its direction', () => {
  expect(show([[], NOTICE], { lang: 'ar-EG' }).notice).toMatchObject({ lang: 'ar', dir: 'rtl' });
  expect(show([[], NOTICE], { lang: 'fr' }).notice).toMatchObject({ lang: 'en', dir: 'ltr' });
  const only: PostMeasure = { kind: 'notice', text: { 'az-Arab': 'x' } };
  expect(show([[only]], { lang: 'fr' }).notice).toMatchObject({ lang: 'az-Arab', dir: 'rtl' });
});

test('the strongest reason wins: deleted, removed, author suspended, withheld in a country, notice', () => {
  const suspended = [penalty({ kind: 'suspend', hours: 24 }, LATER)];
  const geo: PostMeasure = { kind: 'geo_withhold', countries: ['AA'] };
  const all = [[{ kind: 'remove' } as const], [geo, ...NOTICE]];
  expect(show(all, { deleted: true, penalties: suspended }).visibility).toBe('deleted');
  expect(show(all, { penalties: suspended }).visibility).toBe('removed');
  expect(show([[geo, ...NOTICE]], { penalties: suspended }).visibility).toBe('withheld');
  expect(show([[geo, ...NOTICE]], { country: 'AA' }).visibility).toBe('withheld');
  expect(show([[geo, ...NOTICE]], { country: 'BB' }).visibility).toBe('behind_notice');
  expect(show([[geo]], { country: null })).toMatchObject({ visibility: 'shown', withheldIn: ['AA'] });
});

test('what is gone has neither labels nor notice nor anything to press', () => {
  for (const change of [{ deleted: true }, { penalties: [penalty({ kind: 'terminate', criteria: 'Ask.' }, null)] }]) {
    const shown = show([[label('First', 'ballots')], NOTICE], change);
    expect(shown).toMatchObject({ labels: [], notice: null, adExclusion: true });
    expect(new Set(Object.values(shown.interactions))).toEqual(new Set(['off']));
    expect(new Set(Object.values(shown.surfaces))).toEqual(new Set([false]));
  }
});

test('the author is in the strictest state that runs, until the last of that state ends', () => {
  const state = (...penalties: Penalty[]) => show([], { penalties }).author;
  expect(state()).toEqual({ state: 'active', until: null, features: [] });
  expect(state(penalty({ kind: 'warn' }, LATER))).toEqual({ state: 'active', until: null, features: [] });
  expect(state(penalty({ kind: 'suspend', hours: 1 }, NOW)).state).toBe('active');
  const limit = penalty({ kind: 'feature_limit', features: ['live', 'ads'], hours: 24 }, LATER);
  expect(state(limit)).toEqual({ state: 'limited', until: LATER, features: ['ads', 'live'] });
  const readOnly = penalty({ kind: 'read_only', hours: 48 }, '2026-11-03T09:00:00.000Z');
  expect(state(limit, readOnly)).toMatchObject({ state: 'read_only', until: '2026-11-03T09:00:00.000Z' });
  expect(state(penalty({ kind: 'terminate', criteria: 'Ask.' }, null), readOnly)).toMatchObject({
    state: 'terminated',
    until: null,
  });
});

test('age gate and advertising', () => {
  expect(
    show([[{ kind: 'age_gate', minAgeYears: 16 }, { kind: 'ad_exclusion' }], [{ kind: 'age_gate', minAgeYears: 18 }]]),
  ).toMatchObject({
    visibility: 'shown',
    ageGateYears: 18,
    adExclusion: true,
  });
});
