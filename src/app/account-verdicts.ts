/** Decisions by persons on an account, and on a person: then one for each of the accounts, in one commit. */
import type { PersonVerdict, Verdict } from '../app.ts';
import { type AccountDecided, decideAccount, decidePerson, type PersonalMeasure } from '../decide/account-verdict.ts';
import type { Ground } from '../decide/ground.ts';
import { present } from '../enforce/present.ts';
import type { HolderOf, Principal } from '../exemptions/exemption.ts';
import { type KnownAccount, nameKey } from '../facts/world.ts';
import type { DecisionView, PersonAnswer, PostAnswer } from '../publish/views.ts';
import { readStanding } from '../store/project/accounts.ts';
import type { KeyedHashes } from '../store/store.ts';
import { decisionView } from './answers.ts';
import type { AppContext } from './context.ts';
import { readHolders } from './holders.ts';
import type { Journey } from './journey.ts';
import { onceOnly } from './once-only.ts';
import { emit, emitDecision, guard } from './plan.ts';
import { type Answer, answer, type Refused, refuse } from './refusal.ts';

/** Policies say what is done about posts; about accounts a person decides, and there is nothing to deviate from. */
function refusalOfClause({ clause, deviation }: Pick<Verdict, 'clause' | 'deviation'>): Refused | null {
  if (clause != null) return refuse('BODY_INVALID', 'a decision on an account names no clause', '/clause');
  if (deviation != null) return refuse('BODY_INVALID', 'a decision on an account is no deviation', '/deviation');
  return null;
}

/** Who decided what is appealed, by internal id of the account. */
export type Appealed = { readonly holderOf: HolderOf; readonly deciders: ReadonlyMap<string, readonly Principal[]> };

export function decideOnAccount(
  journey: Journey,
  keys: KeyedHashes,
  { appealed, ...verdict }: Verdict & { readonly appealed: Appealed },
): Answer<PostAnswer> {
  const { world, plan, engine, now } = journey;
  const { platform, id } = verdict.subject;
  const refused = refusalOfClause(verdict);
  if (refused !== null) return refused;
  const account =
    world.accounts.get(nameKey(platform, id)) ??
    world.accounts.get(nameKey(platform, keys.external('account', platform, id)));
  const ground = engine.ground(platform);
  if (account === undefined) return refuse('ACCOUNT_UNKNOWN', `no account of \`${platform}\` has this id`);
  if (ground === null) return refuse('PLATFORM_UNKNOWN', `the active policy set has no platform \`${platform}\``);
  const measure = personalMeasure(ground, verdict.rung);
  if (!measure.ok) return measure;
  const decisionId = plan.source.newId();
  const decided = decideAccount({
    ground,
    id: decisionId,
    now,
    account: account.id,
    standing: account.standing,
    by: verdict.by,
    holderOf: appealed.holderOf,
    deciders: appealed.deciders.get(account.id) ?? [],
    rank: verdict.rank,
    policy: verdict.policy,
    measure: measure.value,
    reason: verdict.reason,
    expectedDecision: verdict.expectedDecision ?? null,
  });
  if (!decided.ok) return decided;
  return answer({
    replayed: false,
    outOfOrder: false,
    revision: 0,
    decision: recordOnAccount(journey, account, { id: decisionId, measure: measure.value, made: decided.value }),
    // Of a post by this account on which nothing else was decided.
    presentation: present({
      effective: null,
      penalties: account.standing.applied.penalties,
      deleted: false,
      now,
      lang: null,
      country: null,
    }),
    consequences: [],
  });
}

/** On every account of a person, or, where one refuses, on none. */
export function decideOnPerson(context: AppContext, verdict: PersonVerdict): Promise<Answer<PersonAnswer>> {
  const nothing = { accounts: [], posts: [], parents: [], clusters: [], tallies: [] };
  const { by, idempotencyKey = null } = verdict;
  return context.exclusively(async () => {
    const rows = await context.store.lookup('person_accounts', 'person', [verdict.person]);
    const ids = rows.map((row) => row.account);
    const appealed = await readAppealed(context, verdict.rank, ids);
    return onceOnly<PersonAnswer>(
      context,
      { by, key: idempotencyKey, request: verdict },
      (at) => ({ ...nothing, at, person: verdict.person }),
      (journey) => onPerson(journey, { ...verdict, appealed }),
    );
  });
}

