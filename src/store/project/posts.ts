/** Posts, their revisions, what they count for, and what readers' presentations are made from. */
import type { Decision, DecisionRecord } from '../../decide/decision.ts';
import { effective } from '../../decide/effective.ts';
import { present } from '../../enforce/present.ts';
import type { Instant } from '../../lib/instant.ts';
import { stripTexts } from '../decision-record.ts';
import type { PostVault, RevisionReceived } from '../events.ts';
import type { Rows, Want } from '../rows.ts';
import type { Row } from '../tables.ts';
import { flag, type Projectors, type VaultLookup } from './projector.ts';

export const postWants = (post: string): Want[] => [
  { table: 'posts', column: 'id', value: post },
  { table: 'decisions', column: 'post', value: post },
  { table: 'revisions', column: 'post', value: post },
];

/** The first revision of a post has nothing before it; it is the hot path, and reads nothing. */
const revisionWants = (received: RevisionReceived): Want[] => (isFirst(received) ? [] : postWants(received.post));
const isFirst = (received: RevisionReceived): boolean => received.revision === 1 && !received.outOfOrder;

export const postProjectors: Projectors<
  'posts.judged' | 'post.received' | 'post.deleted' | 'observation.recorded' | 'reach.recorded' | 'divergence.found'
> = {
  'posts.judged': {
    wants: (event) => event.posts.flatMap(revisionWants),
    project({ event, at, rows, vault }) {
      for (const received of event.posts) receive({ received, set: event.set, plain: 1, at, rows, vault });
    },
  },
  'post.received': {
    wants: (event) => revisionWants(event.post),
    project({ event, at, rows, vault }) {
      receive({ received: event.post, set: event.set, plain: 0, at, rows, vault });
    },
  },
  'post.deleted': {
    wants: (event) => postWants(event.post),
    project({ event, at, rows }) {
      const post = rows.get('posts', event.post);
      if (post === undefined || post.deleted_at !== null) return;
      rows.put('posts', { ...post, deleted_at: at, version: post.version + 1 });
      presentPost(rows, event.post, at);
    },
  },
  'observation.recorded': {
    project({ event, rows, vault }) {
      rows.put('observations', {
        id: event.observation,
        post: event.post,
        platform: event.platform,
        measures: JSON.stringify(event.measures),
        seen_at: event.seenAt,
        evidence: vault.text(event.evidence),
        vault: event.evidence.vault,
      });
    },
  },
  'reach.recorded': {
    project({ event, rows }) {
      for (const { post, at, views, reposts } of event.rows) rows.put('reach', { post, at, views, reposts });
    },
  },
  'divergence.found': {
    project({ event, at, rows }) {
      const { a, b, cluster } = event;
      rows.put('divergences', { a, b, cluster, kinds: JSON.stringify(event.kinds), found_at: at });
    },
  },
};

type Received = {
  readonly received: RevisionReceived;
  readonly set: string;
  readonly plain: 0 | 1;
  readonly at: Instant;
  readonly rows: Rows;
  readonly vault: VaultLookup;
};

function receive({ received, set, plain, at, rows, vault }: Received): void {
  rows.add('revisions', {
    post: received.post,
    revision: received.revision,
    vault: received.content.vault,
    content_key: received.contentKey,
    cluster: received.cluster,
    received_at: received.receivedAt,
    created_at: received.createdAt,
    out_of_order: flag(received.outOfOrder),
    plain,
    set_hash: set,
    erased_at: null,
  });
  for (const { counter, key, bucket, value } of received.counts) {
    if (value === null) rows.add('counters', { counter, key, bucket, count: 1 });
    else rows.add('counter_values', { counter, key, bucket, value });
  }
  if (received.outOfOrder) return;
  const before = isFirst(received) ? undefined : rows.get('posts', received.post);
  const row: Row<'posts'> = {
    id: received.post,
    platform: received.platform,
    external_key: received.externalKey,
    external_id: (vault.value(received.content) as PostVault | null)?.id ?? null,
    account: received.account,
    revision: received.revision,
    cluster: received.cluster,
    content_key: received.contentKey,
    created_at: received.createdAt,
    received_at: received.receivedAt,
    deleted_at: before?.deleted_at ?? null,
    version: (before?.version ?? 0) + 1,
    plain: before?.plain === 0 ? 0 : plain,
  };
  if (before !== undefined) {
    rows.put('posts', row);
    presentPost(rows, received.post, at);
    return;
  }
  rows.add('posts', row);
  rows.add('account_days', { account: received.account, day: received.receivedAt.slice(0, 10), count: 1 });
}

/** Whatever was found on a revision, it is no longer plain: its content stays. */
export function markNotPlain(rows: Rows, post: string, revision: number | null): void {
  const row = rows.get('posts', post);
  if (row !== undefined && row.plain === 1) rows.put('posts', { ...row, plain: 0 });
  const received = rows.get('revisions', post, revision ?? row?.revision ?? 0);
  if (received !== undefined && received.plain === 1) rows.put('revisions', { ...received, plain: 0 });
}

/** Made anew from all decisions on the post. A post that nobody decided on or deleted has no row. */
export function presentPost(rows: Rows, id: string, now: Instant): void {
  const post = rows.get('posts', id);
  if (post === undefined) return;
  const history = rows
    .by('decisions', 'post', id)
    .sort((a, b) => a.seq - b.seq)
    // Without texts, so that a presentation does not depend on whether they have been erased since.
    .map((row): DecisionRecord => ({ id: row.id, decision: stripTexts(JSON.parse(row.body) as Decision) }));
  if (history.length === 0 && post.deleted_at === null) return;
  const outcome = effective(history, post.revision);
  const ends = outcome.departures.flatMap(({ until }) => (until === null ? [] : [until])).sort();
  const deleted = post.deleted_at !== null;
  rows.put('presentations', {
    post: id,
    visibility: present({ effective: outcome, penalties: [], deleted, now, lang: null, country: null }).visibility,
    body: JSON.stringify(outcome),
    valid_until: ends[0] ?? null,
  });
}
