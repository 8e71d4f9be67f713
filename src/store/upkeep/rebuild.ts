/** `rebuild`: derived tables made anew from ledger and vault; `rebuild --check` only says how they differ. */
import { DERIVED } from '../columns.ts';
import type { Driver, Tx } from '../database/driver.ts';
import { driverOf } from '../open.ts';
import type { Store } from '../store.ts';
import type { DerivedName, Row } from '../tables.ts';
import { compareDerived, type Difference, rowsInOrder } from './compare.ts';
import { withFolded } from './fold.ts';

const PAGE_ROWS = 500;

/** How the derived tables differ from what ledger and vault give. Changes nothing; writers go on meanwhile. */
export function checkRebuild(store: Store): Promise<Difference[]> {
  return driverOf(store).snapshot((is) =>
    withFolded(is, (folded) => folded.snapshot((should) => compareDerived(is, should))),
  );
}

/** Makes every derived table anew, in one transaction that other writers wait for. Returns what had differed. */
export async function rebuild(store: Store): Promise<Difference[]> {
  return driverOf(store).transaction(async (tx) => {
    await tx.lockForRebuild();
    return withFolded(tx, async (folded) => {
      const differences = await folded.snapshot((should) => compareDerived(tx, should));
      for (const table of DERIVED) await replaceTable(tx, folded, table);
      // Crash here: the old tables are still there, whole.
      return differences;
    });
  });
}

async function replaceTable(tx: Tx, folded: Driver, table: DerivedName): Promise<void> {
  await tx.run(`delete from ${table}`);
  await folded.snapshot(async (should) => {
    let page: Row<typeof table>[] = [];
    for await (const row of rowsInOrder(should, table)) {
      page.push(row as unknown as Row<typeof table>);
      if (page.length < PAGE_ROWS) continue;
      await tx.write(table, 'insert', page);
      page = [];
    }
    await tx.write(table, 'insert', page);
  });
}
