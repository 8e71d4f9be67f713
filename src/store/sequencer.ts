/**
 * The sequencer of PostgreSQL: gives committed ledger rows their positions, in commit order and without gaps (A12).
 *
 * One transaction at a time holds the lock, and takes its snapshot after it has it; it numbers every row that it can
 * see, by `seq`. A row that commits later is numbered later, so a reader who has read up to a position has missed
 * nothing before it. Of two transactions that touch the same row the second inserted its events after the first had
 * committed, so it has the higher seq and is never seen without the first (docs/decisions, on the sequencer).
 */
import type { Driver } from './database/driver.ts';

export type Sequencer = {
  /** Resolves when every row that was committed before the call is numbered. */
  run(): Promise<void>;
  /** Starts `run` without waiting. */
  nudge(): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
};

/** On SQLite the writer numbers its own rows. */
export const NO_SEQUENCER: Sequencer = { run: async () => {}, nudge: () => {}, idle: async () => {} };

export function createSequencer(driver: Driver, onNumbered: () => void): Sequencer {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  /** Calls that come while one runs share the one after it: it alone is sure to see what they committed. */
  function run(): Promise<void> {
    if (running === null) {
      running = numberCommitted(driver)
        .then(onNumbered)
        .finally(() => {
          running = null;
        });
      return running;
    }
    next ??= running
      .catch(() => {})
      .then(() => {
        next = null;
        return run();
      });
    return next;
  }
  return {
    run,
    // A failure here harms nobody: `events` runs the same and tells its caller; so does the next commit.
    nudge: () => void run().catch(() => {}),
    async idle() {
      while (running !== null || next !== null) await (next ?? running)?.catch(() => {});
    },
  };
}

async function numberCommitted(driver: Driver): Promise<void> {
  const waiting = await driver.reader.all('select 1 from ledger where position is null limit 1');
  if (waiting.length === 0) return;
  await driver.transaction(async (tx) => {
    await tx.lockNames([{ name: 'sequencer', shared: false }]);
    await tx.run(`update ledger set position = numbered.position
      from (select seq, (select coalesce(max(position), 0) from ledger) + row_number() over (order by seq) as position
        from ledger where position is null) as numbered
      where ledger.seq = numbered.seq`);
    await tx.run(`update decisions set position = ledger.position
      from ledger where decisions.position is null and decisions.seq = ledger.seq and ledger.position is not null`);
    // Crash here: the rows stay without a number, and the next commit or reader of any process numbers them.
  });
}
