/**
 * What is done apart from everybody else (`room.ts`), because nobody has vouched yet for the policies that it reads:
 * edited ones are compiled and judged by, and folders are checked before they are published. Runs in the worker.
 */
import type { Engine } from '../../facts/engine.ts';
import type { PolicyFiles } from '../../policy/load.ts';
import type { Problem } from '../../policy/policy-set.ts';
import { type Checked, checkPolicies } from '../check-policies.ts';
import { compileEngine } from '../engine.ts';
import { type JudgedStory, judgeStory, type StoryAsked } from '../judge-story.ts';
import { type Answer, answer } from '../refusal.ts';
import { type Tried, type TryAsked, tryIn } from '../try-in.ts';

/** Files laid over a set. `files` of the set are sent when it is another than before, or the worker a new one. */
export type Edits = {
  readonly files: PolicyFiles | null;
  readonly edits: PolicyFiles;
  /** Tells these edits of this set from all others. */
  readonly key: string;
};

export type Work =
  | ({ readonly kind: 'try'; readonly asked: readonly TryAsked[] } & Edits)
  | ({ readonly kind: 'story'; readonly asked: StoryAsked } & Edits)
  | { readonly kind: 'check'; readonly files: PolicyFiles; readonly examples: boolean };

/** `value` is null where the edits have errors: then the set in force is what judges. */
export type UnderEdits<T> = { readonly value: T | null; readonly problems: readonly Problem[] };
/** What each kind of work is answered with, if it is not refused. */
export type WorkDone = {
  try: UnderEdits<readonly Tried[]>;
  story: UnderEdits<JudgedStory>;
  check: Checked;
};

const KEPT_EDITS = 3;
const PROBLEMS_SHOWN = 100;

/** Does one piece of work after the other; the last few edits stay compiled, since they are typed letter by letter. */
export function createWorkshop(): (work: Work) => Answer<unknown> {
  let base: PolicyFiles = {};
  const compiled = new Map<string, { readonly engine: Engine | null; readonly problems: readonly Problem[] }>();

  function underEdits<T>(work: Edits, judge: (engine: Engine) => Answer<T>): Answer<UnderEdits<T>> {
    if (work.files !== null) base = work.files;
    const known = compiled.get(work.key);
    const { engine, problems } = known ?? engineOf({ ...base, ...work.edits });
    if (known === undefined) {
      compiled.set(work.key, { engine, problems });
      for (const old of [...compiled.keys()].slice(0, -KEPT_EDITS)) compiled.delete(old);
    }
    if (engine === null) return answer({ value: null, problems });
    const judged = judge(engine);
    return judged.ok ? answer({ value: judged.value, problems }) : judged;
  }

  return (work) => {
    switch (work.kind) {
      case 'try':
        return underEdits(work, (engine) => all(work.asked.map((asked) => tryIn(engine, asked))));
      case 'story':
        return underEdits(work, (engine) => answer(judgeStory(engine, work.asked)));
      case 'check':
        return answer(checkPolicies(work.files, { examples: work.examples }));
    }
  };
}

function engineOf(files: PolicyFiles) {
  const { set, problems } = checkPolicies(files, { examples: false });
  const shown = problems.slice(0, PROBLEMS_SHOWN);
  return { engine: set === null ? null : compileEngine(set), problems: shown };
}

function all<T>(answers: readonly Answer<T>[]): Answer<readonly T[]> {
  const values: T[] = [];
  for (const each of answers) {
    if (!each.ok) return each;
    values.push(each.value);
  }
  return answer(values);
}
