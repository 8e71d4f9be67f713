/** Write a post: it is judged on both platforms as you type, and the words that made it so are marked. */
import { type RefObject, useMemo } from 'react';
import type { Story } from '../../../src/schema/demo.ts';
import { EXAMPLES } from '../actions/examples.ts';
import { ComposeBox } from '../components/ComposeBox.tsx';
import { FindingNote } from '../components/FindingNote.tsx';
import { SceneHead } from '../components/SceneHead.tsx';
import { Segmented } from '../components/Segmented.tsx';
import { Verdict } from '../components/Verdict.tsx';
import type { OpenDecision } from '../hooks/use-drawer.ts';
import { type Judged, useJudging } from '../hooks/use-judging.ts';
import { POSTERS, type Poster } from '../words/poster.ts';
import { distinctFindings, keptFindings } from '../words/segments.ts';
import { cardOfText, policyTitle } from '../words/story.ts';

type Props = {
  readonly story: Story;
  readonly poster: Poster;
  readonly onPoster: (poster: Poster) => void;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly box: RefObject<HTMLTextAreaElement | null>;
  readonly onOpen: OpenDecision;
};

const languages = new Intl.DisplayNames('en', { type: 'language' });

/** `fr` → French; a tag that has no name stays as it is. */
function languageName(tag: string): string {
  try {
    return languages.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

function Found({ judged, story }: { judged: Judged; story: Story }) {
  const findings = distinctFindings(Object.values(judged.answers).flatMap((answer) => answer.decision.findings));
  const other = Object.values(judged.answers).flatMap(({ otherLanguage }) => otherLanguage ?? [])[0];
  if (findings.length === 0)
    return (
      <p className="font-serif text-lg text-soft italic">
        {other === undefined
          ? 'No policy speaks against these words.'
          : `These words look ${languageName(other)}: no policy is written for it, so they are not judged.`}
      </p>
    );
  return (
    <ul className="space-y-5">
      {findings.map((finding) => (
        <li key={`${finding.policy}/${finding.rule}`}>
          <FindingNote finding={finding} text={judged.text} title={policyTitle(story, finding.policy)} />
        </li>
      ))}
    </ul>
  );
}

export function TryScene({ story, poster, onPoster, text, onText, box, onOpen }: Props) {
  const platforms = useMemo(() => story.platforms.map((platform) => platform.id), [story.platforms]);
  const { judged, refusal } = useJudging(text, poster, platforms);
  const findings = useMemo(() => {
    const all = distinctFindings(Object.values(judged?.answers ?? {}).flatMap((answer) => answer.decision.findings));
    return judged ? keptFindings(judged.text, text, all) : [];
  }, [judged, text]);

  return (
    <section id="try" aria-labelledby="try-title" className="mx-auto max-w-7xl px-4 sm:px-8">
      <SceneHead id="try-title" title="Write one yourself">
        Judged on both platforms as you type. The marked words made it so.
      </SceneHead>
      <div className="grid gap-6 lg:grid-cols-[1.2fr_1fr]">
        <div>
          <div className="mb-3 flex flex-wrap gap-2">
            {EXAMPLES.map((example) => (
              <button
                key={example.name}
                type="button"
                aria-pressed={text === example.text}
                onClick={() => onText(example.text)}
                className="min-h-9 rounded-full border border-line bg-sheet px-3.5 text-sm hover:border-soft aria-pressed:border-ink aria-pressed:bg-ink aria-pressed:text-paper"
              >
                {example.name}
              </button>
            ))}
          </div>
          <ComposeBox value={text} onChange={onText} findings={findings} box={box} />
          <div className="mt-3 flex flex-wrap items-center justify-between gap-3">
            <Segmented label="posted by" options={POSTERS} value={poster} onChange={onPoster} />
            <p className="text-sm text-soft tabular-nums">
              {judged ? `Judged in ${Math.max(1, Math.round(judged.tookMs))} ms, nothing recorded` : '\u00a0'}
            </p>
          </div>
        </div>
        <div id="try-outcome" aria-live="polite" className="grid content-start gap-5">
          <div className="grid grid-cols-2 gap-3 sm:gap-4">
            {story.platforms.map((platform) => {
              const answer = judged?.answers[platform.id] ?? null;
              const open = () => {
                if (!judged || !answer) return;
                const { text, poster: as } = judged;
                const card = cardOfText(platform.id, text, as);
                onOpen({ kind: 'tried', platform: platform.id, text, as }, { decision: answer.decision, card });
              };
              return <Verdict key={platform.id} platform={platform} answer={answer} onOpen={open} />;
            })}
          </div>
          {refusal ? <p className="text-rubric">{refusal}</p> : judged && <Found judged={judged} story={story} />}
        </div>
      </div>
    </section>
  );
}
