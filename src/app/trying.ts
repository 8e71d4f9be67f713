/** Trying: a post judged as if it were received now, under the rules in force or edited ones, and nothing recorded. */
import type { App } from '../app.ts';
import { gather } from '../facts/store.ts';
import type { World } from '../facts/world.ts';
import { wellFormed } from '../ingest/well-formed.ts';
import type { Instant } from '../lib/instant.ts';
import type { TryView } from '../publish/views.ts';
import type { AppContext } from './context.ts';
import type { Editor } from './editor.ts';
import { answer, refuse } from './refusal.ts';
import { NOBODY, type TryAsked, tryIn } from './try-in.ts';

export function tryingCommands(context: AppContext, editor: Editor): Pick<App, 'try'> {
  return {
    async try({ post, platforms, as, policies }) {
      const engine = await context.shell.engine();
      if (engine === null) return refuse('NO_POLICY_SET', 'no policy set is active');
      const now = context.now();
      const author = wellFormed(post.author?.id ?? NOBODY);
      const asked: TryAsked[] = [];
      for (const platform of platforms ?? [post.platform]) {
        const world = await worldOf(context, { platform, author, now });
        asked.push({ post, platform, as, world, now });
      }
      const under = await editor.judge(engine, policies, (edits) => ({ kind: 'try', asked, ...edits }));
      if (!under.ok) return under;
      const { value, problems } = under.value;
      const views: TryView[] = [];
      for (const [i, each] of asked.entries()) {
        const known = value?.[i];
        const tried = known === undefined ? tryIn(engine, each) : answer(known);
        if (!tried.ok) return tried;
        views.push({ ...tried.value, edited: known !== undefined, problems });
      }
      return answer(views);
    },
  };
}

/** The register, and the author as registered: what a post is judged by, without what it would be compared with. */
async function worldOf(
  { store }: AppContext,
  about: { readonly platform: string; readonly author: string; readonly now: Instant },
): Promise<World> {
  const { platform, author, now } = about;
  const accounts = author === NOBODY ? [] : [{ platform, id: author }];
  return gather(store, { at: now, accounts, posts: [], parents: [], clusters: [], tallies: [] });
}
