/**
 * Whom keys stand for, persons that are confirmed before they link accounts, the steps of both registers, approvals of
 * policy sets, and how far back rolling back leads. What is there already is filled from the ledger, as a rebuild would.
 */
import { type Kysely, sql } from 'kysely';
import { type Dialect, inDialect } from './0001-start.ts';

const CHANGES = [
  "alter table api_keys add column holder TEXT not null default ''",
  "alter table persons add column state TEXT not null default 'confirmed'",
  "alter table persons add column accounts TEXT not null default '[]'",
  "alter table active_set add column before TEXT not null default '[]'",
  `create table register_steps (subject TEXT not null, n INT not null, state TEXT not null, facts TEXT,
    "by" TEXT not null, at TEXT not null, vault TEXT not null, primary key (subject, n))`,
  'create index register_steps_vault_idx on register_steps (vault)',
  // What the clock looks for: what is due, and what has changed since it looked.
  'create index exemptions_state_expires_at_idx on exemptions (state, expires_at)',
  'create index exemptions_changed_at_idx on exemptions (changed_at)',
  `create table policy_approvals (set_hash TEXT not null, "by" TEXT not null, at TEXT not null,
    primary key (set_hash, "by"))`,
];
const FILLED_FROM = ['office.changed', 'person.changed', 'key.created', 'policy_set.activated'];
const KEY = 'key:';

type Stored = { readonly type: string; readonly at: string; readonly body: string };
type Changed = {
  readonly office?: string;
  readonly person?: string;
  readonly state?: string;
  readonly accounts?: readonly string[];
  readonly facts: { readonly vault: string };
  readonly by: string;
};

export function registersMigration(dialect: Dialect) {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      for (const statement of CHANGES) await sql.raw(inDialect(statement, dialect)).execute(db);
      const { rows } = await sql<Stored>`
        select type, at, body from ledger where type in (${sql.join(FILLED_FROM)}) order by seq`.execute(db);
      await fillSteps(db, rows);
      await fillHolders(db, rows);
      await fillBefore(db, rows);
    },
  };
}

async function fillSteps(db: Kysely<unknown>, rows: readonly Stored[]): Promise<void> {
  const counts = new Map<string, number>();
  for (const { type, at, body } of rows) {
    if (type !== 'office.changed' && type !== 'person.changed') continue;
    const { office, person, state = 'confirmed', accounts = [], facts, by } = JSON.parse(body) as Changed;
    const subject = (office ?? person) as string;
    const n = (counts.get(subject) ?? 0) + 1;
    counts.set(subject, n);
    await sql`insert into register_steps (subject, n, state, facts, "by", at, vault) values (${subject}, ${n}, ${state},
      (select content from vault where id = ${facts.vault}), ${by}, ${at}, ${facts.vault})`.execute(db);
    if (person !== undefined) {
      await sql`update persons set accounts = ${JSON.stringify(accounts)} where id = ${person}`.execute(db);
    }
  }
}

async function fillHolders(db: Kysely<unknown>, rows: readonly Stored[]): Promise<void> {
  const holders = new Map<string, string>();
  for (const { type, body } of rows) {
    if (type !== 'key.created') continue;
    const { key, by } = JSON.parse(body) as { readonly key: string; readonly by: string };
    const holder = by.startsWith(KEY) ? (holders.get(by.slice(KEY.length)) ?? by) : by;
    holders.set(key, holder);
    await sql`update api_keys set holder = ${holder} where id = ${key}`.execute(db);
  }
}

async function fillBefore(db: Kysely<unknown>, rows: readonly Stored[]): Promise<void> {
  let before: readonly string[] = [];
  for (const { type, body } of rows) {
    if (type !== 'policy_set.activated') continue;
    const { previous } = JSON.parse(body) as { readonly previous: string | null };
    before = [...(previous === null ? [] : [previous]), ...before].slice(0, 50);
  }
  await sql`update active_set set before = ${JSON.stringify(before)}`.execute(db);
}
