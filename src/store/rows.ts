/**
 * The working set of one commit (or of one step of a rebuild): the derived rows that its events touch, loaded by a few
 * set-based reads, changed in memory by `project/`, and written back in bulk. Keeps what later events of the same
 * batch must see of earlier ones.
 */
import { DERIVED, TABLES } from './columns.ts';
import type { Param, Reader, Tx } from './database/driver.ts';
import type { DerivedName, Row } from './tables.ts';

export type Want = { readonly table: DerivedName; readonly column: string; readonly value: string | number };

export type Rows = {
  /** The row with this primary key. It must have been wanted, or be put here before. */
  get<T extends DerivedName>(table: T, ...key: Param[]): Row<T> | undefined;
  /** Rows by one of the table's `by` columns. */
  by<T extends DerivedName>(table: T, column: keyof Row<T> & string, value: string): Row<T>[];
  /** A row that is not there yet; of a `sum` or `once` table, what is added. */
  add<T extends DerivedName>(table: T, row: Row<T>): void;
  /** The row as it is from now on. */
  put<T extends DerivedName>(table: T, row: Row<T>): void;
  remove(table: DerivedName, ...key: Param[]): void;
};

type AnyRow = Record<string, Param>;
type State = 'clean' | 'new' | 'changed' | 'removed';
type Entry = { row: AnyRow; state: State };
type TableRows = {
  readonly entries: Map<string, Entry>;
  readonly indexes: ReadonlyMap<string, Map<Param, Set<string>>>;
  /** `column\0value` of what was loaded: a row not found then is not there. */
  readonly loaded: Set<string>;
};

export type WorkingSet = Rows & {
  /** Nothing with this id is in the database, so it need not be looked for: a unique key refuses it otherwise. */
  absent(table: DerivedName, id: string): void;
  load(source: Reader | Tx, wants: readonly Want[]): Promise<void>;
  flush(tx: Tx): Promise<void>;
};

export function workingSet(): WorkingSet {
  const tables = new Map<DerivedName, TableRows>();
  const of = (name: DerivedName): TableRows => {
    let table = tables.get(name);
    if (table === undefined) {
      table = { entries: new Map(), indexes: new Map(TABLES[name].by.map((c) => [c, new Map()])), loaded: new Set() };
      tables.set(name, table);
    }
    return table;
  };
  return {
    get<T extends DerivedName>(name: T, ...key: Param[]) {
      const table = of(name);
      const entry = table.entries.get(key.length === 1 ? String(key[0]) : key.join('\0'));
      if (entry === undefined) assertLoaded(table, name, key);
      return entry === undefined || entry.state === 'removed' ? undefined : (entry.row as Row<T>);
    },
    by<T extends DerivedName>(name: T, column: string, value: string) {
      const { entries, indexes, loaded } = of(name);
      const keys = indexes.get(column)?.get(value);
      if (keys === undefined && !loaded.has(`${column}\0${value}`) && !isNew(tables, value)) {
        throw new Error(`rows of ${name} by ${column} were not loaded`);
      }
      // An index remembers keys that have since been removed, or whose row has another value by now.
      return [...(keys ?? [])].flatMap((key) => {
        const entry = entries.get(key);
        const isThere = entry !== undefined && entry.state !== 'removed' && entry.row[column] === value;
        return isThere ? [entry.row as Row<T>] : [];
      });
    },
    add: (name, row) => change(name, of(name), row as AnyRow, 'new'),
    put: (name, row) => change(name, of(name), row as AnyRow, 'changed'),
    remove(name, ...key) {
      const entry = of(name).entries.get(key.join('\0'));
      if (entry === undefined) return;
      if (entry.state === 'new') of(name).entries.delete(key.join('\0'));
      else entry.state = 'removed';
    },
    absent: (name, id) => of(name).loaded.add(`${TABLES[name].key[0]}\0${id}`),
    load: (source, wants) => load(of, source, wants),
    flush: (tx) => flush(tables, tx),
  };
}

/** A subject first seen in this batch has no rows in the database that anybody could have forgotten to load. */
function isNew(tables: Map<DerivedName, TableRows>, id: string): boolean {
  return tables.get('posts')?.entries.get(id)?.state === 'new';
}

