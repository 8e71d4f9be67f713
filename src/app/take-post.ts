/**
 * The first and the last step of a post's way: whose it is and which revision it makes, and what is written down when
 * nothing is to be said about it.
 */
import { foldStanding } from '../accounts/standing.ts';
import type { Evaluation } from '../evaluate/finding.ts';
import type { Prepared } from '../facts/read-facts.ts';
import {
  identityChange,
  type KnownAccount,
  type KnownPost,
  type KnownRevision,
  nameKey,
  newAccount,
  newClaims,
} from '../facts/world.ts';
import { revisedAt } from '../ingest/content-keys.ts';
import type { AuthorFields } from '../ingest/post.ts';
import type { PostAnswer } from '../publish/views.ts';
import type { CountAdded, PostVault, RevisionReceived } from '../store/events.ts';
import { plainView, presentationOf } from './answers.ts';
import type { Journey, Traveller } from './journey.ts';
import { emit, emitPlain, guard, seal } from './plan.ts';
import { type Answer, answer, refuse } from './refusal.ts';
import { viewOfRevision } from './replayed.ts';

export type Arrival =
  | { readonly kind: 'new'; readonly traveller: Traveller; readonly revision: KnownRevision }
  | { readonly kind: 'answered'; readonly answer: Answer<PostAnswer> };

const answered = (value: Answer<PostAnswer>): Arrival => ({ kind: 'answered', answer: value });

/** Whose post it is, and whether it is new, the same again, or older than what we have. */
export function meetPost(journey: Journey, prepared: Prepared): Arrival {
  const { world, engine, plan } = journey;
  const { platform, id, author } = prepared.post;
  if (engine.ground(platform) === null) {
    return answered(refuse('PLATFORM_UNKNOWN', `the active policy set has no platform \`${platform}\``, '/platform'));
  }
  const known = world.posts.get(nameKey(platform, id)) ?? world.posts.get(nameKey(platform, prepared.postKey));
  const holder = known === undefined ? undefined : world.accountsById.get(known.account);
  if (holder !== undefined && holder.externalKey !== prepared.accountKey) {
    return answered(refuse('POST_OF_ANOTHER', 'the post belongs to another account', '/author/id'));
  }
  const revised = revisedAt(prepared.post.content);
  const newest = known?.revisions.findLast((each) => !each.outOfOrder);
  const isOld = newest !== undefined && revised < newest.revisedAt;
  const same = known === undefined ? undefined : sameContent(known, prepared.contentKey, revised);
  const account = isOld ? (holder as KnownAccount) : takeAuthor(journey, author, prepared);
  guard(plan, { kind: 'account', id: account.id, version: account.version });
  const post = known ?? newPost(journey, prepared, account);
  post.externalId = id;
  guard(plan, { kind: 'post', id: post.id, version: post.version });
  const traveller = { post, account };
  if (same !== undefined)
    return answered(
      answer(viewOfRevision(journey, traveller, { revision: same, outOfOrder: same.outOfOrder, prepared })),
    );
  const revision = {
    revision: Math.max(0, ...post.revisions.map((each) => each.revision)) + 1,
    contentKey: prepared.contentKey,
    revisedAt: revised,
    receivedAt: journey.now,
    outOfOrder: isOld,
    setHash: plan.set,
  };
  if (!isOld) return { kind: 'new', traveller, revision };
  emit(plan, {
    type: 'post.received',
    v: 1,
    set: plan.set,
    post: received(journey, { traveller, prepared, revision }, []),
  });
  post.revisions.push(revision);
  return answered(
    answer({
      ...viewOfRevision(journey, traveller, { revision: newest as KnownRevision, outOfOrder: true, prepared }),
      replayed: false,
    }),
  );
}

/** The same content as the newest revision, or as an older one that is sent again with its own time. */
function sameContent(post: KnownPost, contentKey: string, revised: string): KnownRevision | undefined {
  const newest = post.revisions.findLast((each) => !each.outOfOrder);
  if (newest?.contentKey === contentKey) return newest;
  return post.revisions.findLast((each) => each.contentKey === contentKey && each.revisedAt === revised);
}

/** The author's account, new or with what the payload changes of it. Claims of offices are recorded, without effect. */
export function takeAuthor(
  { world, plan }: Journey,
  said: AuthorFields,
  name: { readonly post: { readonly platform: string }; readonly accountKey: string },
): KnownAccount {
  const { platform } = name.post;
  const key = nameKey(platform, said.id);
  const known = world.accounts.get(key) ?? world.accounts.get(nameKey(platform, name.accountKey));
  const account =
    known ??
    newAccount(
      { id: plan.source.newId(), platform, externalId: said.id, externalKey: name.accountKey },
      { ...said, offices: [] },
    );
  const change = known === undefined ? account.identity : identityChange(known.identity, said);
  // An erased account that posts again tells its id again.
  account.externalId = said.id;
  if (known === undefined) {
    world.accounts.set(key, account);
    world.accountsById.set(account.id, account);
  }
  if (change !== null) {
    account.identity = change;
    const identity = seal(plan, { ...change, offices: said.offices });
    emit(plan, {
      type: 'account.recorded',
      v: 1,
      account: account.id,
      platform,
      externalKey: account.externalKey,
      identity,
    });
  }
  if (said.offices.length > 0) recordClaims({ plan, at: plan.at }, account, said);
  return account;
}

