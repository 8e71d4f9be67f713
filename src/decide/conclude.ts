/**
 * The one way in which a decision about a post is made final: a rule's, a person's, an appeal's and the clock's (A7).
 * From shares and departures: capabilities, both outcomes, what it replaces, the author's standing, the cases.
 */
import type { Evaluation, Finding, FindingKey } from '../evaluate/finding.ts';
import type { Principal } from '../exemptions/exemption.ts';
import type { Instant } from '../lib/instant.ts';
import { unavailableKinds } from '../platforms/capabilities.ts';
import { capabilityReason, carriedReason, outrankedReason } from '../texts/en.ts';
import { type Consequences, consequencesOf, type Standings } from './consequences.ts';
import type {
  DecidedBy,
  Decision,
  DecisionRecord,
  Departure,
  DepartureKind,
  Rank,
  Share,
  Trigger,
} from './decision.ts';
import { appliedShares, baselineShares } from './departures.ts';
import { type Effective, effective, rankIndex } from './effective.ts';
import type { Ground } from './ground.ts';
import { outcomeOf, sameOutcome } from './merge.ts';

export type PostSubject = {
  /** Internal id. */
  readonly post: string;
  readonly revision: number;
  readonly account: string;
  readonly createdAt: Instant;
  readonly receivedAt: Instant;
};

/** What every decision about a post needs, whoever decides. */
export type DecideContext = {
  readonly ground: Ground;
  /** Ids for the decision on the post and, if there is one, on its author's account. */
  readonly ids: { readonly decision: string; readonly account: string };
  readonly now: Instant;
  readonly subject: PostSubject;
  /** All decisions on this post so far, every revision, in ledger order. */
  readonly history: readonly DecisionRecord[];
  readonly standing: Standings;
};

const CASE_KINDS = ['unknown', 'breaker', 'hold', 'unavailable', 'outranked', 'edited'] as const;
export type CaseToOpen = {
  readonly kind: (typeof CASE_KINDS)[number];
  readonly policy: string;
  readonly finding: FindingKey | null;
  readonly reason: string;
  /** When the clock decides by itself, if it does. */
  readonly dueAt: Instant | null;
};

/** An interim rung with a clock: at `until`, `decideExpiry` is to run for the decision. */
export type Hold = {
  readonly decision: string;
  readonly finding: FindingKey;
  readonly kind: DepartureKind;
  readonly rung: string;
  readonly until: Instant;
};

export type Decided = {
  readonly decision: Decision;
  /** The consequence for the author's account, with `ids.account`; null: none. */
  readonly account: Decision | null;
  readonly holds: readonly Hold[];
  readonly cases: readonly CaseToOpen[];
  /** One each for the rules that newly found something: to be added to the breaker buckets of this hour. */
  readonly breakers: readonly FindingKey[];
  /** Rules whose breaker kept them from acting: alert. */
  readonly tripped: readonly FindingKey[];
  readonly standing: Consequences['standing'];
  /** In effect on the post before, on its newest revision; null if nothing was decided on it. */
  readonly before: Effective | null;
  /** In effect on the newest revision now. */
  readonly effective: Effective;
};

export type Draft = {
  readonly trigger: Trigger;
  readonly rank: Rank;
  readonly decidedBy: DecidedBy;
  readonly policies: readonly string[];
  readonly findings: readonly Finding[];
  readonly statusFindings: readonly Finding[];
  readonly evaluation: Pick<Evaluation, 'shadow' | 'unknown'> | null;
  readonly basis: readonly Share[];
  /** Without those of kind `capability`, which are added here. */
  readonly departures: readonly Departure[];
  readonly unused: Decision['unused'];
  readonly causedBy: string | null;
  readonly reason: string;
  readonly cases: readonly CaseToOpen[];
  readonly breakers: readonly FindingKey[];
  readonly tripped: readonly FindingKey[];
};

export const byRule: DecidedBy = { kind: 'rule', principal: null };
export const byClock: DecidedBy = { kind: 'clock', principal: null };
export const byPerson = (principal: Principal): DecidedBy => ({ kind: 'person', principal });

