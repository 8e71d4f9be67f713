/** Three cells of the evenness table: found, acted, departed. A number opens its posts. */
import type { ReactNode } from 'react';
import type { Tally } from '../words/evenness.ts';
import { departureWords } from '../words/kinds.ts';

const COUNTED = ['found', 'acted', 'departed'] as const;
export type Counted = (typeof COUNTED)[number];
export const isCounted = (name: string): name is Counted => (COUNTED as readonly string[]).includes(name);

type Props = {
  readonly tally: Tally;
  /** Whose posts these are, for the buttons' names: `Glorifying violence, Chirp, office-holders`. */
  readonly whose: string;
  readonly onOpen: (counted: Counted) => void;
};

type CellProps = {
  readonly count: number;
  readonly isDeparture?: boolean;
  readonly name: string;
  readonly onOpen: () => void;
  readonly children?: ReactNode;
};

function Cell({ count, isDeparture = false, name, onOpen, children }: CellProps) {
  return (
    <td className="border-b border-line px-0 py-1.5 text-right sm:px-2 align-top tabular-nums">
      {count === 0 ? (
        <span className="inline-block min-h-7 px-1.5 pt-0.5 text-soft">0</span>
      ) : (
        <button
          type="button"
          onClick={onOpen}
          aria-label={name}
          className={`min-h-7 min-w-7 rounded px-1.5 text-right font-semibold underline decoration-line underline-offset-4 hover:bg-sunk hover:decoration-ink ${isDeparture ? 'text-rubric' : ''}`}
        >
          {count}
        </button>
      )}
      {children}
    </td>
  );
}

export function TallyCells({ tally, whose, onOpen }: Props) {
  const name = (counted: Counted) => `${tally[counted]} ${counted}: ${whose}`;
  return (
    <>
      <Cell count={tally.found} name={name('found')} onOpen={() => onOpen('found')} />
      <Cell count={tally.acted} name={name('acted')} onOpen={() => onOpen('acted')}>
        {tally.unseen > 0 && (
          <span className="block px-1.5 text-xs text-soft max-sm:sr-only">{tally.unseen} not looked at</span>
        )}
      </Cell>
      <Cell count={tally.departed} isDeparture name={name('departed')} onOpen={() => onOpen('departed')}>
        {tally.kinds.map(([kind, count]) => (
          <span key={kind} className="block px-1.5 text-xs text-rubric max-sm:sr-only">
            {departureWords(kind).name}
            {tally.kinds.length > 1 && ` ${count}`}
          </span>
        ))}
      </Cell>
    </>
  );
}
