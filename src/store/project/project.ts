/** Events → derived rows: the one place that a commit and a rebuild both go through. */
import type { EventType, LedgerEvent, VaultRef } from '../events.ts';
import type { Rows, Want } from '../rows.ts';
import { accountProjectors } from './accounts.ts';
import { decisionProjectors } from './decisions.ts';
import { erasedProjectors } from './erased.ts';
import { postProjectors } from './posts.ts';
import type { Projected, Projector, Projectors, VaultLookup } from './projector.ts';
import { registerProjectors } from './register.ts';

/** A kind of event without a projector does not compile. */
const PROJECTORS: Projectors<EventType> = {
  ...accountProjectors,
  ...postProjectors,
  ...decisionProjectors,
  ...registerProjectors,
  ...erasedProjectors,
};

const projectorOf = (event: LedgerEvent) => PROJECTORS[event.type] as Projector<LedgerEvent>;

export const wantsOf = (event: LedgerEvent): readonly Want[] => projectorOf(event).wants?.(event) ?? [];
export const wantsNextOf = (event: LedgerEvent, rows: Rows): readonly Want[] =>
  projectorOf(event).wantsNext?.(event, rows) ?? [];

export function project(input: Projected<LedgerEvent>): void {
  projectorOf(input.event).project(input);
}

type Content = { readonly id: string; readonly content: string; readonly value?: unknown };

/** Looks vault content up among rows at hand; what is not among them is erased. */
export function vaultLookup(rows: Iterable<Content>): VaultLookup {
  const byId = new Map<string, Content>();
  for (const row of rows) byId.set(row.id, row);
  return {
    value(ref: VaultRef) {
      const row = byId.get(ref.vault);
      if (row === undefined) return null;
      return row.value === undefined ? JSON.parse(row.content) : row.value;
    },
    text: (ref: VaultRef) => byId.get(ref.vault)?.content ?? null,
  };
}

/** Every vault reference in an event. */
export function vaultRefs(event: LedgerEvent): VaultRef[] {
  switch (event.type) {
    case 'posts.judged':
      return event.posts.map((post) => post.content);
    case 'post.received':
      return [event.post.content];
    case 'account.recorded':
      return [event.identity];
    case 'office.changed':
    case 'person.changed':
      return [event.facts];
    case 'decision.made':
      return [event.texts];
    case 'exemption.changed':
      return [event.terms];
    case 'observation.recorded':
      return [event.evidence];
    case 'key.created':
      return [event.name];
    default:
      return [];
  }
}
