/** Posts through the whole journey, on every database. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../test/support/databases.ts';
import { must, openTestApp, post, take, taken } from '../../test/support/journey.ts';

describeDatabases('taking posts in', (open) => {
  test('a plain post is recorded compactly, and sent again it is a replay of the same decision', async () => {
    const store = await open();
    const { app } = await openTestApp(store);
    const first = await take(app, { id: '1' });
    expect(first).toMatchObject({ replayed: false, revision: 1, presentation: { visibility: 'shown' } });
    expect(first.decision).toMatchObject({
      effective: true,
      decision: { trigger: 'ingest', applied: { rung: 'none' } },
    });
    const again = await take(app, { id: '1' });
    expect(again.replayed).toBe(true);
    expect({ ...again, replayed: false }).toEqual(first);
    const types = (await store.events({ after: 0, limit: 100 })).map(({ event }) => event.type);
    expect(types.slice(2)).toEqual(['account.recorded', 'posts.judged']);
    expect(must(await app.decision(first.decision.id)).decision).toEqual(first.decision.decision);
    await app.close();
  });

  test('plain posts of a batch share one event; what happens to one of them comes after it', async () => {
    const store = await open();
    const { app } = await openTestApp(store);
    const edit = (id: string, text: string) => post({ id, text, editedAt: '2026-11-20T13:00:00Z' });
    const posts = [post({ id: '1' }), post({ id: '2', text: 'zorgle' }), post({ id: '3', text: 'fine' })];
    posts.push(edit('1', 'you zorgle'), post({ id: '4', text: 'good' }), edit('4', 'better'), edit('2', 'sorry'));
    const answers = [];
    for await (const answer of app.ingest(
      posts.map((each) => ({ op: 'post' as const, post: each })),
      'key:test',
    )) {
      answers.push(taken(answer));
    }
    expect(answers.map(({ revision }) => revision)).toEqual([1, 1, 1, 2, 1, 2, 2]);
    const events = (await store.events({ after: 2, limit: 100 })).map(({ event }) => event);
    const about = events.flatMap((event): (string | number[])[] => {
      if (event.type === 'posts.judged') return [event.posts.map(({ revision }) => revision)];
      return event.type === 'post.received' ? [`found on ${event.post.revision}`] : [];
    });
    expect(about).toEqual(['found on 1', [1, 1], 'found on 2', [1], 'found on 2', [2]]);
    await app.close();
  });

  test('a finding is decided, struck, shown and found again', async () => {
    const { app } = await openTestApp(await open());
    const made = await take(app, { id: '1', text: 'you zorgle' });
    expect(made.decision.decision).toMatchObject({ applied: { rung: 'removed' }, departures: [] });
    expect(made.decision.measures).toMatchObject([{ measure: { kind: 'remove' }, status: 'planned' }]);
    expect(made.presentation.visibility).toBe('removed');
    expect(made.consequences[0]?.decision.subject.kind).toBe('account');
    const account = must(await app.accounts.get('chirp', 'ann'));
    expect(account.points).toEqual({ baseline: 2, applied: 2 });
    expect(account.next).toMatchObject({ atPoints: 4, pointsLeft: 2 });
    const again = await take(app, { id: '1', text: 'you zorgle' });
    expect(again.decision).toEqual({ ...made.decision, position: again.decision.position });
    const items = must(await app.presentations({ platform: 'chirp', posts: ['1', '2'] })).items;
    expect(items).toMatchObject([
      { post: '1', state: 'known', presentation: { visibility: 'removed' } },
      { post: '2', state: 'unknown', presentation: null },
    ]);
    expect(items[0]?.presentation).toEqual(made.presentation);
    await app.close();
  });

  test('changed content makes the next revision, and an older one that comes late changes nothing', async () => {
    const { app } = await openTestApp(await open());
    await take(app, { id: '1', text: 'one' });
    const edited = await take(app, { id: '1', text: 'zorgle', editedAt: '2026-11-20T13:00:00Z' });
    expect(edited).toMatchObject({ revision: 2, replayed: false, decision: { decision: { trigger: 'edit' } } });
    const late = await take(app, { id: '1', text: 'between', editedAt: '2026-11-20T12:30:00Z' });
    expect(late).toMatchObject({ outOfOrder: true, revision: 2, presentation: { visibility: 'removed' } });
    const lateAgain = await take(app, { id: '1', text: 'between', editedAt: '2026-11-20T12:30:00Z' });
    expect(lateAgain).toMatchObject({ replayed: true, outOfOrder: true });
    const third = await take(app, { id: '1', text: 'fine', editedAt: '2026-11-20T14:00:00Z' });
    expect(third).toMatchObject({ revision: 4, presentation: { visibility: 'shown' } });
    expect(must(await app.accounts.get('chirp', 'ann')).points.applied).toBe(2);
    await app.close();
  });

  test('posts of one batch see each other: strikes, copies, counters', async () => {
    const { app } = await openTestApp(await open());
    const answers = [];
    const items = [
      post({ id: '1', text: 'zorgle a' }),
      post({ id: '2', text: 'zorgle b' }),
      post({ id: '3', text: 'plain words' }),
      ...['p', 'q', 'r', 's'].map((id) => post({ id, text: 'the same text', author: { id: `author-${id}` } })),
    ];
    for await (const one of app.ingest(
      items.map((each) => ({ op: 'post' as const, post: each })),
      'key:test',
    ))
      answers.push(taken(one));
    expect(answers[1]?.consequences[0]?.decision.applied.measures.map(({ measure }) => measure.kind)).toEqual([
      'strike',
      'suspend',
    ]);
    expect(answers[2]?.presentation).toMatchObject({ visibility: 'withheld', author: { state: 'suspended' } });
    expect(answers.slice(3).map((each) => each.decision.decision.findings.length)).toEqual([0, 0, 0, 1]);
    await app.close();
  });

  test('counters outlast the batch and the window ends', async () => {
    const { app, later } = await openTestApp(await open());
    const found = async (id: string) =>
      (await take(app, { id, text: 'the same text', author: { id } })).decision.decision.findings.length;
    expect([await found('a'), await found('b'), await found('c')]).toEqual([0, 0, 0]);
    expect(await found('d')).toBe(1);
    expect((await take(app, { id: 'd', text: 'the same text', author: { id: 'd' } })).replayed).toBe(true);
    later(2);
    expect(await found('e')).toBe(0);
    await app.close();
  });

  test('a breaker holds what comes after its limit, and the hold ends by the clock', async () => {
    const { app, context, later } = await openTestApp(await open());
    for (const id of ['a', 'b', 'c']) await take(app, { id, text: 'the same text', author: { id } });
    const rungs = [];
    for (const id of ['d', 'e', 'f']) {
      const { decision } = (await take(app, { id, text: 'the same text', author: { id } })).decision;
      rungs.push([decision.baseline.rung, decision.applied.rung, decision.departures[0]?.kind]);
    }
    expect(rungs).toEqual([
      ['removed', 'removed', undefined],
      ['removed', 'removed', undefined],
      ['removed', 'notice', 'breaker'],
    ]);
    const { items } = must(await app.events(0));
    expect(items.filter(({ type }) => type === 'breaker.tripped')).toHaveLength(1);
    later(25);
    const { endHolds } = await import('./ended.ts');
    expect(await endHolds(context)).toBe(1);
    expect(await endHolds(context)).toBe(0);
    const held = must(await app.getPost('chirp', 'f'));
    expect(held.presentation.visibility).toBe('removed');
    expect(held.decisions[0]?.decision).toMatchObject({ trigger: 'expiry', decidedBy: { kind: 'clock' } });
    await app.close();
  });

  test('deleting is answered once as a change; decisions and strikes stay', async () => {
    const { app } = await openTestApp(await open());
    await take(app, { id: '1', text: 'zorgle' });
    expect(must(await app.deletePost('chirp', '1', 'author'))).toMatchObject({ changed: true });
    expect(must(await app.deletePost('chirp', '1', 'author'))).toMatchObject({ changed: false });
    expect(await app.deletePost('chirp', 'none', 'author')).toMatchObject({ ok: false, code: 'POST_UNKNOWN' });
    const view = must(await app.getPost('chirp', '1'));
    expect(view).toMatchObject({ state: 'deleted', presentation: { visibility: 'deleted' } });
    expect(view.decisions).toHaveLength(1);
    expect(must(await app.accounts.get('chirp', 'ann')).points.applied).toBe(2);
    await app.close();
  });

  test('author fields are updated, and offices that a payload claims have no effect', async () => {
    const { app } = await openTestApp(await open());
    await take(app, {
      id: '1',
      author: { id: 'ann', handle: '@ann', followers: 5, offices: [{ title: 'mayor', jurisdiction: 'X' }] },
    });
    await take(app, {
      id: '2',
      author: { id: 'ann', handle: '@ann2', offices: [{ title: 'mayor', jurisdiction: 'X' }] },
    });
    const account = must(await app.accounts.get('chirp', 'ann'));
    expect(account.identity).toMatchObject({ handle: '@ann2', followers: 5 });
    expect(account.offices).toMatchObject([{ title: 'mayor', state: 'claimed' }]);
    expect(account.status.offices).toEqual([]);
    expect(must(await app.accounts.claims({ platforms: null })).items).toMatchObject([
      { platform: 'chirp', id: 'ann', title: 'mayor' },
    ]);
    await app.close();
  });

  test('refusals say what is wrong and record nothing', async () => {
    const store = await open();
    const { app } = await openTestApp(store);
    await take(app, { id: '1' });
    const before = await store.lastPosition();
    const send = (over: Parameters<typeof post>[0]) => app.ingestOne({ op: 'post', post: post(over) }, 'key:test');
    expect(await send({ id: '2', platform: 'elsewhere' })).toMatchObject({ code: 'PLATFORM_UNKNOWN' });
    expect(await send({ id: '1', author: { id: 'somebody-else' } })).toMatchObject({
      code: 'POST_OF_ANOTHER',
      pointer: '/author/id',
    });
    expect(await send({ id: '3', text: 'x'.repeat(1_048_577) })).toMatchObject({ code: 'POST_TOO_LARGE' });
    expect(await store.lastPosition()).toBe(before);
    await app.close();
  });

  test('without a policy set nothing is taken in', async () => {
    const { app } = await openTestApp(await open(), null);
    expect(await app.ingestOne({ op: 'post', post: post({ id: '1' }) }, 'key:test')).toMatchObject({
      code: 'NO_POLICY_SET',
    });
    await app.close();
  });
});
