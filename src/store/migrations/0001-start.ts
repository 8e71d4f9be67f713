/**
 * Every table of the first release. `TEXT` and `INT` become each dialect's own (on PostgreSQL text sorts by bytes, as
 * on SQLite). Frozen once released: later changes are migrations of their own.
 */
import { type Kysely, sql } from 'kysely';

export type Dialect = 'sqlite' | 'postgres';

const TABLES: Record<string, string> = {
  vault: 'id TEXT primary key, salt TEXT not null, content TEXT not null',
  policy_sets: 'hash TEXT primary key, body TEXT not null, published_at TEXT not null',
  meta: 'key TEXT primary key, value TEXT not null',
  idempotency: `key TEXT primary key, request_hash TEXT not null, status INT not null, body TEXT not null,
    at TEXT not null`,
  accounts: `id TEXT primary key, platform TEXT not null, external_key TEXT not null unique, external_id TEXT,
    handle TEXT, created_at TEXT, followers INT, verified INT, version INT not null, standing_baseline TEXT not null,
    standing_applied TEXT not null, state TEXT not null, first_seen_at TEXT not null, vault TEXT not null`,
  account_days: 'account TEXT not null, day TEXT not null, count INT not null, primary key (account, day)',
  offices: `id TEXT primary key, account TEXT not null, title TEXT, jurisdiction TEXT, source TEXT,
    state TEXT not null, from_at TEXT not null, to_at TEXT, "by" TEXT not null, vault TEXT not null,
    changed_at TEXT not null`,
  persons: 'id TEXT primary key, facts TEXT, "by" TEXT not null, vault TEXT not null, changed_at TEXT not null',
  person_accounts: 'person TEXT not null, account TEXT not null, primary key (person, account)',
  account_lists: `account TEXT not null, list TEXT not null, "by" TEXT not null, added_at TEXT not null,
    primary key (account, list)`,
  posts: `id TEXT primary key, platform TEXT not null, external_key TEXT not null unique, external_id TEXT,
    account TEXT not null, revision INT not null, cluster TEXT not null, content_key TEXT not null,
    created_at TEXT not null, received_at TEXT not null, deleted_at TEXT, version INT not null, plain INT not null`,
  revisions: `post TEXT not null, revision INT not null, vault TEXT not null, content_key TEXT not null,
    cluster TEXT not null, received_at TEXT not null, created_at TEXT not null, out_of_order INT not null,
    plain INT not null, set_hash TEXT not null, erased_at TEXT, primary key (post, revision)`,
  decisions: `id TEXT primary key, subject_kind TEXT not null, platform TEXT not null, post TEXT, revision INT,
    account TEXT not null, "trigger" TEXT not null, rank TEXT not null, decided_by_kind TEXT not null, principal TEXT,
    decided_at TEXT not null, set_hash TEXT not null, rung_baseline TEXT not null, rung_applied TEXT not null,
    degraded INT not null, caused_by TEXT, superseded_by TEXT, seq INT not null, position INT, vault TEXT not null,
    body TEXT not null, erased_at TEXT`,
  decision_findings: `decision TEXT not null, policy TEXT not null, rule TEXT not null, mode TEXT not null,
    rung TEXT not null, primary key (decision, mode, policy, rule)`,
  departures: `decision TEXT not null, n INT not null, kind TEXT not null, finding TEXT not null,
    from_rung TEXT not null, to_rung TEXT not null, ref TEXT not null, until_at TEXT, primary key (decision, n)`,
  measures: `id TEXT primary key, decision TEXT not null, post TEXT, account TEXT not null, kind TEXT not null,
    status TEXT not null, body TEXT not null, acked_at TEXT`,
  presentations: 'post TEXT primary key, visibility TEXT not null, body TEXT not null, valid_until TEXT',
  exemptions: `id TEXT primary key, platform TEXT not null, state TEXT not null, kind TEXT not null,
    published INT not null, version INT not null, expires_at TEXT not null, vault TEXT not null, body TEXT,
    changed_at TEXT not null`,
  exemption_uses: `exemption TEXT not null, decision TEXT not null, n INT not null, post TEXT, account TEXT not null,
    at TEXT not null, primary key (exemption, decision, n)`,
  cases: `id TEXT primary key, reason TEXT not null, decision TEXT, post TEXT, account TEXT, state TEXT not null,
    opened_at TEXT not null`,
  holds: `id TEXT primary key, decision TEXT not null, started_at TEXT not null, until_at TEXT not null,
    ended_at TEXT, ended_by TEXT`,
  observations: `id TEXT primary key, post TEXT not null, platform TEXT not null, measures TEXT not null,
    seen_at TEXT not null, evidence TEXT, vault TEXT not null`,
  reach: 'post TEXT not null, at TEXT not null, views INT not null, reposts INT not null, primary key (post, at)',
  divergences: `a TEXT not null, b TEXT not null, cluster TEXT not null, kinds TEXT not null, found_at TEXT not null,
    primary key (a, b)`,
  counters: `counter TEXT not null, key TEXT not null, bucket TEXT not null, count INT not null,
    primary key (counter, key, bucket)`,
  counter_values: `counter TEXT not null, key TEXT not null, bucket TEXT not null, value TEXT not null,
    primary key (counter, key, bucket, value)`,
  breakers: `breaker TEXT not null, bucket TEXT not null, count INT not null, tripped INT not null,
    primary key (breaker, bucket)`,
  api_keys: `id TEXT primary key, secret_hash TEXT not null unique, scopes TEXT not null, platforms TEXT, name TEXT,
    vault TEXT not null, created_at TEXT not null, created_by TEXT not null, revoked_at TEXT`,
  active_set: `id INT primary key, set_hash TEXT not null, previous TEXT, "by" TEXT not null,
    activated_at TEXT not null`,
  register_version: 'id INT primary key, version INT not null',
};

