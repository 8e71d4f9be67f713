/** Trying: a post judged as if it were received now, under the rules in force or edited ones, and nothing recorded. */

import type { Office } from '../accounts/account.ts';
import type { App, TryRequest } from '../app.ts';
import type { Engine } from '../facts/engine.ts';
import { gather } from '../facts/store.ts';
import { type KnownAccount, nameKey, newAccount, type World } from '../facts/world.ts';
import { readPost } from '../ingest/read.ts';
import type { Instant } from '../lib/instant.ts';
import { otherLanguageOf } from '../policy/other-language.ts';
import type { Problem } from '../policy/policy-set.ts';
import type { TryView } from '../publish/views.ts';
import type { TryAs } from '../schema/try.ts';
import type { AppContext } from './context.ts';
import { compileEngine } from './engine.ts';
import { createMemory, PLAIN_KEYS, plainSource } from './memory.ts';
import { checkPolicies } from './policies.ts';
import { sha256 } from './posts.ts';
import { type Answer, answer, refuse } from './refusal.ts';

export type Edited = { readonly engine: Engine; readonly edited: boolean; readonly problems: readonly Problem[] };
type Edits = Readonly<Record<string, string>>;

export function tryingCommands(context: AppContext): Pick<App, 'try'> {
  const withEdits = createEditor(context);
  return {
    async try(request) {
      const edited = await withEdits(request.policies);
      if (!edited.ok) return edited;
      const views: TryView[] = [];
      for (const platform of request.platforms ?? [request.post.platform]) {
        const view = await tryOn(context, { platform, request, edited: edited.value });
        if (!view.ok) return view;
        views.push(view.value);
      }
      return answer(views);
    },
  };
}

/** The set in force with files laid over it. The last few edits stay compiled, since they are typed letter by letter. */
export function createEditor(context: AppContext): (edits: Edits | undefined) => Promise<Answer<Edited>> {
  const kept = new Map<string, Edited>();
  return async (edits) => {
    const engine = await context.shell.engine();
    if (engine === null) return refuse('NO_POLICY_SET', 'no policy set is active');
    if (edits === undefined || Object.keys(edits).length === 0) return answer({ engine, edited: false, problems: [] });
    const key = `${engine.set.hash} ${sha256(JSON.stringify(edits))}`;
    const known = kept.get(key);
    if (known !== undefined) return answer(known);
    const stored = await context.engines.stored(engine.set.hash);
    const { set, problems } = checkPolicies({ ...stored?.files, ...edits }, { examples: false });
    const made =
      set === null ? { engine, edited: false, problems } : { engine: compileEngine(set), edited: true, problems };
    kept.set(key, made);
    for (const old of [...kept.keys()].slice(0, -KEPT_EDITS)) kept.delete(old);
    return answer(made);
  };
}

const KEPT_EDITS = 8;
/** An author that no platform has. */
const NOBODY = 'nobody in particular';

async function tryOn(
  context: AppContext,
  about: { readonly platform: string; readonly request: TryRequest; readonly edited: Edited },
): Promise<Answer<TryView>> {
  const { platform, request, edited } = about;
  const { engine, problems } = edited;
  const now = context.now();
  if (engine.ground(platform) === null) {
    return refuse('PLATFORM_UNKNOWN', `the active policy set has no platform \`${platform}\``, '/post/platform');
  }
  const { post } = request;
  const author = post.author ?? {
    id: NOBODY,
    handle: null,
    createdAt: null,
    followers: null,
    verified: null,
    offices: [],
  };
  const read = readPost({ ...post, platform, createdAt: post.createdAt ?? now, author }, sha256);
  if (!read.ok) return refuse(read.problem.code, read.problem.detail, `/post${read.problem.pointer}`);
  const incoming = { ...read.post, author: { ...read.post.author, offices: [] } };
  const world = await worldOf(context, { platform, author: incoming.author.id, now });
  world.accounts.set(nameKey(platform, incoming.author.id), asIf(world, { platform, incoming, as: request.as, now }));
  const memory = createMemory(engine, { world, source: plainSource('try-') });
  const { answer: judged } = memory.take(incoming, now);
  if (!judged.ok) return judged;
  const { decision, presentation } = judged.value;
  const { text, lang } = incoming.content;
  const otherLanguage = otherLanguageOf(engine.set, text, lang);
  return answer({ platform, text, decision, presentation, otherLanguage, edited: edited.edited, problems });
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

/** The author with the status asked for: nothing of it comes from the payload. */
export function asIf(
  world: World,
  about: {
    readonly platform: string;
    readonly incoming: { readonly author: KnownAccount['identity'] };
    readonly as: TryAs | undefined;
    readonly now: Instant;
  },
): KnownAccount {
  const { platform, incoming, as, now } = about;
  const { author } = incoming;
  const known = world.accounts.get(nameKey(platform, author.id));
  const externalKey = PLAIN_KEYS.external('account', platform, author.id);
  const account = known ?? newAccount({ id: `try-${author.id}`, platform, externalId: author.id, externalKey }, author);
  const made = as === undefined ? account : { ...account, ...statusAs(account, as, now) };
  world.accountsById.set(made.id, made);
  return made;
}

function statusAs(
  account: KnownAccount,
  as: TryAs,
  now: Instant,
): Pick<KnownAccount, 'identity' | 'offices' | 'person' | 'lists'> {
  const office = (title: string, jurisdiction: string, i: number): Office => ({
    id: `try-office-${i}`,
    title,
    jurisdiction,
    from: now,
    to: null,
    source: 'try',
    state: 'confirmed',
  });
  const given = typeof as === 'string' ? named(as) : as;
  return {
    identity: { ...account.identity, followers: given.followers, verified: given.verified },
    offices: given.offices.map(({ title, jurisdiction }, i) => office(title, jurisdiction, i)),
    person: null,
    lists: given.lists,
  };
}

/** A text is the title of an office; `ordinary account` and the like is nobody's. */
function named(text: string): Exclude<TryAs, string> {
  const ordinary = /^(?:ordinary|nobody|anybody|account)\b/i.test(text);
  return { offices: ordinary ? [] : [{ title: text, jurisdiction: '' }], verified: false, followers: 0, lists: [] };
}
