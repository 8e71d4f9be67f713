/** Decisions by persons, and how decisions are listed, on every database. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../test/support/databases.ts';
import { must, openTestApp, take } from '../../test/support/journey.ts';

describeDatabases('persons decide', (open) => {
  const verdict = (over: object) => ({
    subject: { kind: 'post' as const, platform: 'chirp', id: '1' },
    policy: 'spam',
    rung: 'none',
    reason: 'it is a joke',
    rank: 'reviewer' as const,
    by: 'user:x',
    ...over,
  });

  test('a verdict replaces a rule, is not overridden by one, and carries over an edit with a case', async () => {
    const store = await open();
    const { app } = await openTestApp(store);
    const ruled = await take(app, { id: '1', text: 'zorgle' });
    const cleared = must(await app.decide(verdict({ expectedDecision: ruled.decision.id })));
    expect(cleared).toMatchObject({
      presentation: { visibility: 'shown' },
      decision: { decision: { supersedes: [ruled.decision.id] } },
    });
    expect(must(await app.accounts.get('chirp', 'ann')).points.applied).toBe(0);
    expect(await app.decide(verdict({ expectedDecision: ruled.decision.id }))).toMatchObject({
      code: 'DECISION_NOT_EFFECTIVE',
    });
    const removed = must(await app.decide(verdict({ rung: 'removed', rank: 'lead', by: 'user:y' })));
    expect(removed.presentation.visibility).toBe('removed');
    expect(await app.decide(verdict({}))).toMatchObject({ code: 'RANK_TOO_LOW' });
    const edited = await take(app, { id: '1', text: 'harmless', editedAt: '2026-11-20T13:00:00Z' });
    expect(edited.presentation.visibility).toBe('removed');
    const cases = await store.db.selectFrom('cases').select('reason').execute();
    expect(cases.map(({ reason }) => reason)).toContain('edit');
    await app.close();
  });

  test('acts once for one key, and refuses the key with another request', async () => {
    const { app } = await openTestApp(await open());
    await take(app, { id: '1', text: 'zorgle' });
    const first = must(await app.decide(verdict({ idempotencyKey: 'k1' })));
    expect(must(await app.decide(verdict({ idempotencyKey: 'k1' })))).toEqual(first);
    expect(await app.decide(verdict({ idempotencyKey: 'k1', reason: 'another' }))).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(must(await app.getPost('chirp', '1')).decisions).toHaveLength(2);
    await app.close();
  });

  test('on an account: suspended, then reinstated', async () => {
    const { app } = await openTestApp(await open());
    await take(app, { id: '1' });
    const subject = { kind: 'account' as const, platform: 'chirp', id: 'ann' };
    const suspended = must(await app.decide(verdict({ subject, rung: 'suspend' })));
    expect(suspended.presentation.author.state).toBe('suspended');
    expect(must(await app.presentations({ platform: 'chirp', posts: ['1'] })).items[0]?.presentation?.visibility).toBe(
      'withheld',
    );
    const appeal = { subject, rung: 'reinstate', rank: 'appeal' };
    expect(await app.decide(verdict(appeal))).toMatchObject({ code: 'APPEAL_OWN_DECISION' });
    must(await app.decide(verdict({ ...appeal, by: 'user:somebody-else' })));
    expect(must(await app.accounts.get('chirp', 'ann')).state.state).toBe('active');
    must(await app.decide(verdict({ subject, rung: 'reinstate' })));
    expect(must(await app.accounts.get('chirp', 'ann')).state.state).toBe('active');
    expect(await app.decide(verdict({ subject, rung: 'exile' }))).toMatchObject({ code: 'RUNG_UNKNOWN' });
    await app.close();
  });

  test('lists, pages and explains decisions', async () => {
    const { app } = await openTestApp(await open());
    for (const n of [1, 2, 3]) await take(app, { id: `${n}`, text: `zorgle ${n}`, author: { id: `a${n}` } });
    const first = must(await app.decisions({ policy: 'spam', limit: 2 }));
    expect(first.items.map(({ naming }) => naming.post)).toEqual(['3', '2']);
    const rest = must(await app.decisions({ policy: 'spam', limit: 2, cursor: first.next ?? '' }));
    expect(rest.items.map(({ naming }) => naming.post)).toEqual(['1']);
    expect(rest.next).toBeNull();
    expect(must(await app.decisions({ platform: 'chirp', author: 'a2' })).items).toHaveLength(2);
    expect(await app.decisions({ author: 'a2' })).toMatchObject({ code: 'QUERY_INVALID' });
    expect(await app.decisions({ cursor: 'x' })).toMatchObject({ code: 'CURSOR_INVALID' });
    expect(must(await app.decisions({ departure: 'exemption' })).items).toEqual([]);
    const id = first.items[0]?.id ?? '';
    const why = must(await app.decision(id, { explain: 'why' }));
    expect(why.trace).toMatchObject([
      { rule: 'badword', held: 'true', clauses: [{ text: 'text.has("zorgle")', spans: [{ start: 0, end: 6 }] }] },
    ]);
    expect(why.facts.map(({ path }) => path)).toContain('counters.same_text');
    const whynot = must(await app.decision(id, { explain: 'whynot' })).trace ?? [];
    expect(whynot.map(({ rule, held }) => [rule, held])).toContainEqual(['signalled', 'unknown']);
    expect(await app.decision('none')).toMatchObject({ code: 'DECISION_UNKNOWN' });
    await app.close();
  });
});
