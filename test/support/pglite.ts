/** PGlite, a PostgreSQL in this process, as a driver of the store: one connection, lent to one transaction at a time. */
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import type { Driver } from '../../src/store/database/driver.ts';
import { postgresDriver } from '../../src/store/database/postgres.ts';
import type { Database } from '../../src/store/tables.ts';

/** In memory. Starting one takes seconds, so tests empty it and use it again. */
export const startPglite = (): Promise<PGlite> => PGlite.create();

export async function emptyPglite(pglite: PGlite): Promise<void> {
  await pglite.exec('drop schema public cascade; create schema public');
}

/** Closing the driver leaves PGlite running, as closing a pool leaves the server. */
export function pgliteDriver(pglite: PGlite): Driver {
  const db = new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) });
  return postgresDriver({
    db,
    query: (sql, params) => pglite.query(sql, params as unknown[]),
    transaction: (mode, work) =>
      pglite.transaction(async (tx) => {
        if (mode === 'snapshot') await tx.query('set transaction isolation level repeatable read read only');
        return work((sql, params) => tx.query(sql, params as unknown[]));
      }),
    close: async () => {},
  });
}
