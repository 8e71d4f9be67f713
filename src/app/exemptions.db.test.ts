/** The register of exemptions, on every database. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../test/support/databases.ts';
import { grant, proposal } from '../../test/support/exemptions.ts';
import { JOURNEY, must, NOW, openTestApp, take } from '../../test/support/journey.ts';
import { mayor } from '../../test/support/offices.ts';
import { policyText, rule } from '../../test/support/policy-folder.ts';
import { runDue } from '../jobs/clock.ts';
import { addDays, addHours } from '../lib/instant.ts';
import type { ExemptionProposal } from '../schema/exemption.ts';

const TWO_POLICIES = {
  ...JOURNEY,
  'scams/policy.md': policyText(rule('trick', 'text.has("free money")'), { id: 'scams', title: 'Scams' }),
};

describeDatabases('exemptions', (open) => {
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
    expect(await propose({ subject: { kind: 'person', id: 'none' } })).toMatchObject({ code: 'PERSON_UNKNOWN' });
    expect(await propose({ subject: { kind: 'office', id: 'none' } })).toMatchObject({ code: 'OFFICE_UNKNOWN' });
    expect(await propose({ policies: ['spam', 'spam'] })).toMatchObject({ pointer: '/policies' });
    expect(await propose({ reason: '\u200b' })).toMatchObject({ pointer: '/reason' });
    expect(await app.exemptions.get('none')).toMatchObject({ code: 'EXEMPTION_UNKNOWN' });
    expect(must(await app.exemptions.list({})).items).toEqual([]);
    await app.close();
  });
});
