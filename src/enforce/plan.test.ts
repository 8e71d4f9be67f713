/** Effects of decisions: what is delivered, and that it is delivered once. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { measure, runs } from '../../test/support/arbitraries/deciding.ts';
import type { OutcomeMeasure } from '../decide/decision.ts';
import { type PlanInput, planAccountEffects, planEffects } from './plan.ts';

const entry = (m: OutcomeMeasure['measure']): OutcomeMeasure => ({ measure: m, findings: ['p/r'] });
const REMOVE = entry({ kind: 'remove' });
const LIMIT = entry({ kind: 'interaction_limit', limits: { like: 'off', reply: 'off' } });
const plan = (change: Partial<PlanInput>) =>
  planEffects({
    platform: { mode: 'enforced' },
    subject: 'post@1',
    decision: 'd1',
    before: [],
    after: [],
    departures: [],
    ...change,
  });

test('what is new is applied, what is gone is reverted, what stays is left alone', () => {
  const label = entry({ kind: 'label', text: { en: 'Facts' }, fact: 'f', href: null });
  const effects = plan({ before: [LIMIT, label], after: [REMOVE, label] });
  expect(effects.map(({ kind, measure: m }) => [kind, m?.kind])).toEqual([
    ['revert', 'interaction_limit'],
    ['apply', 'remove'],
  ]);
  expect(new Set(effects.map((effect) => effect.key)).size).toBe(2);
});

test('the order in which fields were stored does not matter', () => {
  const turned = entry({ limits: { reply: 'off', like: 'off' }, kind: 'interaction_limit' });
  expect(plan({ before: [LIMIT], after: [turned] })).toEqual([]);
});

test('planning what is already so plans nothing, and the same change has the same keys', () => {
  const outcome = fc.array(measure.map(entry), { maxLength: 4 });
  fc.assert(
    fc.property(outcome, outcome, (before, after) => {
      expect(plan({ before: after, after })).toEqual([]);
      expect(plan({ before, after })).toEqual(plan({ before, after }));
    }),
    runs(100),
  );
});

test('an observed platform is sent nothing; a measure that cannot be executed queues a human step', () => {
  const departure = {
    kind: 'capability' as const,
    finding: 'p/r',
    from: 'notice',
    to: 'unavailable',
    target: null,
    ref: 'chirp',
    who: null,
    reason: 'Chirp cannot execute notice.',
    until: null,
  };
  expect(plan({ platform: { mode: 'observed' }, after: [REMOVE], departures: [departure] })).toEqual([]);
  const steps = plan({ departures: [departure, { ...departure, finding: 'p/other' }] });
  expect(steps).toMatchObject([
    { kind: 'human_step', measure: null, findings: ['p/r', 'p/other'], reason: departure.reason },
  ]);
});

test('penalties are applied as they come', () => {
  const made = { applied: { rung: 'suspend', measures: [entry({ kind: 'suspend', hours: 12 })] } };
  const effects = planAccountEffects({ platform: { mode: 'advised' }, subject: 'acc', decision: 'a1', made });
  expect(effects).toMatchObject([{ kind: 'apply', subject: 'acc', measure: { kind: 'suspend', hours: 12 } }]);
});
