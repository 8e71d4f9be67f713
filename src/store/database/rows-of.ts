/** Rows of a prepared statement of `node:sqlite` as plain objects of one shape: its own are slow to make and to read. */
import type { SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';

type PlainRow = Record<string, SQLOutputValue>;

/** `names`: of the columns, where they are known. The statement gives arrays from now on. */
export function rowsOf(
  statement: StatementSync,
  params: readonly SQLInputValue[],
  names: readonly string[] | null = null,
): PlainRow[] {
  statement.setReturnArrays(true);
  const found = statement.all(...params) as unknown as SQLOutputValue[][];
  if (found.length === 0) return [];
  // Asked for each time: a change of the table may have changed them.
  const columns = names ?? statement.columns().map(({ name }) => name);
  return found.map((values) => {
    const row: PlainRow = {};
    for (let i = 0; i < columns.length; i++) row[columns[i] as string] = values[i] as SQLOutputValue;
    return row;
  });
}