/** Small rows found by their key alone: on SQLite the table is its own index. */
const KEYED = ['account_days', 'counters', 'counter_values', 'posts', 'revisions', 'reach', 'presentations'];

const INDEXES = [
  // Of a flood of copies the decided and the newest are read, without sorting the flood.
  'posts (cluster, plain, received_at desc)',
  'posts (account)',
  'revisions (vault)',
  'revisions (received_at) where plain = 1 and erased_at is null',
  'accounts (vault)',
  'offices (account)',
  'offices (vault)',
  'persons (vault)',
  'exemptions (vault)',
  'observations (vault)',
  'api_keys (vault)',
  'person_accounts (account)',
  'decisions (post)',
  'decisions (account)',
  'decisions (seq)',
  'decisions (vault)',
  'decisions (decided_at)',
  'decision_findings (policy, rule)',
  'departures (kind)',
  'departures (ref)',
  'measures (decision)',
  'measures (post)',
  'exemption_uses (decision)',
  'cases (state, opened_at)',
  'cases (post)',
  'holds (decision)',
  'holds (until_at) where ended_at is null',
  'observations (post)',
  'divergences (b)',
  'divergences (cluster)',
  'idempotency (at)',
];

export function startMigration(dialect: Dialect) {
  const run = (db: Kysely<unknown>, text: string) => sql.raw(inDialect(text, dialect)).execute(db);
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      for (const statement of LEDGER[dialect]) await run(db, statement);
      for (const [name, columns] of Object.entries(TABLES)) {
        const end = dialect === 'sqlite' && KEYED.includes(name) ? ' without rowid' : '';
        await run(db, `create table ${name} (${columns})${end}`);
      }
      for (const index of INDEXES) {
        const name = index
          .replace(/ where .*/, '')
          .replace(/\W+/g, '_')
          .replace(/_$/, '');
        await run(db, `create index ${name}_idx on ${index}`);
      }
      await run(db, 'insert into register_version (id, version) values (1, 0)');
    },
  };
}

export function inDialect(text: string, dialect: Dialect): string {
  return dialect === 'sqlite'
    ? text.replace(/\bINT\b/g, 'integer').replace(/\bTEXT\b/g, 'text')
    : text.replace(/\bINT\b/g, 'bigint').replace(/\bTEXT\b/g, 'text collate "C"');
}

/** A3: the ledger is only appended. The database itself refuses anything else. */
const LEDGER: Record<Dialect, readonly string[]> = {
  sqlite: [
    `create table ledger (seq integer primary key, position INT unique, id TEXT not null unique, at TEXT not null,
      type TEXT not null, v INT not null, body TEXT not null, hash TEXT not null)`,
    `create trigger ledger_no_update before update on ledger
      begin select raise(abort, 'the ledger is only appended'); end`,
    `create trigger ledger_no_delete before delete on ledger
      begin select raise(abort, 'the ledger is only appended'); end`,
  ],
  postgres: [
    `create table ledger (seq bigint generated by default as identity primary key, position INT unique,
      id TEXT not null unique, at TEXT not null, type TEXT not null, v INT not null, body TEXT not null,
      hash TEXT not null)`,
    'create index ledger_unnumbered on ledger (seq) where position is null',
    `create function ledger_is_only_appended() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' and old.position is null
          and (new.seq, new.id, new.at, new.type, new.v, new.body, new.hash)
            = (old.seq, old.id, old.at, old.type, old.v, old.body, old.hash) then
          return new;
        end if;
        raise exception 'the ledger is only appended';
      end $$`,
    `create trigger ledger_no_change before update or delete on ledger
      for each row execute function ledger_is_only_appended()`,
    `create trigger ledger_no_truncate before truncate on ledger
      for each statement execute function ledger_is_only_appended()`,
  ],
};
