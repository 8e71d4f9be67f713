/**
 * Two applications on one database, as two processes would be: each gathers, then the other commits in between. Guards
 * find what has become stale, and the second gathers again: never a decision on facts that were no longer true.
 */
import { expect, test } from 'vitest';
import { describeDatabases, type OpenDatabase } from '../../test/support/databases.ts';
import { grant } from '../../test/support/exemptions.ts';
import { must, openTestApp, post, type TestApp, take, taken } from '../../test/support/journey.ts';
import { claim } from '../../test/support/offices.ts';
import type { Store } from '../store/store.ts';

/** A store whose next commit waits until something else has been done. */
function delayed(store: Store): {
  readonly store: Store;
  before(work: () => Promise<unknown>): void;
  conflicts(): number;
} {
  let waiting: (() => Promise<unknown>) | null = null;
  let conflicts = 0;
  const held: Store = Object.create(store, {
    commit: {
      value: async (batch: Parameters<Store['commit']>[0]) => {
        const work = waiting;
        waiting = null;
        await work?.();
        const result = await store.commit(batch);
        if (!result.ok) conflicts++;
        return result;
      },
    },
  });
  return {
    store: held,
    before(work) {
      waiting = work;
    },
    conflicts: () => conflicts,
  };
}

type Pair = {
  readonly one: TestApp;
  readonly two: TestApp;
  between(work: () => Promise<unknown>): void;
  conflicts(): number;
  close(): Promise<void>;
};

async function openPair(open: OpenDatabase): Promise<Pair> {
  const [first, second] = [await open(), await open()];
  const one = await openTestApp(first);
  const held = delayed(second);
  const two = await openTestApp(held.store);
  return {
    one,
    two,
    between: held.before,
    conflicts: held.conflicts,
    async close() {
      await one.app.close();
      await second.close();
    },
  };
}

