/** Capabilities and observations. */
import { expect, test } from 'vitest';
import type { Ladder } from '../policy/ladder.ts';
import { canExecuteRung, unavailableKinds } from './capabilities.ts';
import { newestObservation, readObservation } from './observe.ts';

const ladder: Ladder = {
  id: 'l',
  title: 'L',
  rungs: [
    { id: 'context', measures: [], strikePoints: 0 },
    {
      id: 'notice',
      measures: [
        { kind: 'notice', text: { en: 'n' } },
        { kind: 'demote', surfaces: ['search'] },
      ],
      strikePoints: 0,
    },
    { id: 'removed', measures: [{ kind: 'remove' }], strikePoints: 1 },
  ],
  interim: 'notice',
  substitutes: {},
  strikes: { expiresDays: 1, maxPostAgeDays: 1, shareDays: 1, steps: [] },
};
const AT = '2026-11-01T09:00:00.000Z';

test('only an enforced platform has measures that are unavailable', () => {
  const measures = [{ kind: 'remove' as const }, { kind: 'ad_exclusion' as const }, { kind: 'remove' as const }];
  expect(unavailableKinds({ mode: 'enforced', capabilities: ['ad_exclusion'] }, measures)).toEqual(['remove']);
  for (const mode of ['advised', 'observed'] as const)
    expect(unavailableKinds({ mode, capabilities: [] }, measures)).toEqual([]);
});

test('a rung is executable if it is there and all of its measures are', () => {
  const can = (rung: string) => canExecuteRung({ capabilities: ['remove', 'notice'] }, ladder, rung);
  expect(['none', 'context', 'notice', 'removed', 'blurred'].map(can)).toEqual([true, true, false, true, false]);
});

test.each([
  ['nothing', [], 'none', true],
  ['a label', ['label'], 'context', true],
  ['a notice, the demotion not being visible', ['notice'], 'notice', false],
  ['a measure that no rung has', ['age_gate'], null, false],
  ['the same beside a label', ['age_gate', 'label'], 'context', false],
  ['a notice with it', ['demote', 'notice'], 'notice', true],
  ['more than the rung has', ['demote', 'notice', 'ad_exclusion'], 'notice', false],
  ['a removal and a label', ['label', 'remove'], 'removed', false],
] as const)('seen: %s', (_name, measures, rung, exact) => {
  expect(readObservation(ladder, { measures, seenAt: AT })).toMatchObject({ rung, exact });
});

test('the newest observation up to now counts, the later of two at the same time', () => {
  const seen = (seenAt: string, measures: readonly ('label' | 'remove')[]) => ({ seenAt, measures });
  const list = [seen('2026-11-01T10:00:00.000Z', ['remove']), seen(AT, ['label']), seen(AT, [])];
  expect(newestObservation(list, AT)).toEqual(seen(AT, []));
  expect(newestObservation(list, '2026-10-01T00:00:00.000Z')).toBeNull();
});
