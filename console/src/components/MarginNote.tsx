/** One departure as a note in the margin: what it changed, from what to what, and why. */
import type { WireDeparture } from '../../../src/schema/decision.ts';
import { departureWords } from '../words/kinds.ts';
import { rungWords } from '../words/outcome.ts';

type Props = { readonly departure: WireDeparture; readonly platform: string; readonly onOpen: () => void };

export function MarginNote({ departure, platform, onOpen }: Props) {
  const { name } = departureWords(departure.kind);
  return (
    <li className="border-l-2 border-rubric pl-3">
      <p className="text-sm">
        <span className="font-semibold text-rubric">
          {platform}, {name}
        </span>
        <span className="block">
          <s className="decoration-1 text-soft">{rungWords(departure.from)}</s> → {rungWords(departure.to)}
        </span>
      </p>
      <p className="mt-0.5 line-clamp-3 font-serif text-sm text-soft italic">{departure.reason}</p>
      <button type="button" onClick={onOpen} className="text-sm underline decoration-rubric underline-offset-4">
        On whose authority
        <span className="sr-only">
          : {platform}, {name}
        </span>
      </button>
    </li>
  );
}
