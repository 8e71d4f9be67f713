/** The error catalogue: each code is met by a user in one of these ways, and has its page. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ERROR_CODES, ERRORS, type ErrorCode } from '../../src/errors.ts';
import { WireProblem } from '../../src/schema/problem.ts';
import { evenhand } from '../support/cli.ts';
import { FIXTURE_DIR, fixturePolicies } from '../support/fixture-policies.ts';
import { type Ask, makePost, openHttpWorkspace, type Workspace } from '../support/http-workspace.ts';

let workspace: Workspace;
let dir: string;
beforeAll(async () => {
  workspace = await openHttpWorkspace({ files: fixturePolicies() });
  dir = mkdtempSync(join(tmpdir(), 'evenhand-errors-'));
  await workspace.ask('POST', '/v1/posts', { json: makePost('threat', { text: THREAT }) });
});
afterAll(async () => {
  await workspace.close();
  rmSync(dir, { recursive: true, force: true });
});

const THREAT = 'It will be answered with shooting.';
const subject = { kind: 'post', platform: 'chirp', id: 'threat' };
const verdict = { subject, policy: 'glorifying-violence', rung: 'removed', reason: 'Looked at.' };
const proposal = {
  platform: 'chirp',
  subject: { kind: 'class', id: 'office-holders' },
  kind: 'public_interest',
  policies: ['glorifying-violence'],
  effect: { kind: 'soften', from: 'removed', to: 'notice' },
  reason: 'A reason.',
  balancing: { publicInterest: 'High.', riskOfHarm: 'Limited.', alternatives: 'Removal.' },
  expiresAt: '2027-06-01T00:00:00Z',
  reviewBy: '2027-01-01T00:00:00Z',
};
const post = (url: string, json: unknown, more: Ask = {}) => workspace.ask('POST', url, { json, ...more });
const get = (url: string, more: Ask = {}) => workspace.ask('GET', url, more);
const propose = (change: object) => post('/v1/exemptions', { ...proposal, ...change });
const tryEdited = (policies: object) => post('/v1/try', { post: { platform: 'chirp', text: 'x' }, policies });
const raw = (body: string, type = 'application/json') => workspace.ask('POST', '/v1/posts', { raw: { type, body } });

type Meeting = () => Promise<{ readonly body: unknown; readonly status: number }>;

const OVER_HTTP: Partial<Record<ErrorCode, Meeting>> = {
  JSON_MALFORMED: () => raw('{"platform"'),
  JSON_DUPLICATE_KEY: () => raw('{"id":"1","id":"2"}'),
  JSON_TOO_DEEP: () => raw('['.repeat(40) + ']'.repeat(40)),
  BODY_INVALID: () => post('/v1/posts', { id: '1' }),
  QUERY_INVALID: () => get('/v1/decisions?limit=many'),
  CURSOR_INVALID: () => get('/v1/decisions?cursor=made-up'),
  BODY_TOO_LARGE: () => raw(`"${'x'.repeat(4_194_304)}"`),
  POST_TOO_LARGE: () => post('/v1/posts', makePost('1', { text: 'x'.repeat(1_048_577) })),
  MEDIA_TYPE_UNSUPPORTED: () => raw('x', 'text/plain'),
  KEY_REQUIRED: () => get('/v1/status', { key: null }),
  KEY_INVALID: () => get('/v1/status', { key: 'evh_unknownunknownunknown' }),
  LINK_INVALID: () => get('/sign-in/made-up'),
  SCOPE_MISSING: async () => get('/v1/keys', { key: await workspace.makeKey(['read']) }),
  PLATFORM_FORBIDDEN: async () => get('/v1/posts/chirp/1', { key: await workspace.makeKey(['read'], ['facewall']) }),
  HOST_FORBIDDEN: () => get('/v1/status', { headers: { host: 'evil.example' } }),
  ORIGIN_FORBIDDEN: () => post('/v1/posts', makePost('1'), { headers: { origin: 'https://evil.example' } }),
  ROUTE_UNKNOWN: () => get('/v1/nothing'),
  POST_UNKNOWN: () => get('/v1/posts/chirp/never-sent'),
  ACCOUNT_UNKNOWN: () => get('/v1/accounts/chirp/never-seen'),
  DECISION_UNKNOWN: () => get('/v1/decisions/none'),
  EXEMPTION_UNKNOWN: () => get('/v1/exemptions/none'),
  OFFICE_UNKNOWN: () =>
    workspace.ask('PUT', '/v1/accounts/chirp/somebody/offices', {
      json: { id: 'none', title: 'mayor', jurisdiction: 'AA', from: '2025-01-01', source: 'A page.' },
    }),
  PERSON_UNKNOWN: () => get('/v1/persons/none'),
  MEASURE_UNKNOWN: () => post('/v1/measures/none/ack', { status: 'confirmed', at: '2026-11-20T12:00:00Z' }),
  FACT_UNKNOWN: () => get('/f/none'),
  POLICY_SET_UNKNOWN: () => post('/v1/policy-sets:activate', { hash: `sha256:${'0'.repeat(64)}` }),
  KEY_UNKNOWN: () => workspace.ask('DELETE', '/v1/keys/none'),
  PLATFORM_UNKNOWN: () => post('/v1/posts', makePost('1', { platform: 'nowhere' })),
  POLICY_UNKNOWN: () => post('/v1/decisions', { ...verdict, policy: 'none' }),
  RUNG_UNKNOWN: () => post('/v1/decisions', { ...verdict, rung: 'none-such' }),
  CLASS_UNKNOWN: () => propose({ subject: { kind: 'class', id: 'friends' } }),
  DEVIATION_REASON_REQUIRED: () => post('/v1/decisions', { ...verdict, clause: 'looting-shooting', rung: 'context' }),
  DECISION_NOT_EFFECTIVE: () => post('/v1/decisions', { ...verdict, expectedDecision: 'another' }),
  POST_OF_ANOTHER: () => post('/v1/posts', makePost('threat', { author: { id: 'another' } })),
  RANK_TOO_LOW: async () => {
    await post('/v1/decisions', { ...verdict, rank: 'lead', clause: 'looting-shooting' });
    return post('/v1/decisions', { ...verdict, clause: 'looting-shooting' });
  },
  APPEAL_OWN_DECISION: () => post('/v1/decisions', { ...verdict, rank: 'appeal', rung: 'none', deviation: 'A play.' }),
  EXEMPTION_NOT_SOFTER: () => propose({ effect: { kind: 'soften', from: 'notice', to: 'removed' } }),
  EXEMPTION_NOT_EXECUTABLE: () => propose({ effect: { kind: 'soften', from: 'removed', to: 'adults' } }),
  EXEMPTION_POLICY_FIXED: () => propose({ policies: ['incitement'] }),
  EXEMPTION_OPEN_ENDED: () => propose({ expiresAt: '2020-01-01T00:00:00Z' }),
  EXEMPTION_SAME_PERSON: async () => {
    const { body } = await propose({});
    return post(`/v1/exemptions/${body.id}/approve`, { as: 'approver' });
  },
  EXEMPTION_STATE: async () => {
    const { body } = await propose({});
    return post(`/v1/exemptions/${body.id}/approve`, { as: 'grantor' }, { key: await workspace.makeKey() });
  },
  IDEMPOTENCY_KEY_REUSED: async () => {
    const headers = { 'idempotency-key': 'once' };
    await post('/v1/exemptions', proposal, { headers });
    return post('/v1/exemptions', { ...proposal, reason: 'Another.' }, { headers });
  },
  POLICIES_TOO_LARGE: () => tryEdited({ 'x/policy.md': 'x'.repeat(1_048_570), 'y/policy.md': 'and more' }),
  POLICIES_TOO_COSTLY: async () => {
    const hurried = await openHttpWorkspace({ files: fixturePolicies(), editing: { deadlineMs: 1 } });
    const json = { post: { platform: 'chirp', text: 'x' }, policies: { 'incitement/examples.yaml': '[]' } };
    const reply = await hurried.ask('POST', '/v1/try', { json });
    await hurried.close();
    return reply;
  },
  POLICY_SET_INVALID: () => post('/v1/policy-sets', { files: { 'x/policy.md': 'no front matter' } }),
  POLICY_VERSION_NOT_RAISED: () => {
    const files = { ...fixturePolicies() };
    files['spam/policy.md'] += '\nOne more sentence.\n';
    return post('/v1/policy-sets', { files });
  },
  NOT_IN_DEMO: () => get('/v1/demo'),
};

/** Those that need a server of their own, or one in trouble. */
const IN_TROUBLE: Partial<Record<ErrorCode, Meeting>> = {
  NO_POLICY_SET: () => onOwn({}, (own) => own.ask('POST', '/v1/posts', { json: makePost('1') })),
  RATE_LIMITED: () =>
    onOwn({ settings: { keyPerMinute: 1 } }, async (own) => {
      await own.ask('GET', '/v1/status');
      return own.ask('GET', '/v1/status');
    }),
  OVERLOADED: () =>
    onOwn({ settings: { maxDelayMs: 1 } }, async (own) => {
      for (let tries = 0; tries < 200; tries++) {
        const until = performance.now() + 30;
        while (performance.now() < until);
        const reply = await own.ask('GET', '/v1/status');
        if (reply.status === 503) return reply;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error('a blocked event loop was not noticed');
    }),
  SHUTTING_DOWN: () =>
    onOwn({ files: fixturePolicies(), settings: { demo: true } }, async (own) => {
      await own.app.close();
      return own.ask('POST', '/v1/posts', { key: null, json: makePost('1') });
    }),
  CONFLICT: () =>
    onOwn({ files: fixturePolicies() }, async (own) => {
      own.alwaysStale();
      return own.ask('POST', '/v1/posts', { json: makePost('1') });
    }),
  INTERNAL: () =>
    onOwn({}, (own) => {
      own.app.status = () => Promise.reject(new Error('the disk is gone'));
      return own.ask('GET', '/v1/status');
    }),
};

async function onOwn<T>(options: Parameters<typeof openHttpWorkspace>[0], use: (own: Workspace) => Promise<T>) {
  const own = await openHttpWorkspace(options);
  try {
    return await use(own);
  } finally {
    await own.close();
  }
}

type Said = { readonly code: number; readonly err: string };
const cli = (...args: string[]): Promise<Said> =>
  evenhand(args, { EVENHAND_POLICIES: FIXTURE_DIR, EVENHAND_DATA: dir });
const fileOf = (name: string, text: string) => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};
const evaluate = (file: string, ...more: string[]) => cli('evaluate', file, '--policies', FIXTURE_DIR, ...more);

