/** A12: readers who resume where they stopped miss nothing, under many writers. And races on guards have one winner. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../test/support/databases.ts';
import {
  AT,
  account,
  batchOf,
  commit,
  decided,
  found,
  judged,
  publishSet,
  received,
  struck,
} from '../../test/support/store-batches.ts';
import { readStanding } from './project/accounts.ts';
import type { Store } from './store.ts';

const WRITERS = 32;
const COMMITS = Number(process.env.SEQUENCER_COMMITS ?? 6);

/** Reads until `done`, then to the end, resuming at the last position each time. */
async function readAll(store: Store, done: () => boolean, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let after = 0;
  for (;;) {
    const last = done();
    const events = await store.events({ after, limit });
    for (const event of events) {
      expect(event.position).toBe(after + 1);
      after = event.position;
      ids.push(event.id);
    }
    if (last && events.length < limit) return ids;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

describeDatabases('sequencer', (open) => {
  test('live and resuming readers see every event once, in commit order', async () => {
    // Two processes, as far as the database can tell.
    const stores = [await open(), await open()];
    const [first] = stores as [Store, Store];
    await publishSet(first);
    const authors = ['ada', 'ben', 'cyd', 'dan'].map((name) => account(first, name));
    await commit(first, authors);
    const acknowledged: string[] = [];
    let running = WRITERS;
    const write = async (n: number) => {
      const store = stores[n % 2] as Store;
      for (let i = 0; i < COMMITS; i++) {
        const author = authors[(n + i) % authors.length] as (typeof authors)[number];
        const bad = received(store, author.id, { text: `threat ${n} ${i}` });
        const plain = received(store, author.id, { text: `a fine day, the ${i}th` });
        const parts = [judged([plain]), found(bad), decided(store, bad), struck(store, author.id, bad)];
        // No guard: the strikes of one account meet in its row, and each must be folded on the one before.
        const result = await retried(() => store.commit(batchOf(parts)));
        acknowledged.push(...result);
      }
      running -= 1;
    };
    const done = () => running === 0;
    const [live, resuming] = await Promise.all([
      readAll(stores[0] as Store, done, 1000),
      readAll(stores[1] as Store, done, 7),
      ...Array.from({ length: WRITERS }, (_, n) => write(n)),
    ]);
    expect(resuming).toEqual(live);
    expect(new Set(live).size).toBe(live?.length);
    expect(acknowledged.every((id) => live?.includes(id))).toBe(true);
    expect(live).toHaveLength(2 + authors.length + WRITERS * COMMITS * 4);
    const rows = await first.lookup(
      'accounts',
      'id',
      authors.map((author) => author.id),
    );
    const strikes = rows.map((row) => readStanding(row.standing_applied).strikes.length);
    expect(strikes.reduce((sum, n) => sum + n, 0)).toBe(WRITERS * COMMITS);
    for (const store of stores) await store.close();
  });

  test('of writers who read the same facts, one wins', async () => {
    const stores = [await open(), await open()];
    const [first] = stores as [Store, Store];
    await publishSet(first);
    const author = account(first, 'ada');
    const post = received(first, author.id, { text: 'they shall all be shot' });
    await commit(first, [author, found(post)]);
    const guards = [
      [{ kind: 'account', id: author.id, version: 1 }],
      [{ kind: 'breaker', breaker: 'violence/threat', bucket: AT, count: 0 }],
    ] as const;
    for (const guard of guards) {
      const race = Array.from({ length: 8 }, (_, n) => {
        const store = stores[n % 2] as Store;
        const counted = {
          type: 'breaker.counted',
          v: 1,
          breaker: 'violence/threat',
          bucket: AT,
          count: 1,
          tripped: false,
        };
        const part =
          guard[0].kind === 'breaker'
            ? { events: [counted as never], vault: [], guards: [] }
            : struck(store, author.id, post);
        return store.commit({ ...batchOf([part]), guards: guard });
      });
      const results = await Promise.all(race);
      expect(results.filter((result) => result.ok)).toHaveLength(1);
    }
    const exempted = await Promise.all([...register(stores, 'a'), ...register(stores, 'b')].map((work) => work()));
    expect(exempted.filter((result) => result.ok)).toHaveLength(1);
    for (const store of stores) await store.close();
  });

  test('what a dead process committed and never numbered is numbered by the next', async () => {
    const store = await open();
    await publishSet(store);
    if (store.dialect === 'postgres') {
      // As if the process had died between its commit and its numbering.
      const { commitBatch } = await import('./commit.ts');
      const { driverOf } = await import('./open.ts');
      await commitBatch(driverOf(store), batchOf([account(store, 'ada')]));
    } else {
      await commit(store, [account(store, 'ada')]);
    }
    await store.close();
    const next = await open();
    expect((await next.events({ after: 0, limit: 10 })).map((event) => event.position)).toEqual([1, 2, 3]);
    await next.close();
  });
});

/** A deadlock between two writers refuses one of them, as a conflict: it tries again. */
async function retried(work: () => ReturnType<Store['commit']>): Promise<readonly string[]> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const result = await work();
    if (result.ok) return result.ids;
  }
  throw new Error('the commit was refused twenty times');
}

function register(stores: readonly Store[], name: string) {
  return stores.map((store) => () => {
    const terms = store.seal({ reason: `office-holders are read by everybody, says ${name}` });
    const event = {
      type: 'exemption.changed',
      v: 1,
      exemption: store.newId(),
      platform: 'chirp',
      state: 'proposed',
      kind: 'public_interest',
      policies: ['violence'],
      expiresAt: '2027-01-01T00:00:00.000Z',
      published: true,
      by: 'system:test',
      terms: terms.ref,
    } as const;
    return store.commit({ at: AT, events: [event], vault: [terms.row], guards: [{ kind: 'register', version: 0 }] });
  });
}
