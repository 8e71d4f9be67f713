/** Keys, on every database. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../test/support/databases.ts';
import { proposal } from '../../test/support/exemptions.ts';
import { must, openTestApp, take } from '../../test/support/journey.ts';
import { claim, OFFICE } from '../../test/support/offices.ts';
import { PERSON } from '../../test/support/persons.ts';

describeDatabases('keys', (open) => {
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

  test('a key stands for its maker, or for whom it was given to by whoever is no key', async () => {
    const { app } = await openTestApp(await open());
    const make = (by: string, holder: string | null = null) =>
      app.keys.create({ name: 'k', scopes: ['admin'], platforms: null, by, holder });
    const own = must(await make('user:k'));
    const child = must(await make(`key:${own.id}`));
    expect([own, child].map(({ createdBy, holder }) => [createdBy, holder])).toEqual([
      ['user:k', 'user:k'],
      [`key:${own.id}`, 'user:k'],
    ]);
    const given = must(await make('user:k', 'new'));
    expect(given.holder).not.toBe('user:k');
    expect(must(await make('user:k', given.holder)).holder).toBe(given.holder);
    expect(must(await make(`key:${given.id}`)).holder).toBe(given.holder);
    for (const holder of ['new', given.holder]) {
      expect(await make(`key:${own.id}`, holder)).toMatchObject({ code: 'EXEMPTION_SAME_PERSON', pointer: '/holder' });
    }
    expect(await make('user:k', 'user:made-up')).toMatchObject({ code: 'KEY_UNKNOWN' });
    await app.close();
  });

  test('steps that need somebody else do not take another key of the same holder', async () => {
    const test = await openTestApp(await open());
    const { app } = test;
    const make = async (by: string, holder: string | null = null) =>
      `key:${must(await app.keys.create({ name: 'k', scopes: ['admin'], platforms: null, by, holder })).id}`;
    const [one, two] = [await make('user:k'), await make('user:k')];
    const others = [await make('user:k', 'new'), await make('user:k', 'new'), await make('user:k', 'new')] as const;
    const { id } = must(await app.exemptions.propose(proposal(), one));
    const same = { code: 'EXEMPTION_SAME_PERSON' };
    expect(await app.exemptions.approve(id, two, 'approver')).toMatchObject(same);
    expect(await app.exemptions.approve(id, 'user:k', 'approver')).toMatchObject(same);
    must(await app.exemptions.approve(id, others[0], 'approver'));
    expect(await app.exemptions.approve(id, await make(others[0]), 'approver')).toMatchObject(same);
    must(await app.exemptions.approve(id, others[1], 'approver'));
    expect(await app.exemptions.approve(id, two, 'grantor')).toMatchObject(same);
    must(await app.exemptions.approve(id, others[2], 'grantor'));
    // An appeal is not decided by another key of whoever decided.
    await take(app, { id: '1', text: 'zorgle' });
    const verdict = { policy: 'spam', rung: 'none', reason: 'it is a joke' };
    const subject = { kind: 'post' as const, platform: 'chirp', id: '1' };
    must(await app.decide({ ...verdict, subject, rank: 'reviewer', by: one }));
    const appeal = { ...verdict, subject, rank: 'appeal' as const };
    expect(await app.decide({ ...appeal, by: two })).toMatchObject({ code: 'APPEAL_OWN_DECISION' });
    must(await app.decide({ ...appeal, by: others[0] }));
    const claimed = await claim(app, { platform: 'chirp', id: 'ann' }, { ...OFFICE, source: 'one' });
    const office = { ...claimed, title: 'governor', state: 'claimed' as const };
    must(await app.accounts.putOffice('chirp', 'ann', { office, by: one }));
    const confirm = { ...office, state: 'confirmed' as const };
    expect(await app.accounts.putOffice('chirp', 'ann', { office: confirm, by: two })).toMatchObject(same);
    must(await app.accounts.putOffice('chirp', 'ann', { office: confirm, by: others[0] }));
    const person = must(await app.persons.put({ ...PERSON, accounts: [{ platform: 'chirp', id: 'ann' }] }, one));
    expect(await app.persons.put({ ...PERSON, id: person.id, state: 'confirmed' }, two)).toMatchObject(same);
    await app.close();
  });
});
