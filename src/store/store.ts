/**
 * The store: one transaction per commit over ledger, vault and derived tables, and fast set-based reads.
 * `openStore` makes one on SQLite (node:sqlite), PostgreSQL (pg) or, in tests, PGlite.
 */
import type { Kysely } from 'kysely';
import type { Instant } from '../lib/instant.ts';
import type { LedgerEvent, StoredEvent, VaultRef } from './events.ts';
import type { Database, Row, TableName } from './tables.ts';

/** Content on its way into the vault: canonical JSON text, and the salt that its commitment was made with. */
export type VaultRow = { readonly id: string; readonly salt: string; readonly content: string };
/** A row with the value that was sealed, so that the commit need not parse it again. */
export type SealedRow = VaultRow & { readonly value?: unknown };
export type Sealed = { readonly ref: VaultRef; readonly row: SealedRow };

/** A version at which facts were read. `version: null`: the row must not exist yet. */
export type Guard =
  | { readonly kind: 'account'; readonly id: string; readonly version: number | null }
  | { readonly kind: 'post'; readonly id: string; readonly version: number | null }
  | { readonly kind: 'register'; readonly version: number }
  | { readonly kind: 'active_set'; readonly hash: string | null }
  /** The last row of the ledger. Says something only of a store that is written alone. */
  | { readonly kind: 'nothing_since'; readonly seq: number }
  /** `count: null` or 0: no row yet. */
  | { readonly kind: 'breaker'; readonly breaker: string; readonly bucket: Instant; readonly count: number | null };

export type Batch = {
  /** When it was decided: `StoredEvent.at` of all its events. */
  readonly at: Instant;
  readonly events: readonly LedgerEvent[];
  readonly vault: readonly SealedRow[];
  readonly guards: readonly Guard[];
  /** Content-addressed, so storing one again is nothing. Commit it with its `policy_set.published`. */
  readonly policySets?: readonly { readonly hash: string; readonly body: string }[];
  /** Answers kept for idempotency keys. A key that another process took first is stale, as a guard. */
  readonly idempotency?: readonly Omit<Row<'idempotency'>, 'at'>[];
};

export type CommitResult =
  /**
   * Durable from here on. `ids`: of the ledger rows, in the order of `events`; `seq`: of the last of them, null if there
   * are none. `versions`: at which the accounts and posts that `guards` name are left, in their order.
   */
  | {
      readonly ok: true;
      readonly ids: readonly string[];
      readonly seq: number | null;
      readonly versions: readonly (number | null)[];
    }
  /** Nothing was written: gather again. `conflict`: a row that must be new is there (no guard names it). */
  | { readonly ok: false; readonly stale: readonly Guard[]; readonly conflict: boolean };

/** HMAC-SHA256 with the pepper in `meta`, hex: equal for equal input here, useless elsewhere. */
export type KeyedHashes = {
  /** Platform and id of a post or account there. */
  external(kind: 'post' | 'account', platform: string, id: string): string;
  /** Any text: content keys, clusters, counter keys and values. `kind` keeps their spaces apart. */
  text(kind: string, text: string): string;
};

export type Store = {
  readonly dialect: 'sqlite' | 'postgres';
  /** Whoever else writes, waits: between two commits that nobody came between, nothing changed. */
  readonly alone: boolean;
  /** For reading only: on SQLite it is a second, read-only connection. */
  readonly db: Kysely<Database>;
  readonly keys: KeyedHashes;
  /** A fresh internal id: 32 characters, 130 bits of them random, a coarse time in front for index locality. */
  newId(): string;
  /** Canonical JSON, salt and commitment of `content`; commit `row` together with the event that holds `ref`. */
  seal(content: unknown): Sealed;
  commit(batch: Batch): Promise<CommitResult>;
  /** Rows whose `column` is one of `values`, any number of them, by one prepared statement. No order. */
  lookup<T extends TableName>(table: T, column: keyof Row<T> & string, values: readonly string[]): Promise<Row<T>[]>;
  /** Parsed content by vault id; erased rows are missing. */
  readVault(ids: readonly string[]): Promise<Map<string, unknown>>;
  /** Events after a position, oldest first; a reader that resumes at the last position it saw misses nothing. */
  events(query: { readonly after: number; readonly limit: number }): Promise<StoredEvent[]>;
  lastPosition(): Promise<number>;
  /** Called after each commit of this process. Carries no data: the position is the truth. Returns its undoing. */
  onCommit(listener: () => void): () => void;
  close(): Promise<void>;
};
