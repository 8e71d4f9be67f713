/** What a reader may do with a post. What is off is shown, and said why. */
import { useId, useState } from 'react';
import type { WirePresentation } from '../../../src/schema/presentation.ts';
import { Icon } from './Icon.tsx';

const VERBS = [
  { id: 'like', name: 'Like', many: 'likes' },
  { id: 'reply', name: 'Reply', many: 'replies' },
  { id: 'repost', name: 'Repost', many: 'reposts' },
  { id: 'quote', name: 'Quote', many: 'quotes' },
  { id: 'share', name: 'Share', many: 'shares' },
] as const;

const listed = new Intl.ListFormat('en-GB', { type: 'conjunction' });

type Props = {
  readonly interactions: WirePresentation['interactions'];
  /** Starts a post of the reader's own that quotes this one. */
  readonly onQuote?: (() => void) | undefined;
};

export function PostActions({ interactions, onQuote }: Props) {
  const reasonId = useId();
  const [done, setDone] = useState<readonly string[]>([]);
  const off = VERBS.filter((verb) => interactions[verb.id] === 'off');
  const press = (id: string) => {
    if (id === 'quote' || id === 'reply') onQuote?.();
    else setDone((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]));
  };
  return (
    <div className="@container mt-auto pt-2">
      <ul className="-mx-1 flex justify-between text-sm">
        {VERBS.map((verb) => {
          const isOff = interactions[verb.id] === 'off';
          const toggles = verb.id === 'like' || verb.id === 'repost';
          return (
            <li key={verb.id}>
              <button
                type="button"
                disabled={isOff}
                aria-describedby={isOff ? reasonId : undefined}
                aria-pressed={toggles && !isOff ? done.includes(verb.id) : undefined}
                onClick={() => press(verb.id)}
                className="flex min-h-8 items-center gap-1.5 rounded px-1 text-soft @max-sm:flex-col @max-sm:gap-0 @max-sm:text-xs enabled:hover:bg-(--platform-wash) enabled:hover:text-(--platform) aria-pressed:font-semibold aria-pressed:text-(--platform) disabled:line-through disabled:decoration-1"
              >
                <Icon name={verb.id} />
                {verb.name}
              </button>
            </li>
          );
        })}
      </ul>
      {off.length > 0 && (
        <p id={reasonId} className="text-xs text-soft">
          Off, because it breaks a policy: {listed.format(off.map((verb) => verb.many))}.
        </p>
      )}
    </div>
  );
}
