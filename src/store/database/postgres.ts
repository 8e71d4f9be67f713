/**
 * PostgreSQL. Bulk rows go as one array per column through `unnest`, so that one prepared statement per table serves
 * any number of rows. Works on `pg` (`openPostgres`) and on whatever else runs queries on a connection (tests: PGlite).
 */
import type { Kysely } from 'kysely';
import { TABLES } from '../columns.ts';
import { migrateToLatest } from '../migrations/migrate.ts';
import type { Database, Row, TableName } from '../tables.ts';
import { type Driver, type Param, type Reader, type Tx, WriteConflict, type WriteMode } from './driver.ts';
import { mergeClause } from './sqlite.ts';

export type PgQuery = (sql: string, params: readonly unknown[]) => Promise<{ rows: unknown[] }>;

export type PgPool = {
  readonly db: Kysely<Database>;
  query: PgQuery;
  /** One transaction on a connection of its own; `snapshot` reads as of one moment and writes nothing. */
  transaction<T>(mode: 'write' | 'snapshot', work: (query: PgQuery) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

export function postgresDriver(pool: PgPool): Driver {
  return {
    dialect: 'postgres',
    db: pool.db,
    reader: readerOf(pool.query),
    async transaction(work) {
      try {
        return await pool.transaction('write', (query) => work(txOf(query)));
      } catch (error) {
        const lost = CONFLICTS.has((error as { code?: string }).code ?? '');
        throw lost ? new WriteConflict((error as Error).message, { cause: error }) : error;
      }
    },
    snapshot: (work) => pool.transaction('snapshot', (query) => work(readerOf(query))),
    migrate: () => migrateToLatest(pool.db, 'postgres'),
    close: () => pool.close(),
  };
}

/** unique_violation, serialization_failure, deadlock_detected. */
const CONFLICTS = new Set(['23505', '40001', '40P01']);

/** `?` → `$1`, `$2` …; our own statements have no other question marks. */
const NUMBERED = new Map<string, string>();
function numbered(sql: string): string {
  let text = NUMBERED.get(sql);
  if (text === undefined) {
    let n = 0;
    text = sql.replace(/\?/g, () => `$${++n}`);
    NUMBERED.set(sql, text);
  }
  return text;
}

const TYPES = { text: 'text', int: 'int8' } as const;
const quoted = (columns: readonly string[]) => columns.map((column) => `"${column}"`).join(', ');
const typeOf = (table: TableName, column: string) =>
  TYPES[(TABLES[table].columns as Record<string, 'text' | 'int'>)[column] as 'text' | 'int'];

function lookupSql(table: TableName, column: string): string {
  const columns = quoted(Object.keys(TABLES[table].columns));
  return `select ${columns} from ${table} where "${column}" = any($1::${typeOf(table, column)}[])`;
}

function readerOf(query: PgQuery): Reader {
  return {
    all: async <R>(sql: string, params: readonly Param[] = []) => (await query(numbered(sql), params)).rows as R[],
    async lookup<T extends TableName>(table: T, column: string, values: readonly Param[]) {
      if (values.length === 0) return [];
      return (await query(lookupSql(table, column), [values])).rows as Row<T>[];
    },
  };
}

function txOf(query: PgQuery): Tx {
  return {
    ...readerOf(query),
    alone: false,
    async run(sql, params = []) {
      await query(numbered(sql), params);
    },
    async write(table, mode, rows) {
      if (rows.length === 0) return;
      const columns = Object.keys(TABLES[table].columns);
      const arrays = columns.map((column) => rows.map((row) => (row as Record<string, Param>)[column]));
      await query(insertSql(table, mode), arrays);
    },
    async remove(table, keys) {
      if (keys.length === 0) return;
      const columns = TABLES[table].key;
      const arrays = columns.map((column, i) => `$${i + 1}::${typeOf(table, column)}[]`).join(', ');
      await query(
        `delete from ${table} where (${quoted(columns)}) in (select * from unnest(${arrays}))`,
        columns.map((_, i) => keys.map((key) => key[i])),
      );
    },
    async lock<T extends TableName>(table: T, column: string, values: readonly Param[]) {
      if (values.length === 0) return [];
      const order = quoted(TABLES[table].key);
      return (await query(`${lookupSql(table, column)} order by ${order} for update`, [values])).rows as Row<T>[];
    },
    async lockForRebuild() {
      // Every commit inserts here first of all that it writes, and locks rows of these before that.
      await query('lock table ledger, accounts, posts in exclusive mode', []);
    },
    async lockNames(names) {
      for (const { name, shared } of names) {
        const lock = shared ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
        await query(`select ${lock}(hashtextextended($1, 4390))`, [name]);
      }
    },
  };
}

const INSERTS = new Map<string, string>();

function insertSql(table: TableName, mode: WriteMode): string {
  const name = `${table} ${mode}`;
  let sql = INSERTS.get(name);
  if (sql === undefined) {
    const columns = Object.keys(TABLES[table].columns);
    const arrays = columns.map((column, i) => `$${i + 1}::${typeOf(table, column)}[]`).join(', ');
    sql = `insert into ${table} (${quoted(columns)}) select * from unnest(${arrays})`;
    if (mode === 'merge') sql += ` ${mergeClause(table)}`;
    INSERTS.set(name, sql);
  }
  return sql;
}
