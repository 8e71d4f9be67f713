/** Erasing and retention, on every database. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../test/support/databases.ts';
import { must, NOW, openTestApp, take } from '../../test/support/journey.ts';
import { runDue } from '../jobs/clock.ts';
import { addDays } from '../lib/instant.ts';

describeDatabases('erasing', (open) => {
  test('erasing and retention leave ledger, decisions and standing', async () => {
    const store = await open();
    const test = await openTestApp(store);
    const { app } = test;
    const made = await take(app, { id: '1', text: 'zorgle' });
    await take(app, { id: '2', text: 'fine', author: { id: 'bob' } });
    expect(must(await app.erase({ kind: 'post', platform: 'chirp', id: '1' }, 'request')).erased).toBeGreaterThan(1);
    const view = must(await app.getPost('chirp', '1'));
    expect(view).toMatchObject({ state: 'erased', content: null, presentation: { visibility: 'removed' } });
    expect(must(await app.decision(made.decision.id, { explain: 'why' })).trace).toBeNull();
    expect((await take(app, { id: '1', text: 'zorgle' })).replayed).toBe(true);
    test.at(addDays(NOW, 31));
    expect(await runDue(test.context, { retentionPlainDays: 30 })).toMatchObject({ erased: 1 });
    expect(must(await app.getPost('chirp', '2')).state).toBe('erased');
    must(await app.erase({ kind: 'account', platform: 'chirp', id: 'ann' }, 'law'));
    const account = must(await app.accounts.get('chirp', 'ann'));
    expect(account).toMatchObject({ identity: null, points: { baseline: 2, applied: 2 } });
    expect(JSON.stringify(await store.db.selectFrom('vault').select('content').execute())).not.toContain('zorgle');
    await app.close();
  });

  test('what was decided on elsewhere, or observed, outlasts its days; answers do not outlast theirs', async () => {
    const store = await open();
    const test = await openTestApp(store);
    const { app } = test;
    const author = { id: 'bob' };
    await take(app, { id: '1', text: 'the same words', author });
    await take(app, { id: '2', text: 'seen elsewhere', author });
    await take(app, { id: '3', text: 'of no interest', author });
    await take(app, { id: '4', text: 'the same words', platform: 'facewall', author });
    const verdict = {
      ...{ policy: 'spam', clause: 'badword', rung: 'removed', reason: 'r', rank: 'lead' as const, by: 'user:x' },
      subject: { kind: 'post' as const, platform: 'facewall', id: '4' },
      idempotencyKey: 'once',
    };
    must(await app.decide(verdict));
    must(
      await app.observe({ platform: 'chirp', post: '2', measures: [], seenAt: NOW, evidenceUrl: null, by: 'user:o' }),
    );
    const kept = async () => (await store.db.selectFrom('idempotency').select('key').execute()).length;
    expect(await kept()).toBe(1);
    test.at(addDays(NOW, 31));
    expect(await runDue(test.context, { retentionPlainDays: 30 })).toMatchObject({ erased: 1 });
    const states = await Promise.all(['1', '2', '3'].map(async (id) => must(await app.getPost('chirp', id)).state));
    expect(states).toEqual(['known', 'known', 'erased']);
    expect(await kept()).toBe(0);
    await app.close();
  });
});
