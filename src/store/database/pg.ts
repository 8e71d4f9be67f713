/** `pg`: a pool whose connections prepare each statement once by name and read whole numbers as numbers. */
import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from '../tables.ts';
import type { Driver } from './driver.ts';
import { type PgQuery, postgresDriver } from './postgres.ts';

const CONNECTIONS_MAX = 20;
const INT8_OID = 20;
const NUMERIC_OID = 1700;

/** Both come as text, since they may not fit a number; ours always fit. */
function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('a number from the database is beyond 2^53');
  return value;
}

const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8_OID) return wholeNumber;
    if (oid === NUMERIC_OID) return Number;
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text');
  },
} as pg.CustomTypesConfig;

export function openPostgres(url: string): Driver {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS_MAX, types });
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => {});
  return postgresDriver({
    db: new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }),
    query: named((config) => pool.query(config)),
    async transaction(mode, work) {
      const client = await pool.connect();
      try {
        return await inTransaction(
          named((config) => client.query(config)),
          mode,
          work,
        );
      } finally {
        // The pool itself drops a connection that broke.
        client.release();
      }
    },
    close: () => pool.end(),
  });
}

const BEGIN = { write: 'begin', snapshot: 'begin isolation level repeatable read read only' } as const;

async function inTransaction<T>(
  query: PgQuery,
  mode: keyof typeof BEGIN,
  work: (query: PgQuery) => Promise<T>,
): Promise<T> {
  await query(BEGIN[mode], []);
  let result: T;
  try {
    result = await work(query);
  } catch (error) {
    // If this fails too, the connection is gone and the server has rolled back: the first error says more.
    await query('rollback', []).catch(() => {});
    throw error;
  }
  await query('commit', []);
  return result;
}

const NAMES = new Map<string, string>();
const NAMES_MAX = 500;

function named(run: (config: pg.QueryConfig) => Promise<pg.QueryResult>): PgQuery {
  return (text, params) => {
    let name = NAMES.get(text);
    if (name === undefined && NAMES.size < NAMES_MAX) {
      name = `e${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
      NAMES.set(text, name);
    }
    return run({ text, values: params as unknown[], ...(name === undefined ? {} : { name }) });
  };
}
