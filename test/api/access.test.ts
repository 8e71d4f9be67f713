/** Who may do what: keys, scopes, platforms, sessions, hosts, origins, limits. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixturePolicies } from '../support/fixture-policies.ts';
import { makePost, openHttpWorkspace, type Workspace } from '../support/http-workspace.ts';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openHttpWorkspace({ files: fixturePolicies() });
});
afterAll(() => workspace.close());

const code = ({ status, body }: { status: number; body: { code?: string } }) => [status, body?.code ?? null];

describe('keys', () => {
  test('without one only what is public answers', async () => {
    const ask = (method: string, url: string) => workspace.ask(method, url, { key: null });
    for (const url of ['/v1/decisions', '/v1/events', '/v1/status', '/v1/keys', '/metrics', '/v1/posts/chirp/1']) {
      expect(code(await ask('GET', url)), url).toEqual([401, 'KEY_REQUIRED']);
    }
    for (const url of ['/healthz', '/policies', '/openapi.json', '/v1/presentations?platform=chirp&post=1']) {
      expect((await ask('GET', url)).status, url).toBe(200);
    }
  });

  test('every route under /v1 says who may use it, and most ask for a scope', async () => {
    const document = JSON.parse((await workspace.ask('GET', '/openapi.json')).text);
    const operations = Object.entries<Record<string, { security: unknown[] }>>(document.paths).flatMap(([path, of]) =>
      Object.entries(of).map(([method, { security }]) => ({ path, method, isOpen: security.length === 0 })),
    );
    const open = operations.filter(({ isOpen }) => isOpen).map(({ method, path }) => `${method} ${path}`);
    expect(open).toEqual(['post /v1/presentations:query', 'get /v1/presentations']);
    expect(operations.length).toBeGreaterThan(30);
    for (const { method, path } of operations.filter(({ isOpen }) => !isOpen)) {
      const url = path.replaceAll(/\{\w+\}/g, 'x');
      expect((await workspace.ask(method.toUpperCase(), url, { key: null })).status, `${method} ${url}`).toBe(401);
    }
  });

  test('one that is unknown, malformed or revoked is refused', async () => {
    const ask = (key: string) => workspace.ask('GET', '/v1/status', { key });
    expect(code(await ask('evh_unknownunknownunknown'))).toEqual([401, 'KEY_INVALID']);
    expect(code(await ask('nonsense'))).toEqual([401, 'KEY_INVALID']);
    const made = await workspace.ask('POST', '/v1/keys', { json: { name: 'short-lived', scopes: ['read'] } });
    expect(made.body.secret).toMatch(/^evh_[\w-]{43}$/);
    expect((await ask(made.body.secret)).status).toBe(200);
    const revoked = await workspace.ask('DELETE', `/v1/keys/${made.body.id}`);
    expect(revoked.body.revokedAt).not.toBeNull();
    expect(code(await ask(made.body.secret))).toEqual([401, 'KEY_INVALID']);
    const listed = await workspace.ask('GET', '/v1/keys');
    expect(listed.text).not.toContain(made.body.secret);
  });

  test('has the powers of its scopes and no others', async () => {
    const key = await workspace.makeKey(['read']);
    expect((await workspace.ask('GET', '/v1/status', { key })).status).toBe(200);
    expect(code(await workspace.ask('POST', '/v1/posts', { key, json: makePost('1') }))).toEqual([
      403,
      'SCOPE_MISSING',
    ]);
    expect(code(await workspace.ask('GET', '/v1/keys', { key }))).toEqual([403, 'SCOPE_MISSING']);
  });

  test('a reviewer’s key decides as a reviewer, not as the council', async () => {
    await workspace.ask('POST', '/v1/posts', { json: makePost('ranked') });
    const key = await workspace.makeKey(['decide']);
    const verdict = {
      subject: { kind: 'post', platform: 'chirp', id: 'ranked' },
      ...{ policy: 'glorifying-violence', rung: 'removed', reason: 'Looked at.' },
    };
    const refused = await workspace.ask('POST', '/v1/decisions', { key, json: { ...verdict, rank: 'council' } });
    expect(refused.body).toMatchObject({ code: 'SCOPE_MISSING', pointer: '/rank' });
    const taken = await workspace.ask('POST', '/v1/decisions', {
      key,
      json: { ...verdict, clause: 'looting-shooting' },
    });
    expect(taken.body.decision.decidedBy).toEqual({ kind: 'person', rank: 'reviewer' });
  });
});

describe('a key of chirp', () => {
  let key: string;
  beforeAll(async () => {
    key = await workspace.makeKey(undefined, ['chirp']);
    await workspace.ask('POST', '/v1/posts', { json: makePost('theirs', { platform: 'facewall' }) });
  });
  const ask = (method: string, url: string, json?: unknown) =>
    workspace.ask(method, url, json === undefined ? { key } : { key, json });

  test('cannot post as facewall, alone or in a stream', async () => {
    const foreign = makePost('x', { platform: 'facewall' });
    expect((await ask('POST', '/v1/posts', foreign)).body).toMatchObject({
      code: 'PLATFORM_FORBIDDEN',
      pointer: '/platform',
    });
    const ndjson = [makePost('mine'), foreign, { op: 'delete', platform: 'facewall', id: 'theirs' }];
    const { body } = await workspace.ask('POST', '/v1/posts', { key, ndjson });
    expect(body.map((each: { problem?: { code: string } }) => each.problem?.code ?? null)).toEqual([
      null,
      'PLATFORM_FORBIDDEN',
      'PLATFORM_FORBIDDEN',
    ]);
    expect((await workspace.ask('GET', '/v1/posts/facewall/theirs')).body.state).toBe('known');
    expect((await workspace.ask('GET', '/v1/posts/facewall/x')).status).toBe(404);
  });

  test.each([
    ['DELETE', '/v1/posts/facewall/theirs', undefined],
    ['GET', '/v1/posts/facewall/theirs', undefined],
    ['GET', '/v1/accounts/facewall/somebody', undefined],
    ['PUT', '/v1/accounts/facewall/somebody', {}],
    ['GET', '/v1/decisions?platform=facewall', undefined],
    ['GET', '/v1/evenness?platform=facewall', undefined],
    ['GET', '/v1/exemptions?platform=facewall', undefined],
    ['POST', '/v1/try', { post: { platform: 'facewall', text: 'x' } }],
    [
      'POST',
      '/v1/observations',
      { platform: 'facewall', post: 'theirs', measures: [], seenAt: '2026-11-20T12:00:00Z' },
    ],
    ['POST', '/v1/reach', { platform: 'facewall', post: 'theirs', at: '2026-11-20T12:00:00Z', views: 1 }],
    ['POST', '/v1/erasures', { kind: 'post', platform: 'facewall', id: 'theirs' }],
    ['GET', '/v1/keys', undefined],
    ['POST', '/v1/keys', { name: 'wider', scopes: ['admin'] }],
    ['POST', '/v1/policy-sets', { files: { 'x/policy.md': 'no' }, activate: true }],
    ['POST', '/v1/policy-sets:activate', { hash: `sha256:${'0'.repeat(64)}` }],
    ['POST', '/v1/policy-sets:rollback', undefined],
    ['POST', '/v1/policy-sets:preview', undefined],
    ['POST', '/v1/policy-sets:reapply', undefined],
  ])('%s %s is not for it', async (method, url, json) => {
    expect(code(await ask(method, url, json))).toEqual([403, 'PLATFORM_FORBIDDEN']);
  });

  test('lists its own platform when it names none', async () => {
    const { body } = await ask('GET', '/v1/decisions');
    const platforms = new Set(body.items.map((each: { subject: { platform: string } }) => each.subject.platform));
    expect([...platforms]).toEqual(['chirp']);
  });

  test('of decisions by id it reads only its own', async () => {
    const threat = { platform: 'facewall', text: 'It will be answered with shooting.' };
    const made = await workspace.ask('POST', '/v1/posts', { json: makePost('foreign-threat', threat) });
    expect(code(await ask('GET', `/v1/decisions/${made.body.decision.id}`))).toEqual([403, 'PLATFORM_FORBIDDEN']);
  });
});

describe('sessions', () => {
  test('a link signs in once, by a cookie that scripts and other sites cannot use', async () => {
    const link = workspace.sessions.makeLink(Date.parse('2026-11-20T12:00:00Z'));
    const ask = (url: string, headers = {}) => workspace.ask('GET', url, { key: null, headers });
    // A preview of the link does not spend it.
    const seen = await workspace.ask('HEAD', `/sign-in/${link}`, { key: null });
    expect([seen.status, seen.headers['set-cookie']]).toEqual([204, undefined]);
    const { status, headers } = await ask(`/sign-in/${link}`);
    expect(status).toBe(303);
    expect(headers.location).toBe('/');
    expect(headers['set-cookie']).toMatch(
      /^evenhand_session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const cookie = String(headers['set-cookie']).split(';')[0] ?? '';
    expect((await ask('/v1/status', { cookie })).status).toBe(200);
    expect(code(await ask('/v1/status', { cookie: `${cookie}x` }))).toEqual([401, 'KEY_REQUIRED']);
    expect(code(await ask(`/sign-in/${link}`))).toEqual([401, 'LINK_INVALID']);
    for (const site of ['cross-site', 'same-site']) {
      const forged = { cookie, 'sec-fetch-site': site };
      const asked = await workspace.ask('POST', '/v1/keys', { key: null, json: {}, headers: forged });
      expect(code(asked)).toEqual([403, 'ORIGIN_FORBIDDEN']);
      expect((await ask('/v1/status', forged)).status).toBe(200);
    }
    const own = { cookie, 'sec-fetch-site': 'same-origin' };
    const json = { name: 'mine', scopes: ['read'] };
    expect((await workspace.ask('POST', '/v1/keys', { key: null, json, headers: own })).status).toBe(200);
    const away = await workspace.ask('POST', '/sign-out', { key: null, headers: { cookie } });
    expect(away.status).toBe(204);
    expect((await ask('/v1/status', { cookie })).status).toBe(401);
  });
});

describe('hosts and origins', () => {
  test('a host that is not ours is refused, everywhere but at /healthz', async () => {
    const headers = { host: 'evil.example' };
    for (const url of ['/', '/policies', '/v1/status', '/openapi.json', '/v1/presentations?platform=chirp&post=1']) {
      expect(code(await workspace.ask('GET', url, { headers })), url).toEqual([403, 'HOST_FORBIDDEN']);
    }
    expect((await workspace.ask('GET', '/healthz', { headers })).status).toBe(200);
  });

  test('another page cannot post here, not even with a key', async () => {
    const headers = { origin: 'https://evil.example' };
    const reply = await workspace.ask('POST', '/v1/posts', { headers, json: makePost('csrf') });
    expect(code(reply)).toEqual([403, 'ORIGIN_FORBIDDEN']);
    expect(reply.headers['access-control-allow-origin']).toBeUndefined();
    const own = await workspace.ask('POST', '/v1/posts', {
      headers: { origin: 'http://localhost' },
      json: makePost('own'),
    });
    expect(own.status).toBe(200);
  });

  test('plain http is not told to become https, and pages run no foreign script', async () => {
    const { headers } = await workspace.ask('GET', '/policies');
    const policy = String(headers['content-security-policy']);
    expect(policy).not.toContain('upgrade-insecure-requests');
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
  });
});

describe('limits', () => {
  test('of the public and of keys are apart', async () => {
    const small = await openHttpWorkspace({
      files: fixturePolicies(),
      settings: { publicPerMinute: 3, keyPerMinute: 5 },
    });
    const ask = (key: string | null) => small.ask('GET', '/v1/presentations?platform=chirp&post=1', { key });
    const statuses = async (key: string | null, times: number) => {
      const replies = [];
      for (let i = 0; i < times; i++) replies.push((await ask(key)).status);
      return replies;
    };
    expect(await statuses(null, 4)).toEqual([200, 200, 200, 429]);
    expect(await statuses(small.key, 6)).toEqual([200, 200, 200, 200, 200, 429]);
    const last = await ask(null);
    expect(last.body.code).toBe('RATE_LIMITED');
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
    expect((await small.ask('GET', '/healthz', { key: null })).status).toBe(200);
    await small.close();
  });

  test('the demo is open to those whom the lists let in, and to no other page', async () => {
    const demo = await openHttpWorkspace({ files: fixturePolicies(), settings: { demo: true } });
    const ask = (headers = {}) => demo.ask('GET', '/v1/status', { key: null, headers });
    expect((await ask()).status).toBe(200);
    expect((await ask({ host: 'evil.example' })).status).toBe(403);
    expect((await ask({ origin: 'https://evil.example' })).status).toBe(403);
    await demo.close();
  });
});
