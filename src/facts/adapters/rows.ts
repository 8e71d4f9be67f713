/** Rows into groups, and many values as one parameter. */
import { type RawBuilder, sql } from 'kysely';
import type { Store } from '../../store/store.ts';

/** `in` this: any number of values as one parameter, so that the statement stays the same. */
export function listOf(store: Store, values: readonly string[]): RawBuilder<string> {
  return store.dialect === 'sqlite'
    ? sql`(select value from json_each(${JSON.stringify(values)}))`
    : sql`(select unnest(${values}::text[]))`;
}

export function groupBy<R>(rows: readonly R[], keyOf: (row: R) => string): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) pushTo(groups, keyOf(row), row);
  return groups;
}

export function pushTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
