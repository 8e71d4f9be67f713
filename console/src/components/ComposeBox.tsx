/** A text area that marks words in what is being typed: the marks lie behind it, letter for letter. */
import type { RefObject } from 'react';
import type { WireFinding } from '../../../src/schema/decision.ts';
import { MarkedText } from './MarkedText.tsx';

/** Longer texts are judged by the API; this box is for trying. */
const TEXT_MAX = 4_000;

type Props = {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly findings: readonly Pick<WireFinding, 'spans'>[];
  readonly box: RefObject<HTMLTextAreaElement | null>;
};

/** Both layers must break lines alike. */
const LAYER = 'px-5 py-4 text-xl leading-relaxed whitespace-pre-wrap wrap-anywhere font-sans';

export function ComposeBox({ value, onChange, findings, box }: Props) {
  return (
    <div className="relative grid min-h-44 rounded-lg border border-ink bg-sheet focus-within:outline-2 focus-within:outline-offset-3 focus-within:outline-ink">
      <div aria-hidden="true" className={`${LAYER} text-transparent [&_mark]:text-transparent`}>
        <MarkedText text={value} findings={findings} />
        {/* A last line that is empty has height only if something stands on it. */}
        {'\u200b'}
      </div>
      <textarea
        ref={box}
        aria-label="Your post"
        aria-describedby="try-outcome"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        maxLength={TEXT_MAX}
        placeholder="Write a post…"
        spellCheck={false}
        className={`${LAYER} absolute inset-0 size-full resize-none overflow-hidden bg-transparent text-ink outline-none placeholder:text-soft`}
      />
    </div>
  );
}
