/** One decision in full: the facts it used, its copies, its exemptions, and rule by rule why and why not. */
import type { App } from '../app.ts';
import type { Explained, ExplainedPart } from '../evaluate/explain.ts';
import type { Exemption } from '../exemptions/exemption.ts';
import type { Engine } from '../facts/engine.ts';
import type { KnownAccount, KnownPost, World } from '../facts/world.ts';
import { wellFormed } from '../ingest/well-formed.ts';
import type { RuleInput } from '../policy/inputs.ts';
import type { DecisionDetail, DecisionView, RuleTrace } from '../publish/views.ts';
import type { DecisionMade } from '../store/events.ts';
import { plainView } from './answers.ts';
import type { AppContext } from './context.ts';
import { viewsOf } from './listing.ts';
import { createPlan } from './plan.ts';
import { copyViews, divergenceViews, readWorld } from './reading.ts';
import { factsOnRecord, storedPosts } from './reapply.ts';
import { type Answer, answer, refuse } from './refusal.ts';

type Explain = NonNullable<Parameters<App['decision']>[1]>['explain'];

export function explainingCommands(context: AppContext): Pick<App, 'decision'> {
  return { decision: (id, options) => readDecision(context, wellFormed(id), options?.explain) };
}

async function readDecision(context: AppContext, id: string, explain: Explain): Promise<Answer<DecisionDetail>> {
  const [row] = await context.store.lookup('decisions', 'id', [id]);
  const unknown = refuse('DECISION_UNKNOWN', `no decision has the id \`${id.slice(0, 80)}\``);
  const postId = row === undefined ? (id.split('.')[0] as string) : row.post;
  const world = await readWorld(context, { ids: postId === null ? [] : [postId] });
  const post = postId === null ? undefined : world.postsById.get(postId);
  const account = post === undefined ? undefined : world.accountsById.get(post.account);
  const setHash = row?.set_hash ?? post?.revisions.at(-1)?.setHash;
  const engine = setHash === undefined ? null : await context.engines.byHash(setHash);
  const view =
    row === undefined
      ? await plainOf(context, { id, post, account, engine, world })
      : (await viewsOf(context, [row]))[0];
  if (view === undefined || view === null) return unknown;
  const active = await context.shell.engine();
  const about =
    post === undefined || account === undefined || active === null ? null : { engine: active, world, post, account };
  const refs = new Set(view.decision.departures.map((departure) => departure.ref));
  return answer({
    ...view,
    facts: row === undefined ? [] : await factsOf(context, Number(row.seq)),
    copies: about === null ? [] : copyViews(about, context.now()),
    divergences: about === null ? [] : divergenceViews(about, context.now()),
    accounts: await accountsOf(context, view.decision.person?.accounts ?? []),
    exemptions: world.exemptions.filter((exemption: Exemption) => refs.has(exemption.id)),
    trace:
      explain === undefined || engine === null || about === null
        ? null
        : await traceOf(context, { ...about, engine, explain, view }),
  });
}

async function accountsOf({ store }: AppContext, ids: readonly string[]): Promise<DecisionDetail['accounts']> {
  const rows = ids.length === 0 ? [] : await store.lookup('accounts', 'id', ids);
  return rows.map((row) => ({ platform: row.platform, id: row.external_id ?? '' }));
}

type Plain = {
  readonly id: string;
  readonly post: KnownPost | undefined;
  readonly account: KnownAccount | undefined;
  readonly engine: Engine | null;
  readonly world: World;
};

/** The decision of a plain post is written out from its revision; which rules had no answer is asked again. */
async function plainOf(context: AppContext, { id, post, account, engine, world }: Plain): Promise<DecisionView | null> {
  const revision = post?.revisions.find((each) => `${post.id}.${each.revision}` === id);
  if (post === undefined || account === undefined || revision === undefined) return null;
  const about = engine === null ? null : await recordOf(context, { engine, world, post, account });
  const isNewest = revision.revision === post.revision && post.history.length === 0;
  const unknown = about !== null && isNewest ? about.engine.evaluate(about.input).unknown : [];
  // Counts were not kept with the post, so what a rule would say for want of them is not what it said then.
  const then = unknown.filter((rule) => !rule.inputs.some((input) => input.startsWith('counters.')));
  return plainView(
    { post, account },
    { revision, policies: engine?.ground(post.platform)?.inForce ?? [], unknown: then },
  );
}

type OnRecord = Pick<Tracing, 'engine' | 'world' | 'post' | 'account'>;

/** The stored text and facts of the newest revision; null: they have left the vault. */
async function recordOf(context: AppContext, { engine, world, post, account }: OnRecord) {
  const stored = (await storedPosts(context, [post.id])).get(post.id);
  const ground = engine.ground(post.platform);
  if (stored === undefined || ground === null) return null;
  const now = context.now();
  const plan = createPlan(context.shell.source, now, engine.set.hash);
  const journey = { engine, world, plan, now, breakersAct: false };
  return { engine, input: factsOnRecord(journey, context, { found: { post, account, ground }, stored }) };
}

async function factsOf({ store }: AppContext, seq: number) {
  const event = await store.db.selectFrom('ledger').select('body').where('seq', '=', seq).executeTakeFirst();
  return event === undefined ? [] : (JSON.parse(event.body) as DecisionMade).facts;
}

type Tracing = {
  readonly engine: Engine;
  readonly world: World;
  readonly post: KnownPost;
  readonly account: KnownAccount;
  readonly explain: Explain;
  readonly view: DecisionView;
};

/** Evaluated again under the set that decided, on the stored text and facts. Null: the text has left the vault. */
async function traceOf(context: AppContext, about: Tracing): Promise<readonly RuleTrace[] | null> {
  const { engine, post, view } = about;
  const { subject } = view.decision;
  const record = await recordOf(context, about);
  if (record === null || subject.kind !== 'post' || subject.revision !== post.revision) return null;
  const { input } = record;
  const traces = engine.set.policies.flatMap((policy) =>
    policy.rules.map((rule) => traceRule(engine, input, { policy: policy.id, rule })),
  );
  return traces.filter((trace) => (about.explain === 'why' ? trace.held === 'true' : trace.held !== 'true'));
}

function traceRule(
  engine: Engine,
  input: RuleInput,
  of: { readonly policy: string; readonly rule: { readonly id: string; readonly mode: RuleTrace['mode'] } },
): RuleTrace {
  const explained = engine.explain(input, `${of.policy}/${of.rule.id}`);
  const base = { policy: of.policy, rule: of.rule.id, mode: of.rule.mode };
  if (explained === null) return { ...base, held: 'off', clauses: [] };
  return { ...base, held: explained.truth, clauses: clausesOf(explained) };
}

/** The conditions at the top of the rule, each with what it came to. */
function clausesOf({ tree }: Explained): RuleTrace['clauses'] {
  const top: readonly ExplainedPart[] =
    tree.parts.length > 1 && tree.parts.every((part) => part.truth !== null) ? tree.parts : [tree];
  return top.map((part) => ({
    text: part.text,
    held: part.truth ?? 'false',
    spans: part.spans.map(({ start, end }) => ({ start, end })),
    inputs: part.missing,
  }));
}
