/** Trying, on every database. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../test/support/databases.ts';
import { grant } from '../../test/support/exemptions.ts';
import { JOURNEY, must, openTestApp } from '../../test/support/journey.ts';
import { mayor } from '../../test/support/offices.ts';
import { TryPost } from '../schema/post.ts';

describeDatabases('trying', (open) => {
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
});
