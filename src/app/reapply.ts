/**
 * Stored posts under the set in force now, those that were decided and those on which nothing had been found. Nothing
 * changes by itself when a set is activated: somebody asks what would change, and then runs it. Words come from the vault, other facts from the record, so that old posts are not judged by
 * what is known of their authors today.
 */
import type { App } from '../app.ts';
import type { Decided } from '../decide/conclude.ts';
import { decidePost } from '../decide/decide.ts';
import { NO_OUTCOME, type Outcome } from '../decide/decision.ts';
import { effective } from '../decide/effective.ts';
import { sameOutcome } from '../decide/merge.ts';
import { type Evaluation, type FactUsed, type Finding, findingKey } from '../evaluate/finding.ts';
import { readFacts } from '../facts/read-facts.ts';
import { gather } from '../facts/store.ts';
import { emptyWorld, type KnownPost, statusOf } from '../facts/world.ts';
import type { IncomingPost } from '../ingest/post.ts';
import { travel } from '../pipeline.ts';
import type { RuleInput } from '../policy/inputs.ts';
import type { Flip } from '../publish/views.ts';
import type { DecisionMade, PostVault } from '../store/events.ts';
import { contextOf, type Found, findPost, lastByRule } from './again.ts';
import { namingOf } from './answers.ts';
import type { AppContext } from './context.ts';
import { inSlices } from './in-slices.ts';
import type { Journey } from './journey.ts';
import { createPlan } from './plan.ts';
import { prepare } from './posts.ts';
import { breakerCounts, decisionIds, recordDecided } from './record.ts';
import { answer } from './refusal.ts';

const PAGE = 100;
const FLIPS_SHOWN = 1_000;

/** What is stored of a post and of the last time that rules decided on it. */
export type Stored = { readonly incoming: IncomingPost; readonly facts: readonly FactUsed[] };

export function reapplyCommands(context: AppContext): Pick<App['policies'], 'reapplyPreview' | 'reapply'> {
  return {
    async reapplyPreview() {
      const flips: Flip[] = [];
      let changed = 0;
      const counts = await judgeAll(context, async ({ found, before, after }) => {
        if (sameOutcome(before, after)) return;
        changed++;
        if (flips.length === FLIPS_SHOWN) return;
        const { platform, post } = namingOf(found);
        flips.push({ platform, id: post ?? '', before, after });
      });
      return answer({ ...counts, changed, flips });
    },
    async reapply() {
      let changed = 0;
      const counts = await judgeAll(context, async ({ found, stored }) => {
        if (await reapplyTo(context, { id: found.post.id, stored })) changed++;
      });
      return answer({ ...counts, changed });
    },
  };
}

type Counts = {
  posts: number;
  /** Of which nothing had been found before. */
  plain: number;
  /** Their content has left the vault: nobody can judge them again. */
  erased: number;
  /** Some rules could not be decided on them: what those read was known then, and not recorded. */
  unknown: number;
};
type Differing = {
  readonly found: Found;
  readonly stored: Stored;
  readonly before: Outcome;
  readonly after: Outcome;
};

/** Judges every post again in memory, page by page, and hands on those that come out otherwise or for other reasons. */
async function judgeAll(context: AppContext, differs: (post: Differing) => Promise<void>): Promise<Counts> {
  const counts: Counts = { posts: 0, plain: 0, erased: 0, unknown: 0 };
  for await (const page of allPosts(context)) {
    const engine = await context.shell.engine();
    if (engine === null) break;
    const stored = await storedPosts(context, page);
    const now = context.now();
    const world = await gather(context.store, { ...NOTHING, at: now, postIds: page });
    const judged = await inSlices(page, (id): Differing | null => {
      const plan = createPlan(context.shell.source, now, engine.set.hash);
      const journey: Journey = { engine, world, plan, now, breakersAct: false };
      const found = findPost(journey, id);
      const of = stored.get(id);
      if (found === null) return null;
      counts.posts++;
      if (found.post.plain) counts.plain++;
      if (of === undefined) {
        counts.erased++;
        return null;
      }
      const again = judgeAgain(context, journey, { found, stored: of });
      if (again.evaluation.unknown.some(({ inputs }) => inputs.some(wasKnownThen))) counts.unknown++;
      const { decided } = again;
      if (decided === null || isSame(found.post, again.evaluation, decided)) return null;
      return { found, stored: of, before: outcomeOf(found.post), after: decided.effective.applied };
    });
    for (const each of judged) if (each !== null) await differs(each);
  }
  return counts;
}

/** Signals come with the post or not at all, claims too; everything else was known when it was received. */
const wasKnownThen = (path: string): boolean => !path.startsWith('signals.') && !path.startsWith('claims');

const NOTHING = { accounts: [], posts: [], parents: [], clusters: [], tallies: [] };

/** All that are not deleted, page by page. */
async function* allPosts({ store }: AppContext): AsyncIterable<readonly string[]> {
  let after = '';
  for (;;) {
    const rows = await store.db
      .selectFrom('posts')
      .select('id')
      .where('deleted_at', 'is', null)
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE)
      .execute();
    if (rows.length > 0) yield rows.map((row) => row.id);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.id;
  }
}

