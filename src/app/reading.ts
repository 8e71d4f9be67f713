/** Reading back: a post with its copies and how they differ, presentations for readers, lists of decisions. */
import type { App } from '../app.ts';
import type { Effective } from '../decide/effective.ts';
import { present } from '../enforce/present.ts';
import type { Engine } from '../facts/engine.ts';
import { gather } from '../facts/store.ts';
import { type KnownAccount, type KnownPost, nameKey, type World } from '../facts/world.ts';
import { addHours, type Instant } from '../lib/instant.ts';
import type { CopyView, DecisionView, DivergenceView, PostView, PresentationItem } from '../publish/views.ts';
import type { PostVault } from '../store/events.ts';
import { readStanding } from '../store/project/accounts.ts';
import { decisionView, namingOf, plainView, presentationOf } from './answers.ts';
import type { AppContext } from './context.ts';
import { compare, copiesOf } from './diverge.ts';
import { type Answer, answer, refuse } from './refusal.ts';

/** A presentation is good for at most this long: penalties and holds may end, and rules may decide anew. */
const VALID_HOURS = 1;

export function readingCommands(context: AppContext): Pick<App, 'getPost' | 'presentations'> {
  return {
    getPost: (platform, id) => readPost(context, { platform, id }),
    presentations: (query) => readPresentations(context, query),
  };
}

export async function readWorld(
  context: AppContext,
  about: { readonly names?: readonly { platform: string; id: string }[]; readonly ids?: readonly string[] },
): Promise<World> {
  return gather(context.store, {
    at: context.now(),
    accounts: [],
    posts: about.names ?? [],
    parents: [],
    clusters: [],
    tallies: [],
    postIds: about.ids ?? [],
    withCopies: true,
  });
}

async function readPost(
  context: AppContext,
  name: { readonly platform: string; readonly id: string },
): Promise<Answer<PostView>> {
  const engine = await context.shell.engine();
  const world = await readWorld(context, { names: [name] });
  const key = context.store.keys.external('post', name.platform, name.id);
  const post = world.posts.get(nameKey(name.platform, name.id)) ?? world.posts.get(nameKey(name.platform, key));
  const account = post === undefined ? undefined : world.accountsById.get(post.account);
  if (post === undefined || account === undefined || engine === null) {
    return refuse('POST_UNKNOWN', `\`${name.platform}\` has sent no such post`);
  }
  return answer(await postView(context, { engine, world, post, account, name }));
}

type About = {
  readonly engine: Engine;
  readonly world: World;
  readonly post: KnownPost;
  readonly account: KnownAccount;
};

async function postView(
  { store, now }: AppContext,
  about: About & { readonly name: { readonly id: string } },
): Promise<PostView> {
  const { post, account } = about;
  const [revisions, reach] = await Promise.all([
    store.lookup('revisions', 'post', [post.id]),
    store.db
      .selectFrom('reach')
      .selectAll()
      .where('post', '=', post.id)
      .orderBy('at', 'desc')
      .limit(1)
      .executeTakeFirst(),
  ]);
  const newest = revisions.find((row) => Number(row.revision) === post.revision);
  const vault =
    newest === undefined
      ? undefined
      : ((await store.readVault([newest.vault])).get(newest.vault) as PostVault | undefined);
  const naming = { ...namingOf(about), post: about.name.id };
  const at = now();
  return {
    naming,
    state: post.deletedAt !== null ? 'deleted' : vault === undefined ? 'erased' : 'known',
    revision: post.revision,
    content: vault?.content ?? null,
    author: account.externalId === '' ? null : account.identity,
    receivedAt: newest?.received_at ?? '',
    deletedAt: post.deletedAt,
    presentation: presentationOf(about, { now: at }),
    decisions: await decisionsOf(about, await positionsOf(store, post)),
    copies: copyViews(about, at),
    divergences: divergenceViews(about, at),
    observations: post.observations,
    reach: reach === undefined ? null : { at: reach.at, views: Number(reach.views), reposts: Number(reach.reposts) },
  };
}

async function positionsOf(store: AppContext['store'], post: KnownPost): Promise<ReadonlyMap<string, number | null>> {
  const rows = await store.lookup('decisions', 'post', [post.id]);
  return new Map(rows.map((row) => [row.id, row.position === null ? null : Number(row.position)]));
}

