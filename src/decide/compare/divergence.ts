/**
 * Why two copies of the same words were treated differently: from their findings, departures, observations and times,
 * and nothing else. Each difference has a kind and a sentence; one that nothing explains is an alert.
 */
import { type Instant, msOf } from '../../lib/instant.ts';
import { type Seen, strongest } from '../../platforms/observe.ts';
import type { MeasureKind } from '../../policy/measure.ts';
import type { Platform } from '../../policy/platform.ts';
import type { Departure, Rank } from '../decision.ts';
import type { Effective, EffectiveShare } from '../effective.ts';
import { divergenceSentence } from './divergence-words.ts';

const DIVERGENCE_KINDS = [
  'verdict',
  'exemption',
  'rung_unavailable',
  'deviation',
  'policy',
  'lag',
  'unexplained',
] as const;
export type DivergenceKind = (typeof DIVERGENCE_KINDS)[number];

/** One copy, as far as comparing needs it. */
export type Copy = {
  readonly post: string;
  readonly platform: Pick<Platform, 'id' | 'title' | 'mode'>;
  readonly policySet: string;
  /** The version of each policy in force there; left out: not in force. */
  readonly versions: Readonly<Record<string, string>>;
  /** Rules (`policy/rule`) that read more than the words, such as a count. */
  readonly readMore: ReadonlySet<string>;
  /** The platform's rungs with the kinds of their measures. */
  readonly rungs: readonly { readonly id: string; readonly kinds: readonly MeasureKind[] }[];
  readonly effective: Pick<Effective, 'shares' | 'departures' | 'bindings'> | null;
  /** What the platform was seen to do; null: nobody looked, or it executes what we decide. */
  readonly seen: Seen | null;
  readonly postedAt: Instant;
  /** When the measures of now were first decided or seen; null: none. */
  readonly actedAt: Instant | null;
};

export type Divergence = {
  readonly kind: DivergenceKind;
  /** Null for what was seen, which names no policy. */
  readonly policy: string | null;
  /** The copy that it explains: `a`, `b`, or both together. */
  readonly side: 'a' | 'b' | 'both';
  /** What allows it: exemption, decision, rung or hash of a policy set. */
  readonly ref: string;
  readonly sentence: string;
};

export type Comparison = {
  readonly divergences: readonly Divergence[];
  readonly kinds: readonly DivergenceKind[];
  /** One sentence for the pair; empty for copies treated alike. */
  readonly sentence: string;
  /** Nothing explains a difference. */
  readonly alert: boolean;
};

/** A difference of less than this between two equal measures is not called a lag. */
const LAG_MS = 60 * 60_000;

/** A difference found, before it is put into words. */
export type Cause = Omit<Divergence, 'sentence'> & { readonly departure: Departure | null };

/** Compares two copies. The order of the two changes only who is named first. */
export function compareCopies(a: Copy, b: Copy): Comparison {
  const policies = new Set([a, b].flatMap((copy) => copy.effective?.shares.applied.map((share) => share.policy) ?? []));
  const byPolicy = [...policies].sort().flatMap((policy) => causesOn(policy, a, b));
  const causes = [...byPolicy, ...seenCauses(a, 'a'), ...seenCauses(b, 'b')];
  const found = treatedAlike(a, b) ? lagCauses(a, b) : causes.length > 0 ? causes : [unexplained(null, 'both')];
  const distinct = [...new Map(found.map((cause) => [`${cause.kind} ${cause.side} ${cause.ref}`, cause])).values()];
  const divergences = distinct.map(({ departure: _departure, ...cause }, i) => ({
    ...cause,
    sentence: divergenceSentence(a, b, distinct.slice(i, i + 1)),
  }));
  const kinds = DIVERGENCE_KINDS.filter((kind) => divergences.some((divergence) => divergence.kind === kind));
  return {
    divergences,
    kinds,
    sentence: divergenceSentence(a, b, distinct),
    alert: kinds.includes('unexplained'),
  };
}

