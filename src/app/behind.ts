/**
 * Batches that follow one another without pause. Each is judged on the world as the one before it leaves it, while that
 * one is still being written; it is committed only directly after it, and judged again from the start otherwise. So
 * every batch is judged and committed as if they came one by one (docs/decisions/0012).
 */
import { breakerKey, type World } from '../facts/world.ts';
import { bodiesOf } from '../store/ledger.ts';
import type { Batch, CommitResult, Guard } from '../store/store.ts';
import type { Shell } from './shell.ts';

/** A batch that has been judged and is being written. */
export type Flight = {
  readonly world: World;
  /** Its last place in the ledger, once it is there as it was judged. */
  landedAt: number | null;
};

/** A batch's place in the row of batches. */
export type Turn = {
  /** Null: nothing is known of what came before. */
  readonly before: Flight | null;
  /** Resolves when all batches before this one are answered, or have failed. */
  readonly settled: Promise<unknown>;
  /** Tells that this batch is on its way, so that the next may be judged on what it leaves. */
  pass(flight: Flight): void;
};

const CONFLICT: CommitResult = { ok: false, stale: [], conflict: true };

/** The shell of one batch. What is gathered a second time is gathered afresh, with nothing under way. */
export function shellBehind(shell: Shell, turn: Turn): Shell {
  let ahead = turn.before;
  let world: World | null = null;
  return {
    ...shell,
    async gather(wanted) {
      if (world !== null) ahead = null;
      if (ahead === null) await turn.settled;
      world = await shell.gather(wanted, ahead?.world);
      return world;
    },
    async commit(batch) {
      // Whoever writes waits for these, so they are made while the batch before is written.
      if (ahead !== null) bodiesOf(batch.events);
      await turn.settled;
      // Whoever answers without writing anything answers from the batch before: it must be there.
      if (ahead !== null && ahead.landedAt === null) return CONFLICT;
      const own: Flight = { world: world as World, landedAt: null };
      turn.pass(own);
      const result = await shell.commit(ahead === null ? batch : directlyAfter(ahead, batch));
      if (result.ok) land(own, batch, { result, before: ahead?.landedAt ?? null });
      return result;
    },
  };
}

/** The batch with the versions at which the one before left what both touch. */
function directlyAfter({ world, landedAt }: Flight, batch: Batch): Batch {
  const guards = batch.guards.map((guard): Guard => {
    if (guard.kind === 'account') return { ...guard, version: world.accountsById.get(guard.id)?.version ?? null };
    if (guard.kind === 'post') return { ...guard, version: world.postsById.get(guard.id)?.version ?? null };
    if (guard.kind === 'breaker')
      return { ...guard, count: world.breakers.get(breakerKey(guard.breaker, guard.bucket))?.readCount ?? null };
    return guard;
  });
  // INVARIANT: what a version does not cover (counters, copies) is as the batch before left it, too.
  return { ...batch, guards: [...guards, { kind: 'nothing_since', seq: landedAt as number }] };
}

/** Writes the versions that the commit left into the world that the next batch stands on. */
function land(
  flight: Flight,
  batch: Batch,
  { result, before }: { readonly result: Extract<CommitResult, { ok: true }>; readonly before: number | null },
): void {
  const { world } = flight;
  batch.guards.forEach((guard, i) => {
    const known = guard.kind === 'account' ? world.accountsById.get(guard.id) : undefined;
    const subject = known ?? (guard.kind === 'post' ? world.postsById.get(guard.id) : undefined);
    if (subject !== undefined) subject.version = result.versions[i] ?? null;
  });
  for (const event of batch.events) {
    if (event.type !== 'breaker.counted') continue;
    const breaker = world.breakers.get(breakerKey(event.breaker, event.bucket));
    if (breaker !== undefined) breaker.readCount = event.count;
  }
  flight.landedAt = result.seq ?? before;
}
