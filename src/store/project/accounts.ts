/** Accounts and the registers about them: identity, offices, persons, lists. */
import { EMPTY_STANDING, foldStanding, type Standing } from '../../accounts/standing.ts';
import type { AuthorFields } from '../../ingest/post.ts';
import type { EventOf, OfficeVault, StandingChanges } from '../events.ts';
import type { Rows, Want } from '../rows.ts';
import type { Row } from '../tables.ts';
import { flag, type Projected, type Projectors } from './projector.ts';

const account = (id: string): Want => ({ table: 'accounts', column: 'id', value: id });

export const accountProjectors: Projectors<
  'account.recorded' | 'account.penalised' | 'office.changed' | 'person.changed' | 'account_list.changed'
> = {
  'account.recorded': { wants: (event) => [account(event.account)], project: recordAccount },
  // The decision beside it carries the change of standing; this one tells the platform.
  'account.penalised': { project: () => {} },
  'office.changed': {
    wants: (event) => [
      account(event.account),
      { table: 'offices', column: 'id', value: event.office },
      stepsOf(event.office),
    ],
    project({ event, at, rows, vault }) {
      addStep(rows, event.office, { event, at, facts: vault.text(event.facts) });
      const facts = vault.value(event.facts) as OfficeVault | null;
      const before = rows.get('offices', event.office);
      rows.put('offices', {
        id: event.office,
        account: event.account,
        title: facts?.title ?? null,
        jurisdiction: facts?.jurisdiction ?? null,
        source: facts?.source ?? null,
        state: event.state,
        from_at: event.from,
        to_at: event.to,
        by: event.by,
        vault: event.facts.vault,
        changed_at: at,
      });
      raiseVersion(rows, event.account);
      if (before !== undefined && before.account !== event.account) raiseVersion(rows, before.account);
    },
    wantsNext: (event, rows) => {
      const before = rows.get('offices', event.office);
      return before === undefined ? [] : [account(before.account)];
    },
  },
  'person.changed': {
    wants: (event) => [
      ...event.accounts.map(account),
      { table: 'person_accounts', column: 'person', value: event.person },
      stepsOf(event.person),
    ],
    wantsNext: (event, rows) => rows.by('person_accounts', 'person', event.person).map((row) => account(row.account)),
    project: changePerson,
  },
  'account_list.changed': {
    wants: (event) => [account(event.account), { table: 'account_lists', column: 'account', value: event.account }],
    project({ event, at, rows }) {
      if (event.member) {
        rows.put('account_lists', { account: event.account, list: event.list, by: event.by, added_at: at });
      } else {
        rows.remove('account_lists', event.account, event.list);
      }
      raiseVersion(rows, event.account);
    },
  },
};

const stepsOf = (subject: string): Want => ({ table: 'register_steps', column: 'subject', value: subject });

/** Every step of a register stays, with who took it and from what source. */
function addStep(
  rows: Rows,
  subject: string,
  step: {
    readonly event: EventOf<'office.changed'> | EventOf<'person.changed'>;
    readonly at: string;
    readonly facts: string | null;
  },
): void {
  const { event, at, facts } = step;
  const n = rows.by('register_steps', 'subject', subject).length + 1;
  const { state, by } = event;
  rows.put('register_steps', { subject, n, state, facts, by, at, vault: event.facts.vault });
}

const EMPTY = standingJson(EMPTY_STANDING);

function recordAccount({ event, at, rows, vault }: Projected<EventOf<'account.recorded'>>): void {
  const before = rows.get('accounts', event.account);
  const row: Row<'accounts'> = {
    id: event.account,
    platform: event.platform,
    external_key: event.externalKey,
    ...identityColumns(vault.value(event.identity) as AuthorFields | null),
    version: (before?.version ?? 0) + 1,
    standing_baseline: before?.standing_baseline ?? EMPTY,
    standing_applied: before?.standing_applied ?? EMPTY,
    first_seen_at: before?.first_seen_at ?? at,
    vault: event.identity.vault,
  };
  if (before === undefined) rows.add('accounts', row);
  else rows.put('accounts', row);
}

