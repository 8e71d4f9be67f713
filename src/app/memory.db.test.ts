/** With and without a store the same posts give the same answers: one path, two worlds. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../test/support/databases.ts';
import { JOURNEY, must, NOW, openTestApp, post } from '../../test/support/journey.ts';
import { EMPTY_STANDING } from '../accounts/standing.ts';
import { decidePost } from '../decide/decide.ts';
import type { Ground } from '../decide/ground.ts';
import { emptyWorld } from '../facts/world.ts';
import { readPost } from '../ingest/read.ts';
import { addHours } from '../lib/instant.ts';
import type { PostAnswer } from '../publish/views.ts';
import type { Post, PostInput } from '../schema/post.ts';
import { plainDecision } from './answers.ts';
import { checkPolicies } from './check-policies.ts';
import { compileEngine } from './engine.ts';
import { createMemory, plainSource } from './memory.ts';
import { sha256 } from './posts.ts';

const { set } = checkPolicies(JOURNEY);
if (set === null) throw new Error('the test policies are wrong');
const engine = compileEngine(set);

function read(wire: Post) {
  const result = readPost(wire, sha256);
  if (!result.ok) throw new Error(result.problem.detail);
  return result.post;
}

const TEXTS = ['hello', 'zorgle', 'the same text', 'moon cheese', 'perhaps', 'the same text', 'zorgle zorgle', 'fine'];
/** A mixed history: several authors, copies, edits, replays, old edits, links. */
const HISTORY: readonly Post[] = Array.from({ length: 48 }, (_, i) => {
  const over: Partial<PostInput> & { readonly id: string } = {
    id: `p${i % 37}`,
    text: `${TEXTS[(i * 7) % TEXTS.length]}${i % 5 === 0 ? ' https://a.example/x' : ''}`,
    author: { id: `a${(i % 37) % 9}` },
    platform: (i % 37) % 4 === 0 ? 'facewall' : 'chirp',
    ...(i >= 37 ? { editedAt: addHours(NOW, i % 3 === 0 ? -5 : i) } : {}),
    ...(i % 11 === 0 ? { replyTo: 'p1' } : {}),
  };
  return post(over);
});

/** Everything of an answer that does not hang on the ids of one run. */
function bare({ revision, replayed, outOfOrder, decision, presentation, consequences }: PostAnswer) {
  const { findings, baseline, applied, departures, unknown, trigger, degraded } = decision.decision;
  return {
    revision,
    replayed,
    outOfOrder,
    decision: {
      findings,
      baseline,
      applied,
      unknown,
      trigger,
      degraded,
      departed: departures.map(({ kind, from, to }) => [kind, from, to]),
    },
    presentation: {
      ...presentation,
      decisions: presentation.decisions.length,
      labels: presentation.labels.length,
      notice: presentation.notice?.text,
    },
    consequences: consequences.map(({ decision: { applied: measures } }) => measures),
  };
}

describeDatabases('one path', (open) => {
  test.each([5, 48])('the store and memory agree, taken in by batches of %i', async (size) => {
    const { app } = await openTestApp(await open());
    const memory = createMemory(engine, { breakersAct: true });
    for (let i = 0; i < HISTORY.length; i += size) {
      const part = HISTORY.slice(i, i + size);
      const taken = await Promise.all(part.map((each) => app.ingestOne({ op: 'post', post: each }, 'key:test')));
      for (const [n, each] of taken.entries()) {
        const value = must(each);
        if (value.op !== 'post') throw new Error('not a post');
        const alone = memory.take(read(part[n] as Post), NOW).answer;
        expect(bare(value), `post ${i + n}`).toEqual(bare(must(alone)));
      }
    }
    await app.close();
  });
});

test('a plain post is written out as the rules would have decided it', () => {
  const incoming = read(post({ id: '1' }));
  const world = emptyWorld();
  const memory = createMemory(engine, { world, source: plainSource('x') });
  const judged = must(memory.take(incoming, NOW).answer);
  const known = [...world.posts.values()][0];
  if (known === undefined) throw new Error('not there');
  const decided = decidePost({
    ground: engine.ground('chirp') as Ground,
    ids: { decision: 'd', account: 'e' },
    now: NOW,
    trigger: 'ingest',
    subject: { post: known.id, revision: 1, account: known.account, createdAt: known.createdAt, receivedAt: NOW },
    history: [],
    standing: { baseline: EMPTY_STANDING, applied: EMPTY_STANDING },
    author: { person: null, offices: [], classes: [] },
    evaluation: {
      findings: [],
      status: { added: [], dropped: [] },
      shadow: [],
      unknown: [],
      facts: [],
      textCut: false,
    },
    exemptions: [],
    breakers: {},
  });
  const revision = known.revisions[0];
  if (revision === undefined) throw new Error('no revision');
  expect(plainDecision({ post: known, revision, policies: ['spam'] })).toEqual(decided.decision);
  expect(judged.decision.decision.applied).toEqual(decided.decision.applied);
});
