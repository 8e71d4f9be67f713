/** The first screen: the same messages on two platforms, and who is taken to have posted them. */
import type { Story } from '../../../src/schema/demo.ts';
import { PlatformHeads } from '../components/PlatformHeads.tsx';
import { Segmented } from '../components/Segmented.tsx';
import type { OpenDecision } from '../hooks/use-drawer.ts';
import { POSTERS, type Poster } from '../words/poster.ts';
import { MessagePair } from './MessagePair.tsx';

type Props = {
  readonly story: Story;
  readonly poster: Poster;
  readonly onPoster: (poster: Poster) => void;
  readonly onOpen: OpenDecision;
  readonly onQuote: (text: string) => void;
};

/** How many of the messages come out alike, in words that fit any number of them. */
function summaryOf(story: Story): string {
  const all = story.messages.length;
  const apart = story.messages.filter((message) => message.divergence.kinds.length > 0).length;
  const both = all === 2 ? 'both messages' : `all ${all} messages`;
  if (apart === 0) return `The platforms treat ${both} alike.`;
  if (apart === all) return `The platforms treat ${both} differently.`;
  return `The platforms treat ${apart} of ${all} messages differently.`;
}

export function MessagesScene({ story, poster, onPoster, onOpen, onQuote }: Props) {
  return (
    <section id="messages" aria-labelledby="messages-title" className="mx-auto max-w-7xl px-4 pt-4 sm:px-8">
      <div className="flex flex-wrap items-end justify-between gap-x-10 gap-y-3 pb-4 sm:pb-2">
        <div>
          <h1 id="messages-title" className="font-serif text-3xl leading-tight tracking-tight text-balance sm:text-4xl">
            One author, the same words, two platforms
          </h1>
          <p className="text-soft" role="status">
            {summaryOf(story)}
          </p>
        </div>
        <Segmented label="posted by" options={POSTERS} value={poster} onChange={onPoster} />
      </div>
      <div className="hidden sm:grid xl:grid-cols-[1fr_15rem] xl:gap-8">
        <PlatformHeads platforms={story.platforms} />
        <p className="hidden self-end xl:block border-b border-rubric pb-1.5 text-sm font-semibold text-rubric">
          The record
        </p>
      </div>
      <div className="space-y-8 xl:space-y-1">
        {story.messages.map((message) => (
          <MessagePair
            key={message.id}
            message={message}
            story={story}
            poster={poster}
            onOpen={onOpen}
            onQuote={onQuote}
          />
        ))}
      </div>
    </section>
  );
}