/** Content of the newest revisions and the facts of the last decisions by rule; erased posts are missing. */
export async function storedPosts({ store }: AppContext, ids: readonly string[]): Promise<Map<string, Stored>> {
  const [posts, revisions, decisions] = await Promise.all([
    store.lookup('posts', 'id', ids),
    store.lookup('revisions', 'post', ids),
    store.lookup('decisions', 'post', ids),
  ]);
  const newest = new Map(posts.map((post) => [post.id, post]));
  const current = revisions.filter((each) => Number(each.revision) === Number(newest.get(each.post)?.revision));
  const accounts = await store.lookup('accounts', 'id', [...new Set(posts.map((post) => post.account))]);
  const authorOf = new Map(accounts.map((account) => [account.id, account]));
  const contents = await store.readVault(current.map((revision) => revision.vault));
  const byRule = decisions
    .filter((row) => row.decided_by_kind === 'rule' && row.subject_kind === 'post')
    .sort((a, b) => Number(a.seq) - Number(b.seq));
  const lastOf = new Map(byRule.map((row) => [row.post as string, row]));
  const seqs = [...lastOf.values()].map((row) => Number(row.seq));
  const events =
    seqs.length === 0 ? [] : await store.db.selectFrom('ledger').select('body').where('seq', 'in', seqs).execute();
  const factsOf = new Map(
    events.map((row) => {
      const made = JSON.parse(row.body) as DecisionMade;
      return [made.decision, made.facts];
    }),
  );
  const stored = new Map<string, Stored>();
  for (const revision of current) {
    const vault = contents.get(revision.vault) as PostVault | undefined;
    const post = newest.get(revision.post);
    const author = post === undefined ? undefined : authorOf.get(post.account);
    if (vault === undefined || post === undefined || author === undefined) continue;
    const incoming: IncomingPost = {
      platform: post.platform,
      id: vault.id,
      content: vault.content,
      author: {
        id: author.external_id ?? '',
        handle: author.handle,
        createdAt: author.created_at,
        followers: null,
        verified: null,
        offices: [],
      },
      signals: vault.signals,
      rawSha256: vault.rawHash ?? null,
    };
    const last = lastOf.get(post.id);
    stored.set(post.id, { incoming, facts: (last === undefined ? undefined : factsOf.get(last.id)) ?? [] });
  }
  return stored;
}

/** The facts that the post was judged by; what was not recorded then is not known now. */
export function factsOnRecord(
  journey: Journey,
  context: AppContext,
  about: { readonly found: Found; readonly stored: Stored },
): RuleInput {
  const { found, stored } = about;
  const { post, account } = found;
  const at = post.revisions.find((each) => each.revision === post.revision)?.receivedAt ?? journey.now;
  const prepared = prepare(context.store.keys, journey.engine, stored.incoming);
  const input = readFacts(emptyWorld(), journey.engine, { prepared, account, now: at });
  const known = new Map(stored.facts.filter((fact) => fact.known).map((fact) => [fact.path, fact.value]));
  const counters: Record<string, number> = {};
  for (const { name } of journey.engine.counters) {
    const value = known.get(`counters.${name}`);
    if (typeof value === 'number') counters[name] = value;
  }
  const strikes = known.get('standing.strikes');
  const parent = (path: string) => {
    const value = known.get(`thread.${path}.sameAuthor`);
    return typeof value === 'boolean' ? value : null;
  };
  return {
    ...input,
    counters,
    standing: typeof strikes === 'number' ? { strikes } : input.standing,
    status: statusOf(account, at),
    parents: { replyTo: parent('replyTo'), quoteOf: parent('quoteOf') },
  };
}

/** `decided` is null where there is nothing to decide: nothing was found before, and nothing is found now. */
function judgeAgain(context: AppContext, journey: Journey, about: { readonly found: Found; readonly stored: Stored }) {
  const { found } = about;
  const evaluation = journey.engine.evaluate(factsOnRecord(journey, context, about));
  const ids = decisionIds(journey);
  if (found.post.history.length === 0 && evaluation.findings.length === 0) return { decided: null, evaluation, ids };
  const deciding = { ...contextOf(journey, found), ids };
  const counts = breakerCounts(journey);
  const seen = new Set(lastByRule(found.post)?.decision.findings.map(findingKey));
  const breakers = Object.fromEntries(Object.entries(counts).filter(([finding]) => !seen.has(finding)));
  return { decided: decidePost({ ...deciding, trigger: 'policy', evaluation, breakers }), evaluation, ids };
}

/** Recorded only where the outcome or what was found differs. */
async function reapplyTo(
  context: AppContext,
  what: { readonly id: string; readonly stored: Stored },
): Promise<boolean> {
  const done = await context.exclusively(() =>
    travel(
      context.shell,
      (at) => ({ ...NOTHING, at, postIds: [what.id], withCopies: true }),
      (journey) => {
        const found = findPost(journey, what.id);
        if (found === null || found.post.deletedAt !== null) return answer(false);
        const { decided, evaluation, ids } = judgeAgain(context, journey, { found, stored: what.stored });
        if (decided === null || isSame(found.post, evaluation, decided)) return answer(false);
        recordDecided(journey, found, { decided, ids, facts: evaluation.facts });
        return answer(true);
      },
    ),
  );
  return done.ok && done.value;
}

const outcomeOf = (post: KnownPost) =>
  post.history.length === 0 ? NO_OUTCOME : effective(post.history, post.revision).applied;

function isSame(post: KnownPost, { findings }: Evaluation, decided: Decided): boolean {
  const keys = (of: readonly Finding[]) => of.map(findingKey).sort().join();
  const sameFindings = keys(lastByRule(post)?.decision.findings ?? []) === keys(findings);
  return sameFindings && sameOutcome(outcomeOf(post), decided.effective.applied);
}