/** The kinds of measures in force on a copy: those seen, where somebody looked; else those applied. */
export function kindsNow(copy: Copy): readonly MeasureKind[] {
  if (copy.seen !== null) return [...copy.seen.measures].sort();
  const kinds = copy.effective?.shares.applied.flatMap((share) => share.measures.map((m) => m.kind)) ?? [];
  return [...new Set(kinds)].sort();
}

/** What readers meet is the same: the strongest measure, and its rung if both say one. */
function treatedAlike(a: Copy, b: Copy): boolean {
  if (a.seen !== null || b.seen !== null) return strongest(kindsNow(a)) === strongest(kindsNow(b));
  return kindsNow(a).join() === kindsNow(b).join();
}

const sharesOn = (policy: string, copy: Copy, side: 'baseline' | 'applied'): readonly EffectiveShare[] =>
  copy.effective?.shares[side].filter((share) => share.policy === policy) ?? [];

const topRung = (shares: readonly EffectiveShare[]): string =>
  shares.reduce((top, share) => (share.severity > top.severity ? share : top), { rung: 'none', severity: 0 }).rung;

const kindsOn = (policy: string, copy: Copy): string =>
  [...new Set(sharesOn(policy, copy, 'applied').flatMap((share) => share.measures.map((m) => m.kind)))].sort().join();

/** Why one policy gives the two copies different measures. */
function causesOn(policy: string, a: Copy, b: Copy): readonly Cause[] {
  if (kindsOn(policy, a) === kindsOn(policy, b)) return [];
  const own = [...departureCauses(policy, a, 'a'), ...departureCauses(policy, b, 'b')];
  const lacking = [
    ...lackingRung(policy, { from: a, on: b, side: 'b' }),
    ...lackingRung(policy, { from: b, on: a, side: 'a' }),
  ];
  const causes = [...own, ...lacking, ...(sameBaseline(policy, a, b) ? [] : differentFindings(policy, a, b))];
  return causes.length > 0 ? causes : [unexplained(policy, 'both')];
}

/** What the policy gives an ordinary account on this copy, a line per finding. */
const baselineLines = (policy: string, copy: Copy): ReadonlyMap<string, string> =>
  new Map(
    sharesOn(policy, copy, 'baseline')
      .filter((share) => share.severity > 0)
      .map((share) => [`${share.finding} ${share.measures.map((measure) => measure.kind).join()}`, share.finding]),
  );

/** Findings of which one copy has what the other lacks. */
function findingsApart(policy: string, a: Copy, b: Copy): readonly string[] {
  const [ofA, ofB] = [baselineLines(policy, a), baselineLines(policy, b)];
  const only = (from: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>) =>
    [...from].filter(([line]) => !other.has(line)).map(([, finding]) => finding);
  return [...only(ofA, ofB), ...only(ofB, ofA)];
}

const sameBaseline = (policy: string, a: Copy, b: Copy): boolean => findingsApart(policy, a, b).length === 0;

const KIND_OF: Readonly<Record<Departure['kind'], DivergenceKind>> = {
  exemption: 'exemption',
  hold: 'exemption',
  capability: 'rung_unavailable',
  ladder: 'rung_unavailable',
  deviation: 'deviation',
  appeal: 'deviation',
  breaker: 'lag',
  degraded: 'lag',
  scope: 'policy',
  status_rule: 'policy',
};

function departureCauses(policy: string, copy: Copy, side: 'a' | 'b'): readonly Cause[] {
  if (seenOtherwise(copy)) return [];
  const findings = new Set(sharesOn(policy, copy, 'applied').map((share) => share.finding));
  const departures = copy.effective?.departures.filter((departure) => findings.has(departure.finding)) ?? [];
  return departures.map((departure) => ({
    kind: KIND_OF[departure.kind],
    policy,
    side,
    ref: departure.ref,
    departure,
  }));
}

