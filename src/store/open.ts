/** Opens a store: migrated, with its pepper, ready to commit. */
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { commitBatch } from './commit.ts';
import type { Driver } from './database/driver.ts';
import { openSqlite } from './database/sqlite.ts';
import { newId } from './ids.ts';
import { keyedHashes } from './keyed-hashes.ts';
import { readEvent, rowsAfter } from './ledger.ts';
import { createSequencer, NO_SEQUENCER } from './sequencer.ts';
import type { Store } from './store.ts';
import type { Row, TableName } from './tables.ts';
import { seal } from './vault.ts';

/** `url`: a PostgreSQL server; else a SQLite file in `dataDir`, which is made if it is not there. */
export type StoreSettings = { readonly dataDir: string; readonly url?: undefined } | { readonly url: string };

const FILE = 'evenhand.sqlite';
/** Texts in a batch from which on it goes to the thread that writes: a smaller one is written before it would be there. */
const APART_MIN = 64;

export async function openStore(settings: StoreSettings): Promise<Store> {
  if (settings.url !== undefined) {
    // Loaded when used: the embedded database must not pay for the other.
    const { openPostgres } = await import('./database/pg.ts');
    return storeOn(openPostgres(settings.url));
  }
  mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 });
  const file = join(settings.dataDir, FILE);
  // Posts and registers are for nobody else on this machine; SQLite gives its other files the permissions of this one.
  closeSync(openSync(file, 'a', 0o600));
  return storeOn(openSqlite(file));
}

/** A store on any database that has a driver. Closes the driver if it cannot be opened. */
export async function storeOn(driver: Driver): Promise<Store> {
  try {
    await driver.migrate();
    return await build(driver);
  } catch (error) {
    await driver.close();
    throw error;
  }
}

const DRIVERS = new WeakMap<Store, Driver>();

/** For the store's own upkeep (rebuild, doctor): everybody else goes through `Store`. */
export function driverOf(store: Store): Driver {
  return DRIVERS.get(store) as Driver;
}

async function build(driver: Driver): Promise<Store> {
  const keys = keyedHashes(await pepper(driver));
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const sequencer = driver.dialect === 'sqlite' ? NO_SEQUENCER : createSequencer(driver, tell);
  const store: Store = {
    dialect: driver.dialect,
    alone: driver.dialect === 'sqlite',
    get db() {
      return driver.db;
    },
    keys,
    newId,
    seal,
    async commit(batch) {
      const isBig = batch.vault.length >= APART_MIN;
      const result = await (isBig && driver.commitApart ? driver.commitApart(batch) : commitBatch(driver, batch));
      if (result.ok && driver.dialect === 'sqlite') tell();
      if (result.ok) sequencer.nudge();
      return result;
    },
    lookup: <T extends TableName>(table: T, column: keyof Row<T> & string, values: readonly string[]) =>
      driver.reader.lookup(table, column, values),
    async readVault(ids) {
      const rows = await driver.reader.lookup('vault', 'id', ids);
      return new Map(rows.map((row) => [row.id, JSON.parse(row.content)]));
    },
    async events({ after, limit }) {
      const rows = await rowsAfter(driver.reader, after, limit);
      if (rows.length === limit || driver.dialect === 'sqlite') return rows.map(readEvent);
      await sequencer.run();
      return (await rowsAfter(driver.reader, after, limit)).map(readEvent);
    },
    async lastPosition() {
      await sequencer.run();
      const sql = 'select max(position) as position from ledger';
      const [row] = await driver.reader.all<{ position: number | null }>(sql);
      return row?.position ?? 0;
    },
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      await sequencer.idle();
      await driver.close();
    },
  };
  DRIVERS.set(store, driver);
  await sequencer.run();
  return store;
}

/** The secret of keyed hashes: made once; the first of several processes that start together wins. */
async function pepper(driver: Driver): Promise<string> {
  return driver.transaction(async (tx) => {
    await tx.run("insert into meta (key, value) values ('pepper', ?) on conflict (key) do nothing", [
      randomBytes(32).toString('hex'),
    ]);
    const [row] = await tx.all<{ value: string }>("select value from meta where key = 'pepper'");
    return (row as { value: string }).value;
  });
}
