/** From folder to force: published, activated, rolled back. A set is content-addressed and never changes. */
import type { App } from '../app.ts';
import type { Principal } from '../exemptions/exemption.ts';
import type { PolicyFiles } from '../policy/load.ts';
import type { PolicySet, Problem } from '../policy/policy-set.ts';
import type { PolicySetView } from '../publish/views.ts';
import type { Room } from './apart/room.ts';
import { type Checked, checkAtStart } from './check-policies.ts';
import type { AppContext } from './context.ts';
import type { StoredSet } from './engines.ts';
import { readHolders } from './holders.ts';
import { batchOf, createPlan, emit, type Plan } from './plan.ts';
import { reapplyCommands } from './reapply.ts';
import { type Answer, answer, type Refused, refuse } from './refusal.ts';
import { watchFolder } from './watch.ts';

type Files = PolicyFiles;

export function policyCommands(context: AppContext, room: Room): App['policies'] {
  const check = (files: Files) => room.run<'check'>(() => ({ kind: 'check', files, examples: true }));
  const { store, engines } = context;
  const view = async (hash: string): Promise<PolicySetView | null> =>
    (await sets(context)).find((set) => set.hash === hash) ?? null;
  const shown = async (hash: string) => answer((await view(hash)) as PolicySetView);
  return {
    async publish(files, by, options) {
      const checked = options?.isAlone === true ? answer(checkAtStart(files)) : await check(files);
      if (!checked.ok) return checked;
      return context.exclusively(() => publish(context, { files, by, checked: checked.value }));
    },
    async activate(hash, by) {
      if ((await engines.stored(hash)) === null)
        return refuse('POLICY_SET_UNKNOWN', `no set \`${hash.slice(0, 80)}\` was published`);
      const done = await context.exclusively(() => activate(context, hash, by));
      return done.ok ? shown(hash) : done;
    },
    async rollback(by) {
      const done = await context.exclusively(async () => {
        const row = await store.db.selectFrom('active_set').selectAll().executeTakeFirst();
        if (row === undefined) return refuse('NO_POLICY_SET', 'no policy set is active');
        const [hash] = JSON.parse(row.before) as readonly string[];
        if (hash === undefined) return refuse('POLICY_SET_UNKNOWN', 'no set was active before this one');
        // What was in force before needs no approval: this is how one steps back from a mistake at once.
        await put(context, { hash, by, rollback: true });
        return answer(hash);
      });
      return done.ok ? shown(done.value) : done;
    },
    async list() {
      return answer(await sets(context));
    },
    async active() {
      const row = await store.db.selectFrom('active_set').select('set_hash').executeTakeFirst();
      const stored = row === undefined ? null : await engines.stored(row.set_hash);
      return stored === null ? refuse('NO_POLICY_SET', 'no policy set is active') : answer(stored);
    },
    watch: (folder, say) =>
      watchFolder(folder, say, async (files) => {
        const checked = await check(files);
        if (!checked.ok) return checked;
        return publishAndActivate(context, { files, by: 'system:watch', checked: checked.value });
      }),
    ...reapplyCommands(context),
  };
}

type Publishing = { readonly files: Files; readonly by: Principal; readonly checked: Checked };

async function publish(
  context: AppContext,
  { files, by, checked: { set, problems } }: Publishing,
): Promise<Answer<{ readonly hash: string; readonly changed: boolean; readonly warnings: readonly Problem[] }>> {
  const warnings = problems.filter((problem) => problem.severity === 'warning');
  if (set === null) {
    const errors = problems.length - warnings.length;
    return {
      ...refuse('POLICY_SET_INVALID', `${errors} ${errors === 1 ? 'error' : 'errors'} in the policy files`),
      problems,
    };
  }
  if ((await context.engines.stored(set.hash)) !== null) return answer({ hash: set.hash, changed: false, warnings });
  const unraised = await notRaised(context, set);
  if (unraised !== null) return unraised;
  const stored: StoredSet = { set, files };
  const policies = set.policies.map(({ id, version }) => ({ id, version }));
  await write(context, set.hash, (plan) => {
    plan.policySet = { hash: set.hash, body: JSON.stringify(stored) };
    emit(plan, { type: 'policy_set.published', v: 1, set: set.hash, policies, by });
  });
  return answer({ hash: set.hash, changed: true, warnings });
}

/** A policy that differs from the one in force must have a higher version; so must every text under one version be one. */
async function notRaised({ engines, store }: AppContext, set: PolicySet): Promise<Refused | null> {
  const row = await store.db.selectFrom('active_set').select('set_hash').executeTakeFirst();
  const before = row === undefined ? null : await engines.stored(row.set_hash);
  for (const policy of set.policies) {
    const old = before?.set.policies.find((each) => each.id === policy.id);
    if (old === undefined || JSON.stringify(old) === JSON.stringify(policy)) continue;
    if (compareVersions(policy.version, old.version) <= 0) {
      const detail = `policy \`${policy.id}\` changed and its version is still \`${policy.version}\``;
      return refuse('POLICY_VERSION_NOT_RAISED', detail);
    }
  }
  return null;
}

