/** The demo workspace: the running example through the real write path, retold and judged again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeDatabases } from '../../test/support/databases.ts';
import { must, openTestApp } from '../../test/support/journey.ts';
import type { App } from '../app.ts';
import { openStore } from '../store/open.ts';
import { demoOn } from './demo-seed.ts';
import { readPolicyFolder } from './watch.ts';

const policies = readPolicyFolder('policies');
const now = () => '2026-11-22T12:00:00.000Z';

describeDatabases('the demo', (open) => {
  test('tells why the platforms differ, and what an ordinary account would have met', async () => {
    const store = await open();
    const app = await demoOn(store, { policies, now, clockEveryMs: 0 });
    const { messages, others, platforms, policies: texts } = must(await app.demo.story());
    expect(platforms.map(({ id, mode }) => [id, mode])).toEqual([
      ['chirp', 'enforced'],
      ['facewall', 'observed'],
    ]);
    const shape = messages.map(({ posts, divergence }) => [
      divergence.kinds,
      posts.map(({ decision: { decision }, presentation }) => [
        decision.baseline.rung,
        decision.applied.rung,
        presentation.visibility,
      ]),
    ]);
    expect(shape).toEqual([
      [
        ['exemption'],
        [
          ['context', 'context', 'shown'],
          ['context', 'none', 'shown'],
        ],
      ],
      [
        ['exemption', 'rung_unavailable'],
        [
          ['removed', 'notice', 'behind_notice'],
          ['removed', 'none', 'shown'],
        ],
      ],
    ]);
    expect(messages.map(({ posts }) => posts.map(({ observed }) => observed?.measures ?? null))).toEqual([
      [null, []],
      [null, []],
    ]);
    expect(others.length).toBeGreaterThan(50);
    expect(texts.every(({ text }) => text.startsWith('---'))).toBe(true);
    expect((await app.status()).alerts).toEqual([]);

    const ordinary = must(await app.demo.judge({ as: 'ordinary account' }));
    expect(ordinary.story.messages.map(({ divergence }) => divergence.kinds)).not.toContainEqual(['exemption']);
    expect(ordinary.flips.map(({ platform, id, from, to }) => [platform, id, from, to])).toEqual([
      ['facewall', 'message-1', 'none', 'context'],
      ['chirp', 'message-2', 'notice', 'removed'],
      ['facewall', 'message-2', 'none', 'removed'],
    ]);
    expect(must(await app.demo.judge({})).flips).toEqual([]);
    await app.close();
  });
});

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'evenhand-demo-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('edited rules flip posts, broken ones do not; nothing is recorded', async () => {
  const store = await openStore({ dataDir: dir });
  const app = await demoOn(store, { policies, now, clockEveryMs: 0 });
  const before = await store.lastPosition();
  const path = 'hateful-conduct/policy.md';
  const text = policies[path] as string;
  const off = must(await app.demo.judge({ policies: { [path]: text.replaceAll('then: removed', 'then: none') } }));
  expect(off.edited).toBe(true);
  expect(off.flips.map(({ id }) => id)).toContain('hate');
  const broken = must(await app.demo.judge({ policies: { [path]: 'nothing' } }));
  expect([broken.edited, broken.flips]).toEqual([false, []]);
  expect(broken.problems.length).toBeGreaterThan(0);
  expect(await store.lastPosition()).toBe(before);
  await app.close();
});

test('opened again it is as it was left; elsewhere there is no story', async () => {
  const app = await demoOn(await openStore({ dataDir: dir }), { policies, now, clockEveryMs: 0 });
  const first = must(await app.demo.story());
  await app.close();
  const again = await demoOn(await openStore({ dataDir: dir }), { policies: {}, now, clockEveryMs: 0 });
  expect(must(await again.demo.story())).toEqual(first);
  await again.close();
  const { app: other } = await openTestApp(await openStore({ dataDir: join(dir, 'other') }));
  expect(await other.demo.story()).toMatchObject({ code: 'NOT_IN_DEMO' });
  await other.close();
});

test('filled half-way when it was killed, it is completed at the next start', async () => {
  const whole = await demoOn(await openStore({ dataDir: join(dir, 'whole') }), { policies, now, clockEveryMs: 0 });
  const told = async (app: App) => ({
    messages: must(await app.demo.story()).messages.map(({ id, divergence, posts }) => ({
      id,
      kinds: divergence.kinds,
      posts: posts.map(({ decision, observed, naming }) => [naming, decision.decision.applied.rung, observed?.seenAt]),
    })),
    others: must(await app.demo.story()).others.map(({ naming, decision }) => [naming, decision.decision.applied.rung]),
    exemptions: must(await app.exemptions.list({}))
      .items.map(({ state, approvals, grantor, policies: of, platform }) =>
        JSON.stringify([platform, of, state, approvals.map(({ by, at }) => [by, at]), grantor]),
      )
      .sort(),
    persons: must(await app.persons.list({})).items.map(({ state, accounts }) => [state, accounts]),
    position: (await app.status()).position,
  });
  const wanted = await told(whole);
  await whole.close();
  for (const commits of [1, 5, 9, 20, 30]) {
    const dataDir = join(dir, `killed-${commits}`);
    const killed = await openStore({ dataDir });
    const { commit } = killed;
    let left = commits;
    killed.commit = async (batch) => {
      if (left-- <= 0) throw new Error('killed');
      return commit(batch);
    };
    await expect(demoOn(killed, { policies, now, clockEveryMs: 0 })).rejects.toThrow();
    await killed.close();
    const app = await demoOn(await openStore({ dataDir }), { policies, now, clockEveryMs: 0 });
    expect(await told(app)).toEqual(wanted);
    await app.close();
  }
});
