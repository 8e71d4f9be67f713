/** Commits: what they write, what they refuse, and that a restart finds it all. */
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
  SET,
  struck,
} from '../../test/support/store-batches.ts';
import type { Effective } from '../decide/effective.ts';
import { readStanding } from './project/accounts.ts';

describeDatabases('commit', (open) => {
  test('writes ledger, vault and tables, and a restart finds them', async () => {
    const store = await open();
    await publishSet(store);
    const author = account(store, 'ada');
    const plain = received(store, author.id, { text: 'good morning to everybody' });
    const bad = received(store, author.id, { text: 'they shall all be shot' });
    const decision = decided(store, bad);
    await commit(store, [author, judged([plain]), found(bad), decision, struck(store, author.id, bad)]);
    await store.close();

    const again = await open();
    const events = await again.events({ after: 0, limit: 100 });
    expect(events.map(({ position, event }) => [position, event.type])).toEqual([
      [1, 'policy_set.published'],
      [2, 'policy_set.activated'],
      [3, 'account.recorded'],
      [4, 'posts.judged'],
      [5, 'post.received'],
      [6, 'decision.made'],
      [7, 'decision.made'],
    ]);
    expect(await again.lookup('posts', 'account', [author.id])).toHaveLength(2);
    const [post] = await again.lookup('posts', 'id', [bad.id]);
    expect(post).toMatchObject({
      plain: 0,
      version: 2,
      revision: 1,
      external_id: (bad.row.value as { id: string }).id,
    });
    const [shown] = await again.lookup('presentations', 'post', [bad.id]);
    expect(shown?.visibility).toBe('behind_notice');
    expect((JSON.parse(shown?.body ?? '') as Effective).decisions).toEqual([decision.id]);
    const [row] = await again.lookup('accounts', 'id', [author.id]);
    expect(readStanding(row?.standing_applied ?? '').strikes).toHaveLength(1);
    expect(await again.lookup('account_days', 'account', [author.id])).toEqual([
      { account: author.id, day: AT.slice(0, 10), count: 2 },
    ]);
    expect(await again.lookup('counters', 'counter', ['posts'])).toMatchObject([{ count: 2 }]);
    expect(await again.readVault([plain.row.id])).toEqual(new Map([[plain.row.id, plain.row.value]]));
    const [numbered] = await again.lookup('decisions', 'id', [decision.id]);
    expect(numbered).toMatchObject({ position: 6, set_hash: SET, rung_applied: 'behind_notice', account: author.id });
    await again.close();
  });

  test('refuses stale facts and leaves nothing behind', async () => {
    const store = await open();
    await publishSet(store);
    const author = account(store, 'ada');
    await commit(store, [author]);
    const before = await store.lastPosition();
    const post = received(store, author.id, { text: 'good morning' });
    const stale = [
      { kind: 'account', id: author.id, version: 7 },
      { kind: 'post', id: author.id, version: 1 },
      { kind: 'active_set', hash: `sha256:${'6'.repeat(64)}` },
      { kind: 'register', version: 3 },
      { kind: 'breaker', breaker: 'violence/threat', bucket: AT, count: 2 },
    ] as const;
    for (const guard of stale) {
      const result = await store.commit({ ...batchOf([judged([post])]), guards: [guard] });
      expect(result).toEqual({ ok: false, stale: [guard], conflict: false });
    }
    expect(await store.lastPosition()).toBe(before);
    expect(await store.lookup('vault', 'id', [post.row.id])).toEqual([]);
    const holding = [
      { kind: 'account', id: author.id, version: 1 },
      { kind: 'active_set', hash: SET },
      { kind: 'register', version: 0 },
      { kind: 'breaker', breaker: 'violence/threat', bucket: AT, count: 0 },
      { kind: 'post', id: post.id, version: null },
    ] as const;
    expect(await store.commit({ ...batchOf([judged([post])]), guards: holding })).toMatchObject({ ok: true });
    await store.close();
  });

  test('two first sights of one account: the second is a conflict', async () => {
    const store = await open();
    await commit(store, [account(store, 'ada')]);
    const result = await store.commit(batchOf([account(store, 'ada')]));
    expect(result).toEqual({ ok: false, stale: [], conflict: true });
    await store.close();
  });

  test('later events of a batch see earlier ones; edits and deletion follow', async () => {
    const store = await open();
    await publishSet(store);
    const author = account(store, 'ada');
    const first = received(store, author.id, { text: 'they shall all be shot' });
    const person = decided(store, first, { rank: 'lead', reason: 'a threat, seen by a lead' });
    const edit = received(store, author.id, { id: first.id, revision: 2, text: 'what a lovely day it is' });
    const late = received(store, author.id, { id: first.id, revision: 3, text: 'an older draft', outOfOrder: true });
    await commit(store, [author, found(first), person, judged([edit]), judged([late])]);
    const [post] = await store.lookup('posts', 'id', [first.id]);
    expect(post).toMatchObject({ revision: 2, version: 3, plain: 0, content_key: edit.received.contentKey });
    const [shown] = await store.lookup('presentations', 'post', [first.id]);
    expect(shown?.visibility).toBe('behind_notice');
    expect((JSON.parse(shown?.body ?? '') as Effective).bindings).toMatchObject([{ carried: true }]);

    const again = decided(store, edit, { rank: 'lead', exemption: 'e'.repeat(32), supersedes: [person.id] });
    const deletion = { type: 'post.deleted', v: 1, post: first.id, by: 'author' } as const;
    const terms = store.seal({ reason: 'office-holders are read by everybody' });
    const exemption = {
      type: 'exemption.changed',
      v: 1,
      exemption: 'e'.repeat(32),
      platform: 'chirp',
      state: 'active',
      kind: 'public_interest',
      policies: ['violence'],
      expiresAt: '2027-01-01T00:00:00.000Z',
      published: true,
      by: 'system:test',
      terms: terms.ref,
    } as const;
    await commit(store, [
      { events: [exemption], vault: [terms.row], guards: [{ kind: 'register', version: 0 }] },
      again,
    ]);
    expect((await store.lookup('presentations', 'post', [first.id]))[0]?.visibility).toBe('shown');
    expect((await store.lookup('decisions', 'id', [person.id]))[0]?.superseded_by).toBe(again.id);
    expect(await store.lookup('exemption_uses', 'exemption', ['e'.repeat(32)])).toHaveLength(1);
    await commit(store, [{ events: [deletion], vault: [], guards: [] }], '2026-11-02T00:00:00.000Z');
    expect((await store.lookup('presentations', 'post', [first.id]))[0]?.visibility).toBe('deleted');
    await store.close();
  });

  test('the ledger itself refuses to be changed', async () => {
    const store = await open();
    await publishSet(store);
    const { driverOf } = await import('./open.ts');
    const driver = driverOf(store);
    await expect(driver.transaction((tx) => tx.run("update ledger set body = '{}'"))).rejects.toThrow(/only appended/);
    await expect(driver.transaction((tx) => tx.run('delete from ledger'))).rejects.toThrow(/only appended/);
    await store.close();
  });

  test('an idempotency key is taken once', async () => {
    const store = await open();
    const row = { key: 'key:a once', request_hash: 'h', status: 200, body: '{}' };
    const batch = { at: AT, events: [], vault: [], guards: [], idempotency: [row] };
    expect(await store.commit(batch)).toMatchObject({ ok: true });
    expect(await store.commit(batch)).toMatchObject({ ok: false, conflict: true });
    await store.close();
  });
});
