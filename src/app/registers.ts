/** The registers of accounts, offices and persons: ours, with source; what a payload says has no effect here. */
import { activePenalties, activePoints, nextStep } from '../accounts/standing.ts';
import type { App } from '../app.ts';
import { authorState } from '../enforce/present.ts';
import type { Principal } from '../exemptions/exemption.ts';
import { gather, type Named } from '../facts/store.ts';
import { type KnownAccount, nameKey, statusOf } from '../facts/world.ts';
import { readAuthor } from '../ingest/read.ts';
import { allWellFormed, wellFormed } from '../ingest/well-formed.ts';
import { travel } from '../pipeline.ts';
import type { AccountView, PersonView } from '../publish/views.ts';
import type { PersonChange } from '../schema/account.ts';
import type { AppContext } from './context.ts';
import type { Journey } from './journey.ts';
import { changeOffice } from './offices.ts';
import { emit, guard, seal } from './plan.ts';
import { type Answer, answer, refuse } from './refusal.ts';
import { takeAuthor } from './take-post.ts';

const NOTHING = { accounts: [], posts: [], parents: [], clusters: [], tallies: [] };

/** Names of lists are in the ledger in clear, as ids of policies are. */
const LIST_NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;

export function accountCommands(context: AppContext): App['accounts'] {
  const { store } = context;
  const get = (platform: string, id: string) => readAccount(context, { platform, id });
  return {
    get,
    async put(platform, author, by) {
      const said = readAuthor(author);
      const put = await onAccount(context, { platform, id: said.id }, (journey) => {
        if (journey.engine.ground(platform) === null) {
          return refuse('PLATFORM_UNKNOWN', `the active policy set has no platform \`${platform}\``, '/platform');
        }
        const accountKey = store.keys.external('account', platform, said.id);
        const account = takeAuthor(journey, said, { post: { platform }, accountKey });
        guard(journey.plan, { kind: 'account', id: account.id, version: account.version });
        return answer(by);
      });
      return put.ok ? get(platform, said.id) : put;
    },
    async putOffice(platform, id, change) {
      const put = await onKnownAccount(context, { platform, id }, (journey, account) =>
        changeOffice(journey, account, change),
      );
      return put.ok ? get(platform, id) : put;
    },
    async setList(platform, id, { list, member, by }) {
      if (!LIST_NAME.test(list))
        return refuse('BODY_INVALID', 'a list is named like a policy: `trusted-press`', '/list');
      const set = await onKnownAccount(context, { platform, id }, ({ plan }, account) => {
        if (account.lists.includes(list) !== member) {
          emit(plan, { type: 'account_list.changed', v: 1, account: account.id, list, member, by });
        }
        return answer(null);
      });
      return set.ok ? get(platform, id) : set;
    },
    async claims() {
      const rows = await store.db
        .selectFrom('offices')
        .innerJoin('accounts', 'accounts.id', 'offices.account')
        .select(['accounts.platform', 'accounts.external_id', 'offices.id', 'offices.title'])
        .where('offices.state', '=', 'claimed')
        .orderBy('offices.id')
        .limit(1_000)
        .execute();
      return answer(
        rows.map((row) => ({
          platform: row.platform,
          id: row.external_id ?? '',
          office: row.id,
          title: row.title ?? '',
        })),
      );
    },
  };
}

function onAccount<T>(context: AppContext, name: Named, judge: (journey: Journey) => Answer<T>): Promise<Answer<T>> {
  return context.exclusively(() => travel(context.shell, (at) => ({ ...NOTHING, at, accounts: [name] }), judge));
}

function onKnownAccount<T>(
  context: AppContext,
  name: Named,
  judge: (journey: Journey, account: KnownAccount) => Answer<T>,
): Promise<Answer<T>> {
  return onAccount(context, name, (journey) => {
    const account = journey.world.accounts.get(nameKey(name.platform, name.id));
    if (account === undefined) return refuse('ACCOUNT_UNKNOWN', `no account of \`${name.platform}\` has this id`);
    guard(journey.plan, { kind: 'account', id: account.id, version: account.version });
    return judge(journey, account);
  });
}

