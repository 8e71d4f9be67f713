/**
 * Runs a suite on every database: a SQLite file, PGlite, and a real PostgreSQL where DATABASE_URL_TEST names one.
 * Each test gets databases of its own. A store that a test opened and left open fails it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { afterEach, describe, expect } from 'vitest';
import { driverOf, openStore, storeOn } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { checkWorld } from './check-world.ts';
import { emptyPglite, pgliteDriver, startPglite } from './pglite.ts';

type OpenOptions = {
  /** Opens the database that an earlier call with the same name made, as a restart (or another process) would. */
  readonly name?: string;
  /** This test harms the database on purpose, so it is not examined when closed. */
  readonly harmed?: boolean;
};
export type OpenDatabase = {
  (options?: OpenOptions): Promise<Store>;
  readonly kind: 'sqlite' | 'pglite' | 'postgres';
};

type Kind = OpenDatabase['kind'];
const url = process.env.DATABASE_URL_TEST;

export function describeDatabases(name: string, suite: (open: OpenDatabase) => void): void {
  const kinds: Kind[] = url === undefined ? ['sqlite', 'pglite'] : ['sqlite', 'pglite', 'postgres'];
  for (const kind of kinds) describe(`${name} (${kind})`, () => suite(opener(kind)));
}

function opener(kind: Kind): OpenDatabase {
  const stores = new Set<Store>();
  let place: Place | null = null;
  afterEach(async () => {
    const left = [...stores];
    stores.clear();
    await Promise.allSettled(left.map((store) => driverOf(store).close()));
    await place?.drop();
    place = null;
    expect(left.length, 'stores left open').toBe(0);
  });
  const open = async ({ name = 'main', harmed = false }: OpenOptions = {}): Promise<Store> => {
    place ??= PLACES[kind]();
    const store = await place.open(name);
    stores.add(store);
    const { close } = store;
    return Object.assign(store, {
      // Whatever a test did, the whole database must still agree with itself.
      async close() {
        if (!stores.delete(store)) return;
        if (!harmed) await checkWorld(store);
        await close();
      },
    });
  };
  return Object.assign(open, { kind });
}

/** PGlite by the name of its database, kept for the tests of this file. */
const SERVERS = new Map<string, PGlite>();

type Place = { open(name: string): Promise<Store>; drop(): Promise<void> };

const PLACES: Record<Kind, () => Place> = {
  sqlite() {
    const dir = mkdtempSync(join(tmpdir(), 'evenhand-test-'));
    return {
      open: (name) => openStore({ dataDir: join(dir, name) }),
      drop: async () => rmSync(dir, { recursive: true, force: true }),
    };
  },
  pglite() {
    const used = new Set<PGlite>();
    return {
      async open(name) {
        const server = SERVERS.get(name) ?? (await startPglite());
        SERVERS.set(name, server);
        used.add(server);
        return storeOn(pgliteDriver(server));
      },
      async drop() {
        for (const server of used) await emptyPglite(server);
      },
    };
  },
  postgres() {
    const databases = new Map<string, string>();
    return {
      async open(name) {
        let database = databases.get(name);
        if (database === undefined) {
          database = `evenhand_test_${process.pid}_${Math.random().toString(36).slice(2)}`;
          await onServer(`create database ${database}`);
          databases.set(name, database);
        }
        return openStore({ url: Object.assign(new URL(url as string), { pathname: `/${database}` }).href });
      },
      async drop() {
        for (const database of databases.values()) await onServer(`drop database ${database} with (force)`);
      },
    };
  },
};

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
