/**
 * Folds the whole ledger, with what the vault still holds, into a scratch database, by the same projections as a
 * commit. The scratch is a SQLite file whatever the store's database is: rows are the same on both.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Driver, Reader, Tx } from '../database/driver.ts';
import { openSqlite } from '../database/sqlite.ts';
import { type LedgerRow, readEvent, rowsAfterSeq } from '../ledger.ts';
import { project, vaultLookup, vaultRefs, wantsNextOf, wantsOf } from '../project/project.ts';
import { workingSet } from '../rows.ts';

/** One row may hold five hundred posts. */
const STEP_ROWS = 10;

/** Calls `work` with a database that holds the rebuilt derived tables; it is gone afterwards. */
export async function withFolded<T>(source: Reader, work: (folded: Driver) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'evenhand-fold-'));
  const folded = openSqlite(join(dir, 'folded.sqlite'), { scratch: true });
  try {
    await folded.migrate();
    await foldInto(folded, source);
    return await work(folded);
  } finally {
    await folded.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function foldInto(folded: Driver, source: Reader): Promise<void> {
  let after = 0;
  for (;;) {
    const rows = await rowsAfterSeq(source, after, STEP_ROWS);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.seq;
    await folded.transaction((tx) => foldStep(tx, source, rows));
  }
}

async function foldStep(tx: Tx, source: Reader, ledger: readonly LedgerRow[]): Promise<void> {
  const stored = ledger.map((row) => ({ row, event: readEvent(row).event }));
  const ids = stored.flatMap(({ event }) => vaultRefs(event).map((ref) => ref.vault));
  const vault = vaultLookup(await source.lookup('vault', 'id', ids));
  const rows = workingSet();
  await rows.load(
    tx,
    stored.flatMap(({ event }) => wantsOf(event)),
  );
  // What an event wants next may come from an event before it in this step, so it is asked for as the fold goes.
  for (const { row, event } of stored) {
    await rows.load(tx, wantsNextOf(event, rows));
    project({ event, at: row.at, seq: row.seq, position: row.position, rows, vault });
  }
  await rows.flush(tx);
}
