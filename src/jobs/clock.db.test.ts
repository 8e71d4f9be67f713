/** The clock: looks at what ended since it looked last, and lets go of counts that nothing reads any more. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../test/support/databases.ts';
import { grant } from '../../test/support/exemptions.ts';
import { must, NOW, openTestApp, take } from '../../test/support/journey.ts';
import { mayor } from '../../test/support/offices.ts';
import type { AppContext } from '../app/context.ts';
import { change } from '../app/exemptions.ts';
import { createContext } from '../app/open.ts';
import { addDays } from '../lib/instant.ts';
import { driverOf } from '../store/open.ts';
import { checkRebuild, rebuild } from '../store/upkeep/rebuild.ts';
import { runDue } from './clock.ts';

const DAYS = { retentionPlainDays: 30 };

describeDatabases('the clock', (open) => {
  test('does what a run left undone, and looks no more at what ended long ago', async () => {
    const store = await open({ harmed: true });
    const test = await openTestApp(store);
    await mayor(test);
    const id = await grant(test);
    test.later(1);
    const { decision } = await take(test.app, { id: '1', text: 'zorgle', author: { id: 'mayor' } });
    await runDue(test.context, DAYS);
    test.later(1);
    // As after a crash between the revocation and what follows from it.
    must(await change(test.context, id, (at) => ({ kind: 'revoke', by: 'user:e', at, reason: 'over' })));
    expect(await runDue(test.context, DAYS)).toMatchObject({ decidedAgain: 1 });
    test.later(1);
    await runDue(test.context, DAYS);
    await driverOf(store).transaction((tx) =>
      tx.run('update decisions set superseded_by = null where id = ?', [decision.id]),
    );
    // Counts what is done on the world, one thing after the other: to look at the post again is one thing more.
    const workedOn = async (context: AppContext): Promise<number> => {
      let works = 0;
      const { exclusively } = context;
      const counting = Object.assign(context, {
        exclusively: (work: Parameters<typeof exclusively>[0]) => {
          works++;
          return exclusively(work);
        },
      });
      await runDue(counting, DAYS);
      return works;
    };
    const before = await workedOn(test.context);
    // A process that has just started looks at everything once.
    expect(await workedOn(createContext(store, { now: test.context.now }))).toBe(before + 1);
    await test.app.close();
  });

  test('prunes counts by their own windows; tables still equal their rebuild', async () => {
    const store = await open();
    const test = await openTestApp(store);
    const counted = async () => {
      const rows = await store.db.selectFrom('counter_values').select('bucket').orderBy('bucket').execute();
      return rows.map(({ bucket }) => bucket);
    };
    await take(test.app, { id: '1' });
    test.at(addDays(NOW, 1));
    await take(test.app, { id: '2', author: { id: 'bob' } });
    expect(await counted()).toHaveLength(2);
    expect(await runDue(test.context, DAYS)).toMatchObject({ pruned: 1 });
    expect(await counted()).toEqual([addDays(NOW, 1)]);
    expect(await checkRebuild(store)).toEqual([]);
    await rebuild(store);
    expect(await counted()).toHaveLength(2);
    expect(await runDue(test.context, DAYS)).toMatchObject({ pruned: 0 });
    test.later(1);
    expect(await runDue(test.context, DAYS)).toMatchObject({ pruned: 2 });
    await test.app.close();
  });
});
