/** Decisions: what the findings, the register and the ladder give for one subject, and every reason why applied differs. */
import type { Finding, FindingKey, UnknownRule } from '../evaluate/finding.ts';
import type { Principal } from '../exemptions/exemption.ts';
import type { Instant } from '../lib/instant.ts';
import type { Measure } from '../policy/measure.ts';

export const RANKS = ['rule', 'reviewer', 'lead', 'council', 'appeal'] as const;
/** Lowest first. */
export type Rank = (typeof RANKS)[number];
export const TRIGGERS = [
  'ingest',
  'edit',
  'fact',
  'policy',
  'exemption',
  'report',
  'verdict',
  'appeal',
  'expiry',
] as const;
export type Trigger = (typeof TRIGGERS)[number];
export const DEPARTURE_KINDS = [
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

export type Departure = {
  readonly kind: DepartureKind;
  readonly finding: FindingKey | null;
  /** Rung ids, or a measure kind where one measure is unavailable. */
  readonly from: string;
  readonly to: string;
  /** What allows or forces it: exemption id, platform id, breaker, decision. */
  readonly ref: string;
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
  readonly findings: readonly Finding[];
  readonly shadow: readonly Finding[];
  readonly unknown: readonly UnknownRule[];
  readonly baseline: Outcome;
  readonly applied: Outcome;
  readonly departures: readonly Departure[];
  /** Exemptions that also matched, with why they were not used. */
  readonly unused: readonly { readonly exemption: string; readonly finding: FindingKey; readonly reason: string }[];
  readonly degraded: boolean;
  /** Ids of the decisions that this one replaces. */
  readonly supersedes: readonly string[];
  readonly causedBy: string | null;
  readonly reason: string;
};