async function readAccount(context: AppContext, name: Named): Promise<Answer<AccountView>> {
  const now = context.now();
  const world = await gather(context.store, { ...NOTHING, at: now, accounts: [name] });
  const key = context.store.keys.external('account', name.platform, name.id);
  const account =
    world.accounts.get(nameKey(name.platform, name.id)) ?? world.accounts.get(nameKey(name.platform, key));
  if (account === undefined) return refuse('ACCOUNT_UNKNOWN', `no account of \`${name.platform}\` has this id`);
  const engine = await context.shell.engine();
  const strikes = engine?.ground(name.platform)?.ladder.strikes;
  const { baseline, applied } = account.standing;
  const next = strikes === undefined ? null : nextStep(applied, strikes, now);
  const points = { baseline: activePoints(baseline, now), applied: activePoints(applied, now) };
  return answer({
    platform: name.platform,
    id: name.id,
    identity: account.externalId === '' ? null : account.identity,
    status: statusOf(account, now),
    offices: account.offices,
    standing: account.standing,
    points,
    penalties: activePenalties(applied, now),
    state: authorState(applied.penalties, now),
    next:
      next === null
        ? null
        : { measure: next.measure, atPoints: next.atPoints, pointsLeft: next.atPoints - points.applied },
  });
}

export function personCommands(context: AppContext): App['persons'] {
  return {
    async put(person, by) {
      const put = await putPerson(context, allWellFormed(person), by);
      return put.ok ? readPerson(context, put.value) : put;
    },
    get: (id) => readPerson(context, wellFormed(id)),
    async list() {
      const rows = await context.store.db.selectFrom('persons').select('id').orderBy('id').limit(1_000).execute();
      const persons = await Promise.all(rows.map((row) => readPerson(context, row.id)));
      return answer(persons.flatMap((person) => (person.ok ? [person.value] : [])));
    },
  };
}

/** An account belongs to one person at most. */
async function putPerson(context: AppContext, person: PersonChange, by: Principal): Promise<Answer<string>> {
  const { store } = context;
  if (person.id !== null && (await store.lookup('persons', 'id', [person.id])).length === 0) {
    return refuse('PERSON_UNKNOWN', `no person has the id \`${person.id}\``, '/id');
  }
  return context.exclusively(() =>
    travel(
      context.shell,
      (at) => ({ ...NOTHING, at, accounts: person.accounts }),
      ({ world, plan }) => {
        const accounts: string[] = [];
        for (const [i, name] of person.accounts.entries()) {
          const account = world.accounts.get(nameKey(name.platform, name.id));
          if (account === undefined)
            return refuse('ACCOUNT_UNKNOWN', `no account of \`${name.platform}\` has this id`, `/accounts/${i}`);
          if (account.person !== null && account.person !== person.id) {
            return refuse('BODY_INVALID', `the account belongs to person \`${account.person}\``, `/accounts/${i}`);
          }
          guard(plan, { kind: 'account', id: account.id, version: account.version });
          accounts.push(account.id);
        }
        const id = person.id ?? plan.source.newId();
        const facts = seal(plan, { name: person.name, source: person.source });
        emit(plan, { type: 'person.changed', v: 1, person: id, accounts: [...new Set(accounts)], facts, by });
        return answer(id);
      },
    ),
  );
}

async function readPerson({ store }: AppContext, id: string): Promise<Answer<PersonView>> {
  const [row] = await store.lookup('persons', 'id', [id]);
  if (row === undefined) return refuse('PERSON_UNKNOWN', `no person has the id \`${id.slice(0, 80)}\``);
  const accounts = await store.db
    .selectFrom('person_accounts')
    .innerJoin('accounts', 'accounts.id', 'person_accounts.account')
    .select(['accounts.platform', 'accounts.external_id'])
    .where('person_accounts.person', '=', id)
    .orderBy('accounts.platform')
    .execute();
  const facts =
    row.facts === null ? {} : (JSON.parse(row.facts) as { readonly name?: string; readonly source?: string });
  return answer({
    id,
    name: facts.name ?? '',
    source: facts.source ?? '',
    accounts: accounts.map((account) => ({ platform: account.platform, id: account.external_id ?? '' })),
  });
}
