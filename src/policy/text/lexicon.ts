/** All terms of a policy set, compiled together; reads texts. */

import { compileTerms, type Matcher } from './match/compile-terms.ts';
import { findHits } from './match/matches.ts';
import { mayMatch } from './match/regular-expression.ts';
import { keepTokens, scanned, scanTokens } from './match/tokens.ts';
import { type Cues, compileCues } from './meaning/cues.ts';
import { normalise } from './normal/normalise.ts';
import { Reading } from './reading.ts';
import type { Lexicon, LexiconOptions, TermProblem, TermSource, TextView } from './text-view.ts';
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

  read(text: string, lang: string | null): TextView {
    const normal = normalise(text);
    const count = scanTokens(normal.text);
    const found = findHits(this.#matcher, { text: normal.text, count, tokens: scanned() });
    const tokens = found === null ? null : keepTokens(normal.text, count);
    return new Text(new Reading(normal, tokens, { matcher: this.#matcher, found, cues: this.#cues, lang }));
  }

  quick(text: string): Uint32Array | null {
    const normal = normalise(text);
    const count = scanTokens(normal.text);
    const found = findHits(this.#matcher, { text: normal.text, count, tokens: scanned() });
    if (found === null && !this.#anyExpression(normal.text)) return null;
    const tokens = keepTokens(normal.text, count);
    const reading = new Reading(normal, tokens, { matcher: this.#matcher, found, cues: this.#cues, lang: null });
    const { mayHave } = reading.matches;
    return mayHave.some((bits) => bits !== 0) ? mayHave : null;
  }

  #anyExpression(text: string): boolean {
    const { regexes, terms } = this.#matcher;
    if (regexes.length === 0) return false;
    const lowered = text.toLowerCase();
    return regexes.some((term) => {
      const regex = terms[term]?.regex;
      return regex != null && mayMatch(regex, lowered);
    });
  }
}

/** Compiles terms and cues. Never throws: a term with a problem matches nothing (of a list or pattern, only that entry). */
export function buildLexicon(
  terms: readonly TermSource[],
  options: LexiconOptions,
): { lexicon: Lexicon; problems: TermProblem[] } {
  const compiled = compileTerms(terms, options);
  const { cues, problems } = compileCues(options.cues, options.cuesLater ?? false);
  return { lexicon: new CompiledLexicon(terms, compiled.matcher, cues), problems: [...compiled.problems, ...problems] };
}
