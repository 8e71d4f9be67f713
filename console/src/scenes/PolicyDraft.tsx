/** One policy's file in an editor, its problems, and what it does to the demo's posts. */
import { lazy, Suspense, useRef } from 'react';
import type { Story } from '../../../src/schema/demo.ts';
import { editsFor } from '../actions/edits.ts';
import { FlipList } from '../components/FlipList.tsx';
import { useDraft } from '../hooks/use-draft.ts';
import { useSeen } from '../hooks/use-seen.ts';
import type { Poster } from '../words/poster.ts';
import { rowsOf } from '../words/story.ts';

const CodeEditor = lazy(() => import('../components/CodeEditor.tsx'));

type Props = { readonly policy: Story['policies'][number]; readonly story: Story; readonly poster: Poster };

const CHIP =
  'min-h-9 rounded-full border border-line bg-sheet px-3.5 text-sm enabled:hover:border-soft aria-pressed:border-ink aria-pressed:bg-ink aria-pressed:text-paper disabled:opacity-60';

export function PolicyDraft({ policy, story, poster }: Props) {
  const { draft, setDraft, isEdited, answer, refusal, reset } = useDraft(policy, poster);
  const frame = useRef<HTMLDivElement>(null);
  const seen = useSeen(frame);
  const problems =
    answer?.problems.filter((problem) => problem.file === policy.path || problem.severity === 'error') ?? [];
  const isBroken = answer !== null && !answer.edited;

  return (
    <div className="grid gap-6 lg:grid-cols-[1.4fr_1fr]">
      <div>
        <div ref={frame} className="h-112 overflow-hidden rounded-lg border border-ink bg-sheet p-1">
          <Suspense fallback={<p className="p-4 text-sm text-soft">Opening the editor…</p>}>
            {seen && (
              <CodeEditor label={`Rules of ${policy.title}`} value={draft} onChange={setDraft} problems={problems} />
            )}
          </Suspense>
        </div>
        <fieldset aria-label="Changes to try" className="mt-3 flex flex-wrap gap-2">
          {editsFor(policy, story).map(({ name, meaning, text }) => (
            <button
              key={name}
              type="button"
              title={text === null ? 'This would change no post of the demo' : meaning}
              disabled={text === null}
              aria-pressed={draft === text}
              onClick={() => setDraft(text!)}
              className={CHIP}
            >
              {name}
            </button>
          ))}
          <button type="button" disabled={!isEdited} onClick={reset} className={CHIP}>
            As it was
          </button>
        </fieldset>
        <div role="status" aria-label="Problems" className="mt-3">
          {refusal && <p className="text-rubric">{refusal}</p>}
          <ul className="space-y-1.5 text-sm">
            {problems.map((problem) => (
              <li key={`${problem.line}:${problem.column} ${problem.code} ${problem.message}`}>
                <span className="font-mono text-rubric">
                  {problem.line}:{problem.column}
                </span>{' '}
                {problem.message}. <span className="text-soft">{problem.help}</span>
              </li>
            ))}
          </ul>
        </div>
      </div>
      <FlipList
        rows={rowsOf(story, answer && !isBroken ? answer.story : story, poster)}
        note={
          isBroken
            ? 'The edit does not check yet, so the policy stays as it was.'
            : isEdited
              ? null
              : 'Not edited yet: this is what the policy does now.'
        }
      />
    </div>
  );
}
