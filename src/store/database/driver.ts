/** What the store asks of a database. `sqlite.ts` and `postgres.ts` are the two that there are. */
import type { Kysely } from 'kysely';
import type { Batch, CommitResult } from '../store.ts';
import type { Database, Row, TableName } from '../tables.ts';

export type Param = string | number | null;
/** `insert`: new rows, a conflict fails. `merge`: as the table's shape says rows meet. */
export type WriteMode = 'insert' | 'merge';

export type Reader = {
  /** Rows of a statement with `?` for its parameters. Statements are prepared once and kept, so write few. */
  all<R>(sql: string, params?: readonly Param[]): Promise<R[]>;
  /** Rows whose `column` is one of `values`. */
  lookup<T extends TableName>(table: T, column: string, values: readonly Param[]): Promise<Row<T>[]>;
};

export type Tx = Reader & {
  /** No other transaction writes meanwhile. */
  readonly alone: boolean;
  run(sql: string, params?: readonly Param[]): Promise<void>;
  write<T extends TableName>(table: T, mode: WriteMode, rows: readonly Row<T>[]): Promise<void>;
  remove(table: TableName, keys: readonly (readonly Param[])[]): Promise<void>;
  /** As `lookup`, and nobody else can change those rows until the end of this transaction. */
  lock<T extends TableName>(table: T, column: string, values: readonly Param[]): Promise<Row<T>[]>;
  /** Keeps every other writer out until the end of this transaction. */
  lockForRebuild(): Promise<void>;
  /** Waits for named locks, given in an order that all writers share. */
  lockNames(names: readonly { readonly name: string; readonly shared: boolean }[]): Promise<void>;
};

export type Driver = {
  readonly dialect: 'sqlite' | 'postgres';
  /** For reading only. */
  readonly db: Kysely<Database>;
  readonly reader: Reader;
  /** One transaction; rolled back if `work` throws, durable when the promise resolves. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Reads that all see the database at one and the same moment. */
  snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T>;
  /** A whole commit on a thread of its own, where the database has one: worth it for big batches. */
  commitApart?(batch: Batch): Promise<CommitResult>;
  migrate(): Promise<void>;
  close(): Promise<void>;
};

/** Two writers met where only one can win (unique row, deadlock, serialisation): gather again and retry. */
export class WriteConflict extends Error {
  override name = 'WriteConflict';
}