const ON_THE_COMMAND_LINE: Partial<Record<ErrorCode, () => Promise<Said>>> = {
  FILE_UNREADABLE: () => evaluate(join(dir, 'nothing.ndjson')),
  CSV_INVALID: () => evaluate(fileOf('a.csv', 'id,text\n1,"never closed')),
  MAP_INVALID: () => evaluate(fileOf('b.csv', 'a,b\n1,2\n'), '--map', 'c=text'),
  STATE_INVALID: () => evaluate(fileOf('c.ndjson', ''), '--state', fileOf('c.txt', 'my notes')),
  SETTING_INVALID: () => evenhand(['check'], { PORT: 'http', EVENHAND_DATA: dir }),
  PORT_IN_USE: async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    const said = await cli('serve', '--port', String(port));
    await new Promise((resolve) => taken.close(resolve));
    return said;
  },
  RUNTIME_TOO_OLD: async () => {
    // As on a host with an old Node and no pinned one: the launcher alone, told that it runs on Node 20.
    const bare = join(dir, 'bare');
    mkdirSync(join(bare, 'bin'), { recursive: true });
    cpSync('bin/evenhand.js', join(bare, 'bin/evenhand.js'));
    writeFileSync(join(bare, 'package.json'), '{"type":"module"}');
    const old = `Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.11.0'}})`;
    const args = ['--import', `data:text/javascript,${encodeURIComponent(old)}`, join(bare, 'bin/evenhand.js')];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    return { code: status ?? 0, err: stderr };
  },
};

