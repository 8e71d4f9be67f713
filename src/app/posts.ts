/** Posts, deletions and accounts as they come in: read, judged by batches, answered when they are durable. */
import { hash } from 'node:crypto';
import type { IngestAnswer, IngestItem } from '../app.ts';
import type { Principal } from '../exemptions/exemption.ts';
import type { WantedTally } from '../facts/adapters/tallies.ts';
import { type Counted, countedBy } from '../facts/counted.ts';
import type { Engine } from '../facts/engine.ts';
import type { Prepared } from '../facts/read-facts.ts';
import type { Named, Wanted } from '../facts/store.ts';
import { nameKey } from '../facts/world.ts';
import { clusterBasis, contentBasis } from '../ingest/content-keys.ts';
import type { AuthorFields, IncomingPost } from '../ingest/post.ts';
import { readAuthor, readPost } from '../ingest/read.ts';
import type { Instant } from '../lib/instant.ts';
import { judgePost, travel } from '../pipeline.ts';
import type { KeyedHashes } from '../store/store.ts';
import { inSlices } from './in-slices.ts';
import type { Journey } from './journey.ts';
import { emit, guard } from './plan.ts';
import { answer, type Refused, refuse } from './refusal.ts';
import type { Shell } from './shell.ts';
import { takeAuthor } from './take-post.ts';

export type Submitted = { readonly item: IngestItem; readonly by: 'author' | Principal };

type ReadItem =
  | { readonly kind: 'post'; readonly post: IncomingPost }
  | { readonly kind: 'delete'; readonly name: Named; readonly by: 'author' | Principal }
  | { readonly kind: 'account'; readonly platform: string; readonly author: AuthorFields }
  | { readonly kind: 'refused'; readonly refusal: Refused };

export const sha256 = (text: string): string => hash('sha256', text, 'hex');

export function readItem({ item, by }: Submitted): ReadItem {
  if (item.op === 'delete')
    return { kind: 'delete', name: { platform: item.platform, id: item.id.toWellFormed() }, by };
  if (item.op === 'account') return { kind: 'account', platform: item.platform, author: readAuthor(item.author) };
  const read = readPost(item.post, sha256);
  if (read.ok) return { kind: 'post', post: read.post };
  return { kind: 'refused', refusal: refuse(read.problem.code, read.problem.detail, read.problem.pointer) };
}

const REMEMBERED_MAX = 20_000;
const memories = new WeakMap<KeyedHashes, KeyedHashes>();

/** Keyed hashes, each made once for as long as it is asked for. */
function remembered(keys: KeyedHashes): KeyedHashes {
  const known = memories.get(keys);
  if (known !== undefined) return known;
  const hashes = new Map<string, string>();
  const once = (key: string, make: () => string) => {
    let made = hashes.get(key);
    if (made === undefined) {
      if (hashes.size === REMEMBERED_MAX) hashes.clear();
      made = make();
      hashes.set(key, made);
    }
    return made;
  };
  const memory: KeyedHashes = {
    // A platform is a slug: it has no line break in it.
    external: (kind, platform, id) =>
      once(`external/${kind}\n${platform}\n${id}`, () => keys.external(kind, platform, id)),
    text: (kind, of) => once(`text/${kind}\n${of}`, () => keys.text(kind, of)),
  };
  memories.set(keys, memory);
  return memory;
}

/** The keys that the store will know the post by. */
export function prepare(keys: KeyedHashes, engine: Engine, post: IncomingPost): Prepared {
  const basis = clusterBasis(post);
  const memory = remembered(keys);
  const postKey = keys.external('post', post.platform, post.id);
  const counted = countedBy(post, engine.counters).map(({ counter, keys: own, values }): Counted => {
    // Authors come again, texts seldom do.
    const hashKey = counter.by.includes('text') ? keys.text : memory.text;
    const hashValue = counter.distinct === 'text' ? keys.text : memory.text;
    return {
      counter,
      keys: own.map((key) => hashKey('counter', key)),
      values: values.map((value) => hashValue('value', value)),
    };
  });
  return {
    post,
    postKey,
    accountKey: memory.external('account', post.platform, post.author.id),
    contentKey: keys.text('content', contentBasis(post)),
    cluster: basis === null ? keys.text('alone', postKey) : keys.text('cluster', basis),
    counted,
  };
}

/** Everything that the posts of a batch will ask for. */
function wantedOf(at: Instant, items: readonly Prepared[]): Wanted {
  const parents = items.flatMap(({ post }) =>
    [post.content.replyTo, post.content.quoteOf].flatMap((id) =>
      id === null ? [] : [{ platform: post.platform, id }],
    ),
  );
  return {
    at,
    accounts: items.map(({ post, accountKey: key }) => ({ platform: post.platform, id: post.author.id, key })),
    posts: items.map(({ post, postKey: key }) => ({ platform: post.platform, id: post.id, key })),
    parents,
    clusters: [...new Set(items.map(({ cluster }) => cluster))],
    tallies: talliesOf(items),
  };
}

