/** The running example (design.md §1) read back, and judged again as somebody else or under edited policies. */

import { EMPTY_STANDING } from '../accounts/standing.ts';
import type { App } from '../app.ts';
import { sameOutcome } from '../decide/merge.ts';
import type { Engine } from '../facts/engine.ts';
import { emptyWorld, type KnownAccount, type KnownPost, nameKey, type World } from '../facts/world.ts';
import type { DemoJudgement, DemoStory, StoryPostView } from '../publish/demo-views.ts';
import type { TryAs } from '../schema/try.ts';
import { namingOf, presentationOf } from './answers.ts';
import type { AppContext } from './context.ts';
import { HEAD_OF_STATE, MESSAGES, PLATFORMS, POSTS } from './demo-story.ts';
import { compare } from './diverge.ts';
import { createMemory, plainSource } from './memory.ts';
import { currentDecision, readWorld } from './reading.ts';
import { type Stored, storedPosts } from './reapply.ts';
import { type Answer, answer, refuse } from './refusal.ts';
import { asIf, createEditor } from './trying.ts';

export function demoCommands(context: AppContext): App['demo'] {
  const withEdits = createEditor(context);
  return {
    story: () => inDemo(context, async (told) => answer(storyOf(told, recorded(context, told)))),
    async judge({ as, policies }) {
      const edited = await withEdits(policies);
      if (!edited.ok) return edited;
      return inDemo(context, async (told) => {
        const { engine, edited: isEdited, problems } = edited.value;
        const before = recorded(context, told);
        const after = judgedAgain(told, engine, as);
        return answer({ story: storyOf(told, after), edited: isEdited, problems, flips: flipsOf(before, after) });
      });
    },
  };
}

/** Everything that is told: the posts of the story in the order in which they came. */
type Told = {
  readonly engine: Engine;
  readonly world: World;
  readonly files: Readonly<Record<string, string>>;
  readonly posts: readonly { readonly post: KnownPost; readonly account: KnownAccount; readonly stored: Stored }[];
};

async function inDemo<T>(context: AppContext, use: (told: Told) => Promise<Answer<T>>): Promise<Answer<T>> {
  const notHere = refuse('NOT_IN_DEMO', 'this is not the demo workspace');
  if (!context.demo) return notHere;
  const engine = await context.shell.engine();
  if (engine === null) return refuse('NO_POLICY_SET', 'no policy set is active');
  const names = POSTS.flatMap((post) => post.platforms.map((platform) => ({ platform, id: post.id })));
  const world = await readWorld(context, { names });
  const known = names.flatMap(({ platform, id }) => world.posts.get(nameKey(platform, id)) ?? []);
  const stored = await storedPosts(
    context,
    known.map((post) => post.id),
  );
  const posts = known.flatMap((post) => {
    const account = world.accountsById.get(post.account);
    const of = stored.get(post.id);
    return account === undefined || of === undefined ? [] : [{ post, account, stored: of }];
  });
  if (posts.length === 0) return notHere;
  const byTime = posts.sort((a, b) => (receivedAt(a.post) < receivedAt(b.post) ? -1 : 1));
  const { files } = (await context.engines.stored(engine.set.hash)) ?? { files: {} };
  return use({ engine, world, files, posts: byTime });
}

const receivedAt = (post: KnownPost): string => post.revisions[0]?.receivedAt ?? post.createdAt;

/** A story post with what compares it: its decisions as recorded or as judged again. */
type Shown = { readonly view: StoryPostView; readonly post: KnownPost };
type Telling = { readonly engine: Engine; readonly now: string; readonly shown: ReadonlyMap<string, Shown> };

function recorded(context: AppContext, { engine, world, posts }: Told): Telling {
  const now = context.now();
  const shown = posts.map(({ post, account, stored }): [string, Shown] => [
    nameKey(post.platform, post.externalId),
    {
      post,
      view: {
        naming: namingOf({ post, account }),
        content: stored.incoming.content,
        author: account.identity,
        decision: currentDecision({ engine, world, post, account }),
        presentation: presentationOf({ post, account }, { now }),
        observed: post.observations.at(-1) ?? null,
      },
    },
  ]);
  return { engine, now, shown: new Map(shown) };
}

/** The whole story from its first post, each received when it was, by the authors that we know. */
function judgedAgain(told: Told, engine: Engine, as: TryAs | undefined): Telling {
  const world: World = {
    ...emptyWorld(),
    exemptions: told.world.exemptions,
    registerVersion: told.world.registerVersion,
  };
  const memory = createMemory(engine, { world, source: plainSource('demo-'), breakersAct: true });
  const shown = new Map<string, Shown>();
  // What a platform was seen to do with a post says nothing of another author's post, or of other rules.
  const isAsRecorded = as === undefined && engine.set.hash === told.engine.set.hash;
  let now = '';
  for (const { post, account, stored } of told.posts) {
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
  return { engine, now, shown };
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

function storyOf(told: Told, { engine, now, shown }: Telling): DemoStory {
  const of = (id: string, platform: string) => shown.get(nameKey(platform, id));
  const messages = MESSAGES.map(({ id, title }) => {
    const pair = PLATFORMS.flatMap((platform) => of(id, platform) ?? []);
    const [a, b] = pair;
    const comparison = a === undefined || b === undefined ? null : compare(engine, [a.post, b.post], now);
    const divergence = { kinds: comparison?.kinds ?? [], sentence: comparison?.sentence ?? '' };
    return { id, title, posts: pair.map(({ view }) => view), divergence };
  });
  const own = new Set(MESSAGES.map(({ id }) => id));
  const others = told.posts
    .filter(({ post }) => !own.has(post.externalId))
    .flatMap(({ post }) => of(post.externalId, post.platform)?.view ?? []);
  return {
    platforms: engine.set.platforms.map(({ id, title, mode }) => ({ id, title, mode })),
    messages,
    others,
    policySet: engine.set.hash,
    policies: engine.set.policies.map(({ id, title, version }) => {
      const path = `${id}/policy.md`;
      return { id, title, version, path, text: told.files[path] ?? '' };
    }),
  };
}

function flipsOf(before: Telling, after: Telling): DemoJudgement['flips'] {
  return [...before.shown].flatMap(([key, { view: was }]) => {
    const is = after.shown.get(key)?.view;
    if (is === undefined || sameOutcome(was.decision.decision.applied, is.decision.decision.applied)) return [];
    const policies = [was, is].flatMap(({ decision: { decision } }) => decision.basis.map((share) => share.policy));
    const { platform, post } = was.naming;
    const [from, to] = [was, is].map(({ decision }) => decision.decision.applied.rung) as [string, string];
    return [{ platform, id: post ?? '', from, to, policies: [...new Set(policies)] }];
  });
}
