/**
 * Gathering: everything that judging a batch will ask for, read with a fixed number of set-based queries, whatever the
 * size of the batch. Versions are read with the rows, and checked again when the batch is committed.
 */
import { sql } from 'kysely';
import type { Standing } from '../accounts/standing.ts';
import type { MeasureStatus } from '../decide/decision.ts';
import type { Exemption } from '../exemptions/exemption.ts';
import type { Instant } from '../lib/instant.ts';
import type { Store } from '../store/store.ts';
import type { Row } from '../store/tables.ts';
import { groupBy, pushTo } from './adapters/rows.ts';
import { fillTallies, type WantedTally } from './adapters/tallies.ts';
import {
  breakerBucket,
  breakerKey,
  divergenceKey,
  emptyWorld,
  type KnownAccount,
  type KnownOffice,
  type KnownPost,
  nameKey,
  type World,
} from './world.ts';

/** `key`: its keyed hash, where that is known already. */
export type Named = { readonly platform: string; readonly id: string; readonly key?: string };
export type Wanted = {
  readonly at: Instant;
  readonly accounts: readonly Named[];
  readonly posts: readonly Named[];
  /** Posts replied to or quoted: only whose they are. */
  readonly parents: readonly Named[];
  readonly clusters: readonly string[];
  readonly tallies: readonly WantedTally[];
  /** Internal ids, where a command starts from one. */
  readonly postIds?: readonly string[];
  /** A person, for its accounts. */
  readonly person?: string;
  /** And copies of the posts named, in the clusters where they are now. */
  readonly withCopies?: boolean;
};

/** Copies of a post that are looked at: decided ones first, then the newest. */
const COPIES_MAX = 16;

/**
 * `before`: the world as a batch left it that is still being written. What is in it is taken from there, and is not
 * read: rows may be older. What it lacks that batch did not touch. The maps of the two worlds are the same.
 */
export async function gather(store: Store, wanted: Wanted, before?: World): Promise<World> {
  const [registerVersion, exemptions] = await readRegister(store);
  const world = { ...(before ?? emptyWorld()), registerVersion, exemptions };
  const asked = [
    ...(await lookupNamed(store, 'posts', postsLacking(world, wanted))),
    ...(await lookupIds(store, 'posts', wanted.postIds)),
  ];
  const clusters = (
    wanted.withCopies ? [...wanted.clusters, ...asked.map((row) => row.cluster)] : wanted.clusters
  ).filter((cluster) => !world.clusters.has(cluster));
  const copies = await readCopies(store, clusters);
  const own = new Set(wanted.posts.map((post) => keyOf(store, 'post', post)));
  const posts = distinct([...asked, ...copies]);
  const named = new Set([...copies.map((row) => row.id), ...(wanted.postIds ?? [])]);
  const whole = posts.filter((row) => own.has(row.external_key) || named.has(row.id));
  const members = await readMembers(store, wanted.person);
  const accounts = distinct([
    ...(await lookupNamed(store, 'accounts', accountsLacking(world, wanted.accounts))),
    ...(await lookupIds(store, 'accounts', [...new Set([...posts.map((row) => row.account), ...members])])),
  ]).filter((row) => !world.accountsById.has(row.id));
  await fillAccounts(store, world, accounts);
  await fillPosts(store, world, { posts, whole });
  for (const row of copies) {
    const copy = world.postsById.get(row.id) as KnownPost;
    // The batch before may have moved it: then the cluster where it is now is in its world.
    if (copy.cluster === row.cluster) pushTo(world.clusters, row.cluster, copy);
  }
  await fillTallies(store, world.tallies, wanted);
  await fillBreakers(store, world, wanted.at);
  await fillDivergences(store, world, copies);
  // Read again after the versions: who joined meanwhile has raised those of the others.
  const person = await readMembers(store, wanted.person);
  return { ...world, members: person };
}

/** Posts and parents to look up. Of a post that was only a parent before, no more than whose it is is known. */
function postsLacking(world: World, { posts, parents }: Wanted): Named[] {
  const known = ({ platform, id }: Named) => world.posts.get(nameKey(platform, id));
  return [...posts.filter((post) => !isWhole(known(post))), ...parents.filter((post) => known(post) === undefined)];
}

const isWhole = (post: KnownPost | undefined): boolean => post !== undefined && post.revisions.length > 0;

function accountsLacking(world: World, names: readonly Named[]): Named[] {
  return names.filter(({ platform, id }) => !world.accounts.has(nameKey(platform, id)));
}