async function decisionsOf(
  about: About,
  positions: ReadonlyMap<string, number | null>,
): Promise<readonly DecisionView[]> {
  const { post, world } = about;
  if (post.history.length === 0) return [currentDecision(about)];
  const naming = namingOf(about);
  return post.history
    .map((record) =>
      decisionView(record, {
        naming,
        history: post.history,
        statuses: world.statuses,
        position: positions.get(record.id) ?? null,
      }),
    )
    .toReversed();
}

/** The newest decision that counts; of a post on which nothing was found, the one that says so. */
export function currentDecision({ engine, world, post, account }: About): DecisionView {
  const naming = namingOf({ post, account });
  const views = post.history.map((record) =>
    decisionView(record, { naming, history: post.history, statuses: world.statuses }),
  );
  const current = views.findLast((view) => view.effective) ?? views.at(-1);
  if (current !== undefined) return current;
  const revision = post.revisions.find((each) => each.revision === post.revision);
  return plainView(
    { post, account },
    {
      revision: revision ?? {
        revision: post.revision,
        contentKey: '',
        revisedAt: post.createdAt,
        receivedAt: post.createdAt,
        outOfOrder: false,
        setHash: engine.set.hash,
      },
      policies: engine.ground(post.platform)?.inForce ?? [],
    },
  );
}

export function copyViews({ engine, world, post }: About, now: Instant): readonly CopyView[] {
  return copiesOf(world, post).flatMap((copy) => {
    const account = world.accountsById.get(copy.account);
    if (account === undefined) return [];
    return [
      {
        naming: namingOf({ post: copy, account }),
        revision: copy.revision,
        createdAt: copy.createdAt,
        decision: currentDecision({ engine, world, post: copy, account }),
        observed: copy.observations.at(-1) ?? null,
        presentation: presentationOf({ post: copy, account }, { now }),
      },
    ];
  });
}

export function divergenceViews({ engine, world, post, account }: About, now: Instant): readonly DivergenceView[] {
  return copiesOf(world, post).flatMap((copy) => {
    const other = world.accountsById.get(copy.account);
    const comparison = compare(engine, [post, copy], now);
    if (other === undefined || comparison === null || comparison.kinds.length === 0) return [];
    const [a, b] = [namingOf({ post, account }), namingOf({ post: copy, account: other })];
    return [{ a, b, kinds: comparison.kinds, sentence: comparison.sentence }];
  });
}

type PresentationsQuery = Parameters<App['presentations']>[0];

/** Two set-based reads, whatever the number of posts; no decision is parsed. */
async function readPresentations(
  { store, now }: AppContext,
  query: PresentationsQuery,
): ReturnType<App['presentations']> {
  const at = now();
  const keys = query.posts.map((id) => store.keys.external('post', query.platform, id));
  const posts = await store.lookup('posts', 'external_key', [...new Set(keys)]);
  const byKey = new Map(posts.map((post) => [post.external_key, post]));
  const [shown, accounts] = await Promise.all([
    store.lookup(
      'presentations',
      'post',
      posts.map((post) => post.id),
    ),
    store.lookup('accounts', 'id', [...new Set(posts.map((post) => post.account))]),
  ]);
  const shownOf = new Map(shown.map((row) => [row.post, row]));
  const penaltiesOf = new Map(accounts.map((row) => [row.id, readStanding(row.standing_applied).penalties]));
  let validUntil = addHours(at, VALID_HOURS);
  const items = keys.map((key, i): PresentationItem => {
    const post = byKey.get(key);
    const id = query.posts[i] as string;
    if (post === undefined) return { post: id, state: 'unknown', presentation: null };
    const row = shownOf.get(post.id);
    const penalties = penaltiesOf.get(post.account) ?? [];
    for (const until of [row?.valid_until, ...penalties.map((penalty) => penalty.until)]) {
      if (until != null && until > at && until < validUntil) validUntil = until;
    }
    const effective = row === undefined ? null : (JSON.parse(row.body) as Effective);
    const deleted = post.deleted_at !== null;
    const reader = { lang: query.lang ?? null, country: query.country ?? null };
    const presentation = present({ effective, penalties, deleted, now: at, ...reader });
    return { post: id, state: deleted ? 'deleted' : 'known', presentation };
  });
  return answer({ items, validUntil });
}
