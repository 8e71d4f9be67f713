/** From the cells of the evenness table to its rows: one per policy and platform, summed over languages and deciders. */
import type { Evenness } from '../../../src/schema/evenness.ts';

type Cell = Evenness['cells'][number];

export type Tally = {
  readonly found: number;
  readonly acted: number;
  /** On an observed platform: posts that nobody has looked at there. */
  readonly unseen: number;
  readonly departed: number;
  readonly kinds: readonly (readonly [string, number])[];
  /** The posts behind these numbers. */
  readonly items: Cell['items'];
};
export type EvennessRow = {
  readonly policy: string;
  readonly platform: string;
  readonly officeHolders: Tally;
  readonly others: Tally;
};

function tallyOf(cells: readonly Cell[]): Tally {
  const kinds = new Map<string, number>();
  for (const cell of cells)
    for (const [kind, count] of Object.entries(cell.departed))
      if (count > 0) kinds.set(kind, (kinds.get(kind) ?? 0) + count);
  const sum = (read: (cell: Cell) => number) => cells.reduce((total, cell) => total + read(cell), 0);
  return {
    found: sum((cell) => cell.found),
    acted: sum((cell) => cell.acted),
    unseen: sum((cell) => cell.unseen),
    departed: [...kinds.values()].reduce((total, count) => total + count, 0),
    kinds: [...kinds],
    items: cells.flatMap((cell) => cell.items),
  };
}

/** Rows in the order in which policy and platform first appear. */
export function rowsOf(evenness: Evenness): EvennessRow[] {
  const groups = Map.groupBy(evenness.cells, (cell) => `${cell.policy} ${cell.platform}`);
  return [...groups.values()].map((cells) => ({
    policy: cells[0]!.policy,
    platform: cells[0]!.platform,
    officeHolders: tallyOf(cells.filter((cell) => cell.officeHolder)),
    others: tallyOf(cells.filter((cell) => !cell.officeHolder)),
  }));
}
