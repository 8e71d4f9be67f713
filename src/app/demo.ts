/** The running example (design.md §1) read back, and judged again as somebody else or under edited policies. */

import type { App } from '../app.ts';
import { sameOutcome } from '../decide/merge.ts';
import type { Engine } from '../facts/engine.ts';
import { nameKey, type World } from '../facts/world.ts';
import type { PolicyFiles } from '../policy/load.ts';
import type { DemoJudgement, DemoStory } from '../publish/demo-views.ts';
import { namingOf, presentationOf } from './answers.ts';
import type { AppContext } from './context.ts';
import { POSTS } from './demo-story.ts';
import type { Editor } from './editor.ts';
import {
  judgeStory,
  receivedAt,
  type Shown,
  type StoryAsked,
  storyOf,
  type Telling,
  type ToldPosts,
} from './judge-story.ts';
import { currentDecision, readWorld } from './reading.ts';
import { storedPosts } from './reapply.ts';
import { type Answer, answer, refuse } from './refusal.ts';

export function demoCommands(context: AppContext, editor: Editor): App['demo'] {
  return {
    async story() {
      // Whoever looks at the story may soon edit its rules.
      editor.warm();
      return inDemo(context, async (told) => {
        const { engine, posts } = told;
        return answer(withTexts(told, storyOf(engine, { posts, telling: recorded(context, told) })));
      });
    },
    judge: ({ as, policies }) =>
      inDemo(context, async (told) => {
        const { engine, world, posts } = told;
        const asked: StoryAsked = { world, posts, as, setHash: engine.set.hash };
        const under = await editor.judge(engine, policies, (edits) => ({ kind: 'story', asked, ...edits }));
        if (!under.ok) return under;
        const { value, problems } = under.value;
        const { story, telling } = value ?? judgeStory(engine, asked);
        const flips = flipsOf(recorded(context, told), telling);
        return answer({ story: withTexts(told, story), edited: value !== null, problems, flips });
      }),
  };
}

/** Everything that is told. */
type Told = {
  readonly engine: Engine;
  readonly world: World;
  readonly files: PolicyFiles;
  readonly posts: ToldPosts;
};

function withTexts({ files }: Told, story: DemoStory): DemoStory {
  return { ...story, policies: story.policies.map((policy) => ({ ...policy, text: files[policy.path] ?? '' })) };
}

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
  return { now, shown: new Map(shown) };
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