/** What was done on one side has no rung on the other side's ladder. */
function lackingRung(
  policy: string,
  { from, on, side }: { readonly from: Copy; readonly on: Copy; readonly side: 'a' | 'b' },
): readonly Cause[] {
  const shares = sharesOn(policy, from, 'applied').filter((share) => share.severity > 0);
  const rung = topRung(shares);
  const main = strongest(
    shares.filter((share) => share.rung === rung).flatMap((s) => s.measures.map((m) => m.kind as MeasureKind)),
  );
  if (main === null) return [];
  const has = on.rungs.some(({ id, kinds }) => id === rung || strongest(kinds) === main);
  return has ? [] : [{ kind: 'rung_unavailable', policy, side, ref: main, departure: null }];
}

/** `ref` of a lag between findings: what a rule reads beside the words was another when each copy was judged. */
export const FACTS_DIFFERED = 'facts';

/** The same words gave different findings: another policy, a person's verdict, other facts, or nothing that we know of (A15). */
function differentFindings(policy: string, a: Copy, b: Copy): readonly Cause[] {
  const missing = [a, b].find((copy) => copy.versions[policy] === undefined);
  if (missing !== undefined) {
    return [{ kind: 'policy', policy, side: missing === a ? 'a' : 'b', ref: missing.platform.id, departure: null }];
  }
  if (a.versions[policy] !== b.versions[policy] || a.policySet !== b.policySet) {
    return [{ kind: 'policy', policy, side: 'both', ref: b.policySet, departure: null }];
  }
  const person = [a, b].find((copy) => rankOn(policy, copy) !== 'rule');
  if (person === undefined) {
    const apart = findingsApart(policy, a, b);
    const counted = apart.every((finding) => a.readMore.has(finding));
    return counted ? [{ kind: 'lag', policy, side: 'both', ref: FACTS_DIFFERED, departure: null }] : [];
  }
  const binding = person.effective?.bindings.find((each) => each.policy === policy && each.rank !== 'rule');
  return [{ kind: 'verdict', policy, side: person === a ? 'a' : 'b', ref: binding?.decision ?? '', departure: null }];
}

const rankOn = (policy: string, copy: Copy): Rank =>
  copy.effective?.bindings.find((binding) => binding.policy === policy && binding.rank !== 'rule')?.rank ?? 'rule';

/** Seen to do something else than its policy gives this author: then its departures explain nothing. */
const seenOtherwise = (copy: Copy): boolean =>
  copy.seen !== null && strongest(copy.seen.measures) !== given(copy, 'applied');

const given = (copy: Copy, side: 'baseline' | 'applied'): MeasureKind | null =>
  strongest(copy.effective?.shares[side].flatMap((share) => share.measures.map((m) => m.kind as MeasureKind)) ?? []);

/** What a platform was seen to do, beside what its own policy gives: as applied, as baseline, or neither. */
function seenCauses(copy: Copy, side: 'a' | 'b'): readonly Cause[] {
  if (copy.seen === null || !seenOtherwise(copy)) return [];
  if (strongest(copy.seen.measures) === given(copy, 'baseline'))
    return [{ kind: 'deviation', policy: null, side, ref: 'baseline', departure: null }];
  return [unexplained(null, side)];
}

const unexplained = (policy: string | null, side: Cause['side']): Cause => ({
  kind: 'unexplained',
  policy,
  side,
  ref: '',
  departure: null,
});

/** The same measures, one of them much later after its post than the other. */
function lagCauses(a: Copy, b: Copy): readonly Cause[] {
  const [after, other] = [waited(a), waited(b)];
  if (after === null || other === null || Math.abs(after - other) < LAG_MS) return [];
  const side = after > other ? 'a' : 'b';
  return [{ kind: 'lag', policy: null, side, ref: `${Math.abs(after - other)}`, departure: null }];
}

const waited = ({ actedAt, postedAt }: Copy): number | null =>
  actedAt === null ? null : msOf(actedAt) - msOf(postedAt);
