/** Edited policies over HTTP: what nobody has vouched for has limits, and keeps nobody waiting. */
import { afterEach, describe, expect, test } from 'vitest';
import { readPolicyFolder } from '../../src/index.ts';
import { fixturePolicies } from '../support/fixture-policies.ts';
import { makePost, openHttpWorkspace, type Workspace } from '../support/http-workspace.ts';

const PATH = 'glorifying-violence/policy.md';
const THREAT = 'It will be answered with shooting.';

let workspace: Workspace | null = null;
afterEach(async () => {
  await workspace?.close();
  workspace = null;
});

const open = async (options: Parameters<typeof openHttpWorkspace>[0]) => {
  workspace = await openHttpWorkspace({ files: fixturePolicies(), ...options });
  return workspace;
};
const edit = (change: string) => ({
  post: { platform: 'chirp', text: THREAT },
  policies: { [PATH]: `${fixturePolicies()[PATH]}\n${change}` },
});

describe('edited policies', () => {
  test('that overrun are refused with a code, and the server answers as before', async () => {
    const { ask } = await open({ editing: { deadlineMs: 1 } });
    const refused = await ask('POST', '/v1/try', { json: edit('once') });
    expect([refused.status, refused.body.code, refused.body.pointer]).toEqual([
      422,
      'POLICIES_TOO_COSTLY',
      '/policies',
    ]);
    expect(refused.headers['content-type']).toContain('application/problem+json');
    // The same again is known to overrun.
    expect((await ask('POST', '/v1/try', { json: edit('once') })).body.code).toBe('POLICIES_TOO_COSTLY');
    const plain = await ask('POST', '/v1/try', { json: { post: { platform: 'chirp', text: THREAT } } });
    expect(plain.body).toMatchObject({ edited: false, decision: { applied: { rung: 'removed' } } });
  });

  test("keep nobody's requests waiting", async () => {
    const { ask } = await open({ files: readPolicyFolder('policies') });
    let isJudged = false;
    const judged = ask('POST', '/v1/try', { json: { ...edit(''), policies: { 'incitement/examples.yaml': '[]' } } });
    const watched = judged.then((reply) => {
      isJudged = true;
      return reply;
    });
    for (let i = 0; i < 3; i++) {
      const taken = await ask('POST', '/v1/posts', { json: makePost(`meanwhile-${i}`) });
      expect([taken.status, isJudged]).toEqual([200, false]);
    }
    expect((await watched).body.edited).toBe(true);
  });

  test('may be few and small: smaller in the demo, which is open', async () => {
    const files = (count: number, chars: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`x-${i}/policy.md`, 'x'.repeat(chars)]));
    const ask = (own: Workspace, policies: object) =>
      own.ask('POST', '/v1/try', { json: { post: { platform: 'chirp', text: 'x' }, policies } });
    const keyed = await open({});
    expect((await ask(keyed, files(9, 10))).body.edited).toBe(false);
    expect((await ask(keyed, files(201, 1))).body.code).toBe('POLICIES_TOO_LARGE');
    expect((await ask(keyed, files(2, 600_000))).body.code).toBe('POLICIES_TOO_LARGE');
    await keyed.close();
    const demo = await open({ settings: { demo: true } });
    expect((await ask(demo, files(9, 10))).body.code).toBe('POLICIES_TOO_LARGE');
    expect(await ask(demo, files(1, 70_000))).toMatchObject({ status: 413, body: { code: 'POLICIES_TOO_LARGE' } });
  });
});
