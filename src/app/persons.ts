/**
 * The register of persons as commands. Whoever records or changes a person only claims it; its accounts are linked when
 * somebody else confirms it. Every step is an event of the ledger with its source.
 */
import { type PersonEvent, type PersonRecord, stepPerson } from '../accounts/persons.ts';
import type { App } from '../app.ts';
import type { HolderOf, Principal } from '../exemptions/exemption.ts';
import type { Named } from '../facts/store.ts';
import { nameKey } from '../facts/world.ts';
import { allWellFormed, wellFormed } from '../ingest/well-formed.ts';
import { travel } from '../pipeline.ts';
import type { PersonView } from '../publish/views.ts';
import type { PersonChange } from '../schema/account.ts';
import type { PersonVault } from '../store/events.ts';
import type { Row } from '../store/tables.ts';
import type { AppContext } from './context.ts';
import { readHolders } from './holders.ts';
import type { Journey } from './journey.ts';
import { emit, guard, seal } from './plan.ts';
import { type Answer, answer, refuse } from './refusal.ts';
import { readSteps } from './register-steps.ts';

const PAGE = 50;

export function personCommands(context: AppContext): App['persons'] {
  const get = (id: string) => readPerson(context, wellFormed(id));
  return {
    async put(person, by) {
      const put = await putPerson(context, allWellFormed(person), by);
      return put.ok ? get(put.value) : put;
    },
    get,
    async list({ cursor = '', limit = PAGE }) {
      const rows = await context.store.db
        .selectFrom('persons')
        .selectAll()
        .where('id', '>', wellFormed(cursor))
        .orderBy('id')
        .limit(limit + 1)
        .execute();
      const page = rows.slice(0, limit);
      return answer({
        items: await viewsOf(context, page),
        next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
      });
    },
    async history(id) {
      const person = await get(id);
      return person.ok ? answer(await readSteps(context, person.value.id)) : person;
    },
  };
}

type Asked = { readonly person: PersonChange; readonly by: Principal; readonly holderOf: HolderOf };

async function putPerson(context: AppContext, person: PersonChange, by: Principal): Promise<Answer<string>> {
  const { store, shell } = context;
  const holderOf = await readHolders(store);
  return context.exclusively(() => {
    let known: Row<'persons'> | undefined;
    let linked: readonly Named[] = [];
    // The person is read after the versions of its accounts: whoever changes it meanwhile raises them.
    const gathering = {
      ...shell,
      async gather(wanted: Parameters<typeof shell.gather>[0]) {
        linked = person.id === null ? [] : await accountsOf(context, person.id);
        const world = await shell.gather({ ...wanted, accounts: [...wanted.accounts, ...linked] });
        known = person.id === null ? undefined : (await store.lookup('persons', 'id', [person.id]))[0];
        return world;
      },
    };
    const nothing = { accounts: person.accounts, posts: [], parents: [], clusters: [], tallies: [] };
    return travel(
      gathering,
      (at) => ({ ...nothing, at }),
      (journey) => onPerson(journey, known, { person, by, holderOf }),
    );
  });
}

function onPerson(journey: Journey, known: Row<'persons'> | undefined, asked: Asked): Answer<string> {
  const { world, plan } = journey;
  const { person, by, holderOf } = asked;
  if (person.id !== null && known === undefined) {
    return refuse('PERSON_UNKNOWN', `no person has the id \`${person.id}\``, '/id');
  }
  const accounts: string[] = [];
  for (const [i, name] of person.accounts.entries()) {
    const account = world.accounts.get(nameKey(name.platform, name.id));
    if (account === undefined) {
      return refuse('ACCOUNT_UNKNOWN', `no account of \`${name.platform}\` has this id`, `/accounts/${i}`);
    }
    if (!accounts.includes(account.id)) accounts.push(account.id);
  }
  for (const account of world.accountsById.values()) {
    guard(plan, { kind: 'account', id: account.id, version: account.version });
  }
  const record: PersonRecord = {
    id: known?.id ?? plan.source.newId(),
    state: known?.state ?? 'claimed',
    accounts: known === undefined ? accounts : (JSON.parse(known.accounts) as string[]),
    changedBy: known?.by ?? by,
  };
  const event = eventFor(record, asked, { accounts, isSame: isAsItStands(known, person, accounts) });
  if (!event.ok) return event;
  const stepped = stepPerson(record, event.value, {
    holderOf,
    personOf: (id) => world.accountsById.get(id)?.person ?? null,
  });
  if (!stepped.ok) return stepped;
  const facts = seal(plan, { name: person.name, source: person.source });
  const { id, state } = stepped.value;
  emit(plan, { type: 'person.changed', v: 2, person: id, state, accounts: stepped.value.accounts, facts, by });
  return answer(id);
}

/** What is asked for, as a step. */
function eventFor(
  record: PersonRecord,
  { person, by }: Asked,
  to: { readonly accounts: readonly string[]; readonly isSame: boolean },
): Answer<PersonEvent> {
  const { source, state } = person;
  if (state === 'claimed') return answer({ kind: 'amend', by, source, accounts: to.accounts });
  if (person.id === null) {
    return refuse('EXEMPTION_SAME_PERSON', 'whoever records a person claims it; somebody else confirms it', '/state');
  }
  if (to.isSame) return answer({ kind: state === 'confirmed' ? 'confirm' : 'withdraw', by, source });
  const detail = `a person is changed in one step, and ${state} as it stands in another`;
  return refuse('BODY_INVALID', detail, record.state === 'withdrawn' ? '/id' : '/accounts');
}

/** Left-out accounts mean those that the person has. */
function isAsItStands(known: Row<'persons'> | undefined, person: PersonChange, accounts: readonly string[]): boolean {
  if (known === undefined) return false;
  const there = JSON.parse(known.accounts) as string[];
  const name = known.facts === null ? person.name : (JSON.parse(known.facts) as PersonVault).name;
  const sameAccounts = there.length === accounts.length && there.every((id) => accounts.includes(id));
  return name === person.name && (accounts.length === 0 || sameAccounts);
}

async function accountsOf(context: AppContext, id: string): Promise<readonly Named[]> {
  const person = await readPerson(context, wellFormed(id));
  return person.ok ? person.value.accounts.filter((account) => account.id !== '') : [];
}

async function readPerson(context: AppContext, id: string): Promise<Answer<PersonView>> {
  const [row] = await context.store.lookup('persons', 'id', [id]);
  const [view] = row === undefined ? [] : await viewsOf(context, [row]);
  return view === undefined ? refuse('PERSON_UNKNOWN', `no person has the id \`${id.slice(0, 80)}\``) : answer(view);
}

async function viewsOf({ store }: AppContext, rows: readonly Row<'persons'>[]): Promise<readonly PersonView[]> {
  const linked = rows.map((row) => JSON.parse(row.accounts) as string[]);
  const accounts = await store.lookup('accounts', 'id', [...new Set(linked.flat())]);
  const byId = new Map(accounts.map((account) => [account.id, account]));
  return rows.map((row, i) => {
    const facts = row.facts === null ? null : (JSON.parse(row.facts) as PersonVault);
    const named = (linked[i] as string[]).flatMap((id) => byId.get(id) ?? []);
    return {
      id: row.id,
      name: facts?.name ?? '',
      source: facts?.source ?? '',
      state: row.state,
      changedBy: row.by,
      accounts: named
        .map((account) => ({ platform: account.platform, id: account.external_id ?? '' }))
        .sort((a, b) => (a.platform < b.platform ? -1 : a.platform > b.platform ? 1 : 0)),
    };
  });
}
