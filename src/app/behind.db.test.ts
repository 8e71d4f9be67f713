/** Batches judged while the one before is written: the same answers as one by one, whoever comes in between. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../test/support/databases.ts';
import { JOURNEY, must, NOW, openTestApp, post, take, taken } from '../../test/support/journey.ts';
import { addHours } from '../lib/instant.ts';
import type { PostAnswer } from '../publish/views.ts';
import type { Post } from '../schema/post.ts';
import type { Batch, Store } from '../store/store.ts';
import { checkPolicies } from './check-policies.ts';
import { compileEngine } from './engine.ts';
import { createMemory } from './memory.ts';
import { readItem } from './posts.ts';

const BATCHES = 4;
const POSTS = BATCHES * 500;
const TEXTS = ['hello', 'zorgle', 'a chorus', 'moon cheese', 'perhaps', 'fine'];

/** Authors, posts, parents and words of one batch come again in the next: edits, replays, replies, strikes, counts. */
const HISTORY: readonly Post[] = Array.from({ length: POSTS }, (_, i) => {
  const isAgain = i >= 500 && i % 7 === 0;
  const n = isAgain ? i - 490 : i;
  return post({
    id: `p${n}`,
    text: i % 20 < TEXTS.length ? `${TEXTS[i % 20]} ${i % 3 === 0 ? i % 60 : ''}` : `plain words ${n}`,
    author: { id: `a${n % 23}`, followers: i % 300 === 0 ? i : 5 },
    ...(isAgain && i % 2 === 0 ? { editedAt: addHours(NOW, i % 3 === 0 ? -5 : 1) } : {}),
    ...(i % 11 === 0 ? { replyTo: `p${Math.max(0, n - 300)}` } : {}),
  });
});

/** What does not hang on the ids of one run. */
function bare({ revision, replayed, outOfOrder, decision, presentation, consequences }: PostAnswer) {
  return {
    revision,
    replayed,
    outOfOrder,
    findings: decision.decision.findings.map(({ policy, rule }) => `${policy}/${rule}`),
    applied: decision.decision.applied.rung,
    unknown: decision.decision.unknown,
    shown: [presentation.visibility, presentation.author.state, presentation.decisions.length],
    consequences: consequences.map(({ decision: { applied } }) => applied.measures.map(({ measure }) => measure.kind)),
  };
}

/** A store that tells its batches, and lets somebody in before one that was judged ahead. */
function watched(store: Store) {
  let ahead = 0;
  let refused = 0;
  let broken = 0;
  let isToBreak = false;
  let waiting: (() => Promise<unknown>) | null = null;
  const commit = async (batch: Batch) => {
    if (isToBreak && batch.events.length > 1) {
      isToBreak = false;
      broken++;
      throw new Error('the disk is full');
    }
    const isAhead = batch.guards.some(({ kind }) => kind === 'nothing_since');
    if (isAhead) {
      ahead++;
      const work = waiting;
      waiting = null;
      await work?.();
    }
    const result = await store.commit(batch);
    if (!result.ok) refused++;
    return result;
  };
  return {
    store: Object.create(store, { commit: { value: commit } }) as Store,
    ahead: () => ahead,
    refused: () => refused,
    broken: () => broken,
    break() {
      isToBreak = true;
    },
    between(work: () => Promise<unknown>) {
      waiting = work;
    },
  };
}

async function answersTo(app: Awaited<ReturnType<typeof openTestApp>>['app'], posts: readonly Post[]) {
  const answers: PostAnswer[] = [];
  const items = posts.map((each) => ({ op: 'post', post: each }) as const);
  for await (const answer of app.ingest(items, 'key:test')) answers.push(taken(answer));
  return answers;
}

function expectAsOneByOne(answers: readonly PostAnswer[]): void {
  const { set } = checkPolicies(JOURNEY);
  if (set === null) throw new Error('the test policies are wrong');
  const memory = createMemory(compileEngine(set), { breakersAct: true });
  for (const [i, given] of answers.entries()) {
    const item = readItem({ item: { op: 'post', post: HISTORY[i] as Post }, by: 'author' });
    if (item.kind !== 'post') throw new Error('not a post');
    expect(bare(given), `post ${i}`).toEqual(bare(must(memory.take(item.post, NOW).answer)));
  }
}

describeDatabases('batch behind batch', (open) => {
  test('gives the answers that posts taken one by one are given', async () => {
    const seen = watched(await open());
    const { app } = await openTestApp(seen.store);
    const answers = await answersTo(app, HISTORY);
    expectAsOneByOne(answers);
    expect(answers).toHaveLength(POSTS);
    expect(seen.refused()).toBe(0);
    // Only where nobody else writes can a batch be judged before the one in front of it is there.
    expect(seen.ahead() > 0).toBe(open.kind === 'sqlite');
    await app.close();
  });

  test('is judged again when somebody came in between', async () => {
    if (open.kind !== 'sqlite') return;
    const [seen, other] = [watched(await open()), await open()];
    const { app } = await openTestApp(seen.store);
    const second = await openTestApp(other);
    seen.between(async () => {
      await take(second.app, { id: 'x1', text: 'zorgle', author: { id: 'eve' } });
      await take(second.app, { id: 'x2', text: 'zorgle', author: { id: 'eve' } });
      for (const id of ['1', '2', '3']) await take(second.app, { id: `y${id}`, text: 'refrain', author: { id } });
    });
    const posts = Array.from({ length: 1_000 }, (_, i) =>
      post({
        id: `p${i}`,
        text: i % 500 === 1 ? 'refrain' : `words ${i}`,
        author: { id: i % 500 === 0 ? 'eve' : 'bo' },
      }),
    );
    const answers = await answersTo(app, posts);
    const [first, again] = [answers.slice(0, 500), answers.slice(500)].map(([eve, refrain]) => ({
      author: eve?.presentation.author.state,
      findings: refrain?.decision.decision.findings.length,
    }));
    expect(first).toEqual({ author: 'active', findings: 0 });
    // Her account says so by its version; what others counted, only that somebody was there.
    expect(again).toEqual({ author: 'suspended', findings: 1 });
    expect([seen.ahead(), seen.refused()]).toEqual([1, 1]);
    await second.app.close();
    await app.close();
  });

  test('a batch that cannot be written takes the one behind it back to the start', async () => {
    const seen = watched(await open());
    const { app } = await openTestApp(seen.store);
    seen.break();
    const answers = await answersTo(app, HISTORY.slice(0, 1_010));
    expectAsOneByOne(answers);
    expect(answers).toHaveLength(1_010);
    expect(seen.broken()).toBe(1);
    await app.close();
  });
});
