/**
 * The journey of a post, in order. Read this first: each step is a folder, gathering and committing alone do IO, and what
 * lies between them is synchronous and pure (A1). A person's verdict, a clock that runs out and an exemption that ends
 * enter at `decide` and take the same way from there (`app/verdicts.ts`, `app/again.ts`; A7).
 */

import { countPost } from './app/count-post.ts';
import type { Journey } from './app/journey.ts';
import { batchOf, createPlan, emit } from './app/plan.ts';
import { breakerCounts, decisionIds, recordDecided } from './app/record.ts';
import { type Answer, refuse } from './app/refusal.ts';
import type { Shell } from './app/shell.ts';
import { arrive, isPlain, meetPost, received, recordPlain } from './app/take-post.ts';
import { decidePost } from './decide/decide.ts';
import type { Ground } from './decide/ground.ts';
import type { Engine } from './facts/engine.ts';
import { type Prepared, readFacts } from './facts/read-facts.ts';
import type { Wanted } from './facts/store.ts';
import { statusOf } from './facts/world.ts';
import type { Instant } from './lib/instant.ts';
import type { PostAnswer } from './publish/views.ts';

/** Gathering again after others changed what was read; beyond this the caller is told. */
const ATTEMPTS_MAX = 5;

/** Gather → judge → commit, for any work on the world: a batch of posts, a verdict, a grant. */
export async function travel<T>(
  shell: Shell,
  wanted: (now: Instant, engine: Engine) => Wanted | Promise<Wanted>,
  judge: (journey: Journey) => Answer<T> | Promise<Answer<T>>,
): Promise<Answer<T>> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const engine = await shell.engine();
    if (engine === null) return refuse('NO_POLICY_SET', 'no policy set is active');
    const now = shell.now();
    const world = await shell.gather(await wanted(now, engine)); // facts: versions are read with them
    const plan = createPlan(shell.source, now, engine.set.hash);
    plan.guards.set('active_set', { kind: 'active_set', hash: engine.set.hash });
    const answer = await judge({ engine, world, plan, now, breakersAct: true }); // no IO until it is there
    if (!answer.ok) return answer;
    // A crash before the commit returns leaves nothing, and nobody was answered; after it, everything is there.
    const committed = await shell.commit(batchOf(plan));
    if (committed.ok) return answer;
  }
  return refuse('CONFLICT', `the facts changed ${ATTEMPTS_MAX} times while this was judged`);
}

/** One post, from what was read of it to its answer. Later posts of the batch see what this one did. */
export function judgePost(journey: Journey, prepared: Prepared): Answer<PostAnswer> {
  const { world, engine, now } = journey;
  const arrival = meetPost(journey, prepared); // ingest: whose it is, and which revision
  if (arrival.kind === 'answered') return arrival.answer;
  const { traveller, revision } = arrival;
  const facts = readFacts(world, engine, { prepared, account: traveller.account, now }); // facts
  const evaluation = engine.evaluate(facts); // evaluate
  const counts = countPost(journey, prepared, facts);
  const record = received(journey, { traveller, prepared, revision }, counts);
  const plain = isPlain(journey, traveller, { evaluation, cluster: prepared.cluster });
  arrive(journey, traveller, { prepared, revision });
  if (plain) return { ok: true, value: recordPlain(journey, traveller, { revision, received: record, evaluation }) };

  const { post, account } = traveller;
  const status = statusOf(account, now);
  const ids = decisionIds(journey);
  const decided = decidePost({
    ground: engine.ground(post.platform) as Ground,
    ids,
    now,
    trigger: revision.revision === 1 ? 'ingest' : 'edit',
    subject: {
      post: post.id,
      revision: revision.revision,
      account: account.id,
      createdAt: post.createdAt,
      receivedAt: now,
    },
    history: post.history,
    standing: account.standing,
    author: { person: status.person, offices: status.offices.map(({ id }) => id), classes: engine.classesOf(status) },
    evaluation,
    exemptions: world.exemptions.filter((exemption) => exemption.platform === post.platform),
    breakers: breakerCounts(journey),
  }); // decide
  emit(journey.plan, { type: 'post.received', v: 1, set: engine.set.hash, post: record });
  const answer = recordDecided(journey, traveller, { decided, ids, facts: evaluation.facts }); // enforce, publish
  return { ok: true, value: answer };
}
