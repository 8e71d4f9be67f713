/**
 * Old versions of events are read as the newest, never edited in place. An upcaster takes one version of one type to
 * the next; they run one after the other until the version is the one that `events.ts` describes.
 */
import type { EventType, LedgerEvent } from './events.ts';

type AnyEvent = { readonly type: string; readonly v: number };
type Upcaster = (event: AnyEvent) => AnyEvent;

/** The version of each type that this code writes. */
const NEWEST: Readonly<Record<EventType, number>> = {
  'policy_set.published': 1,
  'policy_set.activated': 1,
  'policy_set.approved': 1,
  'account.recorded': 1,
  'account.penalised': 1,
  'office.changed': 1,
  'person.changed': 2,
  'account_list.changed': 1,
  'posts.judged': 1,
  'post.received': 1,
  'post.deleted': 1,
  'decision.made': 1,
  'measure.acked': 1,
  'exemption.changed': 1,
  'hold.started': 1,
  'hold.ended': 1,
  'breaker.counted': 1,
  'case.opened': 1,
  'observation.recorded': 1,
  'reach.recorded': 1,
  'divergence.found': 1,
  'key.created': 2,
  'key.revoked': 1,
  erased: 1,
};

/** By `type@v`, the version that is read. */
const UPCASTERS: Readonly<Record<string, Upcaster>> = {
  // Links had effect at once.
  'person.changed@1': (event) => ({ ...event, v: 2, state: 'confirmed' }) as AnyEvent,
  // Keys were all their makers' own.
  'key.created@1': (event) => ({ ...event, v: 2, holder: null }) as AnyEvent,
};

export function upcast(stored: AnyEvent): LedgerEvent {
  const newest = NEWEST[stored.type as EventType] as number | undefined;
  if (newest === undefined) throw new Error(`the ledger holds an event of the unknown type ${stored.type}`);
  let event = stored;
  while (event.v < newest) {
    const step = UPCASTERS[`${event.type}@${event.v}`];
    if (step === undefined) throw new Error(`no upcaster for ${event.type}@${event.v}`);
    event = step(event);
  }
  if (event.v > newest) throw new Error(`${event.type}@${event.v} was written by a newer version of Evenhand`);
  return event as LedgerEvent;
}
