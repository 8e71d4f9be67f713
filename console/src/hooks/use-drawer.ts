/** Which decision the drawer shows: the one that the address names. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { WireDecision } from '../../../src/schema/decision.ts';
import { api } from '../api.ts';
import type { CardPost } from '../components/PostCard.tsx';
import { PLACE_NAMES, type Place, placeIn, valuesOf } from '../words/places.ts';
import { cardOf, cardOfPost, cardOfText, storyPost } from '../words/story.ts';
import { close, open, useAddress } from './use-address.ts';

/** `card` is null where we no longer hold the post, or only its decision was asked for. */
export type Subject = { readonly decision: WireDecision; readonly card: CardPost | null };
export type OpenDecision = (place: Place, subject: Subject) => void;

async function subjectAt(place: Place): Promise<Subject> {
  if (place.kind === 'recorded') {
    const { decision } = await api.decision(place.decision);
    const { platform, id, kind } = decision.subject;
    const post = kind === 'post' ? (await api.post(platform, id)).post : null;
    return { decision, card: post && cardOfPost(post) };
  }
  const { platform, as } = place;
  if (place.kind === 'tried') {
    const { decision } = await api.tryPost({ post: { platform, text: place.text }, as });
    return { decision, card: cardOfText(platform, place.text, as) };
  }
  const { story } = await api.judgeStory({ as });
  const entry = storyPost(story, platform, place.post);
  if (!entry) throw new Error('The story has no such post.');
  return { decision: entry.decision, card: cardOf(entry, as) };
}

const keyOf = (place: Place | null) => ['subject', place] as const;

export function useDrawer() {
  const place = placeIn(useAddress());
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: keyOf(place),
    queryFn: () => subjectAt(place!),
    enabled: place !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const openDecision: OpenDecision = (at, subject) => {
    queries.setQueryData(keyOf(at), subject);
    open(valuesOf(at));
  };
  return {
    isOpen: place !== null,
    subject: place && data ? data : null,
    error: place ? error : null,
    open: openDecision,
    close: () => close(PLACE_NAMES),
  };
}
