/** Policy sets: published, activated, rolled back, applied again, on every database. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../test/support/databases.ts';
import { JOURNEY, must, openTestApp, take } from '../../test/support/journey.ts';

describeDatabases('policies', (open) => {
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
    expect(must(await app.policies.reapply())).toEqual({ posts: 4, changed: 2, plain: 1, erased: 0, unknown: 1 });
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

  test('posts on which nothing had been found are judged again as well; erased ones are counted', async () => {
    const test = await openTestApp(await open());
    const { app } = test;
    for (const id of ['1', '2', '3', '4']) {
      const text = id === '2' ? 'nothing of the kind' : 'moonbeam';
      await take(app, { id, text, author: { id: `a${id}` } });
    }
    must(await app.erase({ kind: 'post', platform: 'chirp', id: '3' }, 'request'));
    must(await app.deletePost('chirp', '4', 'author'));
    const files = raised('2.0.0');
    files['spam/policy.md'] = files['spam/policy.md']
      .replace('zorgle', 'moonbeam')
      .replace(/^id: spam$/m, 'id: spam\napplies_to: all');
    const { hash } = must(await app.policies.publish(files, 'user:p'));
    must(await app.policies.activate(hash, 'user:p'));
    // Counts of before were not recorded with plain posts: the rule that reads one cannot be decided.
    const counts = { posts: 3, changed: 1, plain: 3, erased: 1, unknown: 2 };
    const before = (await app.status()).position;
    const { flips, ...preview } = must(await app.policies.reapplyPreview());
    expect([preview, flips.map(({ id, before, after }) => [id, before.rung, after.rung])]).toEqual([
      counts,
      [['1', 'none', 'removed']],
    ]);
    expect((await app.status()).position).toBe(before);
    expect(must(await app.policies.reapply())).toEqual(counts);
    const view = must(await app.getPost('chirp', '1'));
    expect([view.presentation.visibility, view.decisions[0]?.decision.trigger]).toEqual(['removed', 'policy']);
    expect(must(await app.getPost('chirp', '2')).presentation.visibility).toBe('shown');
    expect(must(await app.policies.reapply())).toMatchObject({ changed: 0, plain: 2 });
    await app.close();
  });

  test('rolling back again goes back one more, and never forward', async () => {
    const { app } = await openTestApp(await open());
    const hashes = [(await app.status()).policySet];
    for (const version of ['1.1.0', '1.2.0']) {
      const { hash } = must(await app.policies.publish(raised(version), 'user:p'));
      must(await app.policies.activate(hash, 'user:p'));
      hashes.push(hash);
    }
    expect(must(await app.policies.rollback('user:p')).hash).toBe(hashes[1]);
    expect(must(await app.policies.rollback('user:p')).hash).toBe(hashes[0]);
    expect(await app.policies.rollback('user:p')).toMatchObject({ code: 'POLICY_SET_UNKNOWN' });
    must(await app.policies.activate(hashes[2] as string, 'user:p'));
    expect(must(await app.policies.rollback('user:p')).hash).toBe(hashes[0]);
    await app.close();
  });

  test('as many others approve a set as the settings ask for, before it takes the place of another', async () => {
    const { app } = await openTestApp(await open(), JOURNEY, { policyApprovals: 2 });
    const first = (await app.status()).policySet as string;
    const { hash } = must(await app.policies.publish(raised('1.1.0'), 'user:p'));
    const same = { code: 'EXEMPTION_SAME_PERSON' };
    expect(await app.policies.activate(hash, 'user:p')).toMatchObject(same);
    const approved = must(await app.policies.activate(hash, 'user:q'));
    expect(approved).toMatchObject({ active: false, approvals: [{ by: 'user:q' }], approvalsNeeded: 2 });
    const key = must(await app.keys.create({ name: 'k', scopes: ['policies'], platforms: null, by: 'user:q' }));
    expect(await app.policies.activate(hash, `key:${key.id}`)).toMatchObject(same);
    expect((await app.status()).policySet).toBe(first);
    expect(must(await app.policies.activate(hash, 'user:r'))).toMatchObject({ active: true, approvals: [] });
    // Back at once, by one; forward again, by two.
    expect(must(await app.policies.rollback('user:p')).hash).toBe(first);
    expect(must(await app.policies.activate(hash, 'user:r'))).toMatchObject({ active: false });
    await app.close();
  });

  test('a rule that reached its limit is an alert for a day', async () => {
    const test = await openTestApp(await open());
    for (let i = 0; i < 7; i++) await take(test.app, { id: `${i}`, text: 'the very same', author: { id: `a${i}` } });
    const alerts = async () => (await test.app.status()).alerts.filter((alert) => alert.startsWith('rule'));
    expect(await alerts()).toEqual([expect.stringContaining('spam/repeated reached its limit in the hour from 2026')]);
    test.later(26);
    expect(await alerts()).toEqual([]);
    await test.app.close();
  });
});