function assertLoaded(table: TableRows, name: DerivedName, key: readonly Param[]): void {
  const columns = TABLES[name].key;
  if (columns.some((column, i) => table.loaded.has(`${column}\0${key[i]}`))) return;
  throw new Error(`row ${key.join(' ')} of ${name} was not loaded`);
}

function keyOf(name: DerivedName, row: AnyRow): string {
  const columns = TABLES[name].key;
  if (columns.length === 1) return String(row[columns[0] as string]);
  let key = String(row[columns[0] as string]);
  for (let i = 1; i < columns.length; i++) key += `\0${row[columns[i] as string]}`;
  return key;
}

function change(name: DerivedName, table: TableRows, row: AnyRow, state: 'new' | 'changed'): void {
  const key = keyOf(name, row);
  const there = table.entries.get(key);
  const { meets } = TABLES[name];
  if (there !== undefined && meets === 'once') return;
  if (there !== undefined && meets === 'sum') {
    there.row = { ...row, count: (there.row.count as number) + (row.count as number) };
    return;
  }
  if (there === undefined) {
    table.entries.set(key, { row, state });
    indexRow(table, key, row);
    return;
  }
  there.row = row;
  // What is new stays new; whatever was read, or removed, is overwritten.
  there.state = there.state === 'new' ? 'new' : 'changed';
  indexRow(table, key, row);
}

function indexRow(table: TableRows, key: string, row: AnyRow): void {
  for (const [column, index] of table.indexes) {
    const value = row[column] as Param;
    const keys = index.get(value);
    if (keys === undefined) index.set(value, new Set([key]));
    else keys.add(key);
  }
}

/** Rows that this transaction may change are locked as they are read, table by table in one order. */
async function load(of: (name: DerivedName) => TableRows, source: Reader | Tx, wants: readonly Want[]): Promise<void> {
  const grouped = new Map<string, { want: Want; values: Set<string | number> }>();
  for (const want of wants) {
    if (of(want.table).loaded.has(`${want.column}\0${want.value}`)) continue;
    const name = `${want.table} ${want.column}`;
    const group = grouped.get(name) ?? { want, values: new Set() };
    group.values.add(want.value);
    grouped.set(name, group);
  }
  const read = 'lock' in source ? source.lock : source.lookup;
  const order = [...grouped.values()].sort((a, b) => DERIVED.indexOf(a.want.table) - DERIVED.indexOf(b.want.table));
  for (const { want, values } of order) {
    const table = of(want.table);
    for (const row of (await read(want.table, want.column, [...values])) as AnyRow[]) {
      const key = keyOf(want.table, row);
      if (table.entries.has(key)) continue;
      table.entries.set(key, { row, state: 'clean' });
      indexRow(table, key, row);
    }
    for (const value of values) table.loaded.add(`${want.column}\0${value}`);
  }
}

async function flush(tables: Map<DerivedName, TableRows>, tx: Tx): Promise<void> {
  for (const name of DERIVED) {
    const table = tables.get(name);
    if (table === undefined) continue;
    const removed: Param[][] = [];
    const fresh: AnyRow[] = [];
    const merged: AnyRow[] = [];
    const { key, meets } = TABLES[name];
    for (const [id, { row, state }] of sorted(table.entries, tx)) {
      if (state === 'removed') removed.push(id.split('\0'));
      else if (state === 'changed' || (state === 'new' && meets !== 'row')) merged.push(row);
      else if (state === 'new') fresh.push(row);
    }
    if (removed.length > 0)
      await tx.remove(
        name,
        removed.map((id) => numeric(name, key, id)),
      );
    if (fresh.length > 0) await tx.write(name, 'insert', fresh as Row<typeof name>[]);
    if (merged.length > 0) await tx.write(name, 'merge', merged as Row<typeof name>[]);
  }
}

/** In key order, so that two writers take the same rows in the same order. One writer alone need not care. */
function sorted(entries: Map<string, Entry>, tx: Tx): Iterable<[string, Entry]> {
  if (tx.alone) return entries;
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}

function numeric(name: DerivedName, key: readonly string[], values: readonly Param[]): Param[] {
  const kinds = TABLES[name].columns as Readonly<Record<string, 'text' | 'int'>>;
  return values.map((value, i) => (kinds[key[i] as string] === 'int' ? Number(value) : value));
}
