/** Judges a text on several platforms as it is typed: the last answer wins, and overtaken questions are given up. */
import { useEffect, useRef, useState } from 'react';
import type { TryAnswer } from '../../../src/schema/try.ts';
import { api } from '../api.ts';
import type { Poster } from '../words/poster.ts';

/** Long enough to let one key stroke finish, short enough not to be felt. */
const DEBOUNCE_MS = 12;

export type Judged = {
  /** The text that was judged: the spans belong to this one. */
  readonly text: string;
  readonly poster: Poster;
  readonly answers: Readonly<Record<string, TryAnswer>>;
  readonly tookMs: number;
};

export type Judging = { readonly judged: Judged | null; readonly refusal: string | null; readonly busy: boolean };

const NOTHING: Judging = { judged: null, refusal: null, busy: false };

export function useJudging(text: string, poster: Poster, platforms: readonly string[]): Judging {
  const [state, setState] = useState<Judging>(NOTHING);
  const asked = useRef(platforms);
  asked.current = platforms;

  useEffect(() => {
    if (text.trim() === '') {
      setState(NOTHING);
      return;
    }
    const gone = new AbortController();
    const judge = async () => {
      const from = performance.now();
      const one = (platform: string) => api.tryPost({ post: { platform, text }, as: poster }, gone.signal);
      try {
        const answers = await Promise.all(asked.current.map(async (id) => [id, await one(id)] as const));
        if (gone.signal.aborted) return;
        const judged = { text, poster, answers: Object.fromEntries(answers), tookMs: performance.now() - from };
        setState({ judged, refusal: null, busy: false });
      } catch (error) {
        if (gone.signal.aborted) return;
        setState((before) => ({ ...before, refusal: (error as Error).message, busy: false }));
      }
    };
    setState((before) => ({ ...before, busy: true }));
    const timer = setTimeout(judge, DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [text, poster]);

  return state;
}
