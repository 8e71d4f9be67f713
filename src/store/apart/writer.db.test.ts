/** The thread that writes: what it leaves is what a commit on this thread leaves, and its end is told, not waited for. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeDatabases } from '../../../test/support/databases.ts';
import {
  account,
  batchOf as batchOfParts,
  decided,
  found,
  judged,
  publishSet,
  received,
} from '../../../test/support/store-batches.ts';
import { commitBatch } from '../commit.ts';
import { driverOf, openStore } from '../open.ts';
import type { Batch, Store } from '../store.ts';
import { batchOf, messageOf } from './message.ts';
import { createWriter } from './writer.ts';

const alone = <T>(work: () => Promise<T>): Promise<T> => work();

function batch(store: Store, name: string): Batch {
  const author = account(store, name);
  const plain = received(store, author.id, { text: `good morning from ${name}` });
  const bad = received(store, author.id, { text: `${name} shall be shot \u2028 "and" \\ud800` });
  return batchOfParts([author, judged([plain]), found(bad), decided(store, bad)]);
}

test('a batch comes out of its message as it went in', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'evenhand-writer-'));
  const store = await openStore({ dataDir: dir });
  const made = batch(store, 'ada');
  const again = batchOf(structuredClone(messageOf(made)));
  expect(again.events).toEqual(made.events);
  expect(again.vault).toEqual(made.vault.map(({ id, salt, content }) => ({ id, salt, content })));
  expect({ ...again, events: [], vault: [] }).toEqual({ ...made, events: [], vault: [] });
  await store.close();
  rmSync(dir, { recursive: true });
});

describeDatabases('the writing thread', (open) => {
  test('commits and refuses as this thread does', async () => {
    const store = await open();
    const driver = driverOf(store);
    if (driver.commitApart === undefined) return store.close();
    await publishSet(store);
    const [here, there] = [batch(store, 'here'), batch(store, 'there')];
    const one = await commitBatch(driver, here);
    const other = await driver.commitApart(there);
    if (!one.ok || !other.ok) throw new Error('a commit was refused');
    expect(other.versions).toEqual(one.versions);
    expect([other.seq, other.ids.length]).toEqual([(one.seq ?? 0) + one.ids.length, one.ids.length]);
    const rows = await store.lookup('posts', 'platform', ['chirp']);
    expect(rows.map(({ version, plain }) => [version, plain]).sort()).toEqual([
      [1, 1],
      [1, 1],
      [2, 0],
      [2, 0],
    ]);
    // The same again is there already; and what stood on the first commit is not the newest any more.
    expect(await driver.commitApart(there)).toEqual({ ok: false, stale: [], conflict: true });
    const behind = { kind: 'nothing_since', seq: one.seq ?? 0 } as const;
    const third = { ...batch(store, 'third'), guards: [behind] };
    expect(await driver.commitApart(third)).toEqual({ ok: false, stale: [behind], conflict: false });
    expect(await store.lastPosition()).toBe(other.seq);
    await store.close();
  });
});

test('a thread that cannot open the database fails its batch; the next one gets a new thread', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'evenhand-writer-'));
  const made = join(dir, 'made');
  const writer = createWriter(join(made, 'evenhand.sqlite'), alone);
  const nothing: Batch = { at: '2026-11-01T09:00:00.000Z', events: [], vault: [], guards: [] };
  await expect(writer.commit(nothing)).rejects.toThrow();
  mkdirSync(made);
  const store = await openStore({ dataDir: made });
  await expect
    .poll(() =>
      writer.commit(nothing).then(
        ({ ok }) => ok,
        () => false,
      ),
    )
    .toBe(true);
  await writer.close();
  await store.close();
  rmSync(dir, { recursive: true });
});
