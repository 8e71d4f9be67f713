/** Public pages: what they show, whom, and what they never show. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixturePolicies } from '../support/fixture-policies.ts';
import { makePost, openHttpWorkspace, type Workspace } from '../support/http-workspace.ts';

const SECRET = 'Wolfsbane grows behind the town hall.';
const THREAT = `${SECRET} It will be answered with shooting.`;
const files = {
  ...fixturePolicies(),
  'facts/odd.md':
    '---\ntitle: <b>Odd</b> & "ends"\nsummary: <script>alert(1)</script>\nlanguages: [en]\nsources:\n' +
    '  - { publisher: One, title: First, url: "https://one.example/a", date: 2026-01-01 }\n' +
    '  - { publisher: Two, title: Second, url: "https://two.example/b", date: 2026-01-02 }\n---\n' +
    'See [this](javascript:alert(2)) and <img src=x onerror=alert(3)>.\n',
};

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openHttpWorkspace({ files });
});
afterAll(() => workspace.close());

const view = (url: string, key: string | null = null) => workspace.ask('GET', url, { key });

async function confirmOffice(account: string): Promise<void> {
  const url = `/v1/accounts/chirp/${account}/offices`;
  await workspace.ask('PUT', `/v1/accounts/chirp/${account}`, { json: {} });
  const office = { title: 'mayor', jurisdiction: 'AA', from: '2025-01-01', source: 'The gazette.' };
  const made = await workspace.ask('PUT', url, { json: office });
  const { id } = made.body.offices[0];
  const other = await workspace.makeKey();
  const confirmed = await workspace.ask('PUT', url, { key: other, json: { ...office, id, state: 'confirmed' } });
  expect(confirmed.body.offices[0].state).toBe('confirmed');
}

describe('/d/{decision}', () => {
  test('of an office-holder is public, without any post text', async () => {
    await confirmOffice('mayor');
    const post = makePost('by-mayor', { text: THREAT, author: { id: 'mayor' } });
    const { body } = await workspace.ask('POST', '/v1/posts', { json: post });
    const page = await view(`/d/${body.decision.id}`);
    expect(page.status).toBe(200);
    expect(page.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'x-robots-tag': 'noindex' });
    expect(page.text).toContain('glorifying-violence');
    expect(page.text).toContain('The post says that people in a crowd will be answered with shooting.');
    expect(page.text).toMatch(/<time datetime="[^"]+Z">\d{4}-\d\d-\d\d \d\d:\d\d UTC<\/time>/);
    expect(page.text).not.toContain('Wolfsbane');
  });

  test('of anybody else is there for keys alone, and looks to others as if it were not', async () => {
    const post = makePost('by-anybody', { text: THREAT, author: { id: 'anybody' } });
    const { body } = await workspace.ask('POST', '/v1/posts', { json: post });
    const url = `/d/${body.decision.id}`;
    const [hidden, missing] = [await view(url), await view('/d/none')];
    expect(hidden.status).toBe(404);
    expect({ ...hidden.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' });
    const seen = await view(url, workspace.key);
    expect(seen.status).toBe(200);
    expect(seen.headers['cache-control']).toBe('no-store');
    expect(seen.text).not.toContain('Wolfsbane');
    const foreign = await workspace.makeKey(['read'], ['facewall']);
    expect((await view(url, foreign)).status).toBe(404);
  });
});

describe('policies and facts', () => {
  test('are listed and shown', async () => {
    const list = await view('/policies');
    expect(list.text).toContain('<a href="/policies/glorifying-violence">Glorifying violence</a>');
    expect(list.text).toContain('Chirp');
    const policy = await view('/policies/incitement');
    expect(policy.text).toContain('Posts must not call for violence that is about to happen.');
    expect(policy.text).toContain('No exemption may touch it.');
    for (const { text } of [list, policy, await view('/f/postal-ballots')]) expect(text.match(/<h1/g)).toHaveLength(1);
    expect((await view('/policies/none')).body.code).toBe('POLICY_UNKNOWN');
  });

  test('show text as text, whoever wrote it', async () => {
    const { text } = await view('/f/odd');
    expect(text).toContain('&lt;b&gt;Odd&lt;/b&gt; &amp; &quot;ends&quot;');
    expect(text).toContain('&lt;script&gt;alert(1)');
    expect(text).not.toMatch(/<script|<img|javascript:/);
    expect(text).toContain('<a href="https://one.example/a" rel="noopener">First</a>');
  });

  test('are read from any origin', async () => {
    for (const url of ['/policies', '/f/postal-ballots']) {
      const { status, headers } = await workspace.ask('GET', url, {
        key: null,
        headers: { origin: 'https://a.example' },
      });
      expect([status, headers['access-control-allow-origin']]).toEqual([200, '*']);
    }
  });
});

describe('the console', () => {
  test('is served at the root; its hashed files for ever, its page always anew', async () => {
    const consoleDir = mkdtempSync(join(tmpdir(), 'evenhand-console-'));
    mkdirSync(join(consoleDir, 'assets'));
    writeFileSync(join(consoleDir, 'index.html'), '<!doctype html><title>Console</title>');
    writeFileSync(join(consoleDir, 'assets/index-a1B2c3D4.js'), '1');
    const own = await openHttpWorkspace({ settings: { consoleDir } });
    const page = await own.ask('GET', '/', { key: null });
    expect([page.status, page.headers['cache-control']]).toEqual([200, 'no-cache']);
    expect(page.text).toContain('Console');
    const script = await own.ask('GET', '/assets/index-a1B2c3D4.js', { key: null });
    expect(script.headers['cache-control']).toContain('immutable');
    // Built again while it runs: the page names other files.
    writeFileSync(join(consoleDir, 'assets/index-e5F6g7H8.js'), '2');
    expect((await own.ask('GET', '/assets/index-e5F6g7H8.js', { key: null })).text).toBe('2');
    expect((await own.ask('GET', '/assets/index-none.js', { key: null })).body.code).toBe('ROUTE_UNKNOWN');
    expect((await own.ask('GET', '/assets/../../package.json', { key: null })).status).toBe(404);
    expect((await own.ask('GET', '/assets/%2e%2e/%2e%2e/package.json', { key: null })).status).toBe(404);
    expect((await own.ask('GET', '/../package.json', { key: null })).status).toBe(404);
    expect((await own.ask('GET', '/%2e%2e/package.json', { key: null })).status).toBe(404);
    await own.close();
    rmSync(consoleDir, { recursive: true });
  });

  test('where it was not built, the root leads to the policies', async () => {
    const { status, headers } = await view('/');
    expect([status, headers.location]).toEqual([302, '/policies']);
  });
});

describe('for machines', () => {
  test('/metrics counts requests by route, never by id', async () => {
    await workspace.ask('GET', '/v1/posts/chirp/an-id-of-somebody');
    const { text } = await view('/metrics', workspace.key);
    expect(text).toContain('route="/v1/posts/:platform/:id"');
    expect(text).toContain('evenhand_ledger_position');
    expect(text).not.toContain('an-id-of-somebody');
  });
});
