/** The evenness table: the same policy for those in office and all others, with the posts behind each cell. */
import type { App } from '../app.ts';
import { type EvennessPost, evenness, evennessRows } from '../decide/compare/evenness.ts';
import { effective } from '../decide/effective.ts';
import type { Engine } from '../facts/engine.ts';
import { gather } from '../facts/store.ts';
import { type KnownPost, statusOf, type World } from '../facts/world.ts';
import { allWellFormed } from '../ingest/well-formed.ts';
import type { Instant } from '../lib/instant.ts';
import { newestObservation } from '../platforms/observe.ts';
import type { PostVault } from '../store/events.ts';
import type { AppContext } from './context.ts';
import { answer } from './refusal.ts';

const PAGE = 500;

type Query = Parameters<App['evenness']>[0];

export function evennessCommands(context: AppContext): Pick<App, 'evenness'> {
  return {
    async evenness(asked) {
      const query = allWellFormed(asked);
      const rows = [];
      const names = new Map<string, { readonly platform: string; readonly id: string }>();
      for await (const ids of foundPosts(context, query)) {
        for (const { post, name } of await readPosts(context, ids)) {
          names.set(post.post, name);
          rows.push(...evennessRows(post).filter((row) => query.policy === undefined || row.policy === query.policy));
        }
      }
      const nameOf = (id: string) => names.get(id) ?? { platform: '', id };
      return answer(
        evenness(rows).map((cell) => ({
          ...cell,
          departed: cell.departed as Record<string, number>,
          posts: cell.posts.map(nameOf),
        })),
      );
    },
  };
}

/** Posts with a live finding, by when they were received. */
async function* foundPosts({ store }: AppContext, query: Query): AsyncIterable<readonly string[]> {
  let after = '';
  for (;;) {
    let found = store.db
      .selectFrom('decisions')
      .innerJoin('decision_findings', 'decision_findings.decision', 'decisions.id')
      .innerJoin('posts', 'posts.id', 'decisions.post')
      .select('posts.id')
      .distinct()
      .where('decision_findings.mode', '=', 'live')
      .where('posts.id', '>', after);
    if (query.policy !== undefined) found = found.where('decision_findings.policy', '=', query.policy);
    if (query.platform !== undefined) found = found.where('posts.platform', '=', query.platform);
    if (query.from !== undefined) found = found.where('posts.received_at', '>=', query.from);
    if (query.to !== undefined) found = found.where('posts.received_at', '<', query.to);
    const rows = await found.orderBy('posts.id').limit(PAGE).execute();
    if (rows.length > 0) yield rows.map((row) => row.id);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.id;
  }
}

type Read = { readonly post: EvennessPost; readonly name: { readonly platform: string; readonly id: string } };

async function readPosts({ store, now, shell }: AppContext, ids: readonly string[]): Promise<readonly Read[]> {
  const engine = await shell.engine();
  const [world, reach, revisions] = await Promise.all([
    gather(store, { at: now(), accounts: [], posts: [], parents: [], clusters: [], tallies: [], postIds: ids }),
    store.lookup('reach', 'post', ids),
    store.lookup('revisions', 'post', ids),
  ]);
  const reachOf = Map.groupBy(reach, (row) => row.post);
  const newest = revisions.filter((row) => Number(row.revision) === world.postsById.get(row.post)?.revision);
  const contents = await store.readVault(newest.map((row) => row.vault));
  const langOf = new Map(
    newest.map((row) => [row.post, (contents.get(row.vault) as PostVault | undefined)?.content.lang ?? null]),
  );
  return ids.flatMap((id) => {
    const post = world.postsById.get(id);
    if (post === undefined) return [];
    const views = (reachOf.get(id) ?? []).map((row) => ({ at: row.at, views: Number(row.views) }));
    return [
      {
        post: rowOf(world, post, {
          lang: langOf.get(id) ?? null,
          reach: views,
          ...seenOf(engine, post, now()),
        }),
        name: { platform: post.platform, id: post.externalId },
      },
    ];
  });
}

function rowOf(world: World, post: KnownPost, more: Pick<EvennessPost, 'lang' | 'reach' | 'seen'>): EvennessPost {
  const account = world.accountsById.get(post.account);
  const at = post.revisions.find((each) => each.revision === post.revision)?.receivedAt ?? post.createdAt;
  return {
    post: post.id,
    officeHolder: account !== undefined && statusOf(account, at).offices.length > 0,
    platform: post.platform,
    effective: effective(post.history, post.revision),
    decisions: Object.fromEntries(
      post.history.map(({ id, decision }) => [id, { by: decision.decidedBy.kind, at: decision.decidedAt }]),
    ),
    postedAt: post.createdAt,
    ...more,
  };
}

/** Where we only observe, what counts as done is what was seen. */
function seenOf(engine: Engine | null, post: KnownPost, now: Instant): Pick<EvennessPost, 'seen'> {
  if (engine?.ground(post.platform)?.platform.mode !== 'observed') return {};
  return { seen: newestObservation(post.observations, now) };
}
