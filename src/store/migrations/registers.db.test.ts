/** The second migration: what it fills for a database of the first is what a rebuild would give. */
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { describeDatabases } from '../../../test/support/databases.ts';
import { must, openTestApp, take } from '../../../test/support/journey.ts';
import { mayor } from '../../../test/support/offices.ts';
import { linked, PERSON } from '../../../test/support/persons.ts';
import { driverOf } from '../open.ts';
import { upcast } from '../upcast.ts';
import { checkRebuild } from '../upkeep/rebuild.ts';

const UNDO = [
  'drop table register_steps',
  'drop table policy_approvals',
  'drop index exemptions_state_expires_at_idx',
  'drop index exemptions_changed_at_idx',
  'alter table api_keys drop column holder',
  'alter table persons drop column state',
  'alter table persons drop column accounts',
  'alter table active_set drop column before',
  "delete from kysely_migration where name = '0002-registers'",
];

describeDatabases('the second migration', (open) => {
  test('fills what it adds from the ledger', async () => {
    const store = await open();
    const test = await openTestApp(store);
    const { app } = test;
    await mayor(test);
    await take(app, { id: '1', author: { id: 'ann' } });
    await linked(app, [{ platform: 'chirp', id: 'ann' }]);
    const key = must(await app.keys.create({ name: 'k', scopes: ['read'], platforms: null, by: 'user:k' }));
    await app.keys.create({ name: 'k2', scopes: ['read'], platforms: null, by: `key:${key.id}` });
    const driver = driverOf(store);
    await driver.transaction(async (tx) => {
      for (const statement of UNDO) await tx.run(statement);
    });
    await driver.migrate();
    expect(await checkRebuild(store)).toEqual([]);
    const { rows } = await sql<{ n: number }>`select count(*) as n from register_steps`.execute(store.db);
    expect(Number(rows[0]?.n)).toBe(4);
    await app.close();
  });
});

test('links and keys of the first version are read as they had effect then', () => {
  const { name: _, ...rest } = PERSON;
  expect(upcast({ ...rest, type: 'person.changed', v: 1 } as never)).toMatchObject({ v: 2, state: 'confirmed' });
  expect(upcast({ type: 'key.created', v: 1, by: 'user:k' } as never)).toMatchObject({ v: 2, holder: null });
});
