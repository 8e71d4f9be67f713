/** One text being read: each layer made when first asked for, and shared by all questions. */

import { type Loudness, readLoudness } from './loudness.ts';
import type { Found } from './match/find-terms.ts';
import type { Matcher } from './match/matcher.ts';
import { type MatchedText, Matches } from './match/matches.ts';
import { readTokens, type TokenCounts, type Tokens } from './match/tokens.ts';
import type { Cues } from './meaning/cues.ts';
import { claimedLanguage, type Guess, guessLanguage } from './meaning/language.ts';
import { Meaning } from './meaning/meaning.ts';
import { isPlainRun, type SentenceTable, splitSentences } from './meaning/sentences.ts';
import { Graphemes } from './normal/graphemes.ts';
import type { NormalText } from './normal/normalise.ts';

/** Cues of this language are used where the language is unknown and cannot be guessed. */
const DEFAULT_CUES = 'en';

/** `tokens`: null where they are not at hand. */
type Given = {
  readonly matcher: Matcher;
  readonly cues: Cues;
  readonly lang: string | null;
  readonly tokens: Tokens | null;
  readonly counts: TokenCounts;
  readonly found: Found | null;
};

export class Reading implements MatchedText {
  readonly normal: NormalText;
  readonly counts: TokenCounts;
  readonly #given: Given;
  #matches: Matches | null = null;
  readonly #cues: Cues;
  readonly #claimed: string | null;
  #tokens: Tokens | null;
  #sentences: SentenceTable | null = null;
  #meaning: Meaning | null = null;
  #guess: Guess | null = null;
  #loudness: Loudness | null = null;
  #lowered: string | null = null;
  #graphemes: Graphemes | null = null;

  constructor(normal: NormalText, given: Given) {
    this.normal = normal;
    this.counts = given.counts;
    this.#tokens = given.tokens;
    this.#cues = given.cues;
    this.#claimed = given.lang;
    this.#given = given;
  }

  /** May any term occur? For most texts the answer is no, and nothing more is made for them. */
  get any(): boolean {
    const { found, matcher } = this.#given;
    return (found !== null || matcher.regexes.length > 0) && this.matches.any;
  }

  get matches(): Matches {
    this.#matches ??= new Matches(this.#given.matcher, this, this.#given.found);
    return this.#matches;
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

  inOneSentence(from: number, to: number): boolean {
    if (isPlainRun(this.tokens, from, to)) return true;
    const { sentenceOf } = this.sentences;
    return sentenceOf[from] === sentenceOf[to - 1];
  }

  get loudness(): Loudness {
    this.#loudness ??= readLoudness(this.normal.source);
    return this.#loudness;
  }

  get graphemes(): Graphemes {
    this.#graphemes ??= new Graphemes(this.normal.source, this.normal.isAscii);
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
