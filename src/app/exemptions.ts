/** The register of exemptions: proposed, approved, granted, ended. The steps themselves are `exemptions/register.ts`. */
import type { App } from '../app.ts';
import { groundOf } from '../decide/ground.ts';
import type { Exemption, HolderOf, Principal } from '../exemptions/exemption.ts';
import { propose, type RegisterEvent, type RegisterGround, step } from '../exemptions/register.ts';
import type { Engine } from '../facts/engine.ts';
import type { Wanted } from '../facts/store.ts';
import { nameKey } from '../facts/world.ts';
import { allWellFormed, wellFormed } from '../ingest/well-formed.ts';
import { type Instant, readInstant } from '../lib/instant.ts';
import { travel } from '../pipeline.ts';
import type { ExemptionView } from '../publish/views.ts';
import type { ExemptionProposal } from '../schema/exemption.ts';
import type { AppContext } from './context.ts';
import { decideAgainAfter } from './ended.ts';
import { readHolders } from './holders.ts';
import type { Journey } from './journey.ts';
import { emit, guard, seal } from './plan.ts';
import { type Answer, answer, type Refused, refuse } from './refusal.ts';

const PAGE = 50;

export function exemptionCommands(context: AppContext): App['exemptions'] {
  return {
    async propose(given, by) {
      const proposal = allWellFormed(given);
      const missing = await refusalOfSubject(context, proposal);
      return missing ?? context.exclusively(() => proposeOne(context, proposal, by));
    },
    async approve(id, by, as) {
      const kind = as === 'grantor' ? ('grant' as const) : ('approve' as const);
      return shown(context, await change(context, id, (at) => ({ kind, by, at })), by);
    },
    async revoke(id, by, reason) {
      const revoked = await change(context, id, (at) => ({ kind: 'revoke', by, at, reason: wellFormed(reason) }));
      // A crash here leaves posts under an exemption that has ended: the clock decides them again at start-up.
      if (revoked.ok) await decideAgainAfter(context, revoked.value);
      return shown(context, revoked, by);
    },
    async get(id) {
      const [exemption] = await read(context, { ids: [id] });
      return exemption === undefined
        ? refuse('EXEMPTION_UNKNOWN', `no exemption has the id \`${id}\``)
        : answer(exemption);
    },
    async list(query) {
      const limit = query.limit ?? PAGE;
      const all = (await read(context, {})).filter(
        (each) =>
          (query.platform === undefined || each.platform === query.platform) &&
          (query.state === undefined || each.state === query.state) &&
          (query.policy === undefined || each.policies.includes(query.policy)) &&
          (query.cursor === undefined || each.id > query.cursor),
      );
      const items = all.slice(0, limit);
      return answer({ items, next: all.length > limit ? (items.at(-1)?.id ?? null) : null });
    },
  };
}

const NOTHING: Omit<Wanted, 'at'> = { accounts: [], posts: [], parents: [], clusters: [], tallies: [] };

/** Subjects that the register knows by our ids are named by the platform's own from outside. */
function proposeOne(context: AppContext, proposal: ExemptionProposal, by: Principal): Promise<Answer<ExemptionView>> {
  const { subject, platform } = proposal;
  const name = { platform, id: subject.id };
  return travel(
    context.shell,
    (at) => ({
      ...NOTHING,
      at,
      accounts: subject.kind === 'account' ? [name] : [],
      posts: subject.kind === 'post' ? [name] : [],
    }),
    (journey) => {
      // A proposal is a first step: it needs nobody else.
      const ground = registerGround(journey.engine, platform, (principal) => principal);
      if (ground === null)
        return refuse('PLATFORM_UNKNOWN', `the active policy set has no platform \`${platform}\``, '/platform');
      const id = internalSubject(journey, subject, platform);
      if (id === null)
        return refuse(
          subject.kind === 'post' ? 'POST_UNKNOWN' : 'ACCOUNT_UNKNOWN',
          `\`${platform}\` has no such ${subject.kind}`,
          '/subject/id',
        );
      const made = propose(
        {
          ...proposal,
          subject: { kind: subject.kind, id },
          expiresAt: readInstant(proposal.expiresAt),
          reviewBy: readInstant(proposal.reviewBy) ?? '',
        },
        { id: journey.plan.source.newId(), by, at: journey.now },
        ground,
      );
      if (!made.ok) return made;
      recordExemption(journey, made.value, by);
      return answer({ ...made.value, uses: 0 });
    },
  );
}

