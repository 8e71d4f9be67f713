/** Values of counters, as of one moment: two statements for each counter, whatever the number of keys. */
import { sql } from 'kysely';
import type { Instant } from '../../lib/instant.ts';
import type { Store } from '../../store/store.ts';
import { beforeWindow, type Tally, tallyFrom } from '../counting.ts';
import type { World } from '../world.ts';
import { listOf } from './rows.ts';

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
    const own = tallies.get(tally.counter) ?? new Map<string, Tally>();
    tallies.set(tally.counter, own);
    if (tally.distinct) await askAgain(store, own, { tally, at: wanted.at });
    const lacking = [...tally.keys.keys()].filter((key) => !own.has(key));
    if (lacking.length === 0) continue;
    const after = beforeWindow(tally, wanted.at);
    const keys = listOf(store, lacking);
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
    const known = await readKnown(
      store,
      { tally, at: wanted.at },
      rows.map(({ key }) => key),
    );
    for (const row of rows) own.set(row.key, tallyFrom(Number(row.n), known.get(row.key)));
  }
}

/**
 * Of keys whose values were counted for an earlier batch: which of the values that this one may add were there then.
 * Those that batches have added since are in the tally.
 */
async function askAgain(store: Store, own: Map<string, Tally>, asked: Asked): Promise<void> {
  const again = [...asked.tally.keys.keys()].filter((key) => (own.get(key)?.base ?? 0) > 0);
  if (again.length === 0) return;
  for (const [key, values] of await readKnown(store, asked, again)) {
    const tally = own.get(key) as Tally;
    const since = [...values].filter((value) => !tally.values.has(value));
    own.set(key, { ...tally, known: new Set([...tally.known, ...since]) });
  }
}

type Asked = { readonly tally: WantedTally; readonly at: Instant };

/** Of the values asked about, those that each key has in its window. */
async function readKnown(
  store: Store,
  { tally, at }: Asked,
  keys: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const values = new Set(keys.flatMap((key) => [...(tally.keys.get(key) ?? [])]));
  const { rows } = await sql<{ key: string; value: string }>`select distinct key, value from counter_values
    where counter = ${tally.counter} and key in ${listOf(store, keys)} and value in ${listOf(store, [...values])}
    and bucket > ${beforeWindow(tally, at)} and bucket <= ${at}`.execute(store.db);
  const known = new Map<string, Set<string>>();
  for (const { key, value } of rows) {
    const own = known.get(key);
    if (own === undefined) known.set(key, new Set([value]));
    else own.add(value);
  }
  return known;
}
