/** Lists of decisions, page by page, and decisions by their rows. */
import { sql } from 'kysely';
import type { App, DecisionQuery } from '../app.ts';
import type { Decision, DecisionRecord } from '../decide/decision.ts';
import { allWellFormed } from '../ingest/well-formed.ts';
import type { DecisionView, Naming, Page } from '../publish/views.ts';
import type { Row } from '../store/tables.ts';
import { decisionView, type Statuses } from './answers.ts';
import type { AppContext } from './context.ts';
import { type Answer, answer, refuse } from './refusal.ts';

const PAGE = 50;

export function listingCommands(context: AppContext): Pick<App, 'decisions'> {
  return { decisions: (query) => readDecisions(context, allWellFormed(query)) };
}

/** One page of decisions; later ones first, or from a position on. */
async function readDecisions(context: AppContext, query: DecisionQuery): Promise<Answer<Page<DecisionView>>> {
  const { store } = context;
  const limit = query.limit ?? PAGE;
  const forward = query.after !== undefined;
  const cursor = query.cursor === undefined ? null : Number(query.cursor);
  if (cursor !== null && !Number.isSafeInteger(cursor))
    return refuse('CURSOR_INVALID', 'the cursor is not one of this list', '/cursor');
  let rows = store.db.selectFrom('decisions').selectAll();
  if (query.platform !== undefined) rows = rows.where('platform', '=', query.platform);
  if (query.rung !== undefined) rows = rows.where('rung_applied', '=', query.rung);
  if (query.author !== undefined) {
    if (query.platform === undefined)
      return refuse('QUERY_INVALID', 'an author is named together with its platform', '/platform');
    const [account] = await store.lookup('accounts', 'external_key', [
      store.keys.external('account', query.platform, query.author),
    ]);
    rows = rows.where('account', '=', account?.id ?? '');
  }
  if (query.policy !== undefined) {
    const { policy } = query;
    rows = rows.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('decision_findings')
          .select(sql`1`.as('one'))
          .whereRef('decision_findings.decision', '=', 'decisions.id')
          .where('decision_findings.policy', '=', policy),
      ),
    );
  }
  if (query.departure !== undefined) {
    const kind = query.departure;
    rows = rows.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('departures')
          .select(sql`1`.as('one'))
          .whereRef('departures.decision', '=', 'decisions.id')
          .where('departures.kind', '=', kind),
      ),
    );
  }
  if (query.after !== undefined) rows = rows.where('position', '>', query.after);
  if (cursor !== null) rows = rows.where('seq', forward ? '>' : '<', cursor);
  const found = await rows
    .orderBy('seq', forward ? 'asc' : 'desc')
    .limit(limit + 1)
    .execute();
  const items = await viewsOf(context, found.slice(0, limit));
  return answer({ items, next: found.length > limit ? String(found[limit - 1]?.seq) : null });
}

/** Decisions by their rows. Whether each still counts is told from all that were made on its post. */
export async function viewsOf(
  { store }: AppContext,
  rows: readonly Row<'decisions'>[],
): Promise<readonly DecisionView[]> {
  const postIds = [...new Set(rows.flatMap((row) => (row.post === null ? [] : [row.post])))];
  const [posts, accounts, measures, all] = await Promise.all([
    store.lookup('posts', 'id', postIds),
    store.lookup('accounts', 'id', [...new Set(rows.map((row) => row.account))]),
    store.lookup(
      'measures',
      'decision',
      rows.map((row) => row.id),
    ),
    store.lookup('decisions', 'post', postIds),
  ]);
  const bySeq = all.filter((row) => row.subject_kind === 'post').sort((a, b) => Number(a.seq) - Number(b.seq));
  const historyOf = Map.groupBy(bySeq, (row) => row.post as string);
  const idOf = new Map(posts.map((post) => [post.id, post.external_id]));
  const authorOf = new Map(accounts.map((account) => [account.id, account.external_id]));
  const statuses: Statuses = new Map(
    measures.map((row) => [row.id, { status: row.status, ackedAt: row.acked_at }] as never),
  );
  return rows.map((row) => {
    const naming: Naming = {
      platform: row.platform,
      post: row.post === null ? null : (idOf.get(row.post) ?? ''),
      author: authorOf.get(row.account) ?? '',
    };
    const record = recordOf(row);
    const history = (historyOf.get(row.post ?? '') ?? [row]).map(recordOf);
    const position = row.position === null ? null : Number(row.position);
    return { ...decisionView(record, { naming, history, statuses, position }), supersededBy: row.superseded_by };
  });
}

const recordOf = (row: Row<'decisions'>): DecisionRecord => ({
  id: row.id,
  decision: JSON.parse(row.body) as Decision,
});