async function readMembers(store: Store, person: string | undefined): Promise<readonly string[]> {
  if (person === undefined) return [];
  return (await store.lookup('person_accounts', 'person', [person])).map((row) => row.account);
}

/** The register changes seldom: it is kept by its version. */
const registers = new WeakMap<Store, { readonly version: number; readonly exemptions: readonly Exemption[] }>();

async function readRegister(store: Store): Promise<readonly [number, readonly Exemption[]]> {
  const { version } = await store.db.selectFrom('register_version').select('version').executeTakeFirstOrThrow();
  const kept = registers.get(store);
  if (kept?.version === version) return [version, kept.exemptions];
  const rows = await store.db.selectFrom('exemptions').select('body').where('body', 'is not', null).execute();
  const exemptions = rows.map((row) => JSON.parse(row.body as string) as Exemption);
  // Rows may be newer than the version, never older: then the guard finds the version stale.
  registers.set(store, { version, exemptions });
  return [version, exemptions];
}

function lookupNamed<T extends 'accounts' | 'posts'>(
  store: Store,
  table: T,
  names: readonly Named[],
): Promise<Row<T>[]> {
  if (names.length === 0) return Promise.resolve([]);
  const kind = table === 'posts' ? 'post' : 'account';
  const keys = new Set(names.map((name) => keyOf(store, kind, name)));
  return store.lookup(table, 'external_key' as keyof Row<T> & string, [...keys]);
}

function lookupIds<T extends 'accounts' | 'posts'>(
  store: Store,
  table: T,
  ids: readonly string[] = [],
): Promise<Row<T>[]> {
  return ids.length === 0 ? Promise.resolve([]) : store.lookup(table, 'id' as keyof Row<T> & string, ids);
}

const keyOf = (store: Store, kind: 'post' | 'account', { platform, id, key }: Named): string =>
  key ?? store.keys.external(kind, platform, id);

