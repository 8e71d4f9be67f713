/** Step 1 and 2 of deciding: what one finding gives on this ladder, and every departure that touches it, in order. */
import { type Evaluation, type Finding, type FindingKey, findingKey, type UnknownRule } from '../evaluate/finding.ts';
import type { Exemption } from '../exemptions/exemption.ts';
import { chooseExemption, type ExemptionScope } from '../exemptions/match.ts';
import type { Then } from '../policy/policy-set.ts';
import { breakerReason, ladderReason, scopeReason, unknownReason } from '../texts/en.ts';
import { clockUntil, HOLD_HOURS } from './clock.ts';
import type { CaseToOpen, DecideContext } from './conclude.ts';
import type { Decision, Departure, Share } from './decision.ts';
import { depart } from './departures.ts';
import { askedBy, hasRung, interimOf, NONE, rungHere, severityOf, type Target, targetOf } from './ground.ts';

export type FindingContext = DecideContext & {
  readonly author: {
    readonly person: string | null;
    readonly offices: readonly string[];
    readonly classes: readonly string[];
  };
  readonly evaluation: Evaluation;
  readonly exemptions: readonly Exemption[];
  readonly breakers: Readonly<Record<FindingKey, number>>;
};

/** What is to be decided: a finding, one that only the author's status made, or a rule without an answer. */
export type Item =
  | { readonly kind: 'found'; readonly finding: Finding }
  | { readonly kind: 'by_status'; readonly finding: Finding }
  /** A person's finding; `deviation` is the rung chosen in place of the policy's. */
  | { readonly kind: 'judged'; readonly finding: Finding; readonly deviation: Departure | null }
  | { readonly kind: 'unknown'; readonly rule: UnknownRule };

export type Departed = {
  /** The basis: what is asked. */
  readonly share: Share;
  readonly departures: readonly Departure[];
  readonly unused: Decision['unused'];
  readonly cases: readonly CaseToOpen[];
  /** A breaker kept it from acting. */
  readonly tripped: boolean;
};

/** The departures of one finding so far, and the share they have come to. */
type Course = { share: Share; readonly departures: Departure[]; readonly cases: CaseToOpen[]; tripped: boolean };

/** One finding's share and its departures: ladder, scope, status, deviation, exemption, breaker. */
export function departFinding(context: FindingContext, item: Item): Departed {
  const { ground } = context;
  const named = item.kind === 'unknown' ? item.rule : item.finding;
  const basis: Share =
    item.kind === 'by_status' || item.kind === 'unknown'
      ? { ...askedBy(ground, named), ...NONE }
      : askedBy(ground, named);
  const course: Course = { share: basis, departures: [], cases: [], tripped: false };
  const unused: { exemption: string; finding: FindingKey; reason: string }[] = [];
  fitLadder(context, course, item.kind === 'found' || item.kind === 'judged' ? named.then : null);
  const outside = outOfScope(context, named.policy);
  if (outside !== null) {
    if (course.share.severity > 0) go(course, { kind: 'scope', target: NONE, ref: named.policy, reason: outside });
    return { share: basis, departures: course.departures, unused, cases: [], tripped: false };
  }
  applyStatus(context, course, item);
  if (item.kind === 'unknown') holdUnknown(context, course, item.rule);
  if (item.kind === 'judged' && item.deviation !== null) take(course, item.deviation);
  if (named.exemptible && course.share.severity > 0) unused.push(...exempt(context, course, item));
  if (item.kind === 'found' || item.kind === 'by_status') breakCircuit(context, course, item.finding);
  return { share: basis, departures: course.departures, unused, cases: course.cases, tripped: course.tripped };
}

type Step = Pick<Departure, 'kind' | 'ref' | 'reason'> &
  Partial<Pick<Departure, 'who' | 'until'>> & { readonly target: Target };

/** Takes one more departure. */
function go(course: Course, { target: { rung, ...target }, kind, ref, reason, who, until }: Step): void {
  take(course, {
    kind,
    finding: course.share.finding,
    from: course.share.rung,
    to: rung,
    target,
    ref,
    who: who ?? null,
    reason,
    until: until ?? null,
  });
}

function take(course: Course, departure: Departure): void {
  course.departures.push(departure);
  course.share = depart(course.share, departure);
}

const labelOf = (share: Share) => {
  const label = share.measures.find((measure) => measure.kind === 'label');
  return label?.kind === 'label' ? { text: label.text, fact: label.fact, href: label.href } : null;
};

function fitLadder({ ground }: FindingContext, course: Course, then: Then | null): void {
  const { rung, policy } = course.share;
  if (then === null || hasRung(ground, rung)) return;
  const target = targetOf(ground, rungHere(ground, rung), { policy, label: then.label });
  go(course, { kind: 'ladder', target, ref: ground.ladder.id, reason: ladderReason(ground.platform.title, rung) });
}

/** Why the policy says nothing about this post here; null: it does. */
function outOfScope({ ground, subject }: FindingContext, policyId: string): string | null {
  if (!ground.inForce.includes(policyId)) return scopeReason.platform(ground.platform.title);
  const policy = ground.policies.get(policyId);
  if (policy === undefined || policy.appliesTo === 'all') return null;
  return subject.createdAt < policy.effectiveFrom ? scopeReason.earlier(policy.effectiveFrom) : null;
}

