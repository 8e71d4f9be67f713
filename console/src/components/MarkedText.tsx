/** A post's text with the words marked that a rule stands on. */
import type { WireFinding } from '../../../src/schema/decision.ts';
import { markedRuns } from '../words/segments.ts';

type Props = { readonly text: string; readonly findings: readonly Pick<WireFinding, 'spans'>[] };

export function MarkedText({ text, findings }: Props) {
  return markedRuns(text, findings).map((segment) =>
    segment.findings.length > 0 ? (
      <mark key={segment.start} className="made-it-so">
        {segment.text}
      </mark>
    ) : (
      <span key={segment.start}>{segment.text}</span>
    ),
  );
}