/** Persons and offices are named by our ids: one that is not in its register would never match. */
async function refusalOfSubject(
  { store }: AppContext,
  { subject: { kind, id }, platform }: ExemptionProposal,
): Promise<Refused | null> {
  if (kind === 'person') {
    const [person] = await store.lookup('persons', 'id', [id]);
    if (person !== undefined && person.state !== 'withdrawn') return null;
    return refuse('PERSON_UNKNOWN', `the register has no person \`${id.slice(0, 80)}\``, '/subject/id');
  }
  if (kind !== 'office') return null;
  const [office] = await store.lookup('offices', 'id', [id]);
  const [account] = office === undefined ? [] : await store.lookup('accounts', 'id', [office.account]);
  if (account?.platform === platform && office?.state !== 'withdrawn') return null;
  return refuse('OFFICE_UNKNOWN', `no account of \`${platform}\` has the office \`${id.slice(0, 80)}\``, '/subject/id');
}

function internalSubject({ world }: Journey, subject: Exemption['subject'], platform: string): string | null {
  const key = nameKey(platform, subject.id);
  if (subject.kind === 'post') return world.posts.get(key)?.id ?? null;
  if (subject.kind === 'account') return world.accounts.get(key)?.id ?? null;
  return subject.id;
}

function registerGround(engine: Engine, platform: string, holderOf: HolderOf): RegisterGround | null {
  const ground = groundOf(engine.set, platform);
  if (ground === null) return null;
  return {
    platform: ground.platform,
    ladder: ground.ladder,
    policies: engine.set.policies,
    classes: engine.set.classes.map(({ id }) => id),
    holderOf,
  };
}

function recordExemption(journey: Journey, exemption: Exemption, by: Principal): void {
  const { plan, world } = journey;
  guard(plan, { kind: 'register', version: world.registerVersion });
  const { id, platform, state, kind, policies, expiresAt, published } = exemption;
  const terms = seal(plan, exemption);
  emit(plan, {
    type: 'exemption.changed',
    v: 1,
    exemption: id,
    platform,
    state,
    kind,
    policies,
    expiresAt,
    published,
    by,
    terms,
  });
}

/** One step of one exemption, by the register's table. */
export async function change(
  context: AppContext,
  id: string,
  eventAt: (at: Instant) => RegisterEvent & { readonly by?: Principal },
): Promise<Answer<Exemption>> {
  const holderOf = await readHolders(context.store);
  return context.exclusively(() =>
    travel(
      context.shell,
      (at) => ({ ...NOTHING, at }),
      (journey) => {
        const before = journey.world.exemptions.find((exemption) => exemption.id === id);
        if (before === undefined) return refuse('EXEMPTION_UNKNOWN', `no exemption has the id \`${id}\``);
        const event = eventAt(journey.now);
        const ground = registerGround(journey.engine, before.platform, holderOf) ?? GONE(before.platform);
        const after = step(before, event, ground);
        if (!after.ok) return after;
        recordExemption(journey, after.value, event.by ?? 'system:clock');
        return answer(after.value);
      },
    ),
  );
}

/** A platform that the set no longer declares: an exemption there can end, and nothing else. */
const GONE = (id: string): RegisterGround => ({
  platform: { id, title: id, mode: 'observed', capabilities: [], ladder: '', policies: [] },
  ladder: {
    id: '',
    title: '',
    rungs: [],
    interim: 'none',
    substitutes: {},
    strikes: { expiresDays: 1, maxPostAgeDays: 1, shareDays: 1, steps: [] },
  },
  policies: [],
  classes: [],
  holderOf: (principal) => principal,
});

async function shown(context: AppContext, changed: Answer<Exemption>, _by: Principal): Promise<Answer<ExemptionView>> {
  if (!changed.ok) return changed;
  const [view] = await read(context, { ids: [changed.value.id] });
  return answer(view ?? { ...changed.value, uses: 0 });
}

async function read(
  { store }: AppContext,
  query: { readonly ids?: readonly string[] },
): Promise<readonly ExemptionView[]> {
  let rows = store.db.selectFrom('exemptions').select('body').where('body', 'is not', null);
  if (query.ids !== undefined) rows = rows.where('id', 'in', [...query.ids.map(wellFormed), '']);
  const found = await rows.orderBy('id').execute();
  const exemptions = found.map((row) => JSON.parse(row.body as string) as Exemption);
  const uses = await store.db
    .selectFrom('exemption_uses')
    .select(({ fn }) => ['exemption', fn.count<number>('decision').distinct().as('n')])
    .where('post', 'is not', null)
    .groupBy('exemption')
    .execute();
  const usesOf = new Map(uses.map((row) => [row.exemption, Number(row.n)]));
  return exemptions.map((exemption) => ({ ...exemption, uses: usesOf.get(exemption.id) ?? 0 }));
}
