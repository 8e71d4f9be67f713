/**
 * SQLite in one file: WAL, `synchronous=FULL`, one writing connection whose transactions wait for each other here,
 * and a second, read-only connection. Bulk rows go through one prepared single-row statement each.
 */

import { resolve } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { createWriter } from '../apart/writer.ts';
import { TABLES } from '../columns.ts';
import { migrateToLatest } from '../migrations/migrate.ts';
import type { Database, Row, TableName } from '../tables.ts';
import { type Driver, type Param, type Reader, type Tx, WriteConflict, type WriteMode } from './driver.ts';
import { kyselyOn } from './kysely-sqlite.ts';
import { rowsOf } from './rows-of.ts';

const BUSY_TIMEOUT_MS = 10_000;
/** Writing stops for a turn of the event loop when it took this long; looked at every so many rows. */
const SLICE_MS = 8;
const SLICE_ROWS = 32;

export type SqliteOptions = {
  /** Gone after use, so nothing is synced. */
  readonly scratch?: boolean;
};

export function openSqlite(path: string, { scratch = false }: SqliteOptions = {}): Driver {
  const connection = connect(path);
  if (scratch) connection.exec('pragma synchronous = off');
  const writer = statementsOf(connection);
  // Opened when first needed: a read-only connection cannot open a file that is not there, nor read before migration.
  let reading: DatabaseSync | null = null;
  const readConnection = () => {
    reading ??= connect(path, true);
    return reading;
  };
  let readStatements: Statements | null = null;
  let kysely: Kysely<Database> | null = null;
  const serially = scratch ? mutex() : mutexOf(path);
  const apart = createWriter(path, serially);

  return {
    dialect: 'sqlite',
    get db() {
      kysely ??= new Kysely<Database>({ dialect: kyselyOn(connect(path, true)) });
      return kysely;
    },
    get reader() {
      readStatements ??= statementsOf(readConnection());
      return readerOf(readStatements);
    },
    transaction: (work) => serially(() => inTransaction(writer, work)),
    snapshot: (work) => inSnapshot(path, work),
    commitApart: apart.commit,
    migrate: () =>
      serially(async () => {
        const db = new Kysely<Database>({ dialect: kyselyOn(connect(path)) });
        try {
          await migrateToLatest(db, 'sqlite');
        } finally {
          await db.destroy();
        }
      }),
    async close() {
      await serially(async () => {
        await apart.close();
        await kysely?.destroy();
        reading?.close();
        connection.close();
      });
    },
  };
}

function connect(path: string, readOnly = false): DatabaseSync {
  const db = new DatabaseSync(path, { readOnly, enableForeignKeyConstraints: true, timeout: BUSY_TIMEOUT_MS });
  // FULL: the WAL is synced in each commit, so that what was answered survives loss of power.
  // What is erased is overwritten, not only unlinked from its page.
  if (!readOnly) db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on');
  db.exec('pragma cache_size = -32000; pragma wal_autocheckpoint = 8000');
  return db;
}

type Statements = { readonly db: DatabaseSync; readonly prepare: (sql: string) => StatementSync };

function statementsOf(db: DatabaseSync): Statements {
  const cache = new Map<string, StatementSync>();
  const prepare = (sql: string) => {
    let statement = cache.get(sql);
    if (statement === undefined) {
      statement = db.prepare(sql);
      cache.set(sql, statement);
    }
    return statement;
  };
  return { db, prepare };
}

async function inTransaction<T>({ db, prepare }: Statements, work: (tx: Tx) => Promise<T>): Promise<T> {
  prepare('begin immediate').run();
  try {
    const result = await work(txOf({ db, prepare }));
    prepare('commit').run();
    return result;
  } catch (error) {
    if (db.isTransaction) prepare('rollback').run();
    throw conflictOf(error) ?? error;
  }
}

/** SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE. */
function conflictOf(error: unknown): WriteConflict | null {
  const code = (error as { errcode?: number }).errcode;
  return code === 1555 || code === 2067 ? new WriteConflict((error as Error).message, { cause: error }) : null;
}

async function inSnapshot<T>(path: string, work: (reader: Reader) => Promise<T>): Promise<T> {
  const statements = statementsOf(connect(path, true));
  try {
    statements.db.exec('begin');
    return await work(readerOf(statements));
  } finally {
    statements.db.close();
  }
}

