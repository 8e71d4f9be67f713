/** The registers of accounts and offices: ours, with source; what a payload says has no effect here. */
import { activePenalties, activePoints, nextStep } from '../accounts/standing.ts';
import type { App } from '../app.ts';
import { authorState } from '../enforce/present.ts';
import { gather, type Named } from '../facts/store.ts';
import { type KnownAccount, nameKey, statusOf } from '../facts/world.ts';
import { readAuthor } from '../ingest/read.ts';
import { wellFormed } from '../ingest/well-formed.ts';
import { travel } from '../pipeline.ts';
import type { AccountView } from '../publish/views.ts';
import type { AppContext } from './context.ts';
import { readHolders } from './holders.ts';
import type { Journey } from './journey.ts';
import { changeOffice } from './offices.ts';
import { emit, guard } from './plan.ts';
import { type Answer, answer, refuse } from './refusal.ts';
import { readSteps } from './register-steps.ts';
import { takeAuthor } from './take-post.ts';

const PAGE = 50;
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
      const holderOf = await readHolders(store);
      const put = await onKnownAccount(context, { platform, id }, (journey, account) =>
        changeOffice(journey, account, { ...change, holderOf }),
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
    async officeHistory(platform, id, office) {
      const account = await get(platform, id);
      if (!account.ok) return account;
      if (!account.value.offices.some((each) => each.id === office)) {
        return refuse('OFFICE_UNKNOWN', `the account has no office \`${office.slice(0, 80)}\``);
      }
      return answer(await readSteps(context, office));
    },
    claims: (query) => readClaims(context, query),
  };
}

async function readClaims(
  { store }: AppContext,
  { platforms, cursor = '', limit = PAGE }: Parameters<App['accounts']['claims']>[0],
): ReturnType<App['accounts']['claims']> {
  let rows = store.db
    .selectFrom('offices')
    .innerJoin('accounts', 'accounts.id', 'offices.account')
    .select(['accounts.platform', 'accounts.external_id', 'offices.id', 'offices.title'])
    .where('offices.state', '=', 'claimed')
    .where('offices.id', '>', wellFormed(cursor));
  if (platforms !== null) rows = rows.where('accounts.platform', 'in', ['', ...platforms]);
  const found = await rows
    .orderBy('offices.id')
    .limit(limit + 1)
    .execute();
  const items = found.slice(0, limit).map((row) => ({
    platform: row.platform,
    id: row.external_id ?? '',
    office: row.id,
    title: row.title ?? '',
  }));
  return answer({ items, next: found.length > limit ? (items.at(-1)?.office ?? null) : null });
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
