import { expect, test } from 'vitest';
import { agreementOf, readVerdicts } from '../scripts/quality/agreement.ts';
import { shuffled } from '../scripts/quality/judge.ts';

const sample = {
  policySet: 'sha256:0',
  seed: 1,
  policies: { spam: { acted: ['1', '2', '3'], left: ['4', '5', '6'] } },
};

test('counts what the person and the rules agree on', () => {
  const rows = readVerdicts(
    'policy,id,verdict\nspam,1,breaks\nspam,2,breaks\nspam,3,keeps\n\n# tea\nspam,4,keeps\nspam,5,unsure\nspam,6,breaks',
  );
  expect(agreementOf(sample, rows).spam).toEqual({
    judged: 6,
    unsure: 1,
    table: { actedBreaks: 2, actedKeeps: 1, leftBreaks: 1, leftKeeps: 1 },
    precision: 0.667,
    leftThatBreak: 0.5,
    agreement: 0.6,
    kappa: 0.167,
  });
});

test('says nothing of what nobody judged', () => {
  const { precision, agreement, kappa } = agreementOf(sample, []).spam ?? {};
  expect({ precision, agreement, kappa }).toEqual({ precision: null, agreement: null, kappa: null });
});

test('refuses a verdict that is none', () => {
  expect(() => readVerdicts('spam,1,maybe')).toThrow('a verdict is one of breaks, keeps, unsure');
});

test('the same seed gives the same order, another seed another', () => {
  const items = Array.from({ length: 50 }, (_, i) => i);
  expect(shuffled(items, 7)).toEqual(shuffled(items, 7));
  expect(shuffled(items, 7)).not.toEqual(shuffled(items, 8));
  expect(shuffled(items, 7).toSorted((a, b) => a - b)).toEqual(items);
});
