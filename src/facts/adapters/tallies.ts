/** Values of counters, as of one moment: two statements for each counter, whatever the number of keys. */
import { sql } from 'kysely';
import type { Instant } from '../../lib/instant.ts';
import type { Store } from '../../store/store.ts';
import { beforeWindow, tallyFrom } from '../counting.ts';
import type { World } from '../world.ts';
import { groupBy, listOf } from './rows.ts';

/** One counter as far as the batch reads it: keys, and for distinct counters the values that it may add. */
export type WantedTally = {
  readonly counter: string;
  readonly windowMinutes: number;
  readonly distinct: boolean;
  readonly keys: ReadonlyMap<string, ReadonlySet<string>>;
};
export async function fillTallies(
  store: Store,
  tallies: World['tallies'],
  wanted: { readonly at: Instant; readonly tallies: readonly WantedTally[] },
): Promise<void> {
  for (const tally of wanted.tallies) {
    const own = new Map<string, ReturnType<typeof tallyFrom>>();
    tallies.set(tally.counter, own);
    if (tally.keys.size === 0) continue;
    const after = beforeWindow(tally, wanted.at);
    const keys = listOf(store, [...tally.keys.keys()]);
    if (!tally.distinct) {
      const { rows } = await sql<{ key: string; n: number }>`select key, sum(count) as n from counters
        where counter = ${tally.counter} and key in ${keys} and bucket > ${after} and bucket <= ${wanted.at}
        group by key`.execute(store.db);
      for (const row of rows) own.set(row.key, tallyFrom(Number(row.n)));
      continue;
    }
    const { rows } = await sql<{ key: string; n: number }>`select key, count(distinct value) as n from counter_values
      where counter = ${tally.counter} and key in ${keys} and bucket > ${after} and bucket <= ${wanted.at}
      group by key`.execute(store.db);
    if (rows.length === 0) continue;
    const values = listOf(store, [...new Set([...tally.keys.values()].flatMap((set) => [...set]))]);
    const there = await sql<{ key: string; value: string }>`select distinct key, value from counter_values
      where counter = ${tally.counter} and key in ${keys} and value in ${values}
      and bucket > ${after} and bucket <= ${wanted.at}`.execute(store.db);
    const known = groupBy(there.rows, (row) => row.key);
    for (const row of rows) {
      own.set(row.key, tallyFrom(Number(row.n), new Set((known.get(row.key) ?? []).map(({ value }) => value))));
    }
  }
}