/** Makes a draft final. */
export function conclude(context: DecideContext, draft: Draft): Decided {
  const { ground, ids, now, subject, history } = context;
  const departures = [...draft.departures, ...incapabilities(ground, draft)];
  const newest = newestRevision(history, subject.revision);
  const before = history.length === 0 ? null : effective(history, newestRevision(history, 0));
  const unsettled: Decision = {
    subject: { kind: 'post', platform: ground.platform.id, post: subject.post, revision: subject.revision },
    trigger: draft.trigger,
    rank: draft.rank,
    decidedBy: draft.decidedBy,
    decidedAt: now,
    policySet: ground.policySet,
    policies: draft.policies,
    findings: draft.findings,
    statusFindings: draft.statusFindings,
    shadow: draft.evaluation?.shadow ?? [],
    unknown: draft.evaluation?.unknown ?? [],
    basis: draft.basis,
    baseline: outcomeOf(baselineShares({ basis: draft.basis, departures })),
    applied: outcomeOf(appliedShares({ basis: draft.basis, departures })),
    departures,
    unused: draft.unused,
    degraded: (draft.evaluation?.unknown.length ?? 0) > 0,
    supersedes: [],
    causedBy: draft.causedBy,
    person: null,
    reason: draft.reason,
  };
  const all = [...history, { id: ids.decision, decision: unsettled }];
  const after = effective(all, newest);
  // A clock may run out on a revision that has been edited since: its strike still follows.
  const own = subject.revision === newest ? after : effective(all, subject.revision);
  const decision = { ...unsettled, supersedes: replacedBy(context, { before, after, own }) };
  const consequences = consequencesOf(context, { decision, before, effective: own });
  return {
    decision,
    account: consequences.account,
    holds: holdsOf(ids.decision, departures),
    cases: [...draft.cases, ...unavailableCases(departures, draft.basis), ...rankCases(context, decision, own)],
    breakers: draft.breakers,
    tripped: draft.tripped,
    standing: consequences.standing,
    before,
    effective: after,
  };
}

function newestRevision(history: readonly DecisionRecord[], atLeast: number): number {
  const revisions = history.map(({ decision: { subject } }) => (subject.kind === 'post' ? subject.revision : 0));
  return Math.max(atLeast, ...revisions);
}

/** Decisions that were in effect, on the post as it was or on this revision, and are no longer. */
function replacedBy(
  { history, subject }: DecideContext,
  { before, after, own }: { readonly before: Effective | null; readonly after: Effective; readonly own: Effective },
): readonly string[] {
  if (before === null) return [];
  const was = new Set(before.decisions);
  if (own !== after) for (const id of effective(history, subject.revision).decisions) was.add(id);
  return [...was].filter((id) => !after.decisions.includes(id) && !own.decisions.includes(id));
}

/** On an enforced platform, measures that it cannot execute are dropped, each on the record. */
function incapabilities(ground: Ground, draft: Pick<Draft, 'basis' | 'departures'>): readonly Departure[] {
  const { platform } = ground;
  return appliedShares(draft).flatMap((share) =>
    unavailableKinds(platform, share.measures).map((kind) => ({
      kind: 'capability' as const,
      finding: share.finding,
      from: kind,
      to: 'unavailable',
      target: null,
      ref: platform.id,
      who: null,
      reason: capabilityReason(platform.title, kind),
      until: null,
    })),
  );
}

function holdsOf(decision: string, departures: readonly Departure[]): readonly Hold[] {
  return departures.flatMap(({ finding, kind, to, until }) =>
    until === null ? [] : [{ decision, finding, kind, rung: to, until }],
  );
}

function unavailableCases(departures: readonly Departure[], basis: readonly Share[]): readonly CaseToOpen[] {
  return departures
    .filter((departure) => departure.kind === 'capability')
    .map(({ finding, reason }) => ({
      kind: 'unavailable',
      policy: basis.find((share) => share.finding === finding)?.policy ?? '',
      finding,
      reason,
      dueAt: null,
    }));
}

/** A rule never overrides a higher rank: it opens a case. Nor does an edit shake off what a person decided. */
function rankCases({ history, ids }: DecideContext, decision: Decision, after: Effective): readonly CaseToOpen[] {
  if (history.length === 0) return [];
  const own = appliedShares(decision);
  const ofPolicy = (policy: string) => (share: Share) => share.policy === policy;
  return after.bindings.flatMap((binding): readonly CaseToOpen[] => {
    const { policy, rank } = binding;
    const base = { policy, finding: null, dueAt: null };
    if (binding.carried)
      return decision.rank === 'rule' ? [{ ...base, kind: 'edited', reason: carriedReason(rank) }] : [];
    if (binding.decision === ids.decision || !decision.policies.includes(policy)) return [];
    if (rankIndex(rank) <= rankIndex(decision.rank)) return [];
    const theirs = outcomeOf(after.shares.applied.filter(ofPolicy(policy)));
    const differs = !sameButFindings(theirs, outcomeOf(own.filter(ofPolicy(policy))));
    return differs ? [{ ...base, kind: 'outranked', reason: outrankedReason(rank) }] : [];
  });
}

function sameButFindings(a: Decision['applied'], b: Decision['applied']): boolean {
  const bare = (outcome: Decision['applied']) => ({
    ...outcome,
    measures: outcome.measures.map(({ measure }) => ({ measure, findings: [] })),
  });
  return sameOutcome(bare(a), bare(b));
}
