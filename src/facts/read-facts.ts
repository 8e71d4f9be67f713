/** What a rule may read of one post, from the world that was gathered. */
import { activePoints } from '../accounts/standing.ts';
import type { IncomingPost } from '../ingest/post.ts';
import { addHours, type Instant } from '../lib/instant.ts';
import type { RuleInput } from '../policy/inputs.ts';
import type { Counted } from './counted.ts';
import { tallied, type Window } from './counting.ts';
import type { Engine } from './engine.ts';
import { type KnownAccount, nameKey, statusOf, type World } from './world.ts';

/** A post with everything that was derived from it before facts were gathered. Keys are hashed by the store, or plain. */
export type Prepared = {
  readonly post: IncomingPost;
  readonly postKey: string;
  readonly accountKey: string;
  readonly contentKey: string;
  readonly cluster: string;
  readonly counted: readonly Counted[];
};

export function readFacts(
  world: World,
  engine: Engine,
  about: { readonly prepared: Prepared; readonly account: KnownAccount; readonly now: Instant },
): RuleInput {
  const { prepared, account, now } = about;
  const { content, platform, signals } = prepared.post;
  const author = (id: string | null): boolean | null => {
    const parent = id === null ? undefined : world.posts.get(nameKey(platform, id));
    return parent === undefined ? null : parent.account === account.id;
  };
  return {
    post: content,
    now,
    author: { createdAt: account.identity.createdAt },
    status: statusOf(account, now),
    standing: { strikes: activePoints(account.standing.baseline, now) },
    counters: countersOf(world, engine, { counted: prepared.counted, now }),
    signals,
    claims: null,
    parents: { replyTo: author(content.replyTo), quoteOf: author(content.quoteOf) },
  };
}

/** When a counter has counted for a whole window; asked for each post. */
function windowFull(since: Instant, { windowMinutes }: Window): Instant {
  let own = full.get(since);
  if (own === undefined) {
    if (full.size === SINCES_MAX) full.clear();
    own = new Map();
    full.set(since, own);
  }
  let at = own.get(windowMinutes);
  if (at === undefined) {
    at = addHours(since, windowMinutes / 60);
    own.set(windowMinutes, at);
  }
  return at;
}
const full = new Map<Instant, Map<number, Instant>>();
const SINCES_MAX = 64;

/** A counter kept by several links of the post has the highest value of any. */
function countersOf(
  world: World,
  engine: Engine,
  about: { readonly counted: readonly Counted[]; readonly now: Instant },
): Readonly<Record<string, number>> {
  const values: Record<string, number> = {};
  for (const { counter, keys } of about.counted) {
    const since = engine.countedSince.get(counter.name);
    if (since !== undefined && windowFull(since, counter) > about.now) continue;
    const tallies = world.tallies.get(counter.stored);
    let value = 0;
    for (const key of keys) value = Math.max(value, tallied(tallies?.get(key), counter, about.now));
    values[counter.name] = value;
  }
  return values;
}
