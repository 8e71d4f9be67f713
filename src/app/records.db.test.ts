/** What platforms report: copies, reach, measures, and the feed, on every database. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../test/support/databases.ts';
import { must, NOW, openTestApp, take } from '../../test/support/journey.ts';
import { addHours } from '../lib/instant.ts';

describeDatabases('platforms report', (open) => {
  test('copies over platforms are compared with what was seen, and each difference is told once', async () => {
    const { app } = await openTestApp(await open());
    const text = 'moon cheese for all';
    await take(app, { id: '1', text });
    await take(app, { id: '1', text: 'Moon  cheese for ALL', platform: 'facewall' });
    const seen = {
      platform: 'facewall',
      post: '1',
      measures: [],
      seenAt: NOW,
      evidenceUrl: 'https://a.example',
      by: 'user:o',
    };
    must(await app.observe(seen));
    must(await app.observe(seen));
    const { copies, divergences } = must(await app.getPost('chirp', '1'));
    expect(copies).toMatchObject([{ naming: { platform: 'facewall', post: '1' }, observed: { measures: [] } }]);
    expect(divergences).toMatchObject([{ kinds: ['unexplained'] }]);
    const told = must(await app.events(0)).items.filter(({ type }) => type === 'divergence.found');
    expect(told).toHaveLength(1);
    expect((await app.status()).alerts).toHaveLength(1);
    expect(await app.observe({ ...seen, post: 'none' })).toMatchObject({ code: 'POST_UNKNOWN' });
    await app.close();
  });

  test('a plain copy of a decided post has a decision of its own', async () => {
    const { app } = await openTestApp(await open());
    await take(app, { id: '1', text: 'perhaps so' });
    const copy = await take(app, { id: '2', text: 'perhaps so', author: { id: 'bob' } });
    expect(copy.decision.decision.shadow).toHaveLength(1);
    expect(must(await app.getPost('chirp', '2')).copies).toHaveLength(1);
    await app.close();
  });

  test('reach is cumulative, measures are acknowledged, evenness counts both', async () => {
    const { app } = await openTestApp(await open());
    const made = await take(app, { id: '1', text: 'zorgle', createdAt: addHours(NOW, -2) });
    const row = (at: string, views: number) => ({ platform: 'chirp', post: '1', at, views, reposts: 0 });
    expect(
      await app.reach([row(addHours(NOW, -1), 70), row(addHours(NOW, 1), 90), { ...row(NOW, 1), post: 'none' }]),
    ).toMatchObject([{ ok: true }, { ok: true }, { ok: false, code: 'POST_UNKNOWN' }]);
    const measure = made.decision.measures[0]?.id ?? '';
    expect(await app.platformOfMeasure(measure)).toBe('chirp');
    must(await app.ack(measure, { status: 'confirmed', at: NOW }));
    expect(await app.ack('none', { status: 'confirmed', at: NOW })).toMatchObject({ code: 'MEASURE_UNKNOWN' });
    const view = must(await app.getPost('chirp', '1'));
    expect(view.decisions[0]?.measures).toMatchObject([{ status: 'confirmed', ackedAt: NOW }]);
    expect(view.reach).toMatchObject({ views: 90 });
    expect(must(await app.evenness({}))).toMatchObject([
      {
        policy: 'spam',
        found: 1,
        acted: 1,
        medianShownMs: 7_200_000,
        viewsWhileShown: 70,
        posts: [{ platform: 'chirp', id: '1' }],
      },
    ]);
    expect(must(await app.evenness({ platform: 'facewall' }))).toEqual([]);
    await app.close();
  });

  test('the feed tells in commit order and resumes without loss', async () => {
    const { app } = await openTestApp(await open());
    await take(app, { id: '1', text: 'zorgle' });
    await take(app, { id: '2', text: 'zorgle too' });
    const all = must(await app.events(0)).items;
    expect(all.map(({ type }) => type)).toContain('decision.effective');
    expect(JSON.stringify(all)).not.toContain('zorgle');
    const paged = [];
    for (let after = 0; ; ) {
      const { items, next } = must(await app.events(after, 1));
      if (items.length === 0) break;
      paged.push(...items);
      after = next;
    }
    expect(paged).toEqual(all);
    await app.close();
  });
});
