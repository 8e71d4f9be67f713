/** One message on two platforms: both posts on the scale, why they differ, and the record beside them. */
import type { Story, StoryMessage, StoryPost } from '../../../src/schema/demo.ts';
import { KindTag } from '../components/KindTag.tsx';
import { MarginNote } from '../components/MarginNote.tsx';
import type { NamedPolicy } from '../components/NoticeGate.tsx';
import { type CardPost, PostCard } from '../components/PostCard.tsx';
import { Scale } from '../components/Scale.tsx';
import type { OpenDecision } from '../hooks/use-drawer.ts';
import { divergenceWords } from '../words/kinds.ts';
import { seenWords, weightOf } from '../words/outcome.ts';
import type { Poster } from '../words/poster.ts';
import { cardOf, policyTitle } from '../words/story.ts';
import { shortDay } from '../words/times.ts';

type Platform = Story['platforms'][number];
type Props = {
  readonly message: StoryMessage;
  readonly story: Story;
  readonly poster: Poster;
  readonly onOpen: OpenDecision;
  readonly onQuote: (text: string) => void;
};

type SideProps = {
  readonly platform: Platform;
  readonly entry: StoryPost;
  readonly card: CardPost;
  readonly policies: readonly NamedPolicy[];
  readonly poster: Poster;
  readonly onOpen: () => void;
  readonly onQuote: () => void;
};

function Side({ platform, entry, card, policies, poster, onOpen, onQuote }: SideProps) {
  return (
    <div>
      <PostCard post={card} presentation={entry.presentation} policies={policies} onQuote={onQuote} />
      <p className="mt-1.5 flex items-baseline justify-between gap-3 px-1 text-sm text-soft">
        <span>
          {platform.title}: <b className="font-semibold text-ink">{seenWords(entry.presentation)}</b>
          {sourceWords(platform, entry, poster)}
        </span>
        <button type="button" onClick={onOpen} className="underline decoration-line underline-offset-4 hover:text-ink">
          Decision<span className="sr-only"> on {platform.title}</span>
        </button>
      </p>
    </div>
  );
}

/** Who is taken to have posted it, said beside the handle. */
const byline = (card: CardPost, poster: Poster): CardPost => ({ ...card, author: { ...card.author, office: poster } });

/** Whether we did it, saw it, or read it off the other platform's policy. */
function sourceWords(platform: Platform, { observed }: StoryPost, poster: Poster): string {
  if (platform.mode !== 'observed') return '';
  return observed && poster === 'head of state'
    ? `, as seen on ${shortDay(observed.seenAt)}`
    : ', by its published policy';
}

export function MessagePair({ message, story, poster, onOpen, onQuote }: Props) {
  const sides = story.platforms.flatMap((platform) => {
    const entry = message.posts[platform.id];
    if (!entry) return [];
    const policies = (entry.presentation.notice?.policies ?? []).map((id) => ({ id, title: policyTitle(story, id) }));
    return [{ platform, entry, card: byline(cardOf(entry, poster), poster), policies, poster }];
  });
  const [left, right] = sides;
  if (!left || !right) return null;
  const notes = sides.flatMap((side) => side.entry.decision.departures.map((departure) => ({ side, departure })));
  const open = ({ entry: { decision, post }, platform, card }: typeof left) => {
    // As recorded where it is; judged as somebody else's it has no record to look up.
    if (poster === 'head of state') onOpen({ kind: 'recorded', decision: decision.id }, { decision, card });
    else onOpen({ kind: 'told', platform: platform.id, post: post.id, as: poster }, { decision, card });
  };
  const sideOf = (side: typeof left) => (
    <Side {...side} onOpen={() => open(side)} onQuote={() => onQuote(side.card.text)} />
  );

  return (
    <section aria-labelledby={`message-${message.id}`} className="grid gap-x-8 gap-y-3 xl:grid-cols-[1fr_15rem]">
      <div>
        <h2 id={`message-${message.id}`} className="sr-only">
          {message.title}
        </h2>
        <Scale
          left={sideOf(left)}
          right={sideOf(right)}
          weights={[weightOf(left.entry.presentation), weightOf(right.entry.presentation)]}
        />
        <p className="mt-2 font-serif text-lg leading-snug text-balance xl:mt-0 xl:text-center" aria-live="polite">
          {message.divergence.sentence || 'Both platforms treat it alike.'}{' '}
          {message.divergence.kinds.map((kind) => (
            <KindTag key={kind} {...divergenceWords(kind)} />
          ))}
        </p>
      </div>
      <aside aria-label={`The record: ${message.title}`} className="xl:pt-9">
        {notes.length > 0 ? (
          <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-1">
            {notes.map(({ side, departure }) => (
              <MarginNote
                key={`${side.platform.id} ${departure.kind} ${departure.finding} ${departure.ref}`}
                departure={departure}
                platform={side.platform.title}
                onOpen={() => open(side)}
              />
            ))}
          </ul>
        ) : (
          <p className="border-l-2 border-line pl-3 font-serif text-sm text-soft italic">
            Nothing in the margin: each outcome is what the policy gives.
          </p>
        )}
      </aside>
    </section>
  );
}