describeDatabases('races', (open) => {
  test('on the strikes of one author: the second post sees the first', async () => {
    const { one, two, between, conflicts, close } = await openPair(open);
    between(() => take(one.app, { id: '1', text: 'zorgle a' }));
    const second = await take(two.app, { id: '2', text: 'zorgle b' });
    expect(conflicts()).toBe(1);
    expect(second.consequences[0]?.decision.applied.measures.map(({ measure }) => measure.kind)).toContain('suspend');
    expect(must(await one.app.accounts.get('chirp', 'ann')).points.applied).toBe(4);
    await close();
  });

  test('on one post sent to both: one records it, the other answers with a replay', async () => {
    const { one, two, between, conflicts, close } = await openPair(open);
    between(() => take(one.app, { id: '1', text: 'zorgle' }));
    const second = await take(two.app, { id: '1', text: 'zorgle' });
    expect([conflicts(), second.replayed]).toEqual([1, true]);
    expect(must(await one.app.getPost('chirp', '1')).decisions).toHaveLength(1);
    expect(must(await one.app.accounts.get('chirp', 'ann')).points.applied).toBe(2);
    await close();
  });

  test('on a breaker: no more than its limit act', async () => {
    const { one, two, between, conflicts, close } = await openPair(open);
    const send = async (app: TestApp, id: string) =>
      (await take(app.app, { id, text: 'the same text', author: { id } })).decision.decision.applied.rung;
    for (const id of ['a', 'b', 'c']) await send(one, id);
    expect(await send(one, 'd')).toBe('removed');
    between(() => send(one, 'e'));
    expect(await send(two, 'f')).toBe('notice');
    expect(conflicts()).toBe(1);
    await close();
  });

  test('on an exemption that is revoked in flight: it softens nothing any more', async () => {
    const { one, two, between, conflicts, close } = await openPair(open);
    const id = await grant(one, { subject: { kind: 'class', id: 'everybody' } });
    for (const each of [one, two]) each.later(1);
    between(() => one.app.exemptions.revoke(id, 'user:e', 'a mistake'));
    const made = await take(two.app, { id: '1', text: 'zorgle' });
    expect([conflicts(), made.decision.decision.applied.rung]).toEqual([1, 'removed']);
    await close();
  });

  test('on a policy set that is activated in flight: judged by the new one', async () => {
    const { one, two, between, conflicts, close } = await openPair(open);
    const { files } = must(await one.app.policies.active());
    const changed = {
      ...files,
      'spam/policy.md': (files['spam/policy.md'] as string).replace('1.0.0', '2.0.0').replace('zorgle', 'gone'),
    };
    const { hash } = must(await one.app.policies.publish(changed, 'user:p'));
    between(() => one.app.policies.activate(hash, 'user:p'));
    const made = await take(two.app, { id: '1', text: 'zorgle' });
    expect([conflicts(), made.decision.decision.policySet]).toEqual([1, hash]);
    await close();
  });

  test('on an office that is confirmed in flight, and on two verdicts that expect the same decision', async () => {
    const { one, two, between, conflicts, close } = await openPair(open);
    await grant(one);
    for (const each of [one, two]) each.later(1);
    await take(one.app, { id: '0', author: { id: 'mayor' } });
    const office = await claim(one.app, { platform: 'chirp', id: 'mayor' });
    between(() => one.app.accounts.putOffice('chirp', 'mayor', { office, by: 'user:r' }));
    const made = await take(two.app, { id: '1', text: 'zorgle', author: { id: 'mayor' } });
    expect([conflicts(), made.decision.decision.applied.rung]).toEqual([1, 'notice']);
    const verdict = (by: string, rung: string) => ({
      subject: { kind: 'post' as const, platform: 'chirp', id: '1' },
      policy: 'spam',
      rung,
      reason: 'as I see it',
      rank: 'reviewer' as const,
      by,
      expectedDecision: made.decision.id,
    });
    between(() => one.app.decide(verdict('user:x', 'none')));
    expect(await two.app.decide(verdict('user:y', 'removed'))).toMatchObject({ code: 'DECISION_NOT_EFFECTIVE' });
    await close();
  });

  test('what is contended again and again is refused after five attempts, and nothing is recorded', async () => {
    const { one, two, between, conflicts, close } = await openPair(open);
    let n = 0;
    const again = async () => {
      n++;
      await take(one.app, { id: `other-${n}`, text: `zorgle ${n}` });
      between(again);
    };
    between(again);
    expect(await two.app.ingestOne({ op: 'post', post: post({ id: '1', text: 'zorgle' }) }, 'key:test')).toMatchObject({
      code: 'CONFLICT',
    });
    expect(conflicts()).toBe(5);
    between(async () => {});
    expect(await one.app.getPost('chirp', '1')).toMatchObject({ code: 'POST_UNKNOWN' });
    await close();
  });

  test('two streams at once over the same authors end as one would', async () => {
    const { one, two, close } = await openPair(open);
    const items = (from: number) =>
      Array.from({ length: 60 }, (_, i) => ({
        op: 'post' as const,
        post: post({
          id: `${from + i}`,
          text: i % 3 === 0 ? `zorgle ${from + i}` : `words ${from + i}`,
          author: { id: `a${i % 5}` },
        }),
      }));
    const run = async (app: TestApp, from: number) => {
      const answers = [];
      for await (const each of app.app.ingest(items(from), 'key:test')) answers.push(taken(each));
      return answers;
    };
    const [a, b] = await Promise.all([run(one, 0), run(two, 1_000)]);
    const removed = [...a, ...b].filter(({ decision }) => decision.decision.applied.rung === 'removed');
    expect(removed).toHaveLength(40);
    for (let i = 0; i < 5; i++) {
      const own = removed.filter(({ decision }) => decision.naming.author === `a${i}`);
      expect(must(await one.app.accounts.get('chirp', `a${i}`)).points.applied).toBe(2 * own.length);
    }
    await close();
  });
});
