/** One text being read: each layer made when first asked for, and shared by all questions. */

import { type Features, readFeatures } from './features.ts';
import type { Matcher } from './match/compile-terms.ts';
import { type Hits, type MatchedText, Matches } from './match/matches.ts';
import { readTokens, type Tokens } from './match/tokens.ts';
import type { Cues } from './meaning/cues.ts';
import { claimedLanguage, type Guess, guessLanguage } from './meaning/language.ts';
import { Meaning } from './meaning/meaning.ts';
import { type SentenceTable, splitSentences } from './meaning/sentences.ts';
import { Graphemes } from './normal/graphemes.ts';
import type { NormalText } from './normal/normalise.ts';

/** Cues of this language are used where the language is unknown and cannot be guessed. */
const DEFAULT_CUES = 'en';

export class Reading implements MatchedText {
  readonly normal: NormalText;
  readonly matches: Matches;
  readonly #cues: Cues;
  readonly #claimed: string | null;
  #tokens: Tokens | null;
  #sentences: SentenceTable | null = null;
  #meaning: Meaning | null = null;
  #guess: Guess | null = null;
  #features: Features | null = null;
  #lowered: string | null = null;
  #graphemes: Graphemes | null = null;

  constructor(
    normal: NormalText,
    tokens: Tokens | null,
    rest: { matcher: Matcher; found: Hits | null; cues: Cues; lang: string | null },
  ) {
    this.normal = normal;
    this.#tokens = tokens;
    this.#cues = rest.cues;
    this.#claimed = rest.lang;
    this.matches = new Matches(rest.matcher, this, rest.found);
  }

  get tokens(): Tokens {
    this.#tokens ??= readTokens(this.normal.text);
    return this.#tokens;
  }

  get lowered(): string {
    this.#lowered ??= lowerAscii(this.normal.text);
    return this.#lowered;
  }

  get sentences(): SentenceTable {
    this.#sentences ??= splitSentences(this.tokens);
    return this.#sentences;
  }

  get sentenceOf(): Int32Array {
    return this.sentences.sentenceOf;
  }

  get features(): Features {
    this.#features ??= readFeatures(this.tokens, this.normal.source);
    return this.#features;
  }

  get graphemes(): Graphemes {
    this.#graphemes ??= new Graphemes(this.normal.source);
    return this.#graphemes;
  }

  get lang(): string | null {
    return claimedLanguage(this.#claimed) ?? this.#guessed().lang;
  }

  get meaning(): Meaning {
    if (this.#meaning === null) {
      const lang = claimedLanguage(this.#claimed);
      const likely = lang ?? this.#guessed().likely;
      const cues = likely === null ? null : this.#cues(likely);
      this.#meaning = new Meaning(this, cues ?? (lang === null ? this.#cues(DEFAULT_CUES) : null));
    }
    return this.#meaning;
  }

  #guessed(): Guess {
    this.#guess ??= guessLanguage(this.normal.text);
    return this.#guess;
  }
}

/** ASCII in lower case; all else is so already. Keeps length. */
function lowerAscii(text: string): string {
  const lowered = text.toLowerCase();
  return lowered.length === text.length ? lowered : text.replace(/[A-Z]+/g, (run) => run.toLowerCase());
}
