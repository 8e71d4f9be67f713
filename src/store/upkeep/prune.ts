/**
 * Counts that no window reaches any more leave their tables. The ledger still has them, so a rebuild would bring them
 * back: up to when each counter was pruned is noted, and what is older is left out when tables are compared.
 */

import type { Reader } from '../database/driver.ts';
import { driverOf } from '../open.ts';
import type { Store } from '../store.ts';

/** Of one counter, the newest bucket that nothing reads; of all that are not named, `others`. */
export type Unread = { readonly counters: Readonly<Record<string, string>>; readonly others: string };

const TABLES = ['counters', 'counter_values'] as const;
const NOTE = 'counters_pruned';
const STEP_ROWS = 5_000;

type Place = { readonly counter: string; readonly key: string; readonly bucket: string; readonly value: string };

/** Removes them in steps, so that others write in between. Gives their number. */
export async function pruneCounters(store: Store, unread: Unread): Promise<number> {
  let removed = 0;
  await note(store, unread);
  for (const table of TABLES) {
    const value = table === 'counters' ? "''" : 'value';
    let from: Place | undefined = { counter: '', key: '', bucket: '', value: '' };
    while (from !== undefined) {
      const rows: Place[] = await driverOf(store).reader.all<Place>(
        `select counter, key, bucket, ${value} as value from ${table}
          where (counter, key, bucket, ${value}) > (?, ?, ?, ?)
          order by counter, key, bucket${table === 'counters' ? '' : ', value'} limit ${STEP_ROWS}`,
        [from.counter, from.key, from.bucket, from.value],
      );
      const old = rows.filter((row) => row.bucket <= unreadUpTo(unread, row.counter));
      const keys = old.map((row) => [row.counter, row.key, row.bucket, ...(table === 'counters' ? [] : [row.value])]);
      if (keys.length > 0) await driverOf(store).transaction((tx) => tx.remove(table, keys));
      removed += keys.length;
      from = rows.length < STEP_ROWS ? undefined : rows.at(-1);
      await new Promise((turn) => setImmediate(turn));
    }
  }
  return removed;
}

const unreadUpTo = ({ counters, others }: Unread, counter: string): string => counters[counter] ?? others;

/** Noted before anything goes: a crash in between leaves rows that are compared no more, and pruned at the next turn. */
async function note(store: Store, unread: Unread): Promise<void> {
  await driverOf(store).transaction((tx) => tx.write('meta', 'merge', [{ key: NOTE, value: JSON.stringify(unread) }]));
}

/** Whether a row of these tables counts when they are compared. */
export async function readPruned(
  is: Reader,
): Promise<(table: string, row: Readonly<Record<string, unknown>>) => boolean> {
  const [row] = await is.all<{ value: string }>(`select value from meta where key = '${NOTE}'`);
  if (row === undefined) return () => true;
  const unread = JSON.parse(row.value) as Unread;
  return (table, { counter, bucket }) =>
    !TABLES.some((each) => each === table) || String(bucket) > unreadUpTo(unread, String(counter));
}
