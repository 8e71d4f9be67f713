/**
 * What a decision on a post means for its author: a second decision, on the account, by the platform's ladder.
 * Both standings are folded by one function, from the two outcomes of the post's effective decisions.
 */
import {
  activePenalties,
  activePoints,
  foldStanding,
  type Penalty,
  type Standing,
  type StandingChange,
  type Strike,
  stepReached,
} from '../accounts/standing.ts';
import { addDays, addHours, type Instant } from '../lib/instant.ts';
import type { AccountMeasure } from '../policy/measure.ts';
import { ACCOUNT_MEASURE_KINDS } from '../policy/measure.ts';
import { strikeReason, strikesDiffer } from '../texts/en.ts';
import type { DecideContext } from './conclude.ts';
import type { Decision, Departure, DepartureKind, Share } from './decision.ts';
import { isCommon } from './departures.ts';
import type { Effective, EffectiveShare } from './effective.ts';
import { outcomeOf } from './merge.ts';

export type Standings = { readonly baseline: Standing; readonly applied: Standing };
export type StandingChanges = {
  readonly baseline: readonly StandingChange[];
  readonly applied: readonly StandingChange[];
};

export type Consequences = {
  readonly account: Decision | null;
  readonly standing: { readonly changes: StandingChanges; readonly after: Standings };
};

type Cause = Strike['because'][number];
type Side = 'baseline' | 'applied';
const SIDES: readonly Side[] = ['baseline', 'applied'];

/** The key of a strike: one per post and revision. */
const strikeKey = (post: string, revision: number): string => `${post}@${revision}`;

/** One side's reckoning: what changes, and the two shares of the account's decision. */
type Reckoned = {
  readonly changes: readonly StandingChange[];
  readonly after: Standing;
  readonly shares: readonly Share[];
  readonly points: number;
};

export function consequencesOf(
  context: DecideContext,
  made: { readonly decision: Decision; readonly before: Effective | null; readonly effective: Effective },
): Consequences {
  const { standing, now, ground } = context;
  // A post is counted once, when it is first received: not again when something is found on it later.
  const counted: readonly StandingChange[] =
    made.decision.trigger !== 'ingest' ? [] : [{ kind: 'post', at: now, keepDays: ground.ladder.strikes.shareDays }];
  const start = (side: Side): Standing => counted.reduce(foldStanding, standing[side]);
  const own = made.effective.shares;
  if (own.baseline.length === 0 && made.before === null) {
    return {
      account: null,
      standing: {
        changes: { baseline: counted, applied: counted },
        after: { baseline: start('baseline'), applied: start('applied') },
      },
    };
  }
  const because = causesOf(context, made.effective);
  const [baseline, applied] = SIDES.map((side) =>
    reckon(context, start(side), { points: pointsOf(own[side]), because }),
  ) as [Reckoned, Reckoned];
  const changes = {
    baseline: [...counted, ...baseline.changes],
    applied: [...counted, ...applied.changes],
  };
  const after = { baseline: baseline.after, applied: applied.after };
  const quiet = baseline.changes.length === 0 && applied.changes.length === 0;
  const account = quiet ? null : accountDecision(context, made, { baseline, applied, because });
  return { account, standing: { changes, after } };
}

/** One strike per revision, the most severe. Measures carried over from an older revision drew theirs already. */
function pointsOf(shares: readonly EffectiveShare[]): number {
  return Math.max(0, ...shares.filter((share) => !share.carried).map((share) => share.strikePoints));
}

/** Why the two sides differ: departures that changed the points, and what made the earlier strikes differ. */
function causesOf({ standing, subject }: DecideContext, now: Effective): readonly Cause[] {
  const points = (shares: readonly EffectiveShare[], finding: string): number =>
    shares.find((share) => share.finding === finding)?.strikePoints ?? 0;
  const fresh = now.departures
    .filter((d) => !isCommon(d) && d.target !== null)
    .filter((d) => points(now.shares.baseline, d.finding) !== points(now.shares.applied, d.finding))
    .map(({ kind, ref }) => ({ kind, ref }));
  const key = strikeKey(subject.post, subject.revision);
  const earlier = SIDES.flatMap((side) => standing[side].strikes.filter((s) => s.post === key)).flatMap(
    (s) => s.because,
  );
  return distinct([...earlier, ...fresh]);
}

function distinct(causes: readonly Cause[]): readonly Cause[] {
  return [...new Map(causes.map((cause) => [`${cause.kind} ${cause.ref}`, cause])).values()];
}

