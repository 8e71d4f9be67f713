/** One commit: guards, ledger, vault and every derived row in one transaction. */
import { type Driver, type Tx, WriteConflict } from './database/driver.ts';
import { guardWants, lockGuards, madeHere, staleGuards, versionOf } from './guards.ts';
import { append, type LedgerRow, ledgerRows, type UnplacedRow } from './ledger.ts';
import { project, vaultLookup, wantsNextOf, wantsOf } from './project/project.ts';
import { workingSet } from './rows.ts';
import type { Batch, CommitResult, Guard } from './store.ts';

class StaleGuards extends Error {
  readonly guards: readonly Guard[];
  constructor(guards: readonly Guard[]) {
    super('facts changed since they were read');
    this.guards = guards;
  }
}

type Written = Omit<Extract<CommitResult, { ok: true }>, 'ok' | 'ids'>;

export function commitBatch(driver: Driver, batch: Batch): Promise<CommitResult> {
  return commitRows(driver, batch, ledgerRows(batch.events, batch.at));
}

/** As `commitBatch`, with the ledger rows of the batch's events, made before. */
export async function commitRows(driver: Driver, batch: Batch, rows: readonly UnplacedRow[]): Promise<CommitResult> {
  try {
    // Crash before this returns: nothing of the batch is there, and nobody was answered; the sender sends it again.
    const written = await driver.transaction((tx) => write(tx, batch, rows));
    // Crash after it: all of the batch is there and synced; who was not answered sends it again and gets a replay.
    return { ok: true, ids: rows.map((row) => row.id), ...written };
  } catch (error) {
    if (error instanceof StaleGuards) return { ok: false, stale: error.guards, conflict: false };
    if (error instanceof WriteConflict) return { ok: false, stale: [], conflict: true };
    throw error;
  }
}

async function write(tx: Tx, batch: Batch, unplaced: readonly UnplacedRow[]): Promise<Written> {
  const { events, guards } = batch;
  const rows = workingSet();
  const made = madeHere(events);
  for (const guard of guards) {
    if (guard.kind === 'account' && guard.version === null && made.accounts.has(guard.id)) {
      rows.absent('accounts', guard.id);
    }
    if (guard.kind === 'post' && guard.version === null && made.posts.has(guard.id)) rows.absent('posts', guard.id);
  }
  await lockGuards(tx, guards, events);
  await rows.load(tx, [...guardWants(guards), ...events.flatMap(wantsOf)]);
  await rows.load(
    tx,
    events.flatMap((event) => wantsNextOf(event, rows)),
  );
  const stale = await staleGuards(tx, rows, guards);
  if (stale.length > 0) throw new StaleGuards(stale);

  const placed = await append(tx, unplaced);
  await writeSources(tx, batch);
  const vault = vaultLookup(batch.vault);
  placed.forEach(({ at, seq, position }: LedgerRow, i) => {
    project({ event: events[i] as Batch['events'][number], at, seq, position, rows, vault });
  });
  await rows.flush(tx);
  return { seq: placed.at(-1)?.seq ?? null, versions: guards.map((guard) => versionOf(rows, guard)) };
}

async function writeSources(tx: Tx, { at, events, vault, policySets, idempotency }: Batch): Promise<void> {
  await tx.write('vault', 'insert', vault);
  if (policySets !== undefined) {
    await tx.write(
      'policy_sets',
      'merge',
      policySets.map((set) => ({ ...set, published_at: at })),
    );
  }
  if (idempotency !== undefined)
    await tx.write(
      'idempotency',
      'insert',
      idempotency.map((row) => ({ ...row, at })),
    );
  for (const event of events) {
    if (event.type !== 'erased') continue;
    await tx.remove(
      'vault',
      event.vaults.map((id) => [id]),
    );
  }
}
