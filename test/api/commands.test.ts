/** Decisions, register, records and rules over HTTP, each as an operator would use it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixturePolicies } from '../support/fixture-policies.ts';
import { makePost, NOW, openHttpWorkspace, type Workspace } from '../support/http-workspace.ts';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openHttpWorkspace({ files: fixturePolicies() });
});
afterAll(() => workspace.close());

const THREAT = 'It will be answered with shooting.';
const post = (url: string, json: unknown, key = workspace.key) => workspace.ask('POST', url, { json, key });
const put = (url: string, json: unknown, key = workspace.key) => workspace.ask('PUT', url, { json, key });
const get = (url: string) => workspace.ask('GET', url);
const send = (id: string, change: Record<string, unknown> = {}) => post('/v1/posts', makePost(id, change));
const HOURS_LATER = '2026-11-20T15:00:00Z';

const proposal = {
  platform: 'chirp',
  subject: { kind: 'class', id: 'office-holders' },
  kind: 'public_interest',
  policies: ['glorifying-violence'],
  effect: { kind: 'soften', from: 'removed', to: 'notice' },
  reason: 'What those in office say must stay reachable.',
  balancing: { publicInterest: 'High.', riskOfHarm: 'Limited.', alternatives: 'Removal.' },
  expiresAt: '2027-06-01T00:00:00Z',
  reviewBy: '2027-01-01T00:00:00Z',
};

async function grant(change: object = {}): Promise<string> {
  const { body } = await post('/v1/exemptions', { ...proposal, ...change });
  for (const as of ['approver', 'approver', 'grantor']) {
    const approved = await post(`/v1/exemptions/${body.id}/approve`, { as }, await workspace.makeKey());
    expect(approved.status).toBe(200);
  }
  return body.id;
}

describe('decisions', () => {
  test('a person’s replaces the rule’s, is explained, and is found in lists', async () => {
    const first = (await send('judged', { text: THREAT, author: { id: 'lister' } })).body.decision;
    const verdict = {
      subject: { kind: 'post', platform: 'chirp', id: 'judged' },
      ...{ policy: 'glorifying-violence', rung: 'none', rank: 'lead', reason: 'A line from a play.' },
      ...{ deviation: 'It is fiction.', expectedDecision: first.id },
    };
    const { status, body } = await post('/v1/decisions', verdict);
    expect(status).toBe(200);
    expect(body.decision).toMatchObject({
      decidedBy: { kind: 'person', rank: 'lead' },
      departures: [{ kind: 'deviation', reason: 'It is fiction.' }],
    });
    expect(body.presentation.visibility).toBe('shown');
    const read = await get(`/v1/decisions/${first.id}?explain=why`);
    expect(read.body).toMatchObject({ decision: { id: first.id }, facts: expect.any(Array) });
    const rule = read.body.rules.find((each: { rule: string }) => each.rule === 'looting-shooting');
    expect(rule).toMatchObject({ held: 'true', clauses: [{ held: 'true', spans: [{ start: 11, end: 33 }] }] });
    const listed = await get('/v1/decisions?platform=chirp&author=lister&departure=deviation');
    expect(listed.body.items.map((each: { id: string }) => each.id)).toContain(body.decision.id);
    expect(listed.body.items.map((each: { id: string }) => each.id)).not.toContain(first.id);
  });

  test('lists come in pages that neither skip nor repeat', async () => {
    for (let i = 0; i < 7; i++) await send(`paged-${i}`, { text: `${i} ${THREAT}`, author: { id: `pager-${i}` } });
    const seen: string[] = [];
    let cursor = '';
    for (let pages = 0; pages < 100; pages++) {
      const { body } = await get(`/v1/decisions?policy=glorifying-violence&limit=3${cursor}`);
      seen.push(...body.items.map((each: { id: string }) => each.id));
      if (body.next === null) break;
      cursor = `&cursor=${encodeURIComponent(body.next)}`;
    }
    expect(new Set(seen).size).toBe(seen.length);
    const whole = await get('/v1/decisions?policy=glorifying-violence&limit=200');
    expect(seen).toEqual(whole.body.items.map((each: { id: string }) => each.id));
  });

  test('an Idempotency-Key acts once and gives the same answer', async () => {
    await send('once', { text: 'Quiet.' });
    const verdict = {
      subject: { kind: 'post', platform: 'chirp', id: 'once' },
      ...{ policy: 'glorifying-violence', clause: 'praise', rung: 'notice', reason: 'Seen by a person.' },
    };
    const ask = () =>
      workspace.ask('POST', '/v1/decisions', { json: verdict, headers: { 'idempotency-key': 'verdict-1' } });
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(first.status).toBe(200);
    expect(second.body).toEqual(first.body);
    expect([first.headers['idempotent-replayed'], second.headers['idempotent-replayed']].sort()).toEqual([
      'true',
      undefined,
    ]);
    const { body } = await get('/v1/posts/chirp/once');
    expect(
      body.decisions.filter((each: { decidedBy: { kind: string } }) => each.decidedBy.kind === 'person'),
    ).toHaveLength(1);
  });
});

describe('register', () => {
  test('an office and an exemption soften what an ordinary account would meet; revoking ends it', async () => {
    const office = { title: 'mayor', jurisdiction: 'AA', from: '2025-01-01', source: 'The gazette.' };
    await put('/v1/accounts/chirp/mayor', { handle: '@mayor' });
    const recorded = await put('/v1/accounts/chirp/mayor/offices', office);
    expect(recorded.body.offices).toMatchObject([{ state: 'claimed' }]);
    const { id } = recorded.body.offices[0];
    const confirm = { ...office, id, state: 'confirmed' };
    await put('/v1/accounts/chirp/mayor/offices', confirm, await workspace.makeKey());
    const exemption = await grant();
    const { body } = await send('softened', { text: THREAT, author: { id: 'mayor' } });
    expect(body.decision).toMatchObject({
      baseline: { rung: 'removed' },
      applied: { rung: 'notice' },
      departures: [{ kind: 'exemption', ref: exemption, from: 'removed', to: 'notice' }],
    });
    expect((await get(`/v1/exemptions/${exemption}`)).body).toMatchObject({ state: 'active', uses: 1 });
    const listed = await get('/v1/exemptions?state=active&platform=chirp');
    expect(listed.body.items.map((each: { id: string }) => each.id)).toEqual([exemption]);
    const revoked = await post(`/v1/exemptions/${exemption}/revoke`, { reason: 'The term is over.' });
    expect(revoked.body.state).toBe('revoked');
    const after = await get('/v1/presentations?platform=chirp&post=softened');
    expect(after.body.items[0].presentation.visibility).toBe('removed');
    const account = await get('/v1/accounts/chirp/mayor');
    expect(account.body).toMatchObject({
      handle: '@mayor',
      standing: { applied: { points: 2 }, baseline: { points: 2 } },
    });
  });

  test('persons link accounts of several platforms', async () => {
    await put('/v1/accounts/chirp/anna', {});
    await put('/v1/accounts/facewall/anna.b', {});
    const accounts = [
      { platform: 'chirp', id: 'anna' },
      { platform: 'facewall', id: 'anna.b' },
    ];
    const said = { name: 'Anna B.', source: 'Her own page.' };
    const claimed = await put('/v1/persons', { ...said, accounts });
    expect(claimed.body).toMatchObject({ ...said, accounts, state: 'claimed' });
    expect((await get('/v1/accounts/facewall/anna.b')).body.person).toBeNull();
    const confirm = { ...said, id: claimed.body.id, state: 'confirmed' };
    expect((await put('/v1/persons', confirm)).body.code).toBe('EXEMPTION_SAME_PERSON');
    const made = await workspace.ask('PUT', '/v1/persons', { json: confirm, key: await workspace.makeKey() });
    expect(made.body).toMatchObject({ accounts, state: 'confirmed' });
    expect((await get('/v1/persons')).body).toEqual({ items: [made.body], next: null });
    const { items } = (await get(`/v1/persons/${made.body.id}/history`)).body;
    expect(items.map((step: { state: string; title: string }) => [step.state, step.title])).toEqual([
      ['claimed', 'Anna B.'],
      ['confirmed', 'Anna B.'],
    ]);
    expect((await get('/v1/accounts/facewall/anna.b')).body.person).toBe(made.body.id);
    const chirpOnly = await workspace.makeKey(undefined, ['chirp']);
    const change = { id: made.body.id, name: 'Anna', source: 'x', accounts: [accounts[0]] };
    expect((await put('/v1/persons', change, chirpOnly)).body.code).toBe('PLATFORM_FORBIDDEN');
    // The link to the other platform's account is not theirs to see.
    const asChirp = (url: string) => workspace.ask('GET', url, { key: chirpOnly });
    expect((await asChirp('/v1/persons')).body.items).toEqual([]);
    expect((await asChirp(`/v1/persons/${made.body.id}/history`)).status).toBe(403);
  });
});

describe('records', () => {
  test('what another platform did is compared with what its policy gives', async () => {
    const text = 'The very same words, answered with shooting.';
    await send('seen-here', { text, author: { id: 'both' } });
    await send('seen-there', { platform: 'facewall', text, author: { id: 'both' } });
    const observation = { platform: 'facewall', post: 'seen-there', measures: [], seenAt: HOURS_LATER };
    workspace.setNow('2026-11-20T15:00:00.000Z');
    const { body } = await post('/v1/observations', { ...observation, evidenceUrl: 'https://facewall.example/p' });
    expect(body).toMatchObject({
      measures: [],
      seenAt: '2026-11-20T15:00:00.000Z',
      evidenceUrl: 'https://facewall.example/p',
    });
    const { divergence, copies } = (await get('/v1/posts/chirp/seen-here')).body;
    expect(copies).toMatchObject([{ platform: 'facewall', observed: { id: body.id } }]);
    // Facewall's register is empty here: nothing explains that it left the post up.
    expect(divergence[0].kinds).toEqual(['unexplained']);
    expect(divergence[0].sentence).toMatch(/\.$/);
    workspace.setNow(NOW);
  });

  test('reach is taken as lines, a bad one harming no other', async () => {
    await send('reached');
    const row = { platform: 'chirp', post: 'reached', at: NOW, views: 100, reposts: 3 };
    const ndjson = [
      row,
      { ...row, views: -1 },
      '{',
      { ...row, post: 'never-sent' },
      { ...row, at: HOURS_LATER, views: 250 },
    ];
    const { body } = await workspace.ask('POST', '/v1/reach', { ndjson });
    expect(
      body.map((each: { line: number; problem?: { code: string } }) => [each.line, each.problem?.code ?? 'recorded']),
    ).toEqual([
      [1, 'recorded'],
      [2, 'BODY_INVALID'],
      [3, 'JSON_MALFORMED'],
      [4, 'POST_UNKNOWN'],
      [5, 'recorded'],
    ]);
    expect((await post('/v1/reach', { ...row, views: 101 })).status).toBe(200);
    expect((await get('/v1/posts/chirp/reached')).body.reach).toMatchObject({ views: 250 });
  });

  test('a measure is enforced when its platform says so', async () => {
    const { body } = await send('acked', { text: THREAT, author: { id: 'acked' } });
    const [measure] = body.decision.applied.measures;
    expect(measure.status).toBe('planned');
    const ack = await post(`/v1/measures/${encodeURIComponent(measure.id)}/ack`, {
      status: 'confirmed',
      at: HOURS_LATER,
    });
    expect(ack.body).toEqual({ measure: measure.id, status: 'confirmed' });
    const { decision } = (await get(`/v1/decisions/${body.decision.id}`)).body;
    expect(decision.applied.measures[0]).toMatchObject({ id: measure.id, status: 'confirmed' });
  });

  test('events are read to their end by resuming at `next`', async () => {
    const types = new Set<string>();
    let [after, count] = [0, 0];
    for (let pages = 0; pages < 200; pages++) {
      const { body } = await get(`/v1/events?after=${after}&limit=20`);
      for (const event of body.items) {
        expect(event.seq).toBeGreaterThan(after);
        types.add(event.type);
      }
      count += body.items.length;
      if (body.next === after) break;
      after = body.next;
    }
    expect(count).toBeGreaterThan(10);
    expect([...types]).toEqual(expect.arrayContaining(['decision.effective', 'exemption.changed']));
  });

  test('evenness counts cells, and each names its posts', async () => {
    const { body } = await get('/v1/evenness?policy=glorifying-violence&platform=chirp');
    const ofOffice = body.cells.filter((cell: { officeHolder: boolean }) => cell.officeHolder);
    expect(ofOffice).toMatchObject([
      { policy: 'glorifying-violence', found: 1, acted: 1, items: [{ id: 'softened' }] },
    ]);
    for (const cell of body.cells) expect(cell.items.length).toBe(cell.found);
    expect((await get('/v1/evenness?from=2030-01-01T00:00:00Z')).body.cells).toEqual([]);
  });
});

describe('trying', () => {
  test('judges without recording, as anybody, under edited rules', async () => {
    const ask = (change: object) => post('/v1/try', { post: { platform: 'chirp', text: THREAT }, ...change });
    const before = (await get('/v1/status')).body.position;
    expect((await ask({})).body).toMatchObject({ edited: false, decision: { applied: { rung: 'removed' } } });
    const path = 'glorifying-violence/policy.md';
    const text = fixturePolicies()[path] ?? '';
    const edited = await ask({ policies: { [path]: text.replaceAll('answered with shooting', 'met with flowers') } });
    expect(edited.body).toMatchObject({ edited: true, decision: { applied: { rung: 'none' } } });
    const broken = await ask({ policies: { [path]: text.replace('text.has', 'text.hass') } });
    expect(broken.body.edited).toBe(false);
    expect(broken.body.problems).toContainEqual(expect.objectContaining({ file: path, severity: 'error' }));
    expect((await get('/v1/status')).body.position).toBe(before);
  });
});

describe('rules', () => {
  test('are published, previewed, activated, reapplied and rolled back', async () => {
    const own = await openHttpWorkspace({ files: fixturePolicies() });
    const ask = (url: string, json: unknown = {}) => own.ask('POST', url, { json });
    await ask('/v1/posts', makePost('old', { text: THREAT }));
    const files = { ...fixturePolicies() };
    const path = 'glorifying-violence/policy.md';
    files[path] = (files[path] ?? '')
      .replace('version: 1.0.0', 'version: 2.0.0\napplies_to: all')
      .replace('then: removed', 'then: notice');
    const published = await ask('/v1/policy-sets', { files, activate: true });
    expect(published.body).toMatchObject({ changed: true, activated: true });
    const preview = await ask('/v1/policy-sets:preview');
    expect(preview.body).toEqual({
      ...{ posts: 1, changed: 1, plain: 0, erased: 0, unknown: 0 },
      flips: [{ platform: 'chirp', id: 'old', from: 'removed', to: 'notice' }],
    });
    expect((await ask('/v1/policy-sets:reapply')).body).toMatchObject({ posts: 1, changed: 1 });
    const shown = await own.ask('GET', '/v1/presentations?platform=chirp&post=old');
    expect(shown.body.items[0].presentation.visibility).toBe('behind_notice');
    const back = await ask('/v1/policy-sets:rollback');
    expect(back.body.active).toBe(true);
    expect(back.body.hash).not.toBe(published.body.hash);
    const { items } = (await own.ask('GET', '/v1/policy-sets')).body;
    expect(items.map((set: { active: boolean }) => set.active).sort()).toEqual([false, true]);
    await own.close();
  });
});

describe('sending once', () => {
  test('a post with an Idempotency-Key is taken once; lines take none', async () => {
    const headers = { 'idempotency-key': 'post-1' };
    const json = makePost('keyed', { text: THREAT });
    const first = await workspace.ask('POST', '/v1/posts', { json, headers });
    const again = await workspace.ask('POST', '/v1/posts', { json, headers });
    expect([first.body.replayed, again.headers['idempotent-replayed']]).toEqual([false, 'true']);
    expect(again.body).toEqual(first.body);
    const other = await workspace.ask('POST', '/v1/posts', { json: makePost('other'), headers });
    expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
    const lines = await workspace.ask('POST', '/v1/posts', { ndjson: [makePost('line')], headers });
    expect([lines.status, lines.body.code]).toEqual([400, 'QUERY_INVALID']);
    const { paths } = (await get('/openapi.json')).body;
    const named = paths['/v1/posts'].post.parameters.map((each: { name: string }) => each.name);
    expect(named).toContain('idempotency-key');
  });

  test('what a decision on an account cannot record is refused', async () => {
    await put('/v1/accounts/chirp/plain', {});
    const subject = { kind: 'account', platform: 'chirp', id: 'plain' };
    const verdict = { subject, policy: 'glorifying-violence', rung: 'warn', reason: 'Seen.' };
    const clause = await post('/v1/decisions', { ...verdict, clause: 'praise' });
    expect(clause.body).toMatchObject({ code: 'BODY_INVALID', pointer: '/clause' });
    const deviation = await post('/v1/decisions', { ...verdict, deviation: 'For once.' });
    expect(deviation.body).toMatchObject({ code: 'BODY_INVALID', pointer: '/deviation' });
    expect((await post('/v1/decisions', verdict)).status).toBe(200);
  });
});

describe('who is somebody else', () => {
  test('other keys of one holder are not, for exemptions nor for policy sets', async () => {
    const own = await openHttpWorkspace({ files: fixturePolicies(), policyApprovals: 1 });
    const mine = await own.makeKey(undefined, null, null);
    const ask = (key: string, url: string, json: unknown = {}) => own.ask('POST', url, { key, json });
    const made = (await ask(mine, '/v1/keys', { name: 'second', scopes: ['register', 'policies'] })).body;
    const listed = (await own.ask('GET', '/v1/keys')).body.items.find((key: { id: string }) => key.id === made.id);
    expect(listed).toMatchObject({ holder: 'user:operator', createdBy: expect.stringMatching(/^key:/) });
    const given = await ask(mine, '/v1/keys', { name: 'third', scopes: ['register'], holder: 'new' });
    expect(given.body).toMatchObject({ code: 'EXEMPTION_SAME_PERSON', pointer: '/holder' });
    const proposed = await ask(mine, '/v1/exemptions', {
      ...{ platform: 'chirp', subject: { kind: 'class', id: 'office-holders' }, kind: 'public_interest' },
      ...{ policies: ['glorifying-violence'], effect: { kind: 'soften', from: 'removed', to: 'notice' } },
      ...{ reason: 'A reason.', expiresAt: '2027-06-01T00:00:00Z', reviewBy: '2027-01-01T00:00:00Z' },
      balancing: { publicInterest: 'High.', riskOfHarm: 'Limited.', alternatives: 'Removal.' },
    });
    const approve = (key: string) => ask(key, `/v1/exemptions/${proposed.body.id}/approve`);
    expect((await approve(made.secret)).body.code).toBe('EXEMPTION_SAME_PERSON');
    expect((await approve(own.key)).body.approvals).toHaveLength(1);
    const path = 'glorifying-violence/policy.md';
    const files = {
      ...fixturePolicies(),
      [path]: `${fixturePolicies()[path]?.replace('version: 1.0.0', 'version: 2.0.0')}`,
    };
    const published = (await ask(mine, '/v1/policy-sets', { files })).body;
    const activate = (key: string) => ask(key, '/v1/policy-sets:activate', { hash: published.hash });
    expect((await activate(made.secret)).body.code).toBe('EXEMPTION_SAME_PERSON');
    expect((await activate(own.key)).body).toMatchObject({ active: true, approvalsNeeded: 1 });
    await own.close();
  });
});

describe('a decision on a person', () => {
  test("is a lead's, for all accounts at once", async () => {
    const accounts = ['chirp', 'facewall'].map((platform) => ({ platform, id: 'two-of-one' }));
    for (const { platform, id } of accounts) await put(`/v1/accounts/${platform}/${id}`, { handle: '@two' });
    const said = { name: 'One', source: 'Both name each other.' };
    const person = await put('/v1/persons', { ...said, accounts });
    const confirm = { ...said, id: person.body.id, state: 'confirmed' };
    await workspace.ask('PUT', '/v1/persons', { json: confirm, key: await workspace.makeKey() });
    const subject = { kind: 'person', id: person.body.id };
    const verdict = { subject, policy: 'glorifying-violence', rung: 'warn', reason: 'The same on both.' };
    const ask = (json: object, key?: string) => workspace.ask('POST', '/v1/decisions', { json, ...(key && { key }) });
    expect((await ask(verdict)).body.code).toBe('RANK_TOO_LOW');
    const lead = { ...verdict, rank: 'lead' };
    const reviewer = await workspace.makeKey(['decide']);
    expect((await ask(lead, reviewer)).body).toMatchObject({ code: 'SCOPE_MISSING', pointer: '/rank' });
    const ofOne = await workspace.makeKey(['decide', 'decide:lead'], ['chirp']);
    expect((await ask(lead, ofOne)).body).toMatchObject({ code: 'PLATFORM_FORBIDDEN' });
    expect((await ask({ ...lead, expectedDecision: 'x' })).body.pointer).toBe('/expectedDecision');
    const made = await ask(lead);
    expect(made.status).toBe(200);
    expect(made.body.person).toBe(person.body.id);
    expect(made.body.decisions).toHaveLength(2);
    for (const { id, person: of, subject: on } of made.body.decisions) {
      expect([of, on.kind, on.id]).toEqual([person.body.id, 'account', 'two-of-one']);
      expect((await get(`/v1/decisions/${id}`)).body.accounts).toEqual(expect.arrayContaining(accounts));
    }
  });
});
