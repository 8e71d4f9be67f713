/**
 * The register: from a proposal to its end. Every state meets every event in one table, so that a case left out does
 * not compile. A file can only propose; nothing here grants without two approvals and an end.
 */
import type { Refusal } from '../errors.ts';
import { addDays, type Instant } from '../lib/instant.ts';
import { no, ok, type Result, refusal } from '../lib/result.ts';
import { saysSomething } from '../lib/said.ts';
import { canExecuteRung } from '../platforms/capabilities.ts';
import type { Ladder } from '../policy/ladder.ts';
import type { Platform } from '../policy/platform.ts';
import type { Policy } from '../policy/policy-set.ts';
import type { Exemption, ExemptionState, HolderOf, Principal } from './exemption.ts';

/** The longest exemption. An end beyond any term of office is "until further notice" by another name. */
const EXEMPTION_MAX_DAYS = 1_830;
/** A hold that nobody could look into is a softening by another name. */
const HOLD_MIN_HOURS = 0.25;
const HOLD_MAX_HOURS = 24;
const APPROVALS_NEEDED = 2;

/** Where the exemption is to apply; read again at every step, since a ladder may have changed since the proposal. */
export type RegisterGround = {
  readonly platform: Platform;
  readonly ladder: Ladder;
  readonly policies: readonly Pick<Policy, 'id' | 'exemptible'>[];
  /** Ids of the classes that the set declares. */
  readonly classes: readonly string[];
  readonly holderOf: HolderOf;
};

export type Proposal = Pick<
  Exemption,
  | 'platform'
  | 'subject'
  | 'kind'
  | 'policies'
  | 'effect'
  | 'reason'
  | 'balancing'
  | 'reviewBy'
  | 'published'
  | 'afterEnd'
> & {
  /** Text as it came: a time, and nothing else, is taken. */
  readonly expiresAt: Instant | null;
};

export type RegisterEvent =
  | { readonly kind: 'approve'; readonly by: Principal; readonly at: Instant }
  | { readonly kind: 'grant'; readonly by: Principal; readonly at: Instant }
  /** The clock: anything whose end has come. */
  | { readonly kind: 'expire'; readonly at: Instant }
  | { readonly kind: 'revoke'; readonly by: Principal; readonly at: Instant; readonly reason: string };

type EventKind = RegisterEvent['kind'];
type Answer = Result<Exemption, Refusal>;
type Step<E extends RegisterEvent> = (exemption: Exemption, event: E, ground: RegisterGround) => Answer;
type Of<K extends EventKind> = Extract<RegisterEvent, { kind: K }>;

/** Records a proposal, or says what keeps it from being one. */
export function propose(
  proposal: Proposal,
  made: { readonly id: string; readonly by: Principal; readonly at: Instant },
  ground: RegisterGround,
): Answer {
  const { expiresAt } = proposal;
  const refused = endRefusal(proposal, made.at) ?? textRefusal(proposal) ?? groundRefusal(proposal, ground);
  if (refused !== null || expiresAt === null) return no(refused ?? refusal('EXEMPTION_OPEN_ENDED', 'no end is given'));
  return ok({
    ...proposal,
    id: made.id,
    expiresAt,
    state: 'proposed',
    proposer: made.by,
    grantor: null,
    approvals: [],
    proposedAt: made.at,
    grantedAt: null,
    endedAt: null,
  });
}

function endRefusal({ expiresAt, reviewBy }: Proposal, now: Instant): Refusal | null {
  const refused = (detail: string, pointer: string) => refusal('EXEMPTION_OPEN_ENDED', detail, pointer);
  if (expiresAt === null || Number.isNaN(Date.parse(expiresAt))) {
    return refused('an exemption needs a time at which it ends', '/expiresAt');
  }
  if (expiresAt <= now) return refused(`\`${expiresAt}\` is not in the future`, '/expiresAt');
  if (expiresAt > addDays(now, EXEMPTION_MAX_DAYS)) {
    return refused(`\`${expiresAt}\` is more than ${EXEMPTION_MAX_DAYS} days away`, '/expiresAt');
  }
  if (Number.isNaN(Date.parse(reviewBy)) || reviewBy > expiresAt) {
    return refused('the review must come no later than the end', '/reviewBy');
  }
  return null;
}

