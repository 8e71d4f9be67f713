/** The posts behind one number of the evenness table. */
import { useQueries } from '@tanstack/react-query';
import type { WireDecision } from '../../../src/schema/decision.ts';
import type { Story } from '../../../src/schema/demo.ts';
import { api } from '../api.ts';
import { Drawer } from '../components/Drawer.tsx';
import type { Counted } from '../components/TallyCells.tsx';
import type { Subject } from '../hooks/use-drawer.ts';
import { rungWords } from '../words/outcome.ts';
import { cardOf, postsOf } from '../words/story.ts';
import { dayWords } from '../words/times.ts';

export type CellOfTable = {
  readonly whose: string;
  readonly counted: Counted;
  readonly policy: string;
  readonly paths: readonly string[];
};

type Props = {
  readonly cell: CellOfTable;
  readonly story: Story;
  readonly onOpen: (subject: Subject) => void;
  readonly onClose: () => void;
};

/** The cell's list has all that were found; the other two numbers count some of them. */
function counts(decision: WireDecision, cell: CellOfTable): boolean {
  const isOfPolicy = (finding: string) => finding.startsWith(`${cell.policy}/`);
  if (cell.counted === 'acted')
    return decision.applied.measures.some((measure) => (measure.findings ?? [`${cell.policy}/`]).some(isOfPolicy));
  if (cell.counted === 'departed')
    return decision.departures.some(({ finding }) => finding === null || isOfPolicy(finding));
  return true;
}

export function CellPosts({ cell, story, onOpen, onClose }: Props) {
  const lists = useQueries({
    queries: cell.paths.map((path) => ({ queryKey: ['decisions', path], queryFn: () => api.decisions(path) })),
  });
  const decisions = lists.flatMap((list) => list.data?.items ?? []).filter((decision) => counts(decision, cell));
  const entryOf = (decision: WireDecision) =>
    postsOf(story).find(({ post }) => post.platform === decision.subject.platform && post.id === decision.subject.id) ??
    null;

  return (
    <Drawer title={`Posts ${cell.counted}`} lead={cell.whose} onClose={onClose}>
      <ul className="mt-4 divide-y divide-line">
        {decisions.map((decision) => {
          const entry = entryOf(decision);
          const card = entry ? cardOf(entry) : null;
          return (
            <li key={decision.id} className="py-3">
              <p className="wrap-anywhere">
                {card?.text ?? <span className="text-soft">Post {decision.subject.id}</span>}
              </p>
              <p className="mt-1 flex flex-wrap items-baseline justify-between gap-3 text-sm text-soft">
                <span>
                  {card?.author.handle} {dayWords(decision.decidedAt)}: {rungWords(decision.applied.rung)}
                  {decision.departures.length > 0 && `, otherwise ${rungWords(decision.baseline.rung)}`}
                </span>
                <button
                  type="button"
                  onClick={() => onOpen({ decision, card })}
                  className="text-ink underline decoration-line underline-offset-4"
                >
                  Decision
                </button>
              </p>
            </li>
          );
        })}
      </ul>
      {lists.every((list) => !list.isPending) && decisions.length === 0 && (
        <p className="mt-4 text-soft">No post is listed here any more.</p>
      )}
    </Drawer>
  );
}