function onPerson(journey: Journey, verdict: PersonVerdict & { readonly appealed: Appealed }): Answer<PersonAnswer> {
  const refused = refusalOfClause(verdict);
  if (refused !== null) return refused;
  const { world, plan, engine, now } = journey;
  const { person, platforms, by, rank, policy, reason } = verdict;
  if (world.members.length === 0) return refuse('PERSON_UNKNOWN', `no person with accounts has the id \`${person}\``);
  const accounts = [];
  for (const member of world.members) {
    const account = world.accountsById.get(member);
    if (account === undefined) return refuse('CONFLICT', 'an account has just been linked to the person');
    const { platform } = account;
    if (platforms !== null && !platforms.includes(platform)) {
      return refuse('PLATFORM_FORBIDDEN', `the person has an account on \`${platform}\` too`, '/subject/id');
    }
    const ground = engine.ground(platform);
    if (ground === null) return refuse('PLATFORM_UNKNOWN', `the active policy set has no platform \`${platform}\``);
    const measure = personalMeasure(ground, verdict.rung);
    if (!measure.ok) return measure;
    const { standing } = account;
    accounts.push({ account, ground, standing, measure: measure.value, id: plan.source.newId() });
  }
  const decided = decidePerson({
    ...{ now, by, rank, policy, reason, person, holderOf: verdict.appealed.holderOf },
    accounts: accounts.map((each) => ({
      ...each,
      account: each.account.id,
      deciders: verdict.appealed.deciders.get(each.account.id) ?? [],
    })),
  });
  if (!decided.ok) return decided;
  const decisions = accounts.map(({ account, id, measure }, i) =>
    recordOnAccount(journey, account, { id, measure, made: decided.value[i] as AccountDecided }),
  );
  return answer({ person, decisions });
}

/** For an appeal: who decided on the penalties of these accounts, and on what caused them. */
export async function readAppealed(
  { store }: AppContext,
  rank: Verdict['rank'],
  accounts: readonly string[],
): Promise<Appealed> {
  const holderOf = await readHolders(store);
  if (rank !== 'appeal') return { holderOf, deciders: new Map() };
  const rows = await store.lookup('accounts', 'id', accounts);
  const running = rows.flatMap((row) => readStanding(row.standing_applied).penalties.map(({ decision }) => decision));
  const onAccounts = await store.lookup('decisions', 'id', running);
  const causes = await store.lookup('decisions', 'id', [...new Set(onAccounts.flatMap((row) => row.caused_by ?? []))]);
  const byId = new Map(causes.map((row) => [row.id, row.principal]));
  const deciders = new Map<string, Principal[]>();
  for (const row of onAccounts) {
    const by = [row.principal, row.caused_by === null ? null : (byId.get(row.caused_by) ?? null)];
    deciders.set(row.account, [...(deciders.get(row.account) ?? []), ...by.filter((each) => each !== null)]);
  }
  return { holderOf, deciders };
}

function recordOnAccount(
  { plan, engine }: Journey,
  account: KnownAccount,
  what: { readonly id: string; readonly measure: PersonalMeasure; readonly made: AccountDecided },
): DecisionView {
  const { id, measure } = what;
  const { decision, standing } = what.made;
  guard(plan, { kind: 'account', id: account.id, version: account.version });
  emitDecision(plan, { id, decision, facts: [], engine: engine.version, standing: standing.changes });
  const until = standing.changes.applied.flatMap((change) =>
    change.kind === 'penalty' ? [change.penalty.until] : [],
  )[0];
  emit(plan, {
    type: 'account.penalised',
    v: 1,
    account: account.id,
    decision: id,
    measures: [measure],
    until: until ?? null,
  });
  account.standing = standing.after;
  const naming = { platform: account.platform, post: null, author: account.externalId };
  return decisionView({ id, decision }, { naming, history: [] });
}

/** `reinstate`, `warn`, or the mildest step of the ladder with that measure. */
function personalMeasure(ground: Ground, rung: string): Answer<PersonalMeasure> {
  if (rung === 'reinstate' || rung === 'none') return answer({ kind: 'reinstate' });
  if (rung === 'warn') return answer({ kind: 'warn' });
  const step = ground.ladder.strikes.steps.find(({ measure }) => measure.kind === rung);
  if (step !== undefined && step.measure.kind !== 'strike') return answer(step.measure);
  return refuse('RUNG_UNKNOWN', `the ladder of \`${ground.platform.id}\` has no step \`${rung}\``, '/rung');
}
