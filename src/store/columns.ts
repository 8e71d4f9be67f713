/**
 * What bulk writes need to know of each table: columns with their kinds, the primary key, and how a row meets one
 * that is there. `columns.db.test.ts` holds it against the migrated database.
 */
import type { DerivedName, Row, TableName } from './tables.ts';

type ColumnKind = 'text' | 'int';
type TableShape = {
  readonly columns: Readonly<Record<string, ColumnKind>>;
  readonly key: readonly string[];
  /** Columns by which the working set also finds rows of this table. */
  readonly by: readonly string[];
  /**
   * `row`: the newest replaces. `sum`: `count` is added. `once`: the first stays.
   * Sums and firsts need no reading before they are written.
   */
  readonly meets: 'row' | 'sum' | 'once';
};

type Shape<T extends TableName> = TableShape & { readonly columns: Record<keyof Row<T> & string, ColumnKind> };

const text = 'text' as const;
const int = 'int' as const;
const row = { by: [], meets: 'row' } as const;

export const TABLES: { readonly [T in TableName]: Shape<T> } = {
  ledger: {
    ...row,
    key: ['seq'],
    columns: { seq: int, position: int, id: text, at: text, type: text, v: int, body: text, hash: text },
  },
  vault: { ...row, key: ['id'], columns: { id: text, salt: text, content: text } },
  policy_sets: { ...row, meets: 'once', key: ['hash'], columns: { hash: text, body: text, published_at: text } },
  meta: { ...row, key: ['key'], columns: { key: text, value: text } },
  idempotency: {
    ...row,
    key: ['key'],
    columns: { key: text, request_hash: text, status: int, body: text, at: text },
  },
  accounts: {
    ...row,
    by: ['vault'],
    key: ['id'],
    columns: {
      id: text,
      platform: text,
      external_key: text,
      external_id: text,
      handle: text,
      created_at: text,
      followers: int,
      verified: int,
      version: int,
      standing_baseline: text,
      standing_applied: text,
      state: text,
      first_seen_at: text,
      vault: text,
    },
  },
  account_days: { ...row, meets: 'sum', key: ['account', 'day'], columns: { account: text, day: text, count: int } },
  offices: {
    ...row,
    by: ['vault'],
    key: ['id'],
    columns: {
      id: text,
      account: text,
      title: text,
      jurisdiction: text,
      source: text,
      state: text,
      from_at: text,
      to_at: text,
      by: text,
      vault: text,
      changed_at: text,
    },
  },
  persons: {
    ...row,
    by: ['vault'],
    key: ['id'],
    columns: { id: text, facts: text, state: text, accounts: text, by: text, vault: text, changed_at: text },
  },
  person_accounts: { ...row, by: ['person'], key: ['person', 'account'], columns: { person: text, account: text } },
  register_steps: {
    ...row,
    by: ['subject', 'vault'],
    key: ['subject', 'n'],
    columns: { subject: text, n: int, state: text, facts: text, by: text, at: text, vault: text },
  },
  account_lists: {
    ...row,
    key: ['account', 'list'],
    columns: { account: text, list: text, by: text, added_at: text },
  },
  posts: {
    ...row,
    key: ['id'],
    columns: {
      id: text,
      platform: text,
      external_key: text,
      external_id: text,
      account: text,
      revision: int,
      cluster: text,
      content_key: text,
      created_at: text,
      received_at: text,
      deleted_at: text,
      version: int,
      plain: int,
    },
  },
  revisions: {
    ...row,
    by: ['post', 'vault'],
    key: ['post', 'revision'],
    columns: {
      post: text,
      revision: int,
      vault: text,
      content_key: text,
      cluster: text,
      received_at: text,
      created_at: text,
      out_of_order: int,
      plain: int,
      set_hash: text,
      erased_at: text,
    },
  },
  decisions: {
    ...row,
    by: ['post', 'vault'],
    key: ['id'],
    columns: {
      id: text,
      subject_kind: text,
      platform: text,
      post: text,
      revision: int,
      account: text,
      trigger: text,
      rank: text,
      decided_by_kind: text,
      principal: text,
      decided_at: text,
      set_hash: text,
      rung_baseline: text,
      rung_applied: text,
      degraded: int,
      caused_by: text,
      superseded_by: text,
      seq: int,
      position: int,
      vault: text,
      body: text,
      erased_at: text,
    },
  },
  decision_findings: {
    ...row,
    key: ['decision', 'mode', 'policy', 'rule'],
    columns: { decision: text, policy: text, rule: text, mode: text, rung: text },
  },
  departures: {
    ...row,
    key: ['decision', 'n'],
    columns: {
      decision: text,
      n: int,
      kind: text,
      finding: text,
      from_rung: text,
      to_rung: text,
      ref: text,
      until_at: text,
    },
  },
  measures: {
    ...row,
    key: ['id'],
    columns: {
      id: text,
      decision: text,
      post: text,
      account: text,
      kind: text,
      status: text,
      body: text,
      acked_at: text,
    },
  },
  presentations: {
    ...row,
    key: ['post'],
    columns: { post: text, visibility: text, body: text, valid_until: text },
  },
  exemptions: {
    ...row,
    by: ['vault'],
    key: ['id'],
    columns: {
      id: text,
      platform: text,
      state: text,
      kind: text,
      published: int,
      version: int,
      expires_at: text,
      vault: text,
      body: text,
      changed_at: text,
    },
  },
  exemption_uses: {
    ...row,
    key: ['exemption', 'decision', 'n'],
    columns: { exemption: text, decision: text, n: int, post: text, account: text, at: text },
  },
  cases: {
    ...row,
    key: ['id'],
    columns: { id: text, reason: text, decision: text, post: text, account: text, state: text, opened_at: text },
  },
  holds: {
    ...row,
    key: ['id'],
    columns: { id: text, decision: text, started_at: text, until_at: text, ended_at: text, ended_by: text },
  },
  observations: {
    ...row,
    by: ['vault'],
    key: ['id'],
    columns: { id: text, post: text, platform: text, measures: text, seen_at: text, evidence: text, vault: text },
  },
  reach: { ...row, key: ['post', 'at'], columns: { post: text, at: text, views: int, reposts: int } },
  divergences: {
    ...row,
    key: ['a', 'b'],
    columns: { a: text, b: text, cluster: text, kinds: text, found_at: text },
  },
  counters: {
    ...row,
    meets: 'sum',
    key: ['counter', 'key', 'bucket'],
    columns: { counter: text, key: text, bucket: text, count: int },
  },
  counter_values: {
    ...row,
    meets: 'once',
    key: ['counter', 'key', 'bucket', 'value'],
    columns: { counter: text, key: text, bucket: text, value: text },
  },
  breakers: { ...row, key: ['breaker', 'bucket'], columns: { breaker: text, bucket: text, count: int, tripped: int } },
  api_keys: {
    ...row,
    by: ['vault'],
    key: ['id'],
    columns: {
      id: text,
      secret_hash: text,
      scopes: text,
      platforms: text,
      name: text,
      vault: text,
      created_at: text,
      created_by: text,
      holder: text,
      revoked_at: text,
    },
  },
  active_set: {
    ...row,
    key: ['id'],
    columns: { id: int, set_hash: text, previous: text, before: text, by: text, activated_at: text },
  },
  policy_approvals: {
    ...row,
    by: ['set_hash'],
    key: ['set_hash', 'by'],
    columns: { set_hash: text, by: text, at: text },
  },
  register_version: { ...row, key: ['id'], columns: { id: int, version: int } },
};

/** In the order in which they are written, always the same, so that two writers cannot wait for each other. */
export const DERIVED: readonly DerivedName[] = [
  'active_set',
  'policy_approvals',
  'register_version',
  'accounts',
  'offices',
  'persons',
  'person_accounts',
  'register_steps',
  'account_lists',
  'posts',
  'revisions',
  'decisions',
  'decision_findings',
  'departures',
  'measures',
  'presentations',
  'exemptions',
  'exemption_uses',
  'cases',
  'holds',
  'observations',
  'reach',
  'divergences',
  'breakers',
  'api_keys',
  'account_days',
  'counters',
  'counter_values',
];
