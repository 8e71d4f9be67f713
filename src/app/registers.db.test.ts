/** The registers of offices and persons, on every database. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../test/support/databases.ts';
import { must, openTestApp, take } from '../../test/support/journey.ts';
import { claim, mayor, OFFICE } from '../../test/support/offices.ts';
import { PERSON } from '../../test/support/persons.ts';
import type { PersonChange } from '../schema/account.ts';

describeDatabases('offices and persons', (open) => {
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
    const [claimed] = must(await app.accounts.claims({ platforms: null })).items;
    expect(claimed).toMatchObject({ platform: 'chirp', id: 'mayor', title: 'mayor' });
    const office = { ...OFFICE, id: claimed?.office ?? null, state: 'confirmed' as const };
    const put = must(await app.accounts.putOffice('chirp', 'mayor', { office, by: 'user:registrar' }));
    expect(put.status.offices).toMatchObject([{ title: 'mayor' }]);
    expect(must(await app.accounts.claims({ platforms: null })).items).toEqual([]);
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
    const put = (change: Partial<PersonChange>, by: string) => app.persons.put({ ...PERSON, ...change }, by);
    const person = async () => must(await app.accounts.get('chirp', 'mayor')).status.person;
    expect(await put({ accounts, state: 'confirmed' }, 'user:r')).toMatchObject({ code: 'EXEMPTION_SAME_PERSON' });
    const { id } = must(await put({ accounts }, 'user:clerk'));
    expect([await person(), must(await app.persons.get(id))]).toMatchObject([null, { state: 'claimed', accounts }]);
    expect(await put({ id, state: 'confirmed' }, 'user:clerk')).toMatchObject({ code: 'EXEMPTION_SAME_PERSON' });
    const fewer = { id, accounts: accounts.slice(1), state: 'confirmed' as const };
    expect(await put(fewer, 'user:r')).toMatchObject({ code: 'BODY_INVALID', pointer: '/accounts' });
    expect(must(await put({ id, state: 'confirmed' }, 'user:r'))).toMatchObject({ state: 'confirmed', accounts });
    expect(await person()).toBe(id);
    const other = { name: 'Another', source: 'x', accounts: accounts.slice(0, 1) };
    expect(await put(other, 'user:r')).toMatchObject({ code: 'BODY_INVALID', pointer: '/accounts/0' });
    expect(await put({ ...other, id: 'none' }, 'user:r')).toMatchObject({ code: 'PERSON_UNKNOWN' });
    expect(must(await app.persons.list({})).items).toHaveLength(1);
    must(await put({ id, accounts: accounts.slice(0, 1), source: 'a newer page' }, 'user:r'));
    expect(await person()).toBeNull();
    must(await put({ id, state: 'withdrawn' }, 'user:clerk'));
    const steps = must(await app.persons.history(id)).map(({ n, state, by, source }) => [n, state, by, source]);
    expect(steps).toEqual([
      [1, 'claimed', 'user:clerk', PERSON.source],
      [2, 'confirmed', 'user:r', PERSON.source],
      [3, 'claimed', 'user:r', 'a newer page'],
      [4, 'withdrawn', 'user:clerk', PERSON.source],
    ]);
    must(await app.accounts.setList('chirp', 'mayor', { list: 'press', member: true, by: 'user:r' }));
    expect(must(await app.accounts.get('chirp', 'mayor')).status.lists).toEqual(['press']);
    expect(await app.accounts.get('chirp', 'nobody')).toMatchObject({ code: 'ACCOUNT_UNKNOWN' });
    await app.close();
  });

  test('lists go on page by page, and steps of an office stay', async () => {
    const test = await openTestApp(await open());
    const { app } = test;
    const holder = { platform: 'chirp', id: 'mayor' };
    await mayor(test);
    for (const title of ['a', 'b', 'c']) await claim(app, holder, { ...OFFICE, title });
    const first = must(await app.accounts.claims({ platforms: ['chirp'], limit: 2 }));
    const rest = must(await app.accounts.claims({ platforms: null, limit: 2, cursor: first.next ?? '' }));
    expect([first.items.length, rest.items.length, rest.next]).toEqual([2, 1, null]);
    expect(new Set([...first.items, ...rest.items].map(({ title }) => title)).size).toBe(3);
    expect(must(await app.accounts.claims({ platforms: ['facewall'] })).items).toEqual([]);
    const persons = [];
    for (const name of ['one', 'two', 'three'])
      persons.push(must(await app.persons.put({ ...PERSON, name }, 'user:r')));
    const some = must(await app.persons.list({ limit: 2 }));
    const others = must(await app.persons.list({ limit: 2, cursor: some.next ?? '' }));
    const listed = [...some.items, ...others.items].map(({ id }) => id);
    expect([listed.sort(), others.next]).toEqual([persons.map(({ id }) => id).sort(), null]);
    const office = must(await app.accounts.get('chirp', 'mayor')).offices.find(({ state }) => state === 'confirmed');
    const steps = must(await app.accounts.officeHistory('chirp', 'mayor', office?.id ?? ''));
    expect(steps.map(({ state, by, title }) => [state, by, title])).toEqual([
      ['claimed', 'user:clerk', 'mayor'],
      ['confirmed', 'user:registrar', 'mayor'],
    ]);
    expect(await app.accounts.officeHistory('chirp', 'mayor', 'none')).toMatchObject({ code: 'OFFICE_UNKNOWN' });
    must(await app.erase({ kind: 'account', ...holder }, 'request'));
    const erased = must(await app.persons.history(persons[0]?.id ?? ''));
    expect(erased.map(({ title }) => title)).toEqual(['one']);
    await app.close();
  });
});
