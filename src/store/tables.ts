/**
 * The tables, as Kysely types. Source tables are written once; every derived table is changed only by
 * `store/project/*.ts` and can be dropped and rebuilt from ledger + vault. Booleans are 0/1, times ISO text
 * (`Instant`), JSON is text parsed by whoever reads the column, on SQLite and PostgreSQL alike.
 */
import type { Generated, Selectable } from 'kysely';

type Flag = 0 | 1;
/** JSON text of `T`: read it with `JSON.parse` (or `parseJson` of store/columns.ts). */
type Json<_T = unknown> = string;

// ── source ────────────────────────────────────────────────────────────────────────────────────────────────────────

type LedgerTable = {
  /** Order of insertion, for the sequencer alone: never shown, has gaps. */
  seq: Generated<number>;
  /** Given in commit order, without gaps; null on PostgreSQL until the sequencer has numbered the row. */
  position: number | null;
  id: string;
  at: string;
  type: string;
  v: number;
  body: Json;
  /** SHA-256 of the bytes of `body`, hex. */
  hash: string;
};
type VaultTable = { id: string; salt: string; content: Json };
type PolicySetsTable = { hash: string; body: Json; published_at: string };
type MetaTable = { key: string; value: string };
type IdempotencyTable = {
  /** Principal and idempotency key. */
  key: string;
  request_hash: string;
  status: number;
  body: Json;
  at: string;
};

// ── derived: who ──────────────────────────────────────────────────────────────────────────────────────────────────

type AccountsTable = {
  id: string;
  platform: string;
  /** Keyed hash of platform and id: finds the account also when its identity has been erased. */
  external_key: string;
  external_id: string | null;
  handle: string | null;
  created_at: string | null;
  followers: number | null;
  verified: Flag | null;
  /** Rises with identity, standing, offices, person and lists. */
  version: number;
  /** `Standing` without `posts`, which is in account_days. */
  standing_baseline: Json;
  standing_applied: Json;
  state: 'known' | 'erased';
  first_seen_at: string;
  vault: string;
};
/** Posts judged per account and day, for proportions in standing. */
type AccountDaysTable = { account: string; day: string; count: number };
type OfficesTable = {
  id: string;
  account: string;
  title: string | null;
  jurisdiction: string | null;
  source: string | null;
  state: 'claimed' | 'confirmed' | 'withdrawn';
  from_at: string;
  to_at: string | null;
  by: string;
  vault: string;
  changed_at: string;
};
type PersonsTable = {
  id: string;
  facts: Json | null;
  state: 'claimed' | 'confirmed' | 'withdrawn';
  /** Internal ids: those that it links once it is confirmed. */
  accounts: Json;
  by: string;
  vault: string;
  changed_at: string;
};
/** How an office or a person came to be what it is, step by step. */
type RegisterStepsTable = {
  subject: string;
  n: number;
  state: 'claimed' | 'confirmed' | 'withdrawn';
  facts: Json | null;
  by: string;
  at: string;
  vault: string;
};
type PersonAccountsTable = { person: string; account: string };
type AccountListsTable = { account: string; list: string; by: string; added_at: string };

// ── derived: posts ────────────────────────────────────────────────────────────────────────────────────────────────

type PostsTable = {
  id: string;
  platform: string;
  external_key: string;
  external_id: string | null;
  account: string;
  /** The newest revision that is not out of order, and what it holds. */
  revision: number;
  cluster: string;
  content_key: string;
  created_at: string;
  received_at: string;
  deleted_at: string | null;
  /** Rises with each revision, deletion and decision. */
  version: number;
  /** 1: no finding, report or copy of a decided post so far; its content leaves the vault after the retention period. */
  plain: Flag;
};
type RevisionsTable = {
  post: string;
  revision: number;
  vault: string;
  content_key: string;
  cluster: string;
  received_at: string;
  created_at: string;
  out_of_order: Flag;
  plain: Flag;
  set_hash: string;
  erased_at: string | null;
};

// ── derived: decisions ────────────────────────────────────────────────────────────────────────────────────────────

