/** What a projection is: how one kind of event changes derived rows. The same for a commit and for a rebuild. */
import type { Instant } from '../../lib/instant.ts';
import type { EventOf, EventType, VaultRef } from '../events.ts';
import type { Rows, Want } from '../rows.ts';

export type VaultLookup = {
  /** Null: erased. */
  value(ref: VaultRef): unknown;
  /** The same as canonical JSON text. */
  text(ref: VaultRef): string | null;
};

export type Projected<E> = {
  readonly event: E;
  readonly at: Instant;
  readonly seq: number;
  readonly position: number | null;
  readonly rows: Rows;
  readonly vault: VaultLookup;
};

export type Projector<E> = {
  /** Rows that `project` will read: loaded (and locked) before. Left out: it reads none. */
  readonly wants?: (event: E) => readonly Want[];
  /** Rows that can only be named once the first are there. */
  readonly wantsNext?: (event: E, rows: Rows) => readonly Want[];
  /** Pure but for `rows`: no IO, no clock, no chance. */
  readonly project: (input: Projected<E>) => void;
};

export type Projectors<T extends EventType> = { readonly [K in T]: Projector<EventOf<K>> };

export const flag = (value: boolean): 0 | 1 => (value ? 1 : 0);
