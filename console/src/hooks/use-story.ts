/** The story of the demo, judged for the chosen poster. The one shown stays until the next one is there. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../api.ts';
import type { Poster } from '../words/poster.ts';

export function useStory(poster: Poster) {
  return useQuery({
    queryKey: ['story', poster],
    queryFn: async ({ signal }) =>
      poster === 'head of state' ? api.story() : (await api.judgeStory({ as: poster }, signal)).story,
    placeholderData: keepPreviousData,
  });
}
