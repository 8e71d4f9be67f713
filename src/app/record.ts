/**
 * From a decision to what is written: the same for a rule's, a person's and the clock's (A7). And the world after it,
 * so that what comes next in the batch sees it.
 */
import type { CaseToOpen, Decided } from '../decide/conclude.ts';
import type { Decision } from '../decide/decision.ts';
import type { Ground } from '../decide/ground.ts';
import type { FactUsed, FindingKey } from '../evaluate/finding.ts';
import { breakerBucket, breakerKey, type KnownBreaker, type World } from '../facts/world.ts';
import type { PostAnswer } from '../publish/views.ts';
import type { LedgerEvent, StandingChanges } from '../store/events.ts';
import { decisionView, namingOf, presentationOf } from './answers.ts';
import { recordDivergences } from './diverge.ts';
import type { Journey, Traveller } from './journey.ts';
import { emit, emitDecision, guard } from './plan.ts';

type CaseReason = Extract<LedgerEvent, { type: 'case.opened' }>['reason'];
const CASE_REASONS: Readonly<Record<CaseToOpen['kind'], CaseReason>> = {
  unknown: 'unknown',
  breaker: 'breaker',
  hold: 'hold',
  unavailable: 'human_step',
  outranked: 'higher_rank',
  edited: 'edit',
};

/** Ids for a decision on a post and for what it means to its author. */
export const decisionIds = ({ plan }: Journey) => ({ decision: plan.source.newId(), account: plan.source.newId() });

export function recordDecided(
  journey: Journey,
  traveller: Traveller,
  made: {
    readonly decided: Decided;
    readonly ids: ReturnType<typeof decisionIds>;
    readonly facts: readonly FactUsed[];
  },
): PostAnswer {
  const { plan, world, engine, now } = journey;
  const { post, account } = traveller;
  const { decided, ids, facts } = made;
  const { version: engineVersion } = engine;
  guard(plan, { kind: 'register', version: world.registerVersion });
  emitDecision(plan, { id: ids.decision, decision: decided.decision, facts, engine: engineVersion, standing: null });
  for (const hold of decided.holds) {
    emit(plan, { type: 'hold.started', v: 1, hold: plan.source.newId(), decision: hold.decision, until: hold.until });
  }
  for (const open of decided.cases) {
    emit(plan, {
      type: 'case.opened',
      v: 1,
      case: plan.source.newId(),
      reason: CASE_REASONS[open.kind],
      decision: ids.decision,
      post: post.id,
      account: account.id,
    });
  }
  countBreakers(journey, decided, engine.ground(post.platform) as Ground);
  post.history.push({ id: ids.decision, decision: decided.decision });
  post.plain = false;
  account.standing = decided.standing.after;
  if (decided.account !== null) {
    const standing = withoutPosts(decided.standing.changes);
    emitDecision(plan, { id: ids.account, decision: decided.account, facts: [], engine: engineVersion, standing });
    recordPenalties(journey, { account: account.id, decision: ids.account, made: decided.account, standing });
  }
  recordDivergences(journey, traveller);
  const naming = namingOf(traveller);
  const consequence = decided.account === null ? [] : [{ id: ids.account, decision: decided.account }];
  return {
    replayed: false,
    outOfOrder: false,
    revision: post.revision,
    decision: decisionView({ id: ids.decision, decision: decided.decision }, { naming, history: post.history }),
    presentation: presentationOf(traveller, { now }),
    consequences: consequence.map((record) =>
      decisionView(record, { naming: { ...naming, post: null }, history: [record] }),
    ),
  };
}

/** Posts are counted where they are received, so the event of a decision leaves them out. */
function withoutPosts(changes: StandingChanges): StandingChanges {
  const rest = (list: StandingChanges['applied']) => list.filter((change) => change.kind !== 'post');
  return { baseline: rest(changes.baseline), applied: rest(changes.applied) };
}

function recordPenalties(
  { plan }: Journey,
  about: {
    readonly account: string;
    readonly decision: string;
    readonly made: Decision;
    readonly standing: StandingChanges;
  },
): void {
  const measures = about.made.applied.measures
    .map(({ measure }) => measure)
    .filter((measure) => measure.kind !== 'strike');
  if (measures.length === 0) return;
  const until = about.standing.applied
    .flatMap((change) => (change.kind === 'penalty' ? [change.penalty.until] : []))
    .at(-1);
  emit(plan, {
    type: 'account.penalised',
    v: 1,
    account: about.account,
    decision: about.decision,
    measures,
    until: until ?? null,
  });
}

/** Counts of the running hour, as deciding reads them. */
export function breakerCounts({ world, now, breakersAct }: Journey): Readonly<Record<FindingKey, number>> {
  if (!breakersAct) return {};
  const bucket = breakerBucket(now);
  const counts: Record<FindingKey, number> = {};
  for (const [key, breaker] of world.breakers) {
    if (key.startsWith(`${bucket} `)) counts[key.slice(bucket.length + 1)] = breaker.count;
  }
  return counts;
}

function countBreakers({ world, plan, now, breakersAct }: Journey, decided: Decided, ground: Ground): void {
  const bucket = breakerBucket(now);
  for (const finding of new Set([...decided.breakers, ...decided.tripped])) {
    const breaker = breakerOf(world, breakerKey(finding, bucket));
    guard(plan, { kind: 'breaker', breaker: finding, bucket, count: breaker.readCount });
    if (decided.breakers.includes(finding)) breaker.count++;
    // Where breakers do not act, what they would have done is still told.
    const limit = ground.rules.get(finding)?.limits?.perHour ?? Number.POSITIVE_INFINITY;
    breaker.tripped ||= decided.tripped.includes(finding) || (!breakersAct && breaker.count > limit);
    const { count, tripped } = breaker;
    emit(plan, { type: 'breaker.counted', v: 1, breaker: finding, bucket, count, tripped });
  }
}

function breakerOf(world: World, key: string): KnownBreaker {
  const known = world.breakers.get(key);
  if (known !== undefined) return known;
  const fresh: KnownBreaker = { count: 0, tripped: false, readCount: null };
  world.breakers.set(key, fresh);
  return fresh;
}