type DecisionsTable = {
  id: string;
  subject_kind: 'post' | 'account';
  platform: string;
  post: string | null;
  revision: number | null;
  account: string;
  trigger: string;
  rank: string;
  decided_by_kind: string;
  principal: string | null;
  decided_at: string;
  set_hash: string;
  rung_baseline: string;
  rung_applied: string;
  degraded: Flag;
  caused_by: string | null;
  superseded_by: string | null;
  /** Of the ledger row: decisions on one subject are made in this order; its position once numbered. */
  seq: number;
  position: number | null;
  vault: string;
  /** `Decision`; without its texts when they have been erased. */
  body: Json;
  erased_at: string | null;
};
type DecisionFindingsTable = {
  decision: string;
  policy: string;
  rule: string;
  /** `status`: found only because of the author's status. */
  mode: 'live' | 'status' | 'shadow';
  rung: string;
};
type DeparturesTable = {
  decision: string;
  n: number;
  kind: string;
  finding: string;
  from_rung: string;
  to_rung: string;
  ref: string;
  until_at: string | null;
};
type MeasuresTable = {
  /** `{decision}.{n}` for applied measures, `{decision}.u{n}` for those that could not be executed. */
  id: string;
  decision: string;
  post: string | null;
  account: string;
  kind: string;
  status: string;
  body: Json;
  acked_at: string | null;
};
/**
 * What readers' presentations of a post are made from (`present` of enforce/ adds reader, author and time). No row:
 * nothing was ever decided, and it is shown.
 */
type PresentationsTable = {
  post: string;
  /** For a reader without country, of an author without penalties. */
  visibility: string;
  /** `Effective` of its newest revision. */
  body: Json;
  /** When the first of its departures ends by itself. */
  valid_until: string | null;
};

// ── derived: register and work ────────────────────────────────────────────────────────────────────────────────────

type ExemptionsTable = {
  id: string;
  platform: string;
  state: string;
  kind: string;
  published: Flag;
  version: number;
  expires_at: string;
  vault: string;
  /** `Exemption`; null when erased. */
  body: Json | null;
  changed_at: string;
};
type ExemptionUsesTable = {
  exemption: string;
  decision: string;
  n: number;
  post: string | null;
  account: string;
  at: string;
};
type CasesTable = {
  id: string;
  reason: string;
  decision: string | null;
  post: string | null;
  account: string | null;
  state: 'open';
  opened_at: string;
};
type HoldsTable = {
  id: string;
  decision: string;
  started_at: string;
  until_at: string;
  ended_at: string | null;
  ended_by: string | null;
};
type ObservationsTable = {
  id: string;
  post: string;
  platform: string;
  measures: Json;
  seen_at: string;
  evidence: Json | null;
  vault: string;
};
type ReachTable = { post: string; at: string; views: number; reposts: number };
type DivergencesTable = { a: string; b: string; cluster: string; kinds: Json; found_at: string };
type CountersTable = { counter: string; key: string; bucket: string; count: number };
type CounterValuesTable = { counter: string; key: string; bucket: string; value: string };
type BreakersTable = { breaker: string; bucket: string; count: number; tripped: Flag };
type ApiKeysTable = {
  id: string;
  secret_hash: string;
  scopes: Json;
  platforms: Json | null;
  name: string | null;
  vault: string;
  created_at: string;
  created_by: string;
  /** Whom it stands for: a user, never another key. */
  holder: string;
  revoked_at: string | null;
};
/** One row, id 1. */
type ActiveSetTable = {
  id: number;
  set_hash: string;
  /** What was in force just before, by activation or by rollback. */
  previous: string | null;
  /** Hashes that rolling back leads to, one after the other. */
  before: Json;
  by: string;
  activated_at: string;
};
type PolicyApprovalsTable = { set_hash: string; by: string; at: string };
/** One row, id 1: rises with every change of an exemption. */
type RegisterVersionTable = { id: number; version: number };

type SourceTables = {
  ledger: LedgerTable;
  vault: VaultTable;
  policy_sets: PolicySetsTable;
  meta: MetaTable;
  idempotency: IdempotencyTable;
};
type DerivedTables = {
  accounts: AccountsTable;
  account_days: AccountDaysTable;
  offices: OfficesTable;
  persons: PersonsTable;
  person_accounts: PersonAccountsTable;
  register_steps: RegisterStepsTable;
  account_lists: AccountListsTable;
  posts: PostsTable;
  revisions: RevisionsTable;
  decisions: DecisionsTable;
  decision_findings: DecisionFindingsTable;
  departures: DeparturesTable;
  measures: MeasuresTable;
  presentations: PresentationsTable;
  exemptions: ExemptionsTable;
  exemption_uses: ExemptionUsesTable;
  cases: CasesTable;
  holds: HoldsTable;
  observations: ObservationsTable;
  reach: ReachTable;
  divergences: DivergencesTable;
  counters: CountersTable;
  counter_values: CounterValuesTable;
  breakers: BreakersTable;
  api_keys: ApiKeysTable;
  active_set: ActiveSetTable;
  policy_approvals: PolicyApprovalsTable;
  register_version: RegisterVersionTable;
};
export type Database = SourceTables & DerivedTables;
export type TableName = keyof Database;
export type DerivedName = keyof DerivedTables;
export type Row<T extends TableName> = Selectable<Database[T]>;
