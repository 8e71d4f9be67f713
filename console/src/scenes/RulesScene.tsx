/** Change a policy's rules and see at once which of the demo's posts would come out otherwise. Nothing is saved. */
import { useState } from 'react';
import type { Story } from '../../../src/schema/demo.ts';
import { SceneHead } from '../components/SceneHead.tsx';
import type { Poster } from '../words/poster.ts';
import { PolicyDraft } from './PolicyDraft.tsx';

type Props = { readonly story: Story; readonly poster: Poster };

export function RulesScene({ story, poster }: Props) {
  const [chosen, setChosen] = useState<string>('glorifying-violence');
  const policy = story.policies.find((one) => one.id === chosen) ?? story.policies[0];
  if (!policy) return null;
  return (
    <section id="rules" aria-labelledby="rules-title" className="mx-auto max-w-7xl px-4 sm:px-8">
      <SceneHead id="rules-title" title="Change a rule">
        Edit a policy and see which posts of this demo would come out otherwise, before anybody adopts it.
      </SceneHead>
      <label className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-serif text-soft italic">the policy on</span>
        <select
          value={policy.id}
          onChange={(event) => setChosen(event.target.value)}
          className="min-h-9 rounded-full border border-ink bg-sheet px-3.5 text-sm font-semibold"
        >
          {story.policies.map((one) => (
            <option key={one.id} value={one.id}>
              {one.title}
            </option>
          ))}
        </select>
      </label>
      <PolicyDraft key={policy.path} policy={policy} story={story} poster={poster} />
    </section>
  );
}