test('every code is met in one of these ways, and no other', () => {
  const met = [...Object.keys(OVER_HTTP), ...Object.keys(IN_TROUBLE), ...Object.keys(ON_THE_COMMAND_LINE)].sort();
  expect(met).toEqual([...ERROR_CODES].sort());
});

describe('over HTTP', () => {
  const all = { ...OVER_HTTP, ...IN_TROUBLE };
  test.each(Object.keys(all) as ErrorCode[])('%s', async (code) => {
    const reply = await (all[code] as Meeting)();
    const { status, title, help } = ERRORS[code];
    expect(reply.body).toMatchObject({ code, status, title, help, type: `/errors/${code}` });
    expect(reply.status).toBe(status);
    const { detail } = WireProblem.parse(reply.body);
    expect(detail, 'one sentence without its full stop').toMatch(/^\S.*[^.\s]$/s);
  });
});

describe('on the command line', () => {
  test.each(Object.keys(ON_THE_COMMAND_LINE) as ErrorCode[])('%s', async (code) => {
    const said = await (ON_THE_COMMAND_LINE[code] as () => Promise<Said>)();
    expect(said.err).toContain(`${code}: `);
    expect(said.err).toContain('  help: ');
    expect([1, 2]).toContain(said.code);
  });
});

describe('pages', () => {
  test.each(ERROR_CODES)('%s has one, in the common shape', async (code) => {
    const text = readFileSync(join('docs/errors', `${code}.md`), 'utf8');
    const parts = [...text.matchAll(/^(?:#+ .*|\*\*(?:Summary|Category|Avoid|Prefer)\*\*)/gm)].map(([part]) => part);
    expect(parts).toEqual([
      `# ${code}`,
      ...['**Summary**', '**Category**', '**Avoid**', '**Prefer**'],
      ...['## Rationale', '## What to do', '## Configuration', '## Links'],
    ]);
    const served = await get(`/errors/${code}`, { key: null });
    expect(served.status).toBe(200);
    expect(served.text).toContain(`<h1>${code}</h1>`);
  });

  test('no page is about a code that there is not', () => {
    const names = execFileSync('ls', ['docs/errors'], { encoding: 'utf8' }).trim().split('\n');
    expect(names.filter((name) => name !== 'README.md' && !Object.hasOwn(ERRORS, name.replace('.md', '')))).toEqual([]);
    expect(existsSync('docs/errors/README.md')).toBe(true);
  });
});
