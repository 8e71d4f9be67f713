/** One finding: the rule's own explanation, its policy, and the words that made it so. */
import type { WireFinding } from '../../../src/schema/decision.ts';
import { rungWords } from '../words/outcome.ts';
import { markedRuns } from '../words/segments.ts';

type Props = { readonly finding: WireFinding; readonly text: string | null; readonly title: string };

/** The marked words in order, each once. */
function wordsOf(finding: WireFinding, text: string): string[] {
  const marked = markedRuns(text, [finding]).filter((run) => run.findings.length > 0);
  return [...new Set(marked.map((run) => run.text))];
}

export function FindingNote({ finding, text, title }: Props) {
  const words = text === null ? [] : wordsOf(finding, text);
  return (
    <div>
      <p className="font-serif text-lg leading-snug">{finding.explain}</p>
      <p className="mt-1 text-sm text-soft">
        {title} {finding.version}, rule <code className="font-mono text-[0.8125rem]">{finding.rule}</code>; gives:{' '}
        {rungWords(finding.rung)}
      </p>
      {words.length > 0 && (
        <p className="mt-1 text-sm">
          <span className="text-soft">Because of </span>
          {words.map((word, index) => (
            <span key={word}>
              {index > 0 && ', '}
              <mark className="made-it-so px-0.5">{word}</mark>
            </span>
          ))}
        </p>
      )}
    </div>
  );
}
