/**
 * What ingest is measured against: every row that a server left behind (ledger, vault and all derived tables), inserted
 * into a fresh file with the same tables and indexes by prepared statements, as many posts a transaction, each synced.
 */
import { rmSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

type Table = {
  readonly name: string;
  readonly sql: string;
  readonly columns: readonly string[];
  readonly rows: readonly SQLInputValue[][];
};
export type Filled = { readonly tables: readonly Table[]; readonly indexes: readonly string[] };

/** What the server sets beside WAL and `synchronous=FULL` (`src/store/database/sqlite.ts`). */
export const OUR_PRAGMAS = 'pragma secure_delete = on; pragma cache_size = -32000; pragma wal_autocheckpoint = 8000';

/**
 * Tables that are kept in the order of their keys are read in an order of arrival: by time, and within one by chance.
 * In key order they would only be appended to, which no writer of posts can do.
 */
const ARRIVAL: Readonly<Record<string, string>> = {
  posts: 'received_at, content_key',
  revisions: 'received_at, content_key',
  counters: 'bucket, substr(key, 33)',
  counter_values: 'bucket, substr(value, 33), substr(key, 33)',
};

export function readRows(path: string): Filled {
  const db = new DatabaseSync(path, { readOnly: true });
  const all = db
    .prepare(
      "select name, sql, type from sqlite_master where sql is not null and name not like 'sqlite_%' and name not like 'kysely_%'",
    )
    .all();
  const tables = all
    .filter((row) => row.type === 'table')
    .map((row) => {
      const name = String(row.name);
      const order = ARRIVAL[name] === undefined ? '' : ` order by ${ARRIVAL[name]}`;
      const rows = db.prepare(`select * from "${name}"${order}`).all();
      return {
        name,
        sql: String(row.sql),
        columns: Object.keys(rows[0] ?? {}),
        rows: rows.map((r) => Object.values(r)),
      };
    });
  db.close();
  return {
    tables: tables.filter(({ name }) => name !== 'policy_sets'),
    indexes: all.filter((row) => row.type === 'index').map((row) => String(row.sql)),
  };
}

/** Posts per second. */
export function rawInsert(
  { tables, indexes }: Filled,
  how: { readonly into: string; readonly posts: number; readonly batch: number; readonly pragmas: string },
): number {
  for (const ending of ['', '-wal', '-shm']) rmSync(`${how.into}${ending}`, { force: true });
  const db = new DatabaseSync(how.into);
  db.exec(`pragma journal_mode = wal; pragma synchronous = full; ${how.pragmas}`);
  for (const { sql } of tables) db.exec(sql);
  for (const sql of indexes) db.exec(sql);
  const filled = tables.filter(({ rows }) => rows.length > 0);
  const inserts = filled.map(({ name, columns }) =>
    db.prepare(
      `insert into "${name}" (${columns.map((c) => `"${c}"`).join(',')}) values (${columns.map(() => '?').join(',')})`,
    ),
  );
  const batches = Math.ceil(how.posts / how.batch);
  const started = performance.now();
  for (let batch = 0; batch < batches; batch++) {
    db.exec('begin immediate');
    for (const [i, { rows }] of filled.entries()) {
      const from = Math.floor((rows.length * batch) / batches);
      const to = Math.floor((rows.length * (batch + 1)) / batches);
      for (let row = from; row < to; row++) inserts[i]?.run(...(rows[row] as SQLInputValue[]));
    }
    db.exec('commit');
  }
  const rate = (how.posts * 1000) / (performance.now() - started);
  db.close();
  return rate;
}

/** How many rows of each table a post comes to, where they are not few. */
export function rowsPerPost({ tables }: Filled, posts: number): readonly string[] {
  return tables
    .map(({ name, rows }) => ({ name, share: rows.length / posts }))
    .filter(({ share }) => share >= 0.01)
    .sort((a, b) => b.share - a.share)
    .map(({ name, share }) => `${name} ${share.toFixed(2)}`);
}
