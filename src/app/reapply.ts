/**
 * Decided posts under the set in force now. Nothing changes by itself when a set is activated: somebody asks what would
 * change, and then runs it. Words come from the vault, other facts from the record, so that old posts are not judged by
 * what is known of their authors today.
 */
import type { App } from '../app.ts';
import { decidePost } from '../decide/decide.ts';
import { NO_OUTCOME } from '../decide/decision.ts';
import { effective } from '../decide/effective.ts';
import { sameOutcome } from '../decide/merge.ts';
import { type FactUsed, findingKey } from '../evaluate/finding.ts';
import type { Principal } from '../exemptions/exemption.ts';
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
import type { Journey } from './journey.ts';
import { createPlan } from './plan.ts';
import { prepare } from './posts.ts';
import { breakerCounts, recordDecided } from './record.ts';
import { answer } from './refusal.ts';

const PAGE = 100;
const FLIPS_SHOWN = 1_000;

/** What is stored of a post and of the last time that rules decided on it. */
export type Stored = { readonly incoming: IncomingPost; readonly facts: readonly FactUsed[] };

export function reapplyCommands(context: AppContext): Pick<App['policies'], 'reapplyPreview' | 'reapply'> {
  return {
    async reapplyPreview() {
      const flips: Flip[] = [];
      let posts = 0;
      for await (const page of decidedPosts(context)) {
        const engine = await context.shell.engine();
        if (engine === null) break;
        const stored = await storedPosts(context, page);
        const now = context.now();
        const world = await gather(context.store, {
          at: now,
          accounts: [],
          posts: [],
          parents: [],
          clusters: [],
          tallies: [],
          postIds: page,
        });
        for (const id of page) {
          const journey: Journey = {
            engine,
            world,
            plan: createPlan(context.shell.source, now, engine.set.hash),
            now,
            breakersAct: false,
          };
          const found = findPost(journey, id);
          const of = stored.get(id);
          if (found === null || of === undefined) continue;
          posts++;
          const before = effective(found.post.history, found.post.revision).applied;
          const { decided } = judgeAgain(context, journey, { found, stored: of });
          const after = decided.effective.applied;
          if (!sameOutcome(before, after) && flips.length < FLIPS_SHOWN) {
            const { platform, post } = namingOf(found);
            flips.push({ platform, id: post ?? '', before, after });
          }
        }
      }
      return answer({ posts, flips });
    },
    async reapply(by) {
      let posts = 0;
      let changed = 0;
      for await (const page of decidedPosts(context)) {
        const stored = await storedPosts(context, page);
        for (const [id, of] of stored) {
          posts++;
          if (await reapplyTo(context, { id, stored: of, by })) changed++;
        }
      }
      return answer({ posts, changed });
    },
  };
}

/** Posts that were decided, newest revision not decided under the set in force, page by page. */
async function* decidedPosts({ store }: AppContext): AsyncIterable<readonly string[]> {
  let after = '';
  for (;;) {
    const rows = await store.db
      .selectFrom('posts')
      .select('id')
      .where('plain', '=', 0)
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

function judgeAgain(context: AppContext, journey: Journey, about: { readonly found: Found; readonly stored: Stored }) {
  const { found } = about;
  const evaluation = journey.engine.evaluate(factsOnRecord(journey, context, about));
  const deciding = contextOf(journey, found);
  const counts = breakerCounts(journey);
  const seen = new Set(lastByRule(found.post)?.decision.findings.map(findingKey));
  const breakers = Object.fromEntries(Object.entries(counts).filter(([finding]) => !seen.has(finding)));
  const decided = decidePost({ ...deciding, trigger: 'policy', evaluation, breakers });
  return { decided, evaluation, ids: deciding.ids };
}

/** Recorded only where the outcome or what was found differs. */
async function reapplyTo(
  context: AppContext,
  what: { readonly id: string; readonly stored: Stored; readonly by: Principal },
): Promise<boolean> {
  const done = await context.exclusively(() =>
    travel(
      context.shell,
      (at) => ({
        at,
        accounts: [],
        posts: [],
        parents: [],
        clusters: [],
        tallies: [],
        postIds: [what.id],
        withCopies: true,
      }),
      (journey) => {
        const found = findPost(journey, what.id);
        if (found === null) return answer(false);
        const before = outcomeOf(found.post);
        const { decided, evaluation, ids } = judgeAgain(context, journey, { found, stored: what.stored });
        if (sameOutcome(before, decided.effective.applied) && sameFindings(found.post, evaluation.findings))
          return answer(false);
        recordDecided(journey, found, { decided, ids, facts: evaluation.facts });
        return answer(true);
      },
    ),
  );
  return done.ok && done.value;
}

const outcomeOf = (post: KnownPost) =>
  post.history.length === 0 ? NO_OUTCOME : effective(post.history, post.revision).applied;

function sameFindings(
  post: KnownPost,
  findings: readonly { readonly policy: string; readonly rule: string }[],
): boolean {
  const before = (lastByRule(post)?.decision.findings ?? []).map(findingKey).sort().join();
  return before === findings.map(findingKey).sort().join();
}