function recordClaims(to: { plan: Journey['plan']; at: string }, account: KnownAccount, said: AuthorFields): void {
  for (const claim of newClaims(account, said)) {
    const office = {
      id: to.plan.source.newId(),
      title: claim.title,
      jurisdiction: claim.jurisdiction ?? '',
      from: claim.from ?? to.at,
      to: claim.to,
      source: 'claimed in a payload',
      state: 'claimed' as const,
    };
    const facts = seal(to.plan, { title: office.title, jurisdiction: office.jurisdiction, source: office.source });
    const { id, from, state } = office;
    emit(to.plan, {
      type: 'office.changed',
      v: 1,
      office: id,
      account: account.id,
      state,
      from,
      to: office.to,
      facts,
      by: 'platform',
    });
    account.offices = [...account.offices, office];
  }
}

function newPost({ world, plan }: Journey, prepared: Prepared, account: KnownAccount): KnownPost {
  const { platform, id, content } = prepared.post;
  const post: KnownPost = {
    id: plan.source.newId(),
    platform,
    externalId: id,
    externalKey: prepared.postKey,
    account: account.id,
    version: null,
    createdAt: content.createdAt,
    revision: 0,
    revisions: [],
    cluster: prepared.cluster,
    deletedAt: null,
    plain: true,
    history: [],
    observations: [],
  };
  world.posts.set(nameKey(platform, id), post);
  world.postsById.set(post.id, post);
  return post;
}

/** A revision with what it counts for: each counter counts a revision once, for ever. */
export function received(
  { plan }: Journey,
  about: { readonly traveller: Traveller; readonly prepared: Prepared; readonly revision: KnownRevision },
  counts: readonly CountAdded[],
): RevisionReceived {
  const { traveller, prepared, revision } = about;
  const { id, content, signals, rawSha256 } = prepared.post;
  const vault: PostVault = rawSha256 === null ? { content, id, signals } : { content, id, rawHash: rawSha256, signals };
  return {
    post: traveller.post.id,
    revision: revision.revision,
    platform: traveller.post.platform,
    account: traveller.account.id,
    externalKey: prepared.postKey,
    content: seal(plan, vault),
    contentKey: prepared.contentKey,
    cluster: prepared.cluster,
    createdAt: revision.revisedAt,
    receivedAt: revision.receivedAt,
    outOfOrder: revision.outOfOrder,
    counts,
  };
}

/** Nothing found, nothing to ask, nobody's copy: the post needs no event of its own. */
export function isPlain(
  journey: Journey,
  { post }: Traveller,
  about: { readonly evaluation: Evaluation; readonly cluster: string },
): boolean {
  const { findings, status, shadow, unknown } = about.evaluation;
  return (
    findings.length === 0 &&
    status.added.length === 0 &&
    shadow.length === 0 &&
    post.history.length === 0 &&
    unknown.every((rule) => rule.onUnknown === 'skip' && rule.failed === null) &&
    !(journey.world.clusters.get(about.cluster) ?? []).some((copy) => !copy.plain && copy.id !== post.id)
  );
}

/** The post as it stands with this revision, for what comes after it in the batch. */
export function arrive(
  { world }: Journey,
  { post }: Traveller,
  about: { readonly prepared: Prepared; readonly revision: KnownRevision },
): void {
  post.revisions.push(about.revision);
  post.revision = about.revision.revision;
  const isFirst = about.revision.revision === 1;
  const { cluster } = about.prepared;
  if (!isFirst && post.cluster === cluster) return;
  if (!isFirst) {
    const left = world.clusters.get(post.cluster);
    if (left !== undefined)
      world.clusters.set(
        post.cluster,
        left.filter((each) => each.id !== post.id),
      );
    post.cluster = cluster;
  }
  const copies = world.clusters.get(cluster);
  if (copies === undefined) world.clusters.set(cluster, [post]);
  else joinCopies(copies, post);
}

/** Copies of a cluster that the world keeps at hand. Of a flood of the same words the decided and the newest stay. */
const COPIES_KEPT = 32;

function joinCopies(copies: KnownPost[], post: KnownPost): void {
  copies.push(post);
  if (copies.length <= COPIES_KEPT) return;
  const plain = copies.findIndex((copy) => copy.plain);
  copies.splice(plain === -1 || plain === copies.length - 1 ? 0 : plain, 1);
}

/** Records a plain post, and counts it among its author's. */
export function recordPlain(
  journey: Journey,
  traveller: Traveller,
  about: { readonly revision: KnownRevision; readonly received: RevisionReceived; readonly evaluation: Evaluation },
): PostAnswer {
  emitPlain(journey.plan, about.received);
  const ground = journey.engine.ground(traveller.post.platform);
  const policies = ground?.inForce ?? [];
  if (ground !== null && about.revision.revision === 1) {
    const { account } = traveller;
    const counted = { kind: 'post', at: journey.now, keepDays: ground.ladder.strikes.shareDays } as const;
    const { baseline, applied } = account.standing;
    // The next post of the batch sees it; the store counts it by itself (`account_days`).
    account.standing = { baseline: foldStanding(baseline, counted), applied: foldStanding(applied, counted) };
  }
  return {
    replayed: false,
    outOfOrder: false,
    revision: about.revision.revision,
    decision: plainView(traveller, { revision: about.revision, policies, unknown: about.evaluation.unknown }),
    presentation: presentationOf(traveller, { now: journey.now }),
    consequences: [],
  };
}