function textRefusal({ reason, balancing, afterEnd, policies }: Proposal): Refusal | null {
  const texts: readonly (readonly [string, string])[] = [
    ['/reason', reason],
    ['/balancing/publicInterest', balancing.publicInterest],
    ['/balancing/riskOfHarm', balancing.riskOfHarm],
    ['/balancing/alternatives', balancing.alternatives],
    ...(afterEnd.keep ? [['/afterEnd/reason', afterEnd.reason ?? ''] as const] : []),
  ];
  const empty = texts.find(([, text]) => !saysSomething(text));
  if (empty !== undefined) return refusal('BODY_INVALID', 'an exemption gives its reasons', empty[0]);
  const twice = policies.find((id, i) => policies.indexOf(id) !== i);
  if (twice !== undefined) return refusal('BODY_INVALID', `policy \`${twice}\` is named twice`, '/policies');
  return policies.length === 0 ? refusal('BODY_INVALID', 'an exemption names its policies', '/policies') : null;
}

/** Whether it could be executed as things are: policies, rungs, class. Asked at the proposal and again at the grant. */
function groundRefusal(
  { platform, policies, effect, subject }: Pick<Exemption, 'platform' | 'policies' | 'effect' | 'subject'>,
  ground: RegisterGround,
): Refusal | null {
  if (platform !== ground.platform.id)
    return refusal('PLATFORM_UNKNOWN', `there is no platform \`${platform}\``, '/platform');
  for (const id of policies) {
    const policy = ground.policies.find((each) => each.id === id);
    if (policy === undefined) return refusal('POLICY_UNKNOWN', `there is no policy \`${id}\``, '/policies');
    if (!policy.exemptible) return refusal('EXEMPTION_POLICY_FIXED', `\`${id}\` is not exemptible`, '/policies');
  }
  if (subject.kind === 'class' && !ground.classes.includes(subject.id)) {
    return refusal('CLASS_UNKNOWN', `there is no class \`${subject.id}\``, '/subject/id');
  }
  return effectRefusal(effect, ground);
}

function effectRefusal(effect: Exemption['effect'], { ladder, platform }: RegisterGround): Refusal | null {
  const severity = (rung: string): number => (rung === 'none' ? 0 : ladder.rungs.findIndex((r) => r.id === rung) + 1);
  const to = effect.kind === 'soften' ? effect.to : effect.rung;
  const named = effect.kind === 'soften' ? [effect.from, effect.to] : [effect.rung];
  const missing = named.find((rung) => rung !== 'none' && severity(rung) === 0);
  if (missing !== undefined)
    return refusal('RUNG_UNKNOWN', `ladder \`${ladder.id}\` has no rung \`${missing}\``, '/effect');
  if (effect.kind === 'soften' && severity(effect.to) >= severity(effect.from)) {
    return refusal('EXEMPTION_NOT_SOFTER', `\`${effect.to}\` is not milder than \`${effect.from}\``, '/effect/to');
  }
  if (effect.kind === 'hold' && !(effect.hours >= HOLD_MIN_HOURS && effect.hours <= HOLD_MAX_HOURS)) {
    const detail = `a hold lasts between ${HOLD_MIN_HOURS} and ${HOLD_MAX_HOURS} hours`;
    return refusal('BODY_INVALID', detail, '/effect/hours');
  }
  if (!canExecuteRung(platform, ladder, to)) {
    return refusal('EXEMPTION_NOT_EXECUTABLE', `\`${platform.id}\` cannot execute \`${to}\``, '/effect');
  }
  return null;
}

