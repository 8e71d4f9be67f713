/** Rebuild, erasure, retention, and that the doctor sees what it is there to see. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../../test/support/databases.ts';
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
} from '../../../test/support/store-batches.ts';
import { DERIVED, TABLES } from '../columns.ts';
import type { DecisionMade } from '../events.ts';
import { driverOf } from '../open.ts';
import type { Store } from '../store.ts';
import { forgetAnswers } from './answers.ts';
import type { CheckName } from './doctor.ts';
import { doctor } from './doctor.ts';
import { eraseAccount, erasePosts } from './erase.ts';
import { checkRebuild, rebuild } from './rebuild.ts';
import { retain } from './retention.ts';

const LATER = '2026-12-24T00:00:00.000Z';

/** An author with a plain post, its copy by another, and a post that was decided on. */
async function smallWorld(store: Store) {
  await publishSet(store);
  const ada = account(store, 'ada');
  const ben = account(store, 'ben');
  const plain = received(store, ada.id, { text: 'good morning to everybody' });
  const copy = received(store, ben.id, { text: 'they shall all be shot' });
  const bad = received(store, ada.id, { text: 'they shall all be shot' });
  const decision = decided(store, bad);
  await commit(store, [ada, ben, judged([plain, copy]), found(bad), decision, struck(store, ada.id, bad)]);
  return { ada, ben, plain, copy, bad, decision };
}

const run = (store: Store, sql: string) => driverOf(store).transaction((tx) => tx.run(sql));
const checksOf = async (store: Store): Promise<CheckName[]> => {
  const { findings } = await doctor(store);
  return [...new Set(findings.map((finding) => finding.check))].sort();
};

