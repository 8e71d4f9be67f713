/** What one platform would do with a text, in a line: and where that is not what its policy gives, what made it so. */
import type { Story } from '../../../src/schema/demo.ts';
import type { TryAnswer } from '../../../src/schema/try.ts';
import { departureWords } from '../words/kinds.ts';
import { rungWords, seenWords } from '../words/outcome.ts';
import { KindTag } from './KindTag.tsx';
import { PlatformMark } from './PlatformMark.tsx';

type Props = {
  readonly platform: Story['platforms'][number];
  readonly answer: TryAnswer | null;
  readonly onOpen: () => void;
};

export function Verdict({ platform, answer, onOpen }: Props) {
  const departures = answer?.decision.departures ?? [];
  return (
    <section
      data-platform={platform.id}
      aria-label={platform.title}
      className="grid min-h-36 content-start rounded-(--platform-corner) border border-line bg-sheet p-3 sm:p-4"
    >
      <h3 className="flex items-center gap-2 text-(--platform)">
        <PlatformMark platform={platform.id} />
        <span className="font-semibold">{platform.title}</span>
      </h3>
      <p className="mt-2 font-serif text-xl leading-tight sm:text-2xl first-letter:uppercase">
        {answer ? seenWords(answer.presentation) : <span className="text-soft">nothing to judge yet</span>}
      </p>
      {departures.length > 0 && (
        <ul className="mt-1.5 space-y-1 text-sm">
          {departures.map((departure) => (
            <li key={`${departure.kind} ${departure.finding} ${departure.ref}`}>
              <KindTag {...departureWords(departure.kind)} /> otherwise {rungWords(departure.from)}
            </li>
          ))}
        </ul>
      )}
      {answer && answer.decision.findings.length > 0 && (
        <button
          type="button"
          onClick={onOpen}
          className="mt-auto justify-self-start pt-2 text-sm underline decoration-line underline-offset-4"
        >
          Decision<span className="sr-only"> of {platform.title}</span>
        </button>
      )}
    </section>
  );
}