function distinct<R extends { readonly id: string }>(rows: readonly R[]): R[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

async function readCopies(store: Store, clusters: readonly string[]): Promise<Row<'posts'>[]> {
  if (clusters.length === 0) return [];
  const first = sql`where copy.cluster = asked.value order by copy.plain, copy.received_at desc limit ${COPIES_MAX}`;
  // Each cluster reads no more than its first copies, along the index; the one database has no `lateral`.
  const { rows } = await (store.dialect === 'sqlite'
    ? sql<Row<'posts'>>`select posts.* from json_each(${JSON.stringify(clusters)}) as asked
        cross join posts on posts.id in (select copy.id from posts as copy ${first})`
    : sql<Row<'posts'>>`select copies.* from unnest(${clusters}::text[]) as asked (value)
        cross join lateral (select copy.* from posts as copy ${first}) as copies`
  ).execute(store.db);
  return [...rows].sort((a, b) => (a.received_at < b.received_at ? -1 : 1));
}

const postKeyOf = (row: Row<'posts'>): string => nameKey(row.platform, row.external_id ?? row.external_key);

async function fillAccounts(store: Store, world: World, rows: readonly Row<'accounts'>[]): Promise<void> {
  const ids = rows.map((row) => row.id);
  if (ids.length === 0) return;
  const [offices, persons, lists, days] = await Promise.all([
    store.lookup('offices', 'account', ids),
    store.lookup('person_accounts', 'account', ids),
    store.lookup('account_lists', 'account', ids),
    store.lookup('account_days', 'account', ids),
  ]);
  const officesOf = groupBy(offices, (row) => row.account);
  const personOf = new Map(persons.map((row) => [row.account, row.person]));
  const listsOf = groupBy(lists, (row) => row.account);
  const daysOf = groupBy(days, (row) => row.account);
  for (const row of rows) {
    const posts = (daysOf.get(row.id) ?? [])
      .map((day) => [day.day, Number(day.count)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const account: KnownAccount = {
      id: row.id,
      platform: row.platform,
      externalId: row.external_id ?? '',
      externalKey: row.external_key,
      version: Number(row.version),
      identity: {
        id: row.external_id ?? '',
        handle: row.handle,
        createdAt: row.created_at,
        followers: row.followers === null ? null : Number(row.followers),
        verified: row.verified === null ? null : Number(row.verified) === 1,
        offices: [],
      },
      offices: (officesOf.get(row.id) ?? []).map(officeOf),
      person: personOf.get(row.id) ?? null,
      lists: (listsOf.get(row.id) ?? []).map((list) => list.list).sort(),
      standing: {
        baseline: { ...(JSON.parse(row.standing_baseline) as Omit<Standing, 'posts'>), posts },
        applied: { ...(JSON.parse(row.standing_applied) as Omit<Standing, 'posts'>), posts },
      },
    };
    world.accounts.set(nameKey(row.platform, row.external_id ?? row.external_key), account);
    world.accountsById.set(row.id, account);
  }
}

function officeOf(row: Row<'offices'>): KnownOffice {
  return {
    id: row.id,
    title: row.title ?? '',
    jurisdiction: row.jurisdiction ?? '',
    from: row.from_at,
    to: row.to_at,
    source: row.source ?? '',
    state: row.state,
    changedBy: row.by,
  };
}

/** `whole` posts come with revisions, decisions and observations; the others only with whose they are. */
async function fillPosts(
  store: Store,
  world: World,
  rows: { readonly posts: readonly Row<'posts'>[]; readonly whole: readonly Row<'posts'>[] },
): Promise<void> {
  const lacking = (row: Row<'posts'>) => !isWhole(world.postsById.get(row.id));
  const ids = rows.whole.filter(lacking).map((row) => row.id);
  const [revisions, decisions, observations, measures] =
    ids.length === 0
      ? [[], [], [], []]
      : await Promise.all([
          store.lookup('revisions', 'post', ids),
          store.lookup('decisions', 'post', ids),
          store.lookup('observations', 'post', ids),
          store.lookup('measures', 'post', ids),
        ]);
  for (const row of measures) {
    world.statuses.set(row.id, { status: row.status as MeasureStatus, ackedAt: row.acked_at });
  }
  const revisionsOf = groupBy(revisions, (row) => row.post);
  const decisionsOf = groupBy(decisions, (row) => row.post as string);
  const observationsOf = groupBy(observations, (row) => row.post);
  for (const row of rows.posts.filter(lacking)) {
    const own = (revisionsOf.get(row.id) ?? []).sort((a, b) => Number(a.revision) - Number(b.revision));
    const post: KnownPost = {
      id: row.id,
      platform: row.platform,
      externalId: row.external_id ?? '',
      externalKey: row.external_key,
      account: row.account,
      version: Number(row.version),
      createdAt: own[0]?.created_at ?? row.created_at,
      revision: Number(row.revision),
      revisions: own.map((revision) => ({
        revision: Number(revision.revision),
        contentKey: revision.content_key,
        revisedAt: revision.created_at,
        receivedAt: revision.received_at,
        outOfOrder: Number(revision.out_of_order) === 1,
        setHash: revision.set_hash,
      })),
      cluster: row.cluster,
      deletedAt: row.deleted_at,
      plain: Number(row.plain) === 1,
      history: (decisionsOf.get(row.id) ?? [])
        .filter((decision) => decision.subject_kind === 'post')
        .sort((a, b) => Number(a.seq) - Number(b.seq))
        .map((decision) => ({ id: decision.id, decision: JSON.parse(decision.body) })),
      observations: (observationsOf.get(row.id) ?? [])
        .sort((a, b) => (a.seen_at < b.seen_at ? -1 : 1))
        .map((seen) => ({
          id: seen.id,
          measures: JSON.parse(seen.measures),
          seenAt: seen.seen_at,
          evidenceUrl: seen.evidence === null ? null : JSON.parse(seen.evidence).evidenceUrl,
        })),
    };
    world.posts.set(postKeyOf(row), post);
    world.postsById.set(row.id, post);
  }
}

async function fillBreakers(store: Store, world: World, at: Instant): Promise<void> {
  const bucket = breakerBucket(at);
  const rows = await store.db.selectFrom('breakers').selectAll().where('bucket', '=', bucket).execute();
  for (const row of rows) {
    const count = Number(row.count);
    if (world.breakers.has(breakerKey(row.breaker, bucket))) continue;
    world.breakers.set(breakerKey(row.breaker, bucket), {
      count,
      tripped: Number(row.tripped) === 1,
      readCount: count,
    });
  }
}

async function fillDivergences(store: Store, world: World, copies: readonly Row<'posts'>[]): Promise<void> {
  const clusters = [...new Set(copies.map((row) => row.cluster))];
  if (clusters.length === 0) return;
  for (const row of await store.lookup('divergences', 'cluster', clusters)) {
    const key = divergenceKey(row.a, row.b);
    if (!world.divergences.has(key)) world.divergences.set(key, row.kinds);
  }
}
