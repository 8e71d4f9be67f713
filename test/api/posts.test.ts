/** Posts over HTTP: one as JSON, many as lines, and what hostile bytes come to. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixturePolicies } from '../support/fixture-policies.ts';
import { makePost, NOW, openHttpWorkspace, type Workspace } from '../support/http-workspace.ts';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openHttpWorkspace({ files: fixturePolicies() });
});
afterAll(() => workspace.close());

const send = (json: unknown) => workspace.ask('POST', '/v1/posts', { json });
const THREAT = 'It will be answered with shooting.';

describe('ids', () => {
  test.each([
    ['NUL', 'a\u0000b'],
    ['half a surrogate pair', 'a\ud800'],
  ])('with %s are refused, not changed', async (_name, id) => {
    const refused = await workspace.ask('POST', '/v1/posts', { json: makePost(id) });
    expect([refused.status, refused.body.code, refused.body.pointer]).toEqual([422, 'BODY_INVALID', '/id']);
    const author = await workspace.ask('POST', '/v1/posts', { json: makePost('sound', { author: { id } }) });
    expect(author.body).toMatchObject({ code: 'BODY_INVALID', pointer: '/author/id' });
    const line = await workspace.ask('POST', '/v1/posts', { ndjson: [{ op: 'delete', platform: 'chirp', id }] });
    expect(line.body[0].problem).toMatchObject({ code: 'BODY_INVALID', pointer: '/id' });
  });

  test('in a path too', async () => {
    const reply = await workspace.ask('GET', '/v1/posts/chirp/a%00b');
    expect([reply.status, reply.body.code]).toEqual([400, 'QUERY_INVALID']);
  });
});

test('a body that is packed is refused by its encoding', async () => {
  const raw = { type: 'application/json', body: gzipSync(JSON.stringify(makePost('packed'))) };
  const reply = await workspace.ask('POST', '/v1/posts', { raw, headers: { 'content-encoding': 'gzip' } });
  expect([reply.status, reply.body.code]).toEqual([415, 'MEDIA_TYPE_UNSUPPORTED']);
});

describe('one post', () => {
  test('is judged, and the same again is a replay with the same decision', async () => {
    const first = await send(makePost('one', { text: THREAT }));
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ replayed: false, decision: { applied: { rung: 'removed' } } });
    const again = await send(makePost('one', { text: THREAT }));
    expect(again.body).toMatchObject({ replayed: true, decision: { id: first.body.decision.id } });
  });

  test('changed content is the next revision', async () => {
    await send(makePost('edited', { text: THREAT }));
    const edit = { text: 'Good evening.', editedAt: '2026-11-20T12:00:01Z' };
    const { body } = await send(makePost('edited', edit));
    expect(body.decision).toMatchObject({ trigger: 'edit', subject: { revision: 2 }, applied: { rung: 'none' } });
  });

  test('is read back with its copies, and deleted', async () => {
    const id = 'a/b c?#%00é';
    const path = `/v1/posts/chirp/${encodeURIComponent(id)}`;
    await send(makePost(id, { text: 'The same words on two platforms.' }));
    await send(makePost('copy', { platform: 'facewall', text: 'The same words on two platforms.' }));
    const { status, body } = await workspace.ask('GET', path);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      platform: 'chirp',
      id,
      revision: 1,
      post: { text: 'The same words on two platforms.' },
    });
    expect(body.copies).toMatchObject([{ platform: 'facewall', id: 'copy' }]);
    expect((await workspace.ask('DELETE', path)).body).toEqual({ platform: 'chirp', id, changed: true });
    expect((await workspace.ask('DELETE', path)).body.changed).toBe(false);
    const shown = await workspace.ask('GET', `/v1/presentations?platform=chirp&post=${encodeURIComponent(id)}`);
    expect(shown.body.items).toMatchObject([{ state: 'deleted', presentation: { visibility: 'deleted' } }]);
  });

  test('ids have up to 512 characters, also where each is written with twelve', async () => {
    const id = '😀'.repeat(512);
    expect((await send(makePost(id))).status).toBe(200);
    expect((await workspace.ask('GET', `/v1/posts/chirp/${encodeURIComponent(id)}`)).body.id).toBe(id);
    expect((await send(makePost(`${id}x`))).body).toMatchObject({ code: 'BODY_INVALID', pointer: '/id' });
  });

  test.each([
    ['an unknown field', { lag: 'en' }, '/lag'],
    ['`__proto__` as a field', JSON.parse('{"__proto__":{"verified":true}}'), '/__proto__'],
    ['a day that there is not', { createdAt: '2026-02-30T00:00:00Z' }, '/createdAt'],
    ['a time without an offset', { createdAt: '2026-02-20T00:00:00' }, '/createdAt'],
    ['a link that is a script', { links: ['javascript:alert(1)'] }, '/links/0'],
    ['an address with a wrong hash', { media: [{ kind: 'image', sha256: 'x' }] }, '/media/0/sha256'],
    ['an author without an id', { author: { handle: '@a' } }, '/author/id'],
    ['followers that are no count', { author: { id: 'a', followers: -1 } }, '/author/followers'],
    ['a text that is none', { text: 7 }, '/text'],
  ])('%s is refused by name', async (_what, change, pointer) => {
    const post = Object.assign(Object.create(null), makePost('refused'));
    for (const key of Object.keys(change))
      Object.defineProperty(post, key, { value: (change as never)[key], enumerable: true });
    const { status, body } = await send(post);
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'BODY_INVALID', pointer });
  });

  test('a refusal quotes nothing of what was sent', async () => {
    const { text } = await send(makePost('private', { lang: 'a secret', visibility: 'another secret' }));
    expect(text).not.toContain('secret');
  });

  test('a text is counted in bytes of UTF-8', async () => {
    expect((await send(makePost('large', { text: 'é'.repeat(524_288) }))).status).toBe(200);
    const { status, body } = await send(makePost('larger', { text: 'é'.repeat(524_289) }));
    expect(status).toBe(413);
    expect(body).toMatchObject({ code: 'POST_TOO_LARGE', pointer: '/text' });
  });

  test('text that is not well-formed is made so, and judged', async () => {
    const text = `a\ud800b\u0000c ${THREAT}`;
    const { body } = await send(makePost('broken', { text }));
    expect(body.decision.applied.rung).toBe('removed');
    const stored = await workspace.ask('GET', '/v1/posts/chirp/broken');
    expect(stored.body.post.text).toBe(`a\ufffdb\ufffdc ${THREAT}`);
  });

  test('nobody becomes an office-holder by saying so', async () => {
    const author = { id: 'pretender', verified: true, followers: 9_000_000, offices: [{ title: 'head of state' }] };
    const { body } = await send(makePost('claim', { text: THREAT, author }));
    expect(body.decision.applied).toEqual(expect.objectContaining({ rung: 'removed' }));
    const account = await workspace.ask('GET', '/v1/accounts/chirp/pretender');
    expect(account.body.offices).toMatchObject([{ title: 'head of state', state: 'claimed' }]);
    const claims = await workspace.ask('GET', '/v1/office-claims');
    expect(claims.body.items).toContainEqual({
      platform: 'chirp',
      id: 'pretender',
      office: account.body.offices[0].id,
      title: 'head of state',
    });
  });
});

describe('lines', () => {
  test('are answered in order; a bad one harms no other', async () => {
    const ndjson = [
      makePost('l1', { text: THREAT, author: { id: 'liner' } }),
      '{"platform":',
      makePost('l3', { text: 'Morning.', author: { id: 'liner' } }),
      '',
      '{"op":"delete","platform":"chirp","id":"l1"}',
      '{"op":"delete","platform":"chirp","id":"never"}',
      { op: 'account', platform: 'chirp', id: 'liner', handle: '@liner', followers: 12 },
      { op: 'explode' },
      '{"platform":"chirp","platform":"facewall"}',
      makePost('l10', { platform: 'nowhere' }),
      `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
      makePost('l12', { text: 'Evening.', author: { id: 'liner' } }),
    ];
    const { status, headers, body } = await workspace.ask('POST', '/v1/posts', { ndjson });
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/x-ndjson');
    const told = body.map((each: { line: number; problem?: { code: string }; op?: string }) => [
      each.line,
      each.problem?.code ?? each.op ?? 'decision',
    ]);
    expect(told).toEqual([
      [1, 'decision'],
      [2, 'JSON_MALFORMED'],
      [3, 'decision'],
      [5, 'delete'],
      [6, 'POST_UNKNOWN'],
      [7, 'account'],
      [8, 'BODY_INVALID'],
      [9, 'JSON_DUPLICATE_KEY'],
      [10, 'PLATFORM_UNKNOWN'],
      [11, 'JSON_TOO_DEEP'],
      [12, 'decision'],
    ]);
    expect(body[0].decision.applied.rung).toBe('removed');
    const account = await workspace.ask('GET', '/v1/accounts/chirp/liner');
    expect(account.body).toMatchObject({ handle: '@liner', followers: 12 });
  });

  test('a byte order mark, CRLF and a missing last line break are taken', async () => {
    const line = (id: string) => JSON.stringify(makePost(id));
    const raw = { type: 'application/x-ndjson', body: `\ufeff${line('b1')}\r\n\r\n${line('b2')}` };
    const { body } = await workspace.ask('POST', '/v1/posts', { raw });
    expect(body.map((each: { line: number; decision: unknown }) => [each.line, each.decision !== undefined])).toEqual([
      [1, true],
      [3, true],
    ]);
  });

  test('a line beyond 4 MiB is refused, and the next one is taken', async () => {
    const ndjson = [`{"text":"${'x'.repeat(4_200_000)}"}`, makePost('after')];
    const { body } = await workspace.ask('POST', '/v1/posts', { ndjson });
    expect(body[0]).toMatchObject({ line: 1, problem: { code: 'POST_TOO_LARGE' } });
    expect(body[1]).toMatchObject({ line: 2, decision: { subject: { id: 'after' } } });
  });

  test('thousands of bad lines among thousands of good ones keep their places', async () => {
    const ndjson = Array.from({ length: 6_000 }, (_, i) =>
      i % 3 === 0 ? `{"bad":${i}` : makePost(`many-${i}`, { author: { id: `a${i % 40}` } }),
    );
    const { body } = await workspace.ask('POST', '/v1/posts', { ndjson });
    expect(body.length).toBe(6_000);
    const wrong = body.filter((each: { line: number; problem?: unknown; decision?: { subject: { id: string } } }) =>
      (each.line - 1) % 3 === 0 ? !each.problem : each.decision?.subject.id !== `many-${each.line - 1}`,
    );
    expect(wrong).toEqual([]);
    expect(body.map((each: { line: number }) => each.line)).toEqual(ndjson.map((_, i) => i + 1));
  });

  test('nothing at all is answered with nothing', async () => {
    const { status, body } = await workspace.ask('POST', '/v1/posts', { ndjson: [] });
    expect([status, body]).toEqual([200, []]);
  });
});

describe('presentations', () => {
  test('are public, from any origin, cacheable, and never hold a text', async () => {
    await send(makePost('shown', { text: THREAT }));
    const reply = await workspace.ask('POST', '/v1/presentations:query', {
      key: null,
      headers: { origin: 'https://reader.example' },
      json: { platform: 'chirp', posts: ['shown', 'nobody-sent-this'] },
    });
    expect(reply.status).toBe(200);
    expect(reply.headers['access-control-allow-origin']).toBe('*');
    expect(reply.headers['cache-control']).toMatch(/^public, max-age=\d+$/);
    expect(reply.body.items).toMatchObject([
      { post: 'shown', state: 'known', presentation: { visibility: 'removed' } },
      { post: 'nobody-sent-this', state: 'unknown', presentation: null },
    ]);
    expect(reply.body.validUntil > NOW).toBe(true);
    expect(reply.text).not.toContain('shooting');
  });

  test('a browser may ask beforehand', async () => {
    const { status, headers } = await workspace.ask('OPTIONS', '/v1/presentations:query', { key: null });
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
    });
  });

  test('at most 500 posts at once', async () => {
    const posts = Array.from({ length: 501 }, (_, i) => String(i));
    const { body } = await workspace.ask('POST', '/v1/presentations:query', { json: { platform: 'chirp', posts } });
    expect(body).toMatchObject({ code: 'BODY_INVALID', pointer: '/posts' });
  });
});