function talliesOf(items: readonly Prepared[]): readonly WantedTally[] {
  const byCounter = new Map<string, { tally: WantedTally; keys: Map<string, Set<string>> }>();
  for (const { counted } of items) {
    for (const { counter, keys, values } of counted) {
      let own = byCounter.get(counter.stored);
      if (own === undefined) {
        const map = new Map<string, Set<string>>();
        const { stored, windowMinutes, distinct } = counter;
        own = { keys: map, tally: { counter: stored, windowMinutes, distinct: distinct !== null, keys: map } };
        byCounter.set(stored, own);
      }
      for (const key of keys) {
        const set = own.keys.get(key) ?? new Set();
        own.keys.set(key, set);
        for (const value of values) set.add(value);
      }
    }
  }
  return [...byCounter.values()].map(({ tally }) => tally);
}

/** One batch, judged in order and committed at once. Of what is asked again and again under a conflict, each goes alone. */
export async function takeBatch(
  to: { readonly shell: Shell; readonly keys: KeyedHashes },
  batch: readonly Submitted[],
): Promise<readonly IngestAnswer[]> {
  const items = await inSlices(batch, readItem);
  let prepared: readonly (Prepared | null)[] = [];
  const taken = await travel(
    to.shell,
    async (at, engine) => {
      prepared = await inSlices(items, (item) => (item.kind === 'post' ? prepare(to.keys, engine, item.post) : null));
      return alsoNamed(
        wantedOf(
          at,
          prepared.filter((each) => each !== null),
        ),
        items,
      );
    },
    async (journey) =>
      answer(await inSlices(items, (item, i) => takeItem(journey, to.keys, { item, prepared: prepared[i] ?? null }))),
  );
  if (taken.ok) return taken.value;
  if (taken.code !== 'CONFLICT' || batch.length === 1) return batch.map(() => taken);
  const answers: IngestAnswer[] = [];
  for (const one of batch) answers.push(...(await takeBatch(to, [one])));
  return answers;
}

function alsoNamed(wanted: Wanted, items: readonly ReadItem[]): Wanted {
  const deleted = items.flatMap((item) => (item.kind === 'delete' ? [item.name] : []));
  const accounts = items.flatMap((item) =>
    item.kind === 'account' ? [{ platform: item.platform, id: item.author.id }] : [],
  );
  return { ...wanted, posts: [...wanted.posts, ...deleted], accounts: [...wanted.accounts, ...accounts] };
}

function takeItem(
  journey: Journey,
  keys: KeyedHashes,
  { item, prepared }: { readonly item: ReadItem; readonly prepared: Prepared | null },
): IngestAnswer {
  switch (item.kind) {
    case 'refused':
      return item.refusal;
    case 'delete':
      return deletePost(journey, keys, item);
    case 'account':
      return takeAccount(journey, keys, item);
    case 'post': {
      const judged = judgePost(journey, prepared as Prepared);
      return judged.ok ? answer({ op: 'post', ...judged.value }) : judged;
    }
  }
}

function deletePost(
  { world, plan, now }: Journey,
  keys: KeyedHashes,
  { name, by }: Extract<ReadItem, { kind: 'delete' }>,
): IngestAnswer {
  const { platform, id } = name;
  const key = keys.external('post', platform, id);
  const post = world.posts.get(nameKey(platform, id)) ?? world.posts.get(nameKey(platform, key));
  if (post === undefined) return refuse('POST_UNKNOWN', `\`${platform}\` has sent no such post`);
  const changed = post.deletedAt === null;
  if (changed) {
    guard(plan, { kind: 'post', id: post.id, version: post.version });
    emit(plan, { type: 'post.deleted', v: 1, post: post.id, by });
    post.deletedAt = now;
  }
  return answer({ op: 'delete', platform, id, changed });
}

function takeAccount(
  journey: Journey,
  keys: KeyedHashes,
  { platform, author }: Extract<ReadItem, { kind: 'account' }>,
): IngestAnswer {
  if (journey.engine.ground(platform) === null) {
    return refuse('PLATFORM_UNKNOWN', `the active policy set has no platform \`${platform}\``, '/platform');
  }
  const before = journey.plan.events.length;
  const account = takeAuthor(journey, author, {
    post: { platform },
    accountKey: keys.external('account', platform, author.id),
  });
  guard(journey.plan, { kind: 'account', id: account.id, version: account.version });
  return answer({ op: 'account', platform, id: author.id, changed: journey.plan.events.length > before });
}
