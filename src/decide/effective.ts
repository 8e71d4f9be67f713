/**
 * Which decision counts: over policies, the newest decision of the highest rank on (revision, policy), merged.
 * Measures of a rank above `rule` carry over to a new revision until a person has looked at it.
 */
import type { DecisionRecord, Departure, Outcome, Rank, Share } from './decision.ts';
import { RANKS } from './decision.ts';
import { appliedShares, baselineShares } from './departures.ts';
import { outcomeOf } from './merge.ts';

export type Binding = {
  readonly policy: string;
  /** Id of the decision that binds. */
  readonly decision: string;
  readonly rank: Rank;
  readonly revision: number;
  /** True: decided on an older revision, and still in force on this one. */
  readonly carried: boolean;
};

export type EffectiveShare = Share & { readonly decision: string; readonly carried: boolean };

export type Effective = {
  readonly revision: number;
  readonly bindings: readonly Binding[];
  readonly shares: { readonly baseline: readonly EffectiveShare[]; readonly applied: readonly EffectiveShare[] };
  readonly baseline: Outcome;
  readonly applied: Outcome;
  readonly departures: readonly (Departure & { readonly decision: string })[];
  /** Ids of all decisions that bind something, in ledger order. */
  readonly decisions: readonly string[];
};

export const rankIndex = (rank: Rank): number => RANKS.indexOf(rank);

const revisionOf = ({ decision }: DecisionRecord): number =>
  decision.subject.kind === 'post' ? decision.subject.revision : 0;

/** The effective outcome of one revision of a post (for an account: revision 0), from all its decisions. */
export function effective(history: readonly DecisionRecord[], revision: number): Effective {
  const [only] = history;
  if (only !== undefined && history.length === 1 && revisionOf(only) === revision) return alone(only);
  const policies = new Set(history.flatMap((record) => record.decision.policies));
  const bindings = [...policies].flatMap((policy) => bindingsOf(history, revision, policy));
  const shares = {
    baseline: sharesOf(history, bindings, baselineShares),
    applied: sharesOf(history, bindings, appliedShares),
  };
  const departures = bindings.flatMap((binding) => {
    const { decision } = history.find((record) => record.id === binding.decision) as DecisionRecord;
    const own = new Set(decision.basis.filter((share) => share.policy === binding.policy).map((s) => s.finding));
    return decision.departures.filter((d) => own.has(d.finding)).map((d) => ({ ...d, decision: binding.decision }));
  });
  const binding = new Set(bindings.map((b) => b.decision));
  return {
    revision,
    bindings,
    shares,
    baseline: outcomeOf(shares.baseline),
    applied: outcomeOf(shares.applied),
    departures,
    decisions: history.filter((record) => binding.has(record.id)).map((record) => record.id),
  };
}

/** The same for a post with one decision, which most have: there is nothing to choose, nor to merge again. */
function alone({ id, decision }: DecisionRecord): Effective {
  const { policies, rank, departures } = decision;
  const bound = new Set(policies);
  const mark = (shares: readonly Share[]): readonly EffectiveShare[] =>
    shares.filter((share) => bound.has(share.policy)).map((share) => ({ ...share, decision: id, carried: false }));
  const shares = { baseline: mark(baselineShares(decision)), applied: mark(appliedShares(decision)) };
  const isWhole = shares.baseline.length === decision.basis.length;
  const own = new Set(shares.baseline.map((share) => share.finding));
  const revision = decision.subject.kind === 'post' ? decision.subject.revision : 0;
  return {
    revision,
    bindings: policies.map((policy) => ({ policy, decision: id, rank, revision, carried: false })),
    shares,
    baseline: isWhole ? decision.baseline : outcomeOf(shares.baseline),
    applied: isWhole ? decision.applied : outcomeOf(shares.applied),
    departures: departures.filter((d) => own.has(d.finding)).map((d) => ({ ...d, decision: id })),
    decisions: policies.length === 0 ? [] : [id],
  };
}

/** At most two: the decision on this revision, and a person's measures carried over from an older one. */
function bindingsOf(history: readonly DecisionRecord[], revision: number, policy: string): readonly Binding[] {
  const onPolicy = history.filter((record) => record.decision.policies.includes(policy));
  const here = highest(onPolicy.filter((record) => revisionOf(record) === revision));
  const bind = (record: DecisionRecord, carried: boolean): Binding => ({
    policy,
    decision: record.id,
    rank: record.decision.rank,
    revision: revisionOf(record),
    carried,
  });
  if (here !== null && here.decision.rank !== 'rule') return [bind(here, false)];
  const older = highest(
    newestRevision(onPolicy.filter((record) => revisionOf(record) < revision && record.decision.rank !== 'rule')),
  );
  const carries = older !== null && asksOf(older.decision, policy);
  return [...(here === null ? [] : [bind(here, false)]), ...(carries ? [bind(older, true)] : [])];
}

/** Whether a decision does anything under a policy, for this author or an ordinary one: both standings carry alike. */
function asksOf(decision: DecisionRecord['decision'], policy: string): boolean {
  const shares = [...baselineShares(decision), ...appliedShares(decision)];
  return shares.some((share) => share.policy === policy && share.severity > 0);
}

function newestRevision(records: readonly DecisionRecord[]): readonly DecisionRecord[] {
  const newest = Math.max(...records.map(revisionOf));
  return records.filter((record) => revisionOf(record) === newest);
}

/** The newest of the highest rank; null of none. */
function highest(records: readonly DecisionRecord[]): DecisionRecord | null {
  return records.reduce<DecisionRecord | null>(
    (best, record) =>
      best === null || rankIndex(record.decision.rank) >= rankIndex(best.decision.rank) ? record : best,
    null,
  );
}

function sharesOf(
  history: readonly DecisionRecord[],
  bindings: readonly Binding[],
  read: (decision: DecisionRecord['decision']) => readonly Share[],
): readonly EffectiveShare[] {
  return bindings.flatMap((binding) => {
    const record = history.find(({ id }) => id === binding.decision) as DecisionRecord;
    return read(record.decision)
      .filter((share) => share.policy === binding.policy)
      .map((share) => ({ ...share, decision: binding.decision, carried: binding.carried }));
  });
}

/** Whether what is in effect rests on an exemption: then its end means deciding again, unless it says `keep`. */
export function restsOn({ departures }: Pick<Effective, 'departures'>, exemption: string): boolean {
  return departures.some(({ kind, ref }) => (kind === 'exemption' || kind === 'hold') && ref === exemption);
}