function readerOf({ prepare }: Statements): Reader {
  return {
    all: async <R>(sql: string, params: readonly Param[] = []) => rowsOf(prepare(sql), params) as R[],
    lookup: async <T extends TableName>(table: T, column: string, values: readonly Param[]) =>
      lookup<T>(prepare, { table, column, values }),
  };
}

type Wanted = { readonly table: TableName; readonly column: string; readonly values: readonly Param[] };

function lookup<T extends TableName>(prepare: Statements['prepare'], { table, column, values }: Wanted): Row<T>[] {
  if (values.length === 0) return [];
  const names = Object.keys(TABLES[table].columns);
  const one = values.length === 1;
  const those = one ? '= ?' : 'in (select value from json_each(?))';
  const statement = prepare(`select ${quoted(names)} from ${table} where "${column}" ${those}`);
  return rowsOf(statement, [one ? (values[0] as Param) : JSON.stringify(values)], names) as Row<T>[];
}

function txOf(statements: Statements): Tx {
  const { prepare } = statements;
  const reader = readerOf(statements);
  return {
    ...reader,
    alone: true,
    async run(sql, params = []) {
      prepare(sql).run(...params);
    },
    async write(table, mode, rows) {
      const columns = Object.keys(TABLES[table].columns);
      const statement = prepare(insertSql(table, mode));
      const params: Param[] = new Array(columns.length);
      let until = performance.now() + SLICE_MS;
      for (const [n, row] of rows.entries()) {
        if (n % SLICE_ROWS === SLICE_ROWS - 1 && performance.now() > until) {
          // Whoever reads meanwhile, on the other connection, is answered.
          await new Promise((turn) => setImmediate(turn));
          until = performance.now() + SLICE_MS;
        }
        for (let i = 0; i < columns.length; i++) {
          params[i] = (row as Record<string, Param>)[columns[i] as string] as Param;
        }
        statement.run(...params);
      }
    },
    async remove(table, keys) {
      const where = TABLES[table].key.map((column) => `"${column}" = ?`).join(' and ');
      const statement = prepare(`delete from ${table} where ${where}`);
      for (const key of keys) statement.run(...key);
    },
    // The one writer holds the whole file: there is nobody to lock out.
    lock: reader.lookup,
    lockNames: async () => {},
    lockForRebuild: async () => {},
  };
}

const quoted = (columns: readonly string[]) => columns.map((column) => `"${column}"`).join(', ');

const INSERTS = new Map<string, string>();

function insertSql(table: TableName, mode: WriteMode): string {
  const name = `${table} ${mode}`;
  let sql = INSERTS.get(name);
  if (sql === undefined) {
    const columns = Object.keys(TABLES[table].columns);
    sql = `insert into ${table} (${quoted(columns)}) values (${columns.map(() => '?').join(', ')})`;
    if (mode === 'merge') sql += ` ${mergeClause(table)}`;
    INSERTS.set(name, sql);
  }
  return sql;
}

/** `on conflict …`, alike on both databases. */
export function mergeClause(table: TableName): string {
  const { key, columns, meets } = TABLES[table];
  const others = Object.keys(columns).filter((column) => !key.includes(column));
  if (meets === 'once' || others.length === 0) return `on conflict (${quoted(key)}) do nothing`;
  const sets = others.map((column) =>
    meets === 'sum'
      ? `"${column}" = ${table}."${column}" + excluded."${column}"`
      : `"${column}" = excluded."${column}"`,
  );
  return `on conflict (${quoted(key)}) do update set ${sets.join(', ')}`;
}

const MUTEXES = new Map<string, ReturnType<typeof mutex>>();

/**
 * One for each file: waiting for a lock stops the whole process, so two stores on one file in one process must take
 * turns here, or the one would never let the other finish.
 */
function mutexOf(path: string): ReturnType<typeof mutex> {
  const file = resolve(path);
  const existing = MUTEXES.get(file) ?? mutex();
  MUTEXES.set(file, existing);
  return existing;
}

/** Runs one piece of work after the other; a failed one does not stop the next. */
function mutex(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  };
}
