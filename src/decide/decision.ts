/** Decisions: what the findings, the register and the ladder give for one subject, and every reason why applied differs. */
import type { Finding, FindingKey, UnknownRule } from '../evaluate/finding.ts';
import type { ExemptionSubject, Principal } from '../exemptions/exemption.ts';
import type { Instant } from '../lib/instant.ts';
import type { Measure } from '../policy/measure.ts';

export const RANKS = ['rule', 'reviewer', 'lead', 'council', 'appeal'] as const;
/** Lowest first. */
export type Rank = (typeof RANKS)[number];
const TRIGGERS = ['ingest', 'edit', 'fact', 'policy', 'exemption', 'report', 'verdict', 'appeal', 'expiry'] as const;
export type Trigger = (typeof TRIGGERS)[number];
const DEPARTURE_KINDS = [
  'exemption',
  'capability',
  'ladder',
  'breaker',
  'hold',
  'degraded',
  'deviation',
  'scope',
  'status_rule',
  'appeal',
] as const;
export type DepartureKind = (typeof DEPARTURE_KINDS)[number];

export type MeasureStatus = 'planned' | 'delivered' | 'confirmed' | 'failed' | 'unavailable' | 'reverted';
/** A measure after merging, with the findings that asked for it. */
export type OutcomeMeasure = { readonly measure: Measure; readonly findings: readonly FindingKey[] };
export type Outcome = { readonly rung: string; readonly measures: readonly OutcomeMeasure[] };
export const NO_OUTCOME: Outcome = { rung: 'none', measures: [] };

/**
 * What one finding gives by itself, before merging. `severity` is the rung's place on the ladder, 0 for `none`;
 * `order` its policy's place in the set. Outcomes are merged from shares and from nothing else (`merge.ts`).
 */
export type Share = {
  readonly finding: FindingKey;
  readonly policy: string;
  readonly order: number;
  readonly rung: string;
  readonly severity: number;
  readonly measures: readonly Measure[];
  readonly strikePoints: number;
};

/** What a departure puts in the place of a share's own; its rung is `Departure.to`. */
export type DepartureTarget = Pick<Share, 'severity' | 'measures' | 'strikePoints'>;

/**
 * One reason why applied differs. `ladder` and `scope` hold for every account on the platform, so they shape the
 * baseline too; all other kinds touch only what is applied. See spec/deciding.md, 5.
 */
export type Departure = {
  readonly kind: DepartureKind;
  /** The share it changes: a finding, or `standing/strike`, `standing/penalty` in an account's decision. */
  readonly finding: FindingKey;
  /** Rung ids, or a measure kind and `unavailable` where one measure cannot be executed. */
  readonly from: string;
  readonly to: string;
  /** Null: the measures of kind `from` are dropped. */
  readonly target: DepartureTarget | null;
  /** What allows or forces it: exemption id, platform id, breaker, decision. */
  readonly ref: string;
  /** Whom the exemption is for, if it is one. */
  readonly who: ExemptionSubject | null;
  readonly reason: string;
  /** When it ends by itself, for holds. */
  readonly until: Instant | null;
};

export type Subject =
  | { readonly kind: 'post'; readonly platform: string; readonly post: string; readonly revision: number }
  | { readonly kind: 'account'; readonly platform: string; readonly account: string };

export type DecidedBy = { readonly kind: 'rule' | 'person' | 'clock'; readonly principal: Principal | null };

export type Decision = {
  readonly subject: Subject;
  readonly trigger: Trigger;
  readonly rank: Rank;
  readonly decidedBy: DecidedBy;
  readonly decidedAt: Instant;
  readonly policySet: string;
  /** The policies it binds. */
  readonly policies: readonly string[];
  /** Found with every status fact neutral: the same whoever posts. */
  readonly findings: readonly Finding[];
  /** Found only because of the author's status, by rules that say so; each comes with a `status_rule` departure. */
  readonly statusFindings: readonly Finding[];
  readonly shadow: readonly Finding[];
  readonly unknown: readonly UnknownRule[];
  /** What each finding asks, as the rule names it: where baseline and applied are replayed from. */
  readonly basis: readonly Share[];
  readonly baseline: Outcome;
  readonly applied: Outcome;
  readonly departures: readonly Departure[];
  /** Exemptions that also matched, with why they were not used. */
  readonly unused: readonly { readonly exemption: string; readonly finding: FindingKey; readonly reason: string }[];
  readonly degraded: boolean;
  /** Ids of the decisions that this one replaces. */
  readonly supersedes: readonly string[];
  readonly causedBy: string | null;
  /** Set on decisions about a person: that person, and every account it was decided for. */
  readonly person: { readonly id: string; readonly accounts: readonly string[] } | null;
  readonly reason: string;
};

/** A decision with the id under which it is kept. Lists of records are in ledger order, oldest first. */
export type DecisionRecord = { readonly id: string; readonly decision: Decision };
