/** The demo's story judged again from its first post, in memory, by whichever engine: under edited policies, or as others. */
import { EMPTY_STANDING } from '../accounts/standing.ts';
import type { Engine } from '../facts/engine.ts';
import { emptyWorld, type KnownAccount, type KnownPost, nameKey, type World } from '../facts/world.ts';
import type { DemoStory, StoryPostView } from '../publish/demo-views.ts';
import type { TryAs } from '../schema/try.ts';
import { namingOf } from './answers.ts';
import { HEAD_OF_STATE, MESSAGES, PLATFORMS } from './demo-story.ts';
import { compare } from './diverge.ts';
import { createMemory, plainSource } from './memory.ts';
import type { Stored } from './reapply.ts';
import { asIf } from './try-in.ts';

/** The posts of the story, in the order in which they came. */
export type ToldPosts = readonly {
  readonly post: KnownPost;
  readonly account: KnownAccount;
  readonly stored: Stored;
}[];

/** Everything that the answer depends on besides the policies; it can be sent to a worker. */
export type StoryAsked = {
  readonly world: World;
  readonly posts: ToldPosts;
  readonly as: TryAs | undefined;
  /** Of the set in force. */
  readonly setHash: string;
};

/** A story post with what compares it: its decisions as recorded or as judged again. */
export type Shown = { readonly view: StoryPostView; readonly post: KnownPost };
export type Telling = { readonly now: string; readonly shown: ReadonlyMap<string, Shown> };

/** The story told again, and every post of it, to be compared with what is recorded. */
export type JudgedStory = { readonly story: DemoStory; readonly telling: Telling };

export function judgeStory(engine: Engine, asked: StoryAsked): JudgedStory {
  const telling = judgedAgain(engine, asked);
  return { story: storyOf(engine, { posts: asked.posts, telling }), telling };
}

export const receivedAt = (post: KnownPost): string => post.revisions[0]?.receivedAt ?? post.createdAt;

/** The whole story from its first post, each received when it was, by the authors that we know. */
function judgedAgain(engine: Engine, { world: known, posts, as, setHash }: StoryAsked): Telling {
  const { exemptions, registerVersion } = known;
  const world: World = { ...emptyWorld(), exemptions, registerVersion };
  const memory = createMemory(engine, { world, source: plainSource('demo-'), breakersAct: true });
  const shown = new Map<string, Shown>();
  // What a platform was seen to do with a post says nothing of another author's post, or of other rules.
  const isAsRecorded = as === undefined && engine.set.hash === setHash;
  let now = '';
  for (const { post, account, stored } of posts) {
    now = receivedAt(post);
    const key = nameKey(post.platform, account.externalId);
    if (!world.accounts.has(key)) {
      const fresh = { ...account, standing: { baseline: EMPTY_STANDING, applied: EMPTY_STANDING } };
      const own = account.externalId === HEAD_OF_STATE && as !== undefined;
      world.accounts.set(key, fresh);
      world.accountsById.set(fresh.id, fresh);
      const incoming = { author: account.identity };
      if (own) world.accounts.set(key, asIf(world, { platform: post.platform, incoming, as, now }));
    }
    const { answer: judged } = memory.take({ ...stored.incoming, author: authorOf(account) }, now);
    const again = world.posts.get(nameKey(post.platform, post.externalId));
    if (!judged.ok || again === undefined) continue;
    again.observations = isAsRecorded ? post.observations : [];
    const { decision, presentation } = judged.value;
    shown.set(nameKey(post.platform, post.externalId), {
      post: again,
      view: {
        naming: namingOf({ post, account }),
        content: stored.incoming.content,
        author: account.identity,
        decision,
        presentation,
        observed: again.observations.at(-1) ?? null,
      },
    });
  }
  return { now, shown };
}

/** Nothing said of the author, so that the account stays as it was made for this telling. */
const authorOf = (account: KnownAccount) => ({
  id: account.externalId,
  handle: null,
  createdAt: null,
  followers: null,
  verified: null,
  offices: [],
});

/** Without the texts of its policies, which the worker need not send back. */
export function storyOf(
  engine: Engine,
  { posts, telling: { now, shown } }: { readonly posts: ToldPosts; readonly telling: Telling },
): DemoStory {
  const of = (id: string, platform: string) => shown.get(nameKey(platform, id));
  const messages = MESSAGES.map(({ id, title }) => {
    const pair = PLATFORMS.flatMap((platform) => of(id, platform) ?? []);
    const [a, b] = pair;
    const comparison = a === undefined || b === undefined ? null : compare(engine, [a.post, b.post], now);
    const divergence = { kinds: comparison?.kinds ?? [], sentence: comparison?.sentence ?? '' };
    return { id, title, posts: pair.map(({ view }) => view), divergence };
  });
  const own = new Set(MESSAGES.map(({ id }) => id));
  const others = posts
    .filter(({ post }) => !own.has(post.externalId))
    .flatMap(({ post }) => of(post.externalId, post.platform)?.view ?? []);
  return {
    platforms: engine.set.platforms.map(({ id, title, mode }) => ({ id, title, mode })),
    messages,
    others,
    policySet: engine.set.hash,
    policies: engine.set.policies.map(({ id, title, version }) => {
      return { id, title, version, path: `${id}/policy.md`, text: '' };
    }),
  };
}
