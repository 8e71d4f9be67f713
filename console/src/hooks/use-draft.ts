/** A policy being edited, and what the demo's posts would get under it. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Story } from '../../../src/schema/demo.ts';
import { api } from '../api.ts';
import type { Poster } from '../words/poster.ts';

const DEBOUNCE_MS = 150;

function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

export function useDraft(policy: Story['policies'][number], poster: Poster) {
  const [draft, setDraft] = useState(policy.text);
  const settled = useSettled(draft, DEBOUNCE_MS);
  const judged = useQuery({
    queryKey: ['draft', poster, policy.path, settled],
    queryFn: ({ signal }) => api.judgeStory({ as: poster, policies: { [policy.path]: settled } }, signal),
    enabled: settled !== policy.text,
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  });
  const isEdited = draft !== policy.text;
  return {
    draft,
    setDraft,
    isEdited,
    /** Null until something was changed. */
    answer: isEdited ? (judged.data ?? null) : null,
    refusal: isEdited ? (judged.error?.message ?? null) : null,
    reset: () => setDraft(policy.text),
  };
}