/** By numbers, part by part: 1.10.0 is higher than 1.9.0. */
function compareVersions(a: string, b: string): number {
  const [as, bs] = [a, b].map((text) => text.split('.').map(Number)) as [number[], number[]];
  for (let i = 0; i < Math.max(as.length, bs.length); i++) {
    const difference = (as[i] ?? 0) - (bs[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** What a save of the folder does: all of it, or nothing. */
export async function publishAndActivate(
  context: AppContext,
  what: Publishing,
): Promise<Answer<{ readonly hash: string; readonly changed: boolean }>> {
  return context.exclusively(async () => {
    const published = await publish(context, what);
    if (!published.ok) return published;
    const { hash } = published.value;
    const row = await context.store.db.selectFrom('active_set').select('set_hash').executeTakeFirst();
    if (row?.set_hash === hash) return answer({ hash, changed: false });
    await put(context, { hash, by: what.by });
    return answer({ hash, changed: true });
  });
}

/**
 * Puts a set in force, or records one of the approvals that are asked for before. Approvals come from others than who
 * published it, each of another holder. Where nothing is in force yet, nothing is replaced.
 */
async function activate(context: AppContext, hash: string, by: Principal): Promise<Answer<null>> {
  const { store, policyApprovals: needed } = context;
  const row = await store.db.selectFrom('active_set').select('set_hash').executeTakeFirst();
  if (row?.set_hash === hash) return answer(null);
  if (needed === 0 || row === undefined) {
    await put(context, { hash, by });
    return answer(null);
  }
  const holderOf = await readHolders(store);
  const set = (await sets(context)).find((each) => each.hash === hash);
  if (set === undefined || holderOf(set.by) === holderOf(by)) {
    const others = needed === 1 ? 'somebody else' : `${needed} others`;
    return refuse('EXEMPTION_SAME_PERSON', `the set is published; it is put in force by ${others}`);
  }
  const given = new Set(set.approvals.map((approval) => holderOf(approval.by)));
  if (given.has(holderOf(by))) return refuse('EXEMPTION_SAME_PERSON', 'an approval needs somebody else');
  await write(context, hash, (plan) => {
    plan.guards.set('active_set', { kind: 'active_set', hash: row.set_hash });
    emit(plan, { type: 'policy_set.approved', v: 1, set: hash, by });
    if (given.size + 1 < needed) return;
    emit(plan, { type: 'policy_set.activated', v: 1, set: hash, previous: row.set_hash, by });
  });
  return answer(null);
}

type Activation = { readonly hash: string; readonly by: Principal; readonly rollback?: true };

async function put(context: AppContext, set: Activation): Promise<void> {
  const row = await context.store.db.selectFrom('active_set').select('set_hash').executeTakeFirst();
  const previous = row?.set_hash ?? null;
  if (previous === set.hash) return;
  await write(context, set.hash, (plan) => {
    plan.guards.set('active_set', { kind: 'active_set', hash: previous });
    const { hash, by, rollback } = set;
    emit(plan, { type: 'policy_set.activated', v: 1, set: hash, previous, by, ...(rollback && { rollback }) });
  });
}

async function write(context: AppContext, set: string, fill: (plan: Plan) => void): Promise<void> {
  const plan = createPlan(context.shell.source, context.now(), set);
  fill(plan);
  const committed = await context.store.commit(batchOf(plan));
  if (!committed.ok) throw new Error('another process changed the active policy set at the same time');
}

async function sets({ store, engines, policyApprovals }: AppContext): Promise<readonly PolicySetView[]> {
  const approvals = await store.db.selectFrom('policy_approvals').selectAll().orderBy('at').execute();
  const active = await store.db.selectFrom('active_set').select('set_hash').executeTakeFirst();
  const rows = await store.db
    .selectFrom('ledger')
    .select(['at', 'body'])
    .where('type', '=', 'policy_set.published')
    .orderBy('seq', 'desc')
    .limit(200)
    .execute();
  return Promise.all(
    rows.map(async (row) => {
      const event = JSON.parse(row.body) as { readonly set: string; readonly by: string };
      const stored = await engines.stored(event.set);
      return {
        hash: event.set,
        publishedAt: row.at,
        by: event.by,
        active: active?.set_hash === event.set,
        approvals: approvals.filter((each) => each.set_hash === event.set).map(({ by, at }) => ({ by, at })),
        approvalsNeeded: policyApprovals,
        policies: (stored?.set.policies ?? []).map(({ id, version, title }) => ({ id, version, title })),
      };
    }),
  );
}
