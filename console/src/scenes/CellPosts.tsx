/** The posts behind one number of the evenness table, as recorded. */
import { useQueries } from '@tanstack/react-query';
import type { WireDecision } from '../../../src/schema/decision.ts';
import type { StoredPost } from '../../../src/schema/stored-post.ts';
import { api } from '../api.ts';
import { Drawer } from '../components/Drawer.tsx';
import type { Counted } from '../components/TallyCells.tsx';
import type { OpenDecision } from '../hooks/use-drawer.ts';
import { rungWords } from '../words/outcome.ts';
import { cardOfPost } from '../words/story.ts';
import { dayWords } from '../words/times.ts';

export type CellOfTable = {
  readonly whose: string;
  readonly counted: Counted;
  readonly policy: string;
  /** Somebody else's platform. */
  readonly isObserved: boolean;
  readonly items: readonly { readonly platform: string; readonly id: string }[];
};

type Props = {
  readonly cell: CellOfTable;
  readonly onOpen: OpenDecision;
  readonly onClose: () => void;
};

const TITLES = {
  found: 'Posts found',
  acted: 'Posts acted on',
  departed: 'Posts that departed from the policy',
} as const;

/** More than anybody reads; the number itself says how many there are. */
const SHOWN_MAX = 50;

/** The cell has all posts that were found; the other two numbers count some of them. */
function counts(stored: StoredPost, decision: WireDecision, cell: CellOfTable): boolean {
  const isOfPolicy = (finding: string) => finding.startsWith(`${cell.policy}/`);
  // Where we only observe, what counts is what was seen.
  if (cell.counted === 'acted' && cell.isObserved) return (stored.observations[0]?.measures.length ?? 0) > 0;
  if (cell.counted === 'acted')
    return decision.applied.measures.some(({ findings }) => findings === undefined || findings.some(isOfPolicy));
  if (cell.counted === 'departed')
    return decision.departures.some(({ finding }) => finding === null || isOfPolicy(finding));
  return true;
}

/** The newest decision on the policy. */
const decisionOf = (stored: StoredPost, policy: string): WireDecision | undefined =>
  stored.decisions.find((decision) => decision.findings.some((finding) => finding.policy === policy));

export function CellPosts({ cell, onOpen, onClose }: Props) {
  const posts = useQueries({
    queries: cell.items.slice(0, SHOWN_MAX).map(({ platform, id }) => ({
      queryKey: ['post', platform, id],
      queryFn: () => api.post(platform, id),
    })),
  });
  const rows = posts.flatMap(({ data }) => {
    const decision = data && decisionOf(data, cell.policy);
    return decision && counts(data, decision, cell) ? [{ stored: data, decision }] : [];
  });
  const isRead = posts.every((post) => !post.isPending);

  return (
    <Drawer title={TITLES[cell.counted]} lead={cell.whose} onClose={onClose}>
      <ul className="mt-4 divide-y divide-line">
        {rows.map(({ stored, decision }) => {
          const card = stored.post ? cardOfPost(stored.post) : null;
          return (
            <li key={decision.id} className="py-3">
              <p className="wrap-anywhere">{card?.text ?? <span className="text-soft">The words are erased.</span>}</p>
              <p className="mt-1 flex flex-wrap items-baseline justify-between gap-3 text-sm text-soft">
                <span>
                  {card?.author.handle} {dayWords(decision.decidedAt)}: {rungWords(decision.applied.rung)}
                  {decision.departures.length > 0 && `, otherwise ${rungWords(decision.baseline.rung)}`}
                </span>
                <button
                  type="button"
                  onClick={() => onOpen({ kind: 'recorded', decision: decision.id }, { decision, card })}
                  className="text-ink underline decoration-line underline-offset-4"
                >
                  Decision
                </button>
              </p>
            </li>
          );
        })}
      </ul>
      {isRead && rows.length === 0 && <p className="mt-4 text-soft">No post is listed here any more.</p>}
      {cell.items.length > SHOWN_MAX && <p className="mt-4 text-soft">The first {SHOWN_MAX} are shown.</p>}
    </Drawer>
  );
}
