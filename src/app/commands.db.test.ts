/** Every command of the application, on every database. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../test/support/databases.ts';
import { grant, proposal } from '../../test/support/exemptions.ts';
import { JOURNEY, must, NOW, openTestApp, type TestApp, take } from '../../test/support/journey.ts';
import { claim, confirmed, OFFICE } from '../../test/support/offices.ts';
import { policyText, rule } from '../../test/support/policy-folder.ts';
import { runDue } from '../jobs/clock.ts';
import { addDays, addHours } from '../lib/instant.ts';
import type { ExemptionProposal } from '../schema/exemption.ts';
import { TryPost } from '../schema/post.ts';

const TWO_POLICIES = {
  ...JOURNEY,
  'scams/policy.md': policyText(rule('trick', 'text.has("free money")'), { id: 'scams', title: 'Scams' }),
};

async function mayor({ app }: TestApp, platform = 'chirp', id = 'mayor'): Promise<void> {
  const author = { id, handle: null, createdAt: null, followers: null, verified: null, offices: [] };
  must(await app.accounts.put(platform, author, 'user:r'));
  await confirmed(app, { platform, id });
}

describeDatabases('the register', (open) => {
  test('an exemption needs four people, softens what its holders post, and its end decides again', async () => {
    const test = await openTestApp(await open());
    const { app, later } = test;
    await mayor(test);
    const { id } = must(await app.exemptions.propose(proposal(), 'user:a'));
    expect(await app.exemptions.approve(id, 'user:a', 'approver')).toMatchObject({ code: 'EXEMPTION_SAME_PERSON' });
    must(await app.exemptions.approve(id, 'user:b', 'approver'));
    expect(await app.exemptions.approve(id, 'user:b', 'approver')).toMatchObject({ code: 'EXEMPTION_SAME_PERSON' });
    expect(await app.exemptions.approve(id, 'user:d', 'grantor')).toMatchObject({ code: 'EXEMPTION_STATE' });
    must(await app.exemptions.approve(id, 'user:c', 'approver'));
    expect(must(await app.exemptions.approve(id, 'user:d', 'grantor'))).toMatchObject({ state: 'active', uses: 0 });
    later(1);
    const softened = await take(app, { id: '1', text: 'zorgle', author: { id: 'mayor' } });
    const { decision } = softened.decision;
    expect([decision.baseline.rung, decision.applied.rung]).toEqual(['removed', 'notice']);
    expect(decision.departures).toMatchObject([{ kind: 'exemption', ref: id, from: 'removed', to: 'notice' }]);
    expect(softened.consequences[0]?.decision.departures.length).toBeGreaterThan(0);
    expect((await take(app, { id: '2', text: 'zorgle', author: { id: 'ann' } })).decision.decision.applied.rung).toBe(
      'removed',
    );
    expect(must(await app.accounts.get('chirp', 'mayor')).points).toEqual({ baseline: 2, applied: 1 });
    expect(must(await app.exemptions.revoke(id, 'user:e', 'the term is over'))).toMatchObject({
      state: 'revoked',
      uses: 1,
    });
    const view = must(await app.getPost('chirp', '1'));
    expect(view.presentation.visibility).toBe('removed');
    expect(view.decisions[0]?.decision).toMatchObject({ trigger: 'exemption', supersedes: [softened.decision.id] });
    expect(must(await app.accounts.get('chirp', 'mayor')).points).toEqual({ baseline: 2, applied: 2 });
    await app.close();
  });

  test('an exemption that expires ends by the clock, once, also in a run that comes late', async () => {
    const test = await openTestApp(await open());
    await mayor(test);
    const id = await grant(test);
    test.later(1);
    await take(test.app, { id: '1', text: 'zorgle', author: { id: 'mayor' } });
    expect(await runDue(test.context, { retentionPlainDays: 30 })).toMatchObject({ exemptions: 0, decidedAgain: 0 });
    test.at(addDays(NOW, 11));
    expect(await runDue(test.context, { retentionPlainDays: 30 })).toMatchObject({ exemptions: 1, decidedAgain: 1 });
    expect(await runDue(test.context, { retentionPlainDays: 30 })).toMatchObject({ exemptions: 0, decidedAgain: 0 });
    expect(must(await test.app.exemptions.get(id)).state).toBe('expired');
    expect(must(await test.app.getPost('chirp', '1')).presentation.visibility).toBe('removed');
    await test.app.close();
  });

  test('what a person found under an exemption stays when it ends, and only the softening goes', async () => {
    const test = await openTestApp(await open());
    await mayor(test);
    await take(test.app, { id: '1', text: 'harmless', author: { id: 'mayor' } });
    const id = await grant(test, { subject: { kind: 'post', id: '1' }, expiresAt: addDays(NOW, 10) });
    const subject = { kind: 'post' as const, platform: 'chirp', id: '1' };
    const verdict = {
      subject,
      policy: 'spam',
      clause: 'badword',
      rung: 'removed',
      reason: 'r',
      rank: 'lead' as const,
      by: 'user:x',
    };
    test.later(1);
    await take(test.app, { id: '1', text: 'harmless, edited', author: { id: 'mayor' }, editedAt: addHours(NOW, 1) });
    const made = must(await test.app.decide(verdict));
    expect(made.decision.decision.departures).toMatchObject([{ kind: 'exemption', ref: id }]);
    must(await test.app.exemptions.revoke(id, 'user:e', 'over'));
    expect(await runDue(test.context, { retentionPlainDays: 30 })).toMatchObject({ decidedAgain: 0 });
    const view = must(await test.app.getPost('chirp', '1'));
    expect(view.presentation.visibility).toBe('removed');
    const [newest, ...older] = view.decisions.map(({ decision }) => decision);
    expect(newest).toMatchObject({
      trigger: 'exemption',
      rank: 'lead',
      decidedBy: { kind: 'clock' },
      causedBy: made.decision.id,
      departures: [],
    });
    expect(older.filter((decision) => decision.trigger === 'exemption')).toEqual([]);
    expect(must(await test.app.accounts.get('chirp', 'mayor')).points).toEqual({ baseline: 2, applied: 2 });
    await test.app.close();
  });

  test('what rules and a person softened under one exemption is decided again, each of its rank', async () => {
    const test = await openTestApp(await open(), TWO_POLICIES);
    await mayor(test);
    const id = await grant(test, { policies: ['spam', 'scams'] });
    test.later(1);
    await take(test.app, { id: '1', text: 'zorgle', author: { id: 'mayor' } });
    const subject = { kind: 'post' as const, platform: 'chirp', id: '1' };
    const by = { rank: 'lead' as const, by: 'user:x' };
    must(await test.app.decide({ ...by, subject, policy: 'scams', clause: 'trick', rung: 'removed', reason: 'r' }));
    expect(must(await test.app.getPost('chirp', '1')).presentation.visibility).toBe('behind_notice');
    test.at(addDays(NOW, 11));
    expect(await runDue(test.context, { retentionPlainDays: 30 })).toMatchObject({ exemptions: 1, decidedAgain: 1 });
    expect(await runDue(test.context, { retentionPlainDays: 30 })).toMatchObject({ decidedAgain: 0 });
    const { decisions, presentation } = must(await test.app.getPost('chirp', '1'));
    expect(presentation.visibility).toBe('removed');
    const again = decisions.map(({ decision }) => decision).filter(({ trigger }) => trigger === 'exemption');
    expect(again.map(({ rank, policies, departures }) => [rank, policies, departures])).toEqual([
      ['lead', ['scams'], []],
      ['rule', ['scams', 'spam'], []],
    ]);
    expect(must(await test.app.exemptions.get(id)).state).toBe('expired');
    await test.app.close();
  });

  test('a hold keeps the interim rung for its hours and no longer', async () => {
    const test = await openTestApp(await open());
    await mayor(test);
    await grant(test, { kind: 'secondary_review', effect: { kind: 'hold', rung: 'notice', hours: 6 } });
    test.later(1);
    const held = await take(test.app, { id: '1', text: 'zorgle', author: { id: 'mayor' } });
    expect(held.presentation.visibility).toBe('behind_notice');
    test.later(5);
    expect(await runDue(test.context, { retentionPlainDays: 30 })).toMatchObject({ holds: 0 });
    test.later(1.01);
    expect(await runDue(test.context, { retentionPlainDays: 30 })).toMatchObject({ holds: 1 });
    expect(must(await test.app.getPost('chirp', '1')).presentation.visibility).toBe('removed');
    await test.app.close();
  });

  test('refuses what cannot be executed, what is open-ended, and what it does not know', async () => {
    const { app } = await openTestApp(await open());
    const propose = (over: Partial<ExemptionProposal>) => app.exemptions.propose({ ...proposal(), ...over }, 'user:a');
    expect(await propose({ platform: 'nowhere' })).toMatchObject({ code: 'PLATFORM_UNKNOWN' });
    expect(await propose({ expiresAt: addHours(NOW, -1) })).toMatchObject({ code: 'EXEMPTION_OPEN_ENDED' });
    expect(await propose({ policies: ['nothing'] })).toMatchObject({ code: 'POLICY_UNKNOWN' });
    expect(await propose({ subject: { kind: 'class', id: 'nobody' } })).toMatchObject({ code: 'CLASS_UNKNOWN' });
    expect(await propose({ subject: { kind: 'account', id: 'nobody' } })).toMatchObject({ code: 'ACCOUNT_UNKNOWN' });
    expect(await propose({ subject: { kind: 'post', id: 'none' } })).toMatchObject({ code: 'POST_UNKNOWN' });
    expect(await app.exemptions.get('none')).toMatchObject({ code: 'EXEMPTION_UNKNOWN' });
    expect(must(await app.exemptions.list({})).items).toEqual([]);
    await app.close();
  });

  test('an office has effect when somebody else confirms it, and again after each change of it', async () => {
    const { app } = await openTestApp(await open());
    const author = { id: 'mayor', handle: null, createdAt: null, followers: null, verified: null, offices: [] };
    must(await app.accounts.put('chirp', author, 'user:r'));
    const put = (office: object, by: string) =>
      app.accounts.putOffice('chirp', 'mayor', { office: { ...OFFICE, ...office }, by });
    const held = async () => {
      const { offices, status } = must(await app.accounts.get('chirp', 'mayor'));
      return [...offices.map(({ state, changedBy }) => `${state} ${changedBy}`), status.offices.length];
    };
    expect(await put({ state: 'confirmed' }, 'user:clerk')).toMatchObject({ code: 'EXEMPTION_SAME_PERSON' });
    const confirm = await claim(app, { platform: 'chirp', id: 'mayor' });
    const { id } = confirm;
    expect(await put(confirm, 'user:clerk')).toMatchObject({ code: 'EXEMPTION_SAME_PERSON' });
    expect(await put({ ...confirm, title: 'governor' }, 'user:registrar')).toMatchObject({ pointer: '/state' });
    expect(await held()).toEqual(['claimed user:clerk', 0]);
    must(await put(confirm, 'user:registrar'));
    must(await put(confirm, 'user:clerk'));
    expect(await held()).toEqual(['confirmed user:registrar', 1]);
    must(await put({ id, title: 'governor', source: 'a newer gazette' }, 'user:registrar'));
    expect(await held()).toEqual(['claimed user:registrar', 0]);
    const amended = { id, title: 'governor', state: 'confirmed' };
    expect(await put(amended, 'user:registrar')).toMatchObject({ code: 'EXEMPTION_SAME_PERSON' });
    must(await put(amended, 'user:clerk'));
    must(await put({ ...amended, state: 'withdrawn' }, 'user:clerk'));
    expect(await held()).toEqual(['withdrawn user:clerk', 0]);
    expect(await put({ ...amended, source: 'once more' }, 'user:registrar')).toMatchObject({ code: 'BODY_INVALID' });
    await app.close();
  });

  test('what a payload claims is confirmed by anybody of ours', async () => {
    const { app } = await openTestApp(await open());
    const offices = [{ title: 'mayor', jurisdiction: 'X', from: '2020-01-01', to: null }];
    await take(app, { id: '1', text: 'hello', author: { id: 'mayor', offices } });
    const [claimed] = must(await app.accounts.claims());
    expect(claimed).toMatchObject({ platform: 'chirp', id: 'mayor', title: 'mayor' });
    const office = { ...OFFICE, id: claimed?.office ?? null, state: 'confirmed' as const };
    const put = must(await app.accounts.putOffice('chirp', 'mayor', { office, by: 'user:registrar' }));
    expect(put.status.offices).toMatchObject([{ title: 'mayor' }]);
    expect(must(await app.accounts.claims())).toEqual([]);
    await app.close();
  });

  test('persons hold accounts on several platforms, each account one person', async () => {
    const test = await openTestApp(await open());
    const { app } = test;
    await mayor(test);
    await mayor(test, 'facewall');
    const accounts = [
      { platform: 'chirp', id: 'mayor' },
      { platform: 'facewall', id: 'mayor' },
    ];
    const person = must(await app.persons.put({ id: null, name: 'The mayor', source: 'gazette', accounts }, 'user:r'));
    expect(person).toMatchObject({ name: 'The mayor', accounts });
    expect(must(await app.accounts.get('chirp', 'mayor')).status.person).toBe(person.id);
    const other = { id: null, name: 'Another', source: 'x', accounts: accounts.slice(0, 1) };
    expect(await app.persons.put(other, 'user:r')).toMatchObject({ code: 'BODY_INVALID' });
    expect(await app.persons.put({ ...other, id: 'none' }, 'user:r')).toMatchObject({ code: 'PERSON_UNKNOWN' });
    expect(must(await app.persons.list())).toHaveLength(1);
    must(await app.accounts.setList('chirp', 'mayor', { list: 'press', member: true, by: 'user:r' }));
    expect(must(await app.accounts.get('chirp', 'mayor')).status.lists).toEqual(['press']);
    expect(await app.accounts.get('chirp', 'nobody')).toMatchObject({ code: 'ACCOUNT_UNKNOWN' });
    await app.close();
  });
});

describeDatabases('persons decide', (open) => {
  const verdict = (over: object) => ({
    subject: { kind: 'post' as const, platform: 'chirp', id: '1' },
    policy: 'spam',
    rung: 'none',
    reason: 'it is a joke',
    rank: 'reviewer' as const,
    by: 'user:x',
    ...over,
  });

  test('a verdict replaces a rule, is not overridden by one, and carries over an edit with a case', async () => {
    const store = await open();
    const { app } = await openTestApp(store);
    const ruled = await take(app, { id: '1', text: 'zorgle' });
    const cleared = must(await app.decide(verdict({ expectedDecision: ruled.decision.id })));
    expect(cleared).toMatchObject({
      presentation: { visibility: 'shown' },
      decision: { decision: { supersedes: [ruled.decision.id] } },
    });
    expect(must(await app.accounts.get('chirp', 'ann')).points.applied).toBe(0);
    expect(await app.decide(verdict({ expectedDecision: ruled.decision.id }))).toMatchObject({
      code: 'DECISION_NOT_EFFECTIVE',
    });
    const removed = must(await app.decide(verdict({ rung: 'removed', rank: 'lead', by: 'user:y' })));
    expect(removed.presentation.visibility).toBe('removed');
    expect(await app.decide(verdict({}))).toMatchObject({ code: 'RANK_TOO_LOW' });
    const edited = await take(app, { id: '1', text: 'harmless', editedAt: '2026-11-20T13:00:00Z' });
    expect(edited.presentation.visibility).toBe('removed');
    const cases = await store.db.selectFrom('cases').select('reason').execute();
    expect(cases.map(({ reason }) => reason)).toContain('edit');
    await app.close();
  });

  test('acts once for one key, and refuses the key with another request', async () => {
    const { app } = await openTestApp(await open());
    await take(app, { id: '1', text: 'zorgle' });
    const first = must(await app.decide(verdict({ idempotencyKey: 'k1' })));
    expect(must(await app.decide(verdict({ idempotencyKey: 'k1' })))).toEqual(first);
    expect(await app.decide(verdict({ idempotencyKey: 'k1', reason: 'another' }))).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(must(await app.getPost('chirp', '1')).decisions).toHaveLength(2);
    await app.close();
  });

  test('on an account: suspended, then reinstated', async () => {
    const { app } = await openTestApp(await open());
    await take(app, { id: '1' });
    const subject = { kind: 'account' as const, platform: 'chirp', id: 'ann' };
    const suspended = must(await app.decide(verdict({ subject, rung: 'suspend' })));
    expect(suspended.presentation.author.state).toBe('suspended');
    expect(must(await app.presentations({ platform: 'chirp', posts: ['1'] })).items[0]?.presentation?.visibility).toBe(
      'withheld',
    );
    must(await app.decide(verdict({ subject, rung: 'reinstate' })));
    expect(must(await app.accounts.get('chirp', 'ann')).state.state).toBe('active');
    expect(await app.decide(verdict({ subject, rung: 'exile' }))).toMatchObject({ code: 'RUNG_UNKNOWN' });
    await app.close();
  });

  test('lists, pages and explains decisions', async () => {
    const { app } = await openTestApp(await open());
    for (const n of [1, 2, 3]) await take(app, { id: `${n}`, text: `zorgle ${n}`, author: { id: `a${n}` } });
    const first = must(await app.decisions({ policy: 'spam', limit: 2 }));
    expect(first.items.map(({ naming }) => naming.post)).toEqual(['3', '2']);
    const rest = must(await app.decisions({ policy: 'spam', limit: 2, cursor: first.next ?? '' }));
    expect(rest.items.map(({ naming }) => naming.post)).toEqual(['1']);
    expect(rest.next).toBeNull();
    expect(must(await app.decisions({ platform: 'chirp', author: 'a2' })).items).toHaveLength(2);
    expect(await app.decisions({ author: 'a2' })).toMatchObject({ code: 'QUERY_INVALID' });
    expect(await app.decisions({ cursor: 'x' })).toMatchObject({ code: 'CURSOR_INVALID' });
    expect(must(await app.decisions({ departure: 'exemption' })).items).toEqual([]);
    const id = first.items[0]?.id ?? '';
    const why = must(await app.decision(id, { explain: 'why' }));
    expect(why.trace).toMatchObject([
      { rule: 'badword', held: 'true', clauses: [{ text: 'text.has("zorgle")', spans: [{ start: 0, end: 6 }] }] },
    ]);
    expect(why.facts.map(({ path }) => path)).toContain('counters.same_text');
    const whynot = must(await app.decision(id, { explain: 'whynot' })).trace ?? [];
    expect(whynot.map(({ rule, held }) => [rule, held])).toContainEqual(['signalled', 'unknown']);
    expect(await app.decision('none')).toMatchObject({ code: 'DECISION_UNKNOWN' });
    await app.close();
  });
});

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

describeDatabases('policies and keys', (open) => {
  const raised = (version: string, extra = '') => ({
    ...JOURNEY,
    'spam/policy.md': (JOURNEY['spam/policy.md'] as string)
      .replace('version: 1.0.0', `version: ${version}`)
      .replace('zorgle', `zorgle${extra}`),
  });

  test('publish, activate, roll back, reapply', async () => {
    const { app } = await openTestApp(await open());
    await take(app, { id: '1', text: 'zorgle' });
    await take(app, { id: '2', text: 'moon cheese', author: { id: 'bob' } });
    expect(await app.policies.publish(raised('1.0.0', 'x'), 'user:p')).toMatchObject({
      code: 'POLICY_VERSION_NOT_RAISED',
    });
    expect(await app.policies.publish({ ...JOURNEY, 'spam/policy.md': '---\nid: 1' }, 'user:p')).toMatchObject({
      code: 'POLICY_SET_INVALID',
    });
    const { hash } = must(await app.policies.publish(raised('1.10.0', 'x'), 'user:p'));
    expect(must(await app.policies.publish(raised('1.10.0', 'x'), 'user:p'))).toMatchObject({ hash, changed: false });
    expect(
      (await take(app, { id: '3', text: 'zorgle again', author: { id: 'cat' } })).decision.decision.applied.rung,
    ).toBe('removed');
    expect(must(await app.policies.activate(hash, 'user:p')).active).toBe(true);
    expect(
      (await take(app, { id: '4', text: 'zorgle once more', author: { id: 'dan' } })).decision.decision.applied.rung,
    ).toBe('none');
    const preview = must(await app.policies.reapplyPreview());
    expect(preview.flips.map(({ id, before, after }) => [id, before.rung, after.rung]).sort()).toEqual([
      ['1', 'removed', 'none'],
      ['3', 'removed', 'none'],
    ]);
    expect(must(await app.getPost('chirp', '1')).presentation.visibility).toBe('removed');
    expect(must(await app.policies.reapply('user:p'))).toEqual({ posts: 3, changed: 2 });
    const view = must(await app.getPost('chirp', '1'));
    expect([view.presentation.visibility, view.decisions[0]?.decision.trigger]).toEqual(['shown', 'policy']);
    expect(must(await app.policies.rollback('user:p')).policies[0]?.version).toBe('1.0.0');
    expect(must(await app.policies.list())).toHaveLength(2);
    expect(await app.policies.activate('sha256:0', 'user:p')).toMatchObject({ code: 'POLICY_SET_UNKNOWN' });
    await app.close();
  });

  test('a counter that a new set declares is not known until its window has passed', async () => {
    const test = await openTestApp(await open());
    await take(test.app, { id: '0' });
    const more = (JOURNEY['spam/policy.md'] as string)
      .replace('1.0.0', '1.1.0')
      .replace('counters: [', 'counters: [{ name: by_author, by: [author], window: 60m }, ')
      .replace(
        'rules:\n',
        'rules:\n  - id: busy\n    when: counters.by_author >= 1\n    explain: Busy.\n    then: removed\n    onUnknown: skip\n',
      );
    const { hash } = must(await test.app.policies.publish({ ...JOURNEY, 'spam/policy.md': more }, 'user:p'));
    test.later(1);
    must(await test.app.policies.activate(hash, 'user:p'));
    const unknown = async (id: string) =>
      (await take(test.app, { id })).decision.decision.unknown.map(({ rule }) => rule);
    expect(await unknown('1')).toContain('busy');
    test.later(0.9);
    expect(await unknown('2')).toContain('busy');
    test.later(0.2);
    const known = await take(test.app, { id: '3' });
    expect(known.decision.decision.findings.map(({ rule }) => rule)).toEqual(['busy']);
    await test.app.close();
  });

  test('keys are shown once, verified by hash, and revoked', async () => {
    const { app } = await openTestApp(await open());
    const key = must(await app.keys.create({ name: 'chirp', scopes: ['ingest'], platforms: ['chirp'], by: 'user:k' }));
    expect(await app.keys.verify(key.secret)).toMatchObject({ id: key.id, scopes: ['ingest'], platforms: ['chirp'] });
    expect(await app.keys.verify(`${key.secret}x`)).toBeNull();
    expect(JSON.stringify(must(await app.keys.list()))).not.toContain(key.secret);
    must(await app.keys.revoke(key.id, 'user:k'));
    expect(await app.keys.verify(key.secret)).toBeNull();
    expect(await app.keys.revoke('none', 'user:k')).toMatchObject({ code: 'KEY_UNKNOWN' });
    await app.close();
  });

  test('trying records nothing, knows the register, and takes edits', async () => {
    const store = await open();
    const test = await openTestApp(store);
    await mayor(test);
    await grant(test);
    test.later(1);
    const before = await store.lastPosition();
    const tryIt = async (over: object) => {
      const wanted = {
        post: TryPost.parse({ platform: 'chirp', text: 'zorgle' }),
        platforms: ['chirp', 'facewall'],
        ...over,
      };
      return must(await test.app.try(wanted)).map(({ decision, presentation }) => [
        decision.decision.applied.rung,
        presentation.visibility,
      ]);
    };
    expect(await tryIt({})).toEqual([
      ['removed', 'removed'],
      ['removed', 'removed'],
    ]);
    expect(await tryIt({ as: 'mayor' })).toEqual([
      ['notice', 'behind_notice'],
      ['removed', 'removed'],
    ]);
    expect(
      await tryIt({
        as: 'ordinary account',
        post: TryPost.parse({ platform: 'chirp', text: 'zorgle', author: { id: 'mayor' } }),
      }),
    ).toEqual([
      ['removed', 'removed'],
      ['removed', 'removed'],
    ]);
    const policies = { 'spam/policy.md': (JOURNEY['spam/policy.md'] as string).replace('zorgle', 'nothing') };
    expect(await tryIt({ policies })).toEqual([
      ['none', 'shown'],
      ['none', 'shown'],
    ]);
    const [broken] = must(
      await test.app.try({
        post: TryPost.parse({ platform: 'chirp', text: 'zorgle' }),
        policies: { 'spam/policy.md': 'x' },
      }),
    );
    expect(broken).toMatchObject({ edited: false, decision: { decision: { applied: { rung: 'removed' } } } });
    expect(broken?.problems.length).toBeGreaterThan(0);
    expect(await store.lastPosition()).toBe(before);
    await test.app.close();
  });

  test('erasing and retention leave ledger, decisions and standing', async () => {
    const store = await open();
    const test = await openTestApp(store);
    const { app } = test;
    const made = await take(app, { id: '1', text: 'zorgle' });
    await take(app, { id: '2', text: 'fine', author: { id: 'bob' } });
    expect(must(await app.erase({ kind: 'post', platform: 'chirp', id: '1' }, 'request')).erased).toBeGreaterThan(1);
    const view = must(await app.getPost('chirp', '1'));
    expect(view).toMatchObject({ state: 'erased', content: null, presentation: { visibility: 'removed' } });
    expect(must(await app.decision(made.decision.id, { explain: 'why' })).trace).toBeNull();
    expect((await take(app, { id: '1', text: 'zorgle' })).replayed).toBe(true);
    test.at(addDays(NOW, 31));
    expect(await runDue(test.context, { retentionPlainDays: 30 })).toMatchObject({ erased: 1 });
    expect(must(await app.getPost('chirp', '2')).state).toBe('erased');
    must(await app.erase({ kind: 'account', platform: 'chirp', id: 'ann' }, 'law'));
    const account = must(await app.accounts.get('chirp', 'ann'));
    expect(account).toMatchObject({ identity: null, points: { baseline: 2, applied: 2 } });
    expect(JSON.stringify(await store.db.selectFrom('vault').select('content').execute())).not.toContain('zorgle');
    await app.close();
  });

  test('what was decided on elsewhere, or observed, outlasts its days; answers do not outlast theirs', async () => {
    const store = await open();
    const test = await openTestApp(store);
    const { app } = test;
    const author = { id: 'bob' };
    await take(app, { id: '1', text: 'the same words', author });
    await take(app, { id: '2', text: 'seen elsewhere', author });
    await take(app, { id: '3', text: 'of no interest', author });
    await take(app, { id: '4', text: 'the same words', platform: 'facewall', author });
    const verdict = {
      ...{ policy: 'spam', clause: 'badword', rung: 'removed', reason: 'r', rank: 'lead' as const, by: 'user:x' },
      subject: { kind: 'post' as const, platform: 'facewall', id: '4' },
      idempotencyKey: 'once',
    };
    must(await app.decide(verdict));
    must(
      await app.observe({ platform: 'chirp', post: '2', measures: [], seenAt: NOW, evidenceUrl: null, by: 'user:o' }),
    );
    const kept = async () => (await store.db.selectFrom('idempotency').select('key').execute()).length;
    expect(await kept()).toBe(1);
    test.at(addDays(NOW, 31));
    expect(await runDue(test.context, { retentionPlainDays: 30 })).toMatchObject({ erased: 1 });
    const states = await Promise.all(['1', '2', '3'].map(async (id) => must(await app.getPost('chirp', id)).state));
    expect(states).toEqual(['known', 'known', 'erased']);
    expect(await kept()).toBe(0);
    await app.close();
  });
});