const wrongState: Step<RegisterEvent> = ({ state }, event) =>
  no(refusal('EXEMPTION_STATE', `\`${event.kind}\` does not go with an exemption that is \`${state}\``));

/** Who took a step before, as the people that they are. */
function isTaken(taken: readonly (Principal | null)[], by: Principal, { holderOf }: RegisterGround): boolean {
  return taken.some((each) => each !== null && holderOf(each) === holderOf(by));
}

const approve: Step<Of<'approve'>> = (exemption, event, ground) => {
  if (event.at >= exemption.expiresAt) return no(refusal('EXEMPTION_OPEN_ENDED', 'its end has come'));
  const taken = [exemption.proposer, exemption.grantor, ...exemption.approvals.map((approval) => approval.by)];
  if (isTaken(taken, event.by, ground)) {
    return no(refusal('EXEMPTION_SAME_PERSON', 'an approval needs somebody else'));
  }
  const approvals = [...exemption.approvals, { by: event.by, at: event.at }];
  return ok({ ...exemption, approvals, state: approvals.length >= APPROVALS_NEEDED ? 'approved' : 'proposed' });
};

const grant: Step<Of<'grant'>> = (exemption, event, ground) => {
  if (event.at >= exemption.expiresAt) return no(refusal('EXEMPTION_OPEN_ENDED', 'its end has come'));
  const taken = [exemption.proposer, ...exemption.approvals.map((approval) => approval.by)];
  if (isTaken(taken, event.by, ground)) {
    return no(refusal('EXEMPTION_SAME_PERSON', 'the grant needs somebody else'));
  }
  const refused = groundRefusal(exemption, ground);
  if (refused !== null) return no(refused);
  return ok({ ...exemption, state: 'active', grantor: event.by, grantedAt: event.at });
};

const expire: Step<Of<'expire'>> = (exemption, event) =>
  event.at < exemption.expiresAt
    ? no(refusal('EXEMPTION_STATE', 'its end has not come'))
    : ok({ ...exemption, state: 'expired', endedAt: exemption.expiresAt });

const revoke: Step<Of<'revoke'>> = (exemption, event) => {
  if (!saysSomething(event.reason)) return no(refusal('BODY_INVALID', 'a revocation gives its reason', '/reason'));
  return ok({ ...exemption, state: 'revoked', endedAt: event.at });
};

/** Every state and every event. */
export const REGISTER: Readonly<Record<ExemptionState, { readonly [K in EventKind]: Step<Of<K>> }>> = {
  proposed: { approve, grant: wrongState, expire, revoke },
  approved: { approve: wrongState, grant, expire, revoke },
  active: { approve: wrongState, grant: wrongState, expire, revoke },
  expired: { approve: wrongState, grant: wrongState, expire: wrongState, revoke: wrongState },
  revoked: { approve: wrongState, grant: wrongState, expire: wrongState, revoke: wrongState },
};

/** Takes an exemption one step further, or says why not. */
export function step(exemption: Exemption, event: RegisterEvent, ground: RegisterGround): Answer {
  const cells = REGISTER[exemption.state];
  switch (event.kind) {
    case 'approve':
      return cells.approve(exemption, event, ground);
    case 'grant':
      return cells.grant(exemption, event, ground);
    case 'expire':
      return cells.expire(exemption, event, ground);
    case 'revoke':
      return cells.revoke(exemption, event, ground);
  }
}

/**
 * Whether the posts under an exemption that has ended are to be decided again (trigger `exemption`), and why or why not.
 */
export function afterEnd(exemption: Exemption): { readonly again: boolean; readonly reason: string } {
  const ended = exemption.state === 'expired' || exemption.state === 'revoked';
  if (!ended || exemption.grantedAt === null) return { again: false, reason: 'it was never in force, or still is' };
  if (exemption.afterEnd.keep) return { again: false, reason: exemption.afterEnd.reason ?? '' };
  return { again: true, reason: `the exemption is ${exemption.state}` };
}
