/** All terms of a policy set, compiled together; reads texts. */

import { readTerms } from './match/compile-terms.ts';
import { findTerms } from './match/find-terms.ts';
import type { Matcher } from './match/matcher.ts';
import { type PackedMatcher, packMatcher, unpackMatcher } from './match/pack-matcher.ts';
import type { RegexBook } from './match/regular-expression.ts';
import { keepCounts, keepTokens, scanned, scanTokens } from './match/tokens.ts';
import { type Cues, compileCues } from './meaning/cues.ts';
import { normalise } from './normal/normalise.ts';
import { Reading } from './reading.ts';
import type { CueSource, Lexicon, LexiconOptions, TermProblem, TermRef, TermSource, TextView } from './text-view.ts';
import { Text } from './views.ts';

class CompiledLexicon implements Lexicon {
  readonly terms: readonly TermSource[];
  readonly #matcher: Matcher;
  readonly #cues: Cues;

  constructor(terms: readonly TermSource[], matcher: Matcher, cues: Cues) {
    this.terms = terms;
    this.#matcher = matcher;
    this.#cues = cues;
  }

  pack(): PackedLexicon {
    return { terms: this.terms, matcher: packMatcher(this.#matcher) };
  }

  read(text: string, lang: string | null): TextView {
    const normal = normalise(text);
    const count = scanTokens(normal.text);
    const counts = keepCounts();
    const matcher = this.#matcher;
    const found = findTerms(matcher, { text: normal.text, count, tokens: scanned() });
    const tokens = found === null ? null : keepTokens(normal.text, count);
    return new Text(new Reading(normal, { matcher, cues: this.#cues, lang, tokens, counts, found }));
  }
}

/** Terms and cues read once. Lexicons of all or some of the terms are made from them at little cost. */
export type LexiconBook = {
  readonly problems: readonly TermProblem[];
  /** Term i of the lexicon is term `refs[i]` of those given. */
  lexicon(refs: readonly TermRef[]): Lexicon;
};

/** Reads terms and cues. Never throws: a term with a problem matches nothing (of a list or pattern, only that entry). */
export function readLexicon(terms: readonly TermSource[], options: LexiconOptions): LexiconBook {
  const book = readTerms(terms, options);
  const { cues, problems } = compileCues(options.cues, options.cuesLater ?? false);
  return {
    problems: [...book.problems, ...problems],
    lexicon: (refs) =>
      new CompiledLexicon(
        refs.map((ref) => terms[ref] as TermSource),
        book.matcher(refs),
        cues,
      ),
  };
}

/** Compiles terms and cues to one lexicon; as `readLexicon`. */
export function buildLexicon(
  terms: readonly TermSource[],
  options: LexiconOptions,
): { lexicon: Lexicon; problems: readonly TermProblem[] } {
  const book = readLexicon(terms, options);
  return { lexicon: book.lexicon([...terms.keys()]), problems: book.problems };
}

/** A lexicon as plain data, without its cues. */
export type PackedLexicon = { readonly terms: readonly TermSource[]; readonly matcher: PackedMatcher };

export const packLexicon = (lexicon: Lexicon): PackedLexicon => (lexicon as CompiledLexicon).pack();

/** The lexicon that was packed. Cues are compiled when first needed, as with `cuesLater`. */
export function unpackLexicon(
  { terms, matcher }: PackedLexicon,
  { cues, regexes }: { readonly cues: CueSource; readonly regexes: RegexBook },
): Lexicon {
  const regexOf = (i: number) => {
    const term = terms[i];
    return term?.kind === 'regex' ? regexes.compile(term.source).regex : null;
  };
  return new CompiledLexicon(terms, unpackMatcher(matcher, regexOf), compileCues(cues, true).cues);
}
