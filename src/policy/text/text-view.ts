/**
 * What a rule can ask of a text: the contract between the text layer and the rule compiler.
 * Every question is linear in the text; every yes has spans.
 */
import type { Bits } from '../bits.ts';
import type { Pattern, WordList } from '../policy-set.ts';
import type { RegexBook } from './match/regular-expression.ts';

/** A phrase, list, pattern or regular expression that some rule asks about. */
export type TermSource =
  | { readonly kind: 'phrase'; readonly text: string; readonly fold?: boolean }
  | { readonly kind: 'list'; readonly id: string; readonly entries: readonly string[]; readonly fold: boolean }
  | { readonly kind: 'pattern'; readonly id: string; readonly any: readonly string[]; readonly fold: boolean }
  | { readonly kind: 'regex'; readonly source: string };

/** Index into the terms given to `buildLexicon`. */
export type TermRef = number;

/** Cues per language, per kind: see policies/cues. Entries are written in the pattern syntax. */
export type CueSource = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export type LexiconOptions = {
  readonly cues: CueSource;
  /** Compile the cues of a language when first needed, and leave out their problems: for sets already checked. */
  readonly cuesLater?: boolean;
  /** What `@list-id` in a pattern refers to. */
  readonly lists: readonly WordList[];
  /** What `{pattern-id}` in a pattern refers to. */
  readonly patterns: readonly Pattern[];
  /** Regular expressions compiled before. */
  readonly regexes?: RegexBook;
};

/**
 * A problem in a term, never thrown. `entry` is the index into the term's entries (`entries`, `any`), null for a
 * phrase or regular expression; `offset` counts UTF-16 units in that entry. `in` is set when the fault lies
 * in a list, pattern or cue that the term refers to (then `entry` and `offset` are within that one); `term` is -1 for cues.
 */
export type TermProblem = {
  readonly term: TermRef;
  readonly entry: number | null;
  readonly offset: number;
  readonly code: string;
  readonly message: string;
  readonly help: string;
  readonly in: { readonly kind: 'list' | 'pattern' | 'cue'; readonly id: string } | null;
};

/** Half-open, UTF-16 units of the text as received, whole graphemes. */
export type TextSpan = { readonly start: number; readonly end: number };

/** A question that has spans. `targets` and `negated` give those occurrences of `a` that are meant. */
export type TextQuery =
  | { readonly op: 'has' | 'count'; readonly a: TermRef }
  | { readonly op: 'near' | 'inOrder'; readonly a: TermRef; readonly b: TermRef; readonly words: number }
  | { readonly op: 'targets'; readonly a: TermRef; readonly by?: TermRef | null }
  | { readonly op: 'negated'; readonly a: TermRef };

/** Questions that a whole text and one sentence answer alike. */
export interface Asked {
  /** The term occurs. A phrase or pattern never crosses the end of a sentence. */
  has(t: TermRef): boolean;
  /** Occurrences that do not overlap, the longest first from the left. */
  count(t: TermRef): number;
  /** `a` and `b` occur, not overlapping, in either order, with at most `words` words between. */
  near(a: TermRef, b: TermRef, words: number): boolean;
  /** As `near`, and `a` stands before `b`. */
  inOrder(a: TermRef, b: TermRef, words: number): boolean;
  /** The term occurs, and each occurrence is negated ("nobody should be …", "never …"). */
  negated(t: TermRef): boolean;
  /** The term is whom the deed is (to be) done to: see `targets.ts`. `by`: only deeds of that term. */
  targets(t: TermRef, by?: TermRef | null): boolean;
  /** The spans of what makes the answer yes; empty exactly when it is no. */
  spansOf(query: TextQuery): TextSpan[];
  /** The query holds, but not without what stands in quotation marks or after a reporting verb. */
  quotedAt(query: TextQuery): boolean;
  /** The query holds, but not without what belongs to an idiom ("killed it", "photo shoot"). */
  figurativeAt(query: TextQuery): boolean;
  /** The query holds without anything that is quoted, part of an idiom or negated: the author's own words, meant so. */
  earnestAt(query: TextQuery): boolean;
  /** Number of words, names and addresses left out. Two Han or kana characters, four Thai ones or the like, count as one. */
  readonly words: number;
}

export type Mood = 'statement' | 'question' | 'imperative';
export type Person = 'first' | 'second' | 'third';

export interface SentenceView extends Asked {
  readonly mood: Mood;
  /** Grammatical person of the subject: who acts. */
  readonly person: Person;
  /** At least half of the words stand in quotation marks or after a reporting verb. */
  readonly quoted: boolean;
  /** The sentence, or the one beside it speaking of it, condemns what is said or done. */
  readonly condemned: boolean;
  /** An idiom ("killed it") stands in the sentence. */
  readonly figurative: boolean;
  /** A sign of joking ("lol", laughing emoji) stands in the sentence. */
  readonly joking: boolean;
  /** A sign of supposing ("if", "imagine") stands in the sentence. */
  readonly hypothetical: boolean;
  /** Where the sentence lies in the text as received. */
  readonly span: TextSpan;
}

export interface TextView extends Asked {
  readonly sentences: readonly SentenceView[];
  /** As said by the post, or identified; null: unknown. Lower-case primary subtag. */
  readonly lang: string | null;
  /** UTF-16 units as received. */
  readonly length: number;
  /** Normalising was cut: what stands behind was not read. */
  readonly cut: boolean;
  readonly mentions: number;
  readonly hashtags: number;
  readonly urls: number;
  readonly emojis: number;
  /** Share of upper-case among cased letters, 0 to 1. */
  readonly upperShare: number;
  /** Length of the longest run of one repeated character (spaces apart). */
  readonly longestRun: number;
  /** The text begins with a repost header ("RT @name:"). */
  readonly repost: boolean;
  /** May any term occur? False: every `has` is false. Cheap, as is `mayHave`. */
  readonly any: boolean;
  /** Without `t` only if term `t` does not occur. */
  readonly mayHave: Bits;
}

export interface Lexicon {
  readonly terms: readonly TermSource[];
  read(text: string, lang: string | null): TextView;
}

/** One line of the pattern syntax, for the docs. */
export type SyntaxRow = { readonly write: string; readonly meaning: string; readonly example: string };
