/** One post judged on one platform as if it were received now: in memory, by whichever engine. */
import type { Office } from '../accounts/account.ts';
import type { Engine } from '../facts/engine.ts';
import { type KnownAccount, nameKey, newAccount, type World } from '../facts/world.ts';
import { readPost } from '../ingest/read.ts';
import type { Instant } from '../lib/instant.ts';
import { otherLanguageOf } from '../policy/other-language.ts';
import type { TryView } from '../publish/views.ts';
import type { TryPost } from '../schema/post.ts';
import type { TryAs } from '../schema/try.ts';
import { createMemory, PLAIN_KEYS, plainSource } from './memory.ts';
import { sha256 } from './posts.ts';
import { type Answer, answer, refuse } from './refusal.ts';

/** Everything that the answer depends on besides the policies; it can be sent to a worker. */
export type TryAsked = {
  readonly post: TryPost;
  readonly platform: string;
  readonly as: TryAs | undefined;
  /** The register, and the author as registered. */
  readonly world: World;
  readonly now: Instant;
};

/** An author that no platform has. */
export const NOBODY = 'nobody in particular';

export type Tried = Omit<TryView, 'edited' | 'problems'>;

export function tryIn(engine: Engine, asked: TryAsked): Answer<Tried> {
  const { post, platform, world, as, now } = asked;
  if (engine.ground(platform) === null) {
    return refuse('PLATFORM_UNKNOWN', `the active policy set has no platform \`${platform}\``, '/post/platform');
  }
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
  world.accounts.set(nameKey(platform, incoming.author.id), asIf(world, { platform, incoming, as, now }));
  const memory = createMemory(engine, { world, source: plainSource('try-') });
  const { answer: judged } = memory.take(incoming, now);
  if (!judged.ok) return judged;
  const { decision, presentation } = judged.value;
  const { text, lang } = incoming.content;
  const otherLanguage = otherLanguageOf(engine.set, text, lang);
  return answer({ platform, text, decision, presentation, otherLanguage });
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
