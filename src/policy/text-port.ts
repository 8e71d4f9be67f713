// TEMPORARY: until text/index.ts exports buildLexicon.
import type { Lexicon, LexiconOptions, TermProblem, TermSource, TextView } from './text/index.ts';

const entriesOf = (t: TermSource): string[] =>
  t.kind === 'phrase' ? [t.text] : t.kind === 'regex' ? [] : t.kind === 'list' ? [...t.entries] : [...t.any];
export function buildLexicon(
  terms: readonly TermSource[],
  _o: LexiconOptions,
): { lexicon: Lexicon; problems: TermProblem[] } {
  const find = (text: string, t: number) => {
    const out: { start: number; end: number }[] = [];
    for (const e of entriesOf(terms[t]!)) {
      const at = text.toLowerCase().indexOf(e.toLowerCase());
      if (at >= 0) out.push({ start: at, end: at + e.length });
    }
    return out;
  };
  const asked = (text: string, base: number): any => ({
    has: (t: number) => find(text, t).length > 0,
    count: (t: number) => find(text, t).length,
    near: (a: number, b: number) => find(text, a).length > 0 && find(text, b).length > 0,
    inOrder: (a: number, b: number) => (find(text, a)[0]?.start ?? 1e9) < (find(text, b)[0]?.start ?? -1),
    negated: () => false,
    targets: (t: number) => find(text, t).length > 0,
    quotedAt: () => false,
    figurativeAt: () => false,
    spansOf: (q: any) =>
      [...find(text, q.a), ...(q.b === undefined ? [] : find(text, q.b))].map((s) => ({
        start: s.start + base,
        end: s.end + base,
      })),
    words: text.split(/\s+/).length,
  });
  const lexicon: Lexicon = {
    terms,
    quick: () => null,
    read(text, lang): TextView {
      const mayHave = new Uint32Array((terms.length >> 5) + 1);
      terms.forEach((_, t) => {
        if (terms[t]!.kind === 'regex' || find(text, t).length > 0) mayHave[t >>> 5]! |= 1 << (t & 31);
      });
      const sentences: any[] = [];
      for (const m of text.matchAll(/[^.!?]+[.!?]?/g))
        sentences.push({
          ...asked(m[0], m.index),
          mood: m[0].endsWith('?') ? 'question' : 'statement',
          person: 'third',
          quoted: m[0].includes('"'),
          condemned: false,
          figurative: false,
          joking: false,
          hypothetical: false,
          span: { start: m.index, end: m.index + m[0].length },
        });
      return {
        ...asked(text, 0),
        sentences,
        lang,
        length: text.length,
        cut: false,
        mentions: 0,
        hashtags: 0,
        urls: 0,
        emojis: 0,
        upperShare: 0,
        longestRun: 1,
        repost: false,
        any: true,
        mayHave,
      };
    },
  };
  return { lexicon, problems: [] };
}
