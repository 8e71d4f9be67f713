/** Why copies were treated differently. */
import { expect, test } from 'vitest';
import { inputFor, judge, NOW, ORDINARY, STORY } from '../../../test/support/story.ts';
import { addHours } from '../../lib/instant.ts';
import { kindsOf, readObservation } from '../../platforms/observe.ts';
import type { MeasureKind } from '../../policy/measure.ts';
import type { Decided } from '../conclude.ts';
import { groundOf } from '../ground.ts';
import { decideVerdict } from '../verdict.ts';
import { type Copy, compareCopies } from './divergence.ts';

function copy(platform: string, decided: Decided, change: Partial<Copy> = {}): Copy {
  const ground = groundOf(STORY, platform)!;
  return {
    post: `post-${platform}`,
    platform: ground.platform,
    policySet: STORY.hash,
    versions: Object.fromEntries(ground.inForce.map((id) => [id, '1.0.0'])),
    readMore: new Set(),
    rungs: ground.ladder.rungs.map((rung) => ({ id: rung.id, kinds: kindsOf(rung) })),
    effective: decided.effective,
    seen: null,
    postedAt: NOW,
    actedAt: NOW,
    ...change,
  };
}
const seen = (measures: readonly MeasureKind[]) =>
  readObservation(groundOf(STORY, 'facewall')!.ladder, { measures, seenAt: NOW });
const both = (found: string, change = {}) =>
  [copy('chirp', judge('chirp', [found])), copy('facewall', judge('facewall', [found]), change)] as const;
const MESSAGE_1 = 'civic-integrity/ballot-fraud-claim';
const MESSAGE_2 = 'glorifying-violence/looting-shooting';

test('message 1: the one platform labels, the other exempts', () => {
  const [chirp, facewall] = both(MESSAGE_1, { seen: seen([]) });
  const { kinds, sentence, alert } = compareCopies(chirp, facewall);
  expect(kinds).toEqual(['exemption']);
  expect(sentence).toBe('Chirp put a label on it; Facewall’s register exempts office-holders.');
  expect(alert).toBe(false);
});

test('message 2: exemptions on both sides, and a ladder without a notice', () => {
  const [chirp, facewall] = both(MESSAGE_2, { seen: seen([]) });
  const { kinds, sentence, divergences } = compareCopies(chirp, facewall);
  expect(kinds).toEqual(['exemption', 'rung_unavailable']);
  expect(sentence).toBe(
    'Chirp put it behind a notice; Facewall’s ladder has no notice, and its register exempts office-holders.',
  );
  expect(divergences.map(({ kind, side, ref }) => [kind, side, ref])).toEqual([
    ['exemption', 'a', 'e-chirp'],
    ['exemption', 'b', 'e-violence'],
    ['rung_unavailable', 'b', 'notice'],
  ]);
  expect(divergences.every((each) => each.sentence.endsWith('.'))).toBe(true);
});

test('ordinary accounts are treated alike on both, and nothing is said', () => {
  for (const found of [MESSAGE_1, MESSAGE_2]) {
    const [a, b] = ['chirp', 'facewall'].map((p) => copy(p, judge(p, [found], { author: ORDINARY })));
    expect(compareCopies(a!, b!)).toEqual({ divergences: [], kinds: [], sentence: '', alert: false });
  }
});

test('an observed platform that did what its policy gives an ordinary account, although it exempts', () => {
  const [chirp, facewall] = both(MESSAGE_1, { seen: seen(['remove']) });
  expect(compareCopies(chirp, facewall).kinds).toContain('unexplained');
  const second = both(MESSAGE_2, { seen: seen(['remove']) });
  const { kinds, sentence } = compareCopies(...second);
  expect(kinds).toContain('deviation');
  expect(sentence).toContain('it treated it as an ordinary account’s, although its register has an exemption');
});

test('what a platform was seen to do without any reason is an alert', () => {
  const plain = (p: string, change = {}) => copy(p, judge(p, [], { author: ORDINARY }), change);
  const comparison = compareCopies(plain('chirp'), plain('facewall', { seen: seen(['remove']) }));
  expect(comparison.kinds).toEqual(['unexplained']);
  expect(comparison.alert).toBe(true);
  expect(comparison.sentence).toBe(
    'Facewall removed it; what Facewall was seen to do is not what its published policy gives.',
  );
});

test('a person’s verdict, with and without a deviation', () => {
  const ordinary = (p: string) => judge(p, [MESSAGE_2], { author: ORDINARY });
  const decide = (deviation: string | null) => {
    const first = ordinary('chirp');
    const answer = decideVerdict({
      ...inputFor('chirp', []),
      author: ORDINARY,
      ids: { decision: 'd2', account: 'a2' },
      history: [{ id: 'd-chirp', decision: first.decision }],
      standing: first.standing.after,
      by: 'user:1',
      holderOf: (principal) => principal,
      rank: 'reviewer',
      policy: 'glorifying-violence',
      clause: null,
      rung: 'none',
      reason: 'It is a quotation.',
      deviation,
      expectedDecision: null,
    });
    if (!answer.ok) throw new Error(answer.detail);
    return compareCopies(copy('chirp', answer.value), copy('facewall', ordinary('facewall')));
  };
  expect(decide(null)).toMatchObject({
    kinds: ['verdict'],
    sentence: 'Facewall removed it; a person decided on Chirp’s copy.',
  });
  expect(decide('News value.')).toMatchObject({
    kinds: ['deviation'],
    sentence: 'Facewall removed it; a person at Chirp left what the policy gives, with a recorded reason.',
  });
});

test('other policies, and other findings under one policy', () => {
  const acted = copy('chirp', judge('chirp', [MESSAGE_2], { author: ORDINARY }));
  const quiet = copy('facewall', judge('facewall', [], { author: ORDINARY }));
  expect(compareCopies(acted, quiet).kinds).toEqual(['unexplained']);
  const counting = { ...acted, readMore: new Set(acted.effective?.shares.baseline.map(({ finding }) => finding)) };
  expect(compareCopies(counting, quiet)).toMatchObject({
    kinds: ['lag'],
    sentence: 'Chirp removed it; what the rule counts had changed between the two.',
    alert: false,
  });
  const other = { ...quiet, policySet: 'sha256:other', versions: { 'glorifying-violence': '2.0.0' } };
  expect(compareCopies(acted, other)).toMatchObject({
    kinds: ['policy'],
    sentence: 'Chirp removed it; their policies differ.',
  });
});

test('the same, much later, is a lag; a little later is not', () => {
  const at = (hours: number) =>
    compareCopies(
      ...(['chirp', 'facewall'].map((p, i) =>
        copy(p, judge(p, [MESSAGE_2], { author: ORDINARY }), { actedAt: addHours(NOW, i * hours) }),
      ) as [Copy, Copy]),
    );
  expect(at(0.5).kinds).toEqual([]);
  expect(at(10)).toMatchObject({
    kinds: ['lag'],
    sentence: 'Chirp and Facewall both removed it; Facewall did it 10 hours later.',
  });
});

test('the order of the two changes only who is named first', () => {
  const [chirp, facewall] = both(MESSAGE_2, { seen: seen([]) });
  expect(compareCopies(facewall, chirp).kinds).toEqual(compareCopies(chirp, facewall).kinds);
});