describeDatabases('upkeep', (open) => {
  test('rebuild restores what was broken, and check changes nothing', async () => {
    const store = await open();
    const { bad, plain } = await smallWorld(store);
    expect(await checkRebuild(store)).toEqual([]);
    await run(store, `update posts set version = 9 where id = '${bad.id}'`);
    await run(store, `delete from revisions where post = '${plain.id}'`);
    await run(store, "insert into reach (post, at, views, reposts) values ('nobody', 'never', 1, 1)");
    await run(store, 'delete from presentations');
    const expected = [
      { table: 'posts', key: [bad.id], kind: 'differs', columns: ['version'] },
      { table: 'revisions', key: [plain.id, 1], kind: 'missing', columns: [] },
      { table: 'presentations', key: [bad.id], kind: 'missing', columns: [] },
      { table: 'reach', key: ['nobody', 'never'], kind: 'extra', columns: [] },
    ];
    expect(await checkRebuild(store)).toEqual(expected);
    expect(await checkRebuild(store)).toEqual(expected);
    expect(await checksOf(store)).toEqual(['rebuilt']);
    expect(await rebuild(store)).toEqual(expected);
    expect(await checkRebuild(store)).toEqual([]);
    const after = await store.commit(batchOf([judged([received(store, plain.received.account, { text: 'bye' })])]));
    expect(after).toMatchObject({ ok: true });
    await store.close();
  });

  test('every derived table is emptied and filled by a rebuild', async () => {
    const store = await open();
    await smallWorld(store);
    for (const table of DERIVED) await run(store, `delete from ${table}`);
    expect((await rebuild(store)).length).toBeGreaterThan(10);
    expect(await checkRebuild(store)).toEqual([]);
    await store.close();
  });

  test('erasing an account leaves its standing and decisions, without a word', async () => {
    const store = await open();
    const { ada, ben, bad, decision } = await smallWorld(store);
    // A newer identity replaces the first; both must go.
    const newer = account(store, 'ada', ada.id);
    await commit(store, [{ ...newer, guards: [{ kind: 'account', id: ada.id, version: 2 }] }]);
    expect(await eraseAccount(store, ada.id, { reason: 'request', at: LATER })).toBe(6);
    expect(await store.lookup('accounts', 'id', [ada.id])).toMatchObject([
      { state: 'erased', handle: null, external_id: null, external_key: expect.any(String) },
    ]);
    expect(await store.lookup('posts', 'id', [bad.id])).toMatchObject([{ external_id: null }]);
    expect(await store.lookup('presentations', 'post', [bad.id])).toMatchObject([{ visibility: 'behind_notice' }]);
    const [row] = await store.lookup('decisions', 'id', [decision.id]);
    expect(row).toMatchObject({ erased_at: LATER, rung_applied: 'behind_notice' });
    expect(JSON.parse(row?.body ?? '')).toMatchObject({ reason: '', findings: [{ explain: '', clauses: [] }] });
    const vault = await driverOf(store).reader.all<{ content: string }>('select content from vault');
    expect(vault.map((each) => JSON.parse(each.content).handle ?? '')).toEqual(['@ben', '']);
    expect(await eraseAccount(store, ada.id, { reason: 'request', at: LATER })).toBe(0);
    expect(await store.lookup('accounts', 'id', [ben.id])).toMatchObject([{ state: 'known', handle: '@ben' }]);
    // Closing asks the doctor: the ledger still verifies, and tables equal their rebuild.
    await store.close();
  });

  test('erasing a post of several revisions keeps the newest as a tombstone', async () => {
    const store = await open();
    const { plain, ada } = await smallWorld(store);
    const edit = received(store, ada.id, { id: plain.id, revision: 2, text: 'good evening' });
    await commit(store, [judged([edit])]);
    expect(await erasePosts(store, [plain.id], { reason: 'law', at: LATER })).toBe(2);
    expect(await store.lookup('revisions', 'post', [plain.id])).toMatchObject([
      { erased_at: LATER },
      { erased_at: LATER },
    ]);
    await store.close();
  });

  test('retention takes plain posts only, and only old ones', async () => {
    const store = await open();
    const { plain, copy, ada } = await smallWorld(store);
    const fresh = received(store, ada.id, { text: 'a newer morning', receivedAt: '2026-12-20T00:00:00.000Z' });
    await commit(store, [judged([fresh])]);
    expect(await retain(store, { now: '2026-11-15T00:00:00.000Z' })).toBe(0);
    expect(await retain(store, { now: LATER })).toBe(1);
    expect([...(await store.readVault([plain.row.id, copy.row.id, fresh.row.id])).keys()].sort()).toEqual(
      [copy.row.id, fresh.row.id].sort(),
    );
    expect(await retain(store, { now: LATER })).toBe(0);
    await store.close();
  });

  test('answers of idempotency keys are kept for a day', async () => {
    const store = await open();
    const row = { key: 'key:a once', request_hash: 'h', status: 200, body: '{}' };
    await store.commit({ at: AT, events: [], vault: [], guards: [], idempotency: [row] });
    await forgetAnswers(store, '2026-11-02T08:59:59.000Z');
    expect(await store.lookup('idempotency', 'key', [row.key])).toHaveLength(1);
    await forgetAnswers(store, '2026-11-02T09:00:01.000Z');
    expect(await store.lookup('idempotency', 'key', [row.key])).toHaveLength(0);
    await store.close();
  });

  test('answers about what is erased go with it', async () => {
    const store = await open();
    const { plain, bad, ada } = await smallWorld(store);
    const about = (key: string, subject: object) => ({
      ...{ key, request_hash: 'h', status: 200 },
      body: JSON.stringify({ decision: { subject } }),
    });
    const idempotency = [
      about('post', { kind: 'post', post: plain.id }),
      about('other', { kind: 'post', post: bad.id }),
      about('account', { kind: 'account', account: ada.id }),
      about('elsewhere', { kind: 'account', account: store.newId() }),
    ];
    await store.commit({ at: AT, events: [], vault: [], guards: [], idempotency });
    const kept = async () =>
      (await store.db.selectFrom('idempotency').select('key').orderBy('key').execute()).map((row) => row.key);
    await erasePosts(store, [plain.id], { reason: 'law', at: LATER });
    expect(await kept()).toEqual(['account', 'elsewhere', 'other']);
    await eraseAccount(store, ada.id, { reason: 'request', at: LATER });
    expect(await kept()).not.toContain('account');
    expect(await kept()).toContain('elsewhere');
    await store.close();
  });

  test('the doctor finds each kind of harm', async () => {
    const store = await open();
    const { bad, decision, plain } = await smallWorld(store);
    const harms: [string, CheckName[]][] = [
      [`update vault set content = '{"id":"x"}' where id = '${plain.row.id}'`, ['rebuilt', 'vault_committed']],
      [`delete from vault where id = '${plain.row.id}'`, ['rebuilt', 'vault_committed']],
      [`update decisions set set_hash = 'sha256:no' where id = '${decision.id}'`, ['decision_has_set', 'rebuilt']],
      [`delete from decisions where id = '${decision.id}'`, ['no_orphans', 'rebuilt', 'shown_has_decision']],
      [`insert into vault (id, salt, content) values ('stray', '00', '{}')`, ['vault_committed']],
      [`delete from posts where id = '${bad.id}'`, ['no_orphans', 'rebuilt']],
    ];
    for (const [sql, expected] of harms) {
      await withHarm(store, sql, async (harmed) => expect([sql, await checksOf(harmed)]).toEqual([sql, expected]));
    }
    expect(await checksOf(store)).toEqual([]);
    await store.close();
  });

  test('the doctor finds vault text in the ledger', async () => {
    const store = await open({ harmed: true });
    const { bad } = await smallWorld(store);
    const decision = decided(store, bad);
    const value = 'they shall all be shot';
    const facts = [{ path: 'x', known: true, value, source: 'post', version: null }];
    const event = { ...(decision.events[0] as DecisionMade), facts };
    await commit(store, [{ ...decision, events: [event] }]);
    expect(await checksOf(store)).toEqual(['ledger_text']);
    await store.close();
  });

  test('the copies that a batch looks at are found without sorting a flood of them', async () => {
    const store = await open();
    const { reader } = driverOf(store);
    if (store.dialect === 'sqlite') {
      const sql = `explain query plan select * from posts where cluster = ? order by plain, received_at desc limit 16`;
      const plan = (await reader.all<{ detail: string }>(sql, ['c'])).map(({ detail }) => detail);
      expect(plan).toEqual(['SEARCH posts USING INDEX posts_cluster_plain_received_at_desc_idx (cluster=?)']);
    } else {
      const sql = `select indexdef as def from pg_indexes where tablename = 'posts'`;
      const defined = (await reader.all<{ def: string }>(sql)).map(({ def }) => def);
      expect(defined.some((def) => def.includes('(cluster, plain, received_at DESC)'))).toBe(true);
    }
    await store.close();
  });

  test('the shapes used for bulk writes are those of the database', async () => {
    const store = await open();
    for (const [table, { columns }] of Object.entries(TABLES)) {
      const sql =
        store.dialect === 'sqlite'
          ? `select name, "notnull" as required from pragma_table_info('${table}')`
          : `select column_name as name from information_schema.columns where table_name = '${table}'
             and table_schema = current_schema()`;
      const names = (await driverOf(store).reader.all<{ name: string }>(sql)).map((row) => row.name);
      expect([table, ...names.sort()]).toEqual([table, ...Object.keys(columns).sort()]);
    }
    await store.close();
  });
});

/** Runs `work` on a database in which `sql` has happened, and undoes it by restoring the rows it touched. */
async function withHarm(store: Store, sql: string, work: (harmed: Store) => Promise<void>): Promise<void> {
  const table = /(?:update|from|into) (\w+)/.exec(sql)?.[1] as string;
  const { reader } = driverOf(store);
  const before = await reader.all<never>(`select * from ${table}`);
  await run(store, sql);
  try {
    await work(store);
  } finally {
    await driverOf(store).transaction(async (tx) => {
      await tx.run(`delete from ${table}`);
      await tx.write(table as 'posts', 'insert', before);
    });
  }
}
