/** The same words elsewhere, as recorded, and why the outcomes differ. */
import { useQuery } from '@tanstack/react-query';
import type { Story } from '../../../src/schema/demo.ts';
import { api } from '../api.ts';
import { divergenceWords } from '../words/kinds.ts';
import { seenWords } from '../words/outcome.ts';
import { platformTitle } from '../words/story.ts';
import { KindTag } from './KindTag.tsx';
import { PlatformMark } from './PlatformMark.tsx';

type Props = { readonly platform: string; readonly id: string; readonly story: Story };

export function Copies({ platform, id, story }: Props) {
  const stored = useQuery({ queryKey: ['post', platform, id], queryFn: () => api.post(platform, id) });
  if (!stored.data) return <p className="text-sm text-soft">{stored.error ? 'Not recorded.' : 'Looking…'}</p>;
  const { copies, divergence } = stored.data;
  if (copies.length === 0) return <p className="text-sm text-soft">These words were seen nowhere else.</p>;
  return (
    <ul className="space-y-3">
      {copies.map((copy) => {
        const apart = divergence.find(({ a, b }) =>
          [a, b].some((end) => end.platform === copy.platform && end.id === copy.id),
        );
        return (
          <li key={`${copy.platform}/${copy.id}`} data-platform={copy.platform}>
            <p className="flex items-center gap-2">
              <span className="flex items-center gap-1.5 font-semibold text-(--platform)">
                <PlatformMark platform={copy.platform} />
                {platformTitle(story, copy.platform)}
              </span>
              {copy.presentation && seenWords(copy.presentation)}
            </p>
            {apart && (
              <p className="font-serif">
                {apart.sentence}{' '}
                {apart.kinds.map((kind) => (
                  <KindTag key={kind} {...divergenceWords(kind)} />
                ))}
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}
