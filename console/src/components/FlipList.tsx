/** The demo's posts with what they get now and what they would get: those that change first, then those acted on. */
import type { Author } from '../../../src/schema/post.ts';
import { rungWords } from '../words/outcome.ts';
import { PlatformMark } from './PlatformMark.tsx';

export type FlipRow = {
  readonly key: string;
  readonly platform: string;
  readonly platformTitle: string;
  readonly text: string;
  readonly handle: Author['handle'];
  readonly before: string;
  readonly after: string;
};

/** Of those that stay as they are, only some are worth the room. */
const STEADY_MAX = 9;

type Props = { readonly rows: readonly FlipRow[]; readonly note: string | null };

export function FlipList({ rows, note }: Props) {
  const flips = rows.filter((row) => row.before !== row.after);
  const acted = rows.filter((row) => row.before === row.after && row.before !== 'none');
  const shown = acted.slice(0, STEADY_MAX);
  const rest = rows.length - flips.length - shown.length;
  return (
    <section aria-labelledby="flips-title">
      <div role="status">
        <h3 id="flips-title" className="font-serif text-xl leading-tight">
          {flips.length === 0 ? 'No post would change' : `${flips.length} of ${rows.length} posts would change`}
        </h3>
      </div>
      <p className="min-h-6 text-sm text-soft">{note}</p>
      <ul className="mt-2 divide-y divide-line border-y border-line">
        {[...flips, ...shown].map((row) => {
          const isFlip = row.before !== row.after;
          return (
            <li
              key={row.key}
              data-platform={row.platform}
              className={`grid grid-cols-[1.25rem_1fr_auto] items-center gap-3 py-2 text-sm ${isFlip ? '-mx-2 bg-rubric-wash px-2' : ''}`}
            >
              <span className="text-(--platform)">
                <PlatformMark platform={row.platform} />
                <span className="sr-only">{row.platformTitle}</span>
              </span>
              <span className="truncate" title={row.text}>
                <span className="text-soft">{row.handle}</span> {row.text}
              </span>
              {isFlip ? (
                <span className="text-right">
                  <s className="text-soft decoration-1">{rungWords(row.before)}</s>{' '}
                  <span className="sr-only">becomes </span>
                  <b className="font-semibold text-rubric">{rungWords(row.after)}</b>
                </span>
              ) : (
                <span className="text-right text-soft">{rungWords(row.before)}</span>
              )}
            </li>
          );
        })}
      </ul>
      {rest > 0 && <p className="mt-2 text-sm text-soft">And {rest} more that stay as they are.</p>}
    </section>
  );
}
