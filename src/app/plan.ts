/**
 * What a batch will write: events in the order in which they happened, the texts that go to the vault, and the versions
 * that it was judged at. Posts on which there is nothing to say are gathered into one compact event.
 */
import { decisionEvent } from '../store/decision-record.ts';
import type { LedgerEvent, RevisionReceived, VaultRef } from '../store/events.ts';
import type { Batch, Guard, Sealed, SealedRow } from '../store/store.ts';

/** Chance and secrecy, given by the store; a run without one gives plain ids and seals nothing. */
export type Source = { newId(): string; seal(content: unknown): Sealed };

export type Plan = {
  readonly source: Source;
  readonly at: string;
  readonly set: string;
  readonly events: LedgerEvent[];
  readonly vault: SealedRow[];
  readonly guards: Map<string, Guard>;
  /** Posts to be recorded together, and their ids. */
  plain: RevisionReceived[];
  readonly plainPosts: Set<string>;
  idempotency: NonNullable<Batch['idempotency']>[number] | null;
  policySet: NonNullable<Batch['policySets']>[number] | null;
};

export function createPlan(source: Source, at: string, set: string): Plan {
  return {
    source,
    at,
    set,
    events: [],
    vault: [],
    guards: new Map(),
    plain: [],
    plainPosts: new Set(),
    idempotency: null,
    policySet: null,
  };
}

/** Puts a text into the vault; the event keeps what is returned. */
export function seal(plan: Plan, content: unknown): VaultRef {
  const { ref, row } = plan.source.seal(content);
  plan.vault.push(row);
  return ref;
}

/** Puts a plain post among those that are recorded together. */
export function emitPlain(plan: Plan, received: RevisionReceived): void {
  // Of one post one revision comes after the other.
  if (plan.plainPosts.has(received.post)) flushPlain(plan);
  plan.plain.push(received);
  plan.plainPosts.add(received.post);
}

export function emit(plan: Plan, event: LedgerEvent): void {
  const posts = postsOf(event);
  if (posts === null || posts.some((post) => plan.plainPosts.has(post))) flushPlain(plan);
  plan.events.push(event);
}

/**
 * Posts that an event is about: it keeps its place only among what was said of them, so that one event can hold the
 * plain posts of a whole batch. Null: it may be about any.
 */
function postsOf(event: LedgerEvent): readonly string[] | null {
  switch (event.type) {
    case 'account.recorded':
    case 'account.penalised':
    case 'office.changed':
    case 'breaker.counted':
    case 'hold.started':
      return [];
    case 'post.received':
      return [event.post.post];
    case 'post.deleted':
      return [event.post];
    case 'decision.made':
      return event.subject.kind === 'post' ? [event.subject.post] : [];
    case 'case.opened':
      return event.post === null ? [] : [event.post];
    case 'divergence.found':
      return [event.a, event.b];
    default:
      return null;
  }
}

function flushPlain(plan: Plan): void {
  if (plan.plain.length === 0) return;
  plan.events.push({ type: 'posts.judged', v: 1, set: plan.set, posts: plan.plain });
  plan.plain = [];
  plan.plainPosts.clear();
}

/** The first version read is the one that counts: what the batch itself changes is no news to it. */
export function guard(plan: Plan, one: Guard): void {
  // Ids are random: those of an account and of a post are never the same.
  const key = one.kind === 'breaker' ? `breaker ${one.breaker} ${one.bucket}` : 'id' in one ? one.id : one.kind;
  if (!plan.guards.has(key)) plan.guards.set(key, one);
}

type DecisionToRecord = Omit<Parameters<typeof decisionEvent>[0], 'texts'>;

export function emitDecision(plan: Plan, made: DecisionToRecord): void {
  emit(plan, decisionEvent({ ...made, texts: seal(plan, made.decision) }));
}

export function batchOf(plan: Plan): Batch {
  flushPlain(plan);
  return {
    at: plan.at,
    events: plan.events,
    vault: plan.vault,
    guards: [...plan.guards.values()],
    ...(plan.idempotency === null ? {} : { idempotency: [plan.idempotency] }),
    ...(plan.policySet === null ? {} : { policySets: [plan.policySet] }),
  };
}
