/** The demo over HTTP: the story as it is told, judged for somebody else and under edited rules, and left. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sessions } from '../../src/access/sessions.ts';
import { demoOn } from '../../src/app/demo-seed.ts';
import type { App } from '../../src/app.ts';
import { readPolicyFolder } from '../../src/cli/policy-folder.ts';
import { buildServer, type HttpServer } from '../../src/http/server.ts';
import { instantOf } from '../../src/lib/instant.ts';
import type { DemoJudgeAnswer, Story } from '../../src/schema/demo.ts';
import { openStore } from '../../src/store/open.ts';
import { TEST_SETTINGS } from '../support/http-workspace.ts';

let dir: string;
let app: App;
let http: HttpServer;
const signedIn = sessions();
let left = 0;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'evenhand-demo-'));
  const policies = await readPolicyFolder('policies');
  app = await demoOn(await openStore({ dataDir: dir }), { policies, clockEveryMs: 0 });
  const parts = { now: () => instantOf(Date.now()), sessions: signedIn, leaveDemo: () => void left++ };
  http = await buildServer(app, { ...TEST_SETTINGS, demo: true }, parts);
});
afterAll(async () => {
  await http.stop();
  await app.close();
  rmSync(dir, { recursive: true });
});

async function ask<T>(method: 'GET' | 'POST', url: string, payload?: object): Promise<T> {
  const headers = { host: 'localhost' };
  const reply = await http.server.inject(payload ? { method, url, headers, payload } : { method, url, headers });
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json() as T;
}
const rungs = (story: Story) =>
  story.messages.map(({ posts }) =>
    Object.fromEntries(Object.entries(posts).map(([id, each]) => [id, each.decision.applied.rung])),
  );

test('the running example, as readers see it on two platforms, and why they differ', async () => {
  const story = await ask<Story>('GET', '/v1/demo');
  expect(story.platforms.map(({ id, mode }) => [id, mode])).toEqual([
    ['chirp', 'enforced'],
    ['facewall', 'observed'],
  ]);
  expect(rungs(story)).toEqual([
    { chirp: 'context', facewall: 'none' },
    { chirp: 'notice', facewall: 'none' },
  ]);
  const [ballots, looting] = story.messages;
  expect(ballots?.posts.chirp?.presentation.labels[0]?.text).toBe('Get the facts about postal ballots');
  expect(looting?.posts.chirp?.presentation).toMatchObject({
    visibility: 'behind_notice',
    interactions: { like: 'off', reply: 'off', repost: 'off', quote: 'allowed' },
    surfaces: { recommendations: false },
  });
  expect(story.messages.map(({ divergence }) => divergence.kinds)).toEqual([
    ['exemption'],
    ['exemption', 'rung_unavailable'],
  ]);
  expect(story.policies.map(({ id }) => id)).toContain('glorifying-violence');
});

test('posted by an ordinary account, both platforms do as their policies say', async () => {
  const { story, flips } = await ask<DemoJudgeAnswer>('POST', '/v1/demo/judge', { as: 'ordinary account' });
  expect(rungs(story)).toEqual([
    { chirp: 'context', facewall: 'context' },
    { chirp: 'removed', facewall: 'removed' },
  ]);
  expect(flips).toHaveLength(3);
});

test('an edited rule flips posts; the story itself stays', async () => {
  const before = await ask<Story>('GET', '/v1/demo');
  const policy = before.policies.find(({ id }) => id === 'glorifying-violence');
  if (!policy) throw new Error('the demo has no such policy');
  const policies = {
    [policy.path]: policy.text.replaceAll(/mode: live/g, 'mode: off').replaceAll(/when: /g, 'mode: off\n    when: '),
  };
  const judged = await ask<DemoJudgeAnswer>('POST', '/v1/demo/judge', { policies });
  expect(judged).toMatchObject({ edited: true });
  expect(judged.flips.map(({ platform, id }) => `${platform}/${id}`)).toContain('chirp/message-2');
  expect(await ask('GET', '/v1/demo')).toEqual(before);
});

test('it is left from this machine, by a link to what comes next', async () => {
  expect(await ask('GET', '/v1/status')).toMatchObject({ demo: true, canLeaveDemo: true });
  const headers = { host: 'localhost' };
  const far = await http.server.inject({
    method: 'POST',
    url: '/v1/demo/leave',
    headers,
    payload: {},
    remoteAddress: '192.0.2.7',
  });
  expect(far.json()).toMatchObject({ code: 'NOT_IN_DEMO' });
  for (const passedOn of ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via']) {
    const proxied = await http.server.inject({
      method: 'POST',
      url: '/v1/demo/leave',
      headers: { ...headers, [passedOn]: '203.0.113.9' },
      payload: {},
      remoteAddress: '127.0.0.1',
    });
    expect(proxied.json(), passedOn).toMatchObject({ code: 'NOT_IN_DEMO' });
  }
  const { signIn } = await ask<{ signIn: string }>('POST', '/v1/demo/leave', {});
  expect(left).toBe(1);
  expect(signedIn.signIn(signIn.replace('/sign-in/', ''), Date.now())).not.toBeNull();
});