/** A rule that reads status, by leave: the author's status made its finding, or takes it away. */
function applyStatus({ ground, evaluation }: FindingContext, course: Course, item: Item): void {
  const key = course.share.finding;
  const reason = ground.rules.get(key)?.readsStatus ?? '';
  if (item.kind === 'by_status') {
    const { then, policy } = item.finding;
    const target = targetOf(ground, rungHere(ground, then.rung), { policy, label: then.label });
    if (target.severity > 0) go(course, { kind: 'status_rule', target, ref: key, reason });
  } else if (item.kind === 'found' && evaluation.status.dropped.includes(key) && course.share.severity > 0) {
    go(course, { kind: 'status_rule', target: NONE, ref: key, reason });
  }
}

/**
 * A rule without an answer: `hold` puts the interim rung on, with a clock; `review` only opens a case. An interim rung
 * that is not milder than the rule's own is not put on: not knowing never does more than knowing.
 */
function holdUnknown(context: FindingContext, course: Course, rule: UnknownRule): void {
  if (rule.onUnknown === 'skip') return;
  const { ground } = context;
  const reason = rule.failed ?? unknownReason(rule.inputs);
  const asked = rungHere(ground, rule.then.rung);
  const interim = interimOf(ground, rule.policy);
  const milder = interim.severity > 0 && interim.severity < severityOf(ground, asked);
  const ref = 'unknown';
  const clock = { kind: 'degraded' as const, finding: course.share.finding, ref, hours: HOLD_HOURS };
  const until = rule.onUnknown === 'hold' && milder ? clockUntil(context, clock) : null;
  if (until !== null) go(course, { kind: 'degraded', target: interim, ref, reason, until });
  course.cases.push({ kind: 'unknown', policy: rule.policy, finding: course.share.finding, reason, dueAt: until });
}

/** The one exemption that fits. For a rule without an answer: never more than what the exemption would leave of it. */
function exempt(context: FindingContext, course: Course, item: Item): Decision['unused'] {
  const { ground } = context;
  const { share } = course;
  const rung = item.kind === 'unknown' ? rungHere(ground, item.rule.then.rung) : share.rung;
  const choice = chooseExemption(context.exemptions, scopeOf(context), {
    policy: share.policy,
    rung,
    severityOf: (id) => ground.severity.get(id) ?? null,
  });
  const unused = choice.unused.map((u) => ({ ...u, finding: share.finding }));
  const used = choice.used;
  if (used === null) return unused;
  const { effect, subject: who, reason, id: ref } = used;
  if (effect.kind === 'soften') {
    const label = effect.to === 'none' ? null : labelOf(share);
    const target = targetOf(ground, effect.to, { policy: share.policy, label });
    if (target.severity < share.severity) go(course, { kind: 'exemption', target, ref, who, reason });
    return unused;
  }
  if (item.kind === 'unknown') return unused;
  const until = clockUntil(context, { kind: 'hold', finding: share.finding, ref, hours: effect.hours });
  if (until === null) return [...unused, { exemption: ref, finding: share.finding, reason: 'its hold has run out' }];
  go(course, { kind: 'hold', target: interimOf(ground, share.policy, effect.rung), ref, who, reason, until });
  course.cases.push({ kind: 'hold', policy: share.policy, finding: share.finding, reason, dueAt: until });
  return unused;
}

function scopeOf({ ground, subject, author, now }: FindingContext): ExemptionScope {
  return {
    platform: ground.platform.id,
    post: subject.post,
    account: subject.account,
    ...author,
    receivedAt: subject.receivedAt,
    now,
  };
}

/** A rule beyond its limit waits for a person: on the interim rung where that is milder, else on none. */
function breakCircuit(context: FindingContext, course: Course, finding: Finding): void {
  const { ground, breakers, history, subject } = context;
  const { share } = course;
  const limits = ground.rules.get(share.finding)?.limits ?? null;
  if (limits === null || share.severity === 0) return;
  const decidedBefore = history.some(
    ({ decision }) =>
      decision.subject.kind === 'post' &&
      decision.subject.revision === subject.revision &&
      decision.findings.some((f) => findingKey(f) === share.finding),
  );
  const count = breakers[share.finding] ?? 0;
  const waiting = decidedBefore ? stillBroken(context, share.finding) : count >= limits.perHour;
  if (!waiting) return;
  const reason = breakerReason(count, limits.perHour);
  const interim = interimOf(ground, share.policy);
  const onInterim = limits.then === 'hold' && interim.severity < share.severity;
  const clock = { kind: 'breaker' as const, finding: share.finding, ref: share.finding, hours: HOLD_HOURS };
  const until = limits.then === 'hold' ? clockUntil(context, clock) : null;
  if (limits.then === 'hold' && until === null) return;
  go(course, { kind: 'breaker', target: onInterim ? interim : NONE, ref: share.finding, reason, until });
  course.cases.push({ kind: 'breaker', policy: finding.policy, finding: share.finding, reason, dueAt: until });
  course.tripped = !decidedBefore;
}

/** Decided again while a breaker still keeps this finding back. */
function stillBroken({ history, subject, now }: FindingContext, finding: FindingKey): boolean {
  const last = history.findLast(
    ({ decision }) => decision.subject.kind === 'post' && decision.subject.revision === subject.revision,
  );
  const breaker = last?.decision.departures.find((d) => d.kind === 'breaker' && d.finding === finding);
  return breaker !== undefined && (breaker.until === null || breaker.until > now);
}