/** Null: erased; what stays is the id and the standing. */
export function identityColumns(identity: AuthorFields | null) {
  return {
    external_id: identity?.id ?? null,
    handle: identity?.handle ?? null,
    created_at: identity?.createdAt ?? null,
    followers: identity?.followers ?? null,
    verified: identity === null || identity.verified === null ? null : flag(identity.verified),
    state: identity === null ? ('erased' as const) : ('known' as const),
  };
}

function changePerson({ event, at, rows, vault }: Projected<EventOf<'person.changed'>>): void {
  const before = rows.by('person_accounts', 'person', event.person).map((row) => row.account);
  rows.put('persons', {
    id: event.person,
    facts: vault.text(event.facts),
    state: event.state,
    accounts: JSON.stringify(event.accounts),
    by: event.by,
    vault: event.facts.vault,
    changed_at: at,
  });
  addStep(rows, event.person, { event, at, facts: vault.text(event.facts) });
  const linked = event.state === 'confirmed' ? event.accounts : [];
  for (const id of before) {
    if (!linked.includes(id)) rows.remove('person_accounts', event.person, id);
  }
  for (const id of linked) rows.put('person_accounts', { person: event.person, account: id });
  for (const id of new Set([...before, ...event.accounts])) raiseVersion(rows, id);
}

function raiseVersion(rows: Rows, id: string): void {
  const row = rows.get('accounts', id);
  if (row !== undefined) rows.put('accounts', { ...row, version: row.version + 1 });
}

/** Posts per day are rows of account_days: they are added up without reading the account. */
function standingJson({ strikes, penalties }: Standing): string {
  return `{"strikes":${listJson(strikes)},"penalties":${listJson(penalties)}}`;
}

/** Most of what is written was there before: its text is kept as long as it is. */
const texts = new WeakMap<object, string>();

function listJson(list: readonly object[]): string {
  let json = '[';
  for (const one of list) {
    let text = texts.get(one);
    if (text === undefined) {
      text = JSON.stringify(one);
      texts.set(one, text);
    }
    json += json === '[' ? text : `,${text}`;
  }
  return `${json}]`;
}

/** `posts` is left empty: read account_days for it. */
export function readStanding(json: string): Standing {
  return { ...EMPTY_STANDING, ...(JSON.parse(json) as Omit<Standing, 'posts'>) };
}

/** What a decision on the account does to both of its standings. */
export function changeStanding(rows: Rows, id: string, changes: StandingChanges | null): void {
  const row = rows.get('accounts', id);
  if (row === undefined) return;
  const fold = (which: 'baseline' | 'applied', json: string, list: StandingChanges['baseline']) => {
    const key = `${which} ${id}`;
    const before = latest.get(key);
    const standing = list
      .filter((change) => change.kind !== 'post')
      .reduce(foldStanding, before?.json === json ? before.standing : readStanding(json));
    const folded = { json: standingJson(standing), standing };
    remember(key, folded);
    return folded.json;
  };
  rows.put('accounts', {
    ...row,
    version: row.version + 1,
    standing_baseline:
      changes === null ? row.standing_baseline : fold('baseline', row.standing_baseline, changes.baseline),
    standing_applied: changes === null ? row.standing_applied : fold('applied', row.standing_applied, changes.applied),
  });
}

/** Standings as they were last written: accounts that are struck are often struck again. What is not the same is read. */
type Written = { readonly json: string; readonly standing: Standing };
const latest = new Map<string, Written>();
const LATEST_CHARS_MAX = 4_000_000;
let latestChars = 0;

function remember(key: string, written: Written): void {
  latestChars += written.json.length - (latest.get(key)?.json.length ?? 0);
  if (latestChars > LATEST_CHARS_MAX) {
    latest.clear();
    latestChars = written.json.length;
  }
  latest.set(key, written);
}