function reckon(
  { ground, ids, now, subject }: DecideContext,
  standing: Standing,
  due: { readonly points: number; readonly because: readonly Cause[] },
): Reckoned {
  const rules = ground.ladder.strikes;
  const post = strikeKey(subject.post, subject.revision);
  const had = standing.strikes.find((strike) => strike.post === post);
  const old = addDays(subject.createdAt, rules.maxPostAgeDays) < now;
  const points = old ? Math.min(due.points, had?.points ?? 0) : due.points;
  if (points === (had?.points ?? 0)) return { changes: [], after: standing, shares: [], points };
  const strike: Strike = {
    decision: ids.account,
    post,
    points,
    at: had?.at ?? now,
    expiresAt: had?.expiresAt ?? addDays(now, rules.expiresDays),
    because: due.because,
  };
  const struck: StandingChange = { kind: 'strike', strike, keepDays: rules.shareDays };
  const standingNow = foldStanding(standing, struck);
  const left = activePoints(standingNow, now);
  const strikeShare = shareOf('standing/strike', { kind: 'strike', points, expiresDays: rules.expiresDays });
  const next = points > (had?.points ?? 0) ? penaltyDue() : lifted();
  return {
    changes: [struck, ...next.changes],
    after: next.changes.reduce(foldStanding, standingNow),
    shares: [strikeShare, ...next.shares],
    points,
  };

  function penaltyDue(): Pick<Reckoned, 'changes' | 'shares'> {
    const step = stepReached(standingNow, rules, now);
    if (step === null) return { changes: [], shares: [] };
    const until = untilOf(step.measure, now, strike.expiresAt);
    const penalty: Penalty = {
      decision: ids.account,
      measure: step.measure,
      at: now,
      until,
      post,
      atPoints: step.atPoints,
    };
    return { changes: [{ kind: 'penalty', penalty }], shares: [shareOf('standing/penalty', step.measure)] };
  }

  /** Penalties that the remaining points no longer carry end with the strike. */
  function lifted(): Pick<Reckoned, 'changes' | 'shares'> {
    const ended = activePenalties(standing, now).filter(
      (p) => (p.post === post && points === 0) || (p.atPoints !== null && p.atPoints > left),
    );
    if (ended.length === 0) return { changes: [], shares: [] };
    const felt = ended.some((penalty) => penalty.measure.kind !== 'warn');
    return {
      changes: [{ kind: 'lift', decisions: ended.map((penalty) => penalty.decision) }],
      shares: felt ? [shareOf('standing/penalty', { kind: 'reinstate' })] : [],
    };
  }
}

/** When a penalty ends by itself. A warning is shown as long as its strike counts. */
export function untilOf(measure: AccountMeasure, now: Instant, strikeExpiresAt: Instant): Instant | null {
  switch (measure.kind) {
    case 'terminate':
      return null;
    case 'warn':
    case 'strike':
      return strikeExpiresAt;
    case 'reinstate':
      return now;
    default:
      return addHours(now, measure.hours);
  }
}

/** An account's measure as a share: its rung is the measure's kind. A strike of 0 points takes a strike away. */
export function shareOf(finding: string, measure: AccountMeasure): Share {
  const gone = measure.kind === 'strike' && measure.points === 0;
  return {
    finding,
    policy: 'standing',
    order: finding === 'standing/strike' ? 0 : 1,
    rung: gone ? 'none' : measure.kind,
    severity: gone ? 0 : ACCOUNT_MEASURE_KINDS.indexOf(measure.kind) + 1,
    measures: [measure],
    strikePoints: 0,
  };
}

const KEYS = ['standing/strike', 'standing/penalty'] as const;

function shareAt(reckoned: Reckoned, finding: (typeof KEYS)[number]): Share {
  const empty = { finding, policy: 'standing', order: KEYS.indexOf(finding), rung: 'none', severity: 0, measures: [] };
  return reckoned.shares.find((share) => share.finding === finding) ?? { ...empty, strikePoints: 0 };
}

function accountDecision(
  context: DecideContext,
  made: { readonly decision: Decision; readonly effective: Effective },
  sides: { readonly baseline: Reckoned; readonly applied: Reckoned; readonly because: readonly Cause[] },
): Decision {
  const { ids, ground, subject, now } = context;
  const { decision } = made;
  const basis = KEYS.map((key) => shareAt(sides.baseline, key));
  const departures = KEYS.flatMap((key) => accountDepartures(context, sides, key));
  const account: Decision = {
    ...decision,
    subject: { kind: 'account', platform: ground.platform.id, account: subject.account },
    policies: [...new Set(made.effective.shares.baseline.map((share) => share.policy))],
    findings: [],
    statusFindings: [],
    shadow: [],
    unknown: [],
    basis,
    baseline: outcomeOf(basis),
    applied: outcomeOf(KEYS.map((key) => shareAt(sides.applied, key))),
    departures,
    unused: [],
    degraded: false,
    supersedes: [],
    causedBy: ids.decision,
    reason: strikeReason(sides.applied.points, activePoints(sides.applied.after, now)),
  };
  return account;
}

/** Every cause is listed, each with the same target: applied is what the last of them, or any, gives. */
function accountDepartures(
  { standing }: DecideContext,
  sides: { readonly baseline: Reckoned; readonly applied: Reckoned; readonly because: readonly Cause[] },
  finding: (typeof KEYS)[number],
): readonly Departure[] {
  const from = shareAt(sides.baseline, finding);
  const to = shareAt(sides.applied, finding);
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  const earlier = SIDES.flatMap((side) => standing[side].strikes).flatMap((strike) => strike.because);
  const causes = distinct([...sides.because, ...(finding === 'standing/penalty' ? earlier : [])]);
  const named: readonly Cause[] = causes.length > 0 ? causes : [{ kind: 'deviation', ref: 'standing' }];
  return named.map(({ kind, ref }) => ({
    kind: kind as DepartureKind,
    finding,
    from: from.rung,
    to: to.rung,
    target: { severity: to.severity, measures: to.measures, strikePoints: 0 },
    ref,
    who: null,
    reason: strikesDiffer,
    until: null,
  }));
}
