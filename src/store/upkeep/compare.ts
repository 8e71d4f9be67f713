/** Compares derived tables row by row, in the order of their keys, without holding a table in memory. */
import { DERIVED, TABLES } from '../columns.ts';
import type { Param, Reader } from '../database/driver.ts';
import type { DerivedName } from '../tables.ts';
import { readPruned } from './prune.ts';

/** Names tables, keys and columns, never contents: a report may be shown to people who may not read posts. */
export type Difference = {
  readonly table: DerivedName;
  readonly key: readonly Param[];
  readonly kind: 'missing' | 'extra' | 'differs';
  readonly columns: readonly string[];
};

const PAGE_ROWS = 1_000;
const DIFFERENCES_MAX = 1_000;

type AnyRow = Record<string, Param>;

/** How `is` differs from `should`: `missing` rows are only in `should`, `extra` ones only in `is`. */
export async function compareDerived(is: Reader, should: Reader): Promise<Difference[]> {
  const differences: Difference[] = [];
  const counts = await readPruned(is);
  for (const table of DERIVED) {
    for await (const difference of compareTable(table, { is, should, counts })) {
      differences.push(difference);
      if (differences.length === DIFFERENCES_MAX) return differences;
    }
  }
  return differences;
}

type Compared = {
  readonly is: Reader;
  readonly should: Reader;
  readonly counts: Awaited<ReturnType<typeof readPruned>>;
};

async function* compareTable(table: DerivedName, { is, should, counts }: Compared): AsyncGenerator<Difference> {
  const found = counted(rowsInOrder(is, table));
  const wanted = counted(rowsInOrder(should, table));
  async function* counted(rows: AsyncGenerator<AnyRow>): AsyncGenerator<AnyRow> {
    for await (const row of rows) if (counts(table, row)) yield row;
  }
  let a = await found.next();
  let b = await wanted.next();
  const keyOf = (row: AnyRow) => TABLES[table].key.map((column) => row[column] as Param);
  while (!a.done || !b.done) {
    const order = a.done ? 1 : b.done ? -1 : compareKeys(keyOf(a.value), keyOf(b.value));
    if (order < 0) yield { table, key: keyOf(a.value as AnyRow), kind: 'extra', columns: [] };
    if (order > 0) yield { table, key: keyOf(b.value as AnyRow), kind: 'missing', columns: [] };
    if (order === 0) {
      const [left, right] = [a.value as AnyRow, b.value as AnyRow];
      const columns = Object.keys(TABLES[table].columns).filter((column) => left[column] !== right[column]);
      if (columns.length > 0) yield { table, key: keyOf(left), kind: 'differs', columns };
    }
    if (order <= 0) a = await found.next();
    if (order >= 0) b = await wanted.next();
  }
}

/** As both databases order them: numbers by value, text by its bytes. */
function compareKeys(a: readonly Param[], b: readonly Param[]): number {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as string | number, b[i] as string | number];
    if (x === y) continue;
    if (typeof x === 'number') return x < (y as number) ? -1 : 1;
    return Buffer.compare(Buffer.from(x), Buffer.from(y as string));
  }
  return 0;
}

/** Every row of a table, page by page by its key. */
export async function* rowsInOrder(reader: Reader, table: DerivedName): AsyncGenerator<AnyRow> {
  const { columns, key } = TABLES[table];
  const names = Object.keys(columns)
    .map((column) => `"${column}"`)
    .join(', ');
  const keys = key.map((column) => `"${column}"`).join(', ');
  let after: readonly Param[] | null = null;
  for (;;) {
    const where: string = after === null ? '' : `where (${keys}) > (${key.map(() => '?').join(', ')})`;
    const sql = `select ${names} from ${table} ${where} order by ${keys} limit ${PAGE_ROWS}`;
    const page: AnyRow[] = await reader.all<AnyRow>(sql, after ?? []);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_ROWS) return;
    after = key.map((column) => last[column] as Param);
  }
}
