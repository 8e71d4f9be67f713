/** What the sentences of one text do: who acts, is it quoted, condemned, negated, a question. From cues, in linear time. */

import { findTerms } from '../match/find-terms.ts';
import type { Matcher } from '../match/matcher.ts';
import { type MatchedText, Matches } from '../match/matches.ts';
import { lowerBound, NONE, type Occurrences } from '../match/occurrences.ts';
import { TOKEN_MENTION, TOKEN_SYMBOL, TOKEN_URL, WORD_UNITS } from '../match/tokens.ts';
import type { Mood, Person } from '../text-view.ts';
import { type CueKind, cueTerm } from './cues.ts';
import { findQuotations, innerRepost } from './quotations.ts';
import type { SentenceTable } from './sentences.ts';

/** A negation reaches this many words ahead. */
const NEGATION_WORDS = 4;
/** Without a verb, the subject is looked for in so many tokens. */
const SUBJECT_TOKENS = 6;

export type MeaningText = MatchedText & { readonly sentences: SentenceTable };
type Range = { readonly from: number; readonly to: number };

/** Largest `to` index with value ≤ `value`, of occurrences; -1 if none. Ends are made ascending first. */
type Ends = { readonly all: Occurrences; readonly ends: readonly number[]; readonly order: readonly number[] };

export class Meaning {
  readonly #text: MeaningText;
  readonly #cues: Matches | null;
  readonly #ends = new Map<CueKind, Ends>();
  #quoted: Int32Array | null = null;
  #figurative: Int32Array | null = null;

  constructor(text: MeaningText, cues: Matcher | null) {
    this.#text = text;
    if (cues === null) this.#cues = null;
    else {
      const { tokens } = text;
      const found = findTerms(cues, { text: tokens.text, count: tokens.count, tokens });
      this.#cues = new Matches(cues, text, found);
    }
  }

  cue(kind: CueKind): Occurrences {
    return this.#cues?.occurrences(cueTerm[kind]) ?? NONE;
  }

  range(sentence: number): Range {
    const { first } = this.#text.sentences;
    return { from: first[sentence] as number, to: first[sentence + 1] as number };
  }

  /** Index of the first occurrence of the cue that lies within the range, or -1. */
  firstCue(kind: CueKind, { from, to }: Range): number {
    const all = this.cue(kind);
    const index = lowerBound(all.from, from);
    return index < all.from.length && (all.from[index] as number) < to && (all.to[index] as number) <= to ? index : -1;
  }

  hasCue(kind: CueKind, range: Range): boolean {
    return this.firstCue(kind, range) !== -1;
  }

  /** A new clause begins at one of the tokens [from, to). */
  newClause(from: number, to: number): boolean {
    const all = this.cue('clause_break');
    const next = all.from[lowerBound(all.from, from)];
    return next !== undefined && next < to;
  }

  /** Some occurrence of the cue begins exactly at the token: where the longest ends, else -1. */
  #cueAt(kind: CueKind, token: number): number {
    const all = this.cue(kind);
    let index = lowerBound(all.from, token);
    let end = -1;
    for (; index < all.from.length && all.from[index] === token; index++) end = all.to[index] as number;
    return end;
  }

  /** The occurrence of the cue that ends last at or before the token: its range, or null. */
  lastCueBefore(kind: CueKind, token: number): Range | null {
    let known = this.#ends.get(kind);
    if (known === undefined) {
      const all = this.cue(kind);
      const order = all.to.map((_, i) => i).sort((a, b) => (all.to[a] as number) - (all.to[b] as number));
      known = { all, order, ends: order.map((i) => all.to[i] as number) };
      this.#ends.set(kind, known);
    }
    const at = lowerBound(known.ends, token + 1) - 1;
    if (at < 0) return null;
    const index = known.order[at] as number;
    return { from: known.all.from[index] as number, to: known.all.to[index] as number };
  }

  /** Words between two tokens, in quarter-words. */
  distance(from: number, to: number): number {
    const { position } = this.#text.tokens;
    return (position[to] as number) - (position[from] as number);
  }

  /** The token has the English form that goes with be and yet is active: "killing". */
  isProgressive(token: number): boolean {
    return this.#text.lowered.endsWith('ing', this.#text.tokens.end[token]);
  }

  /** The words from token `at` on are negated: a negation stands shortly before, in the same clause. */
  negatedAt(at: number): boolean {
    const negation = this.lastCueBefore('negation', at);
    if (negation === null || !this.#sameSentence(negation.from, at)) return false;
    if (this.distance(negation.to, at) > NEGATION_WORDS * WORD_UNITS) return false;
    const { clauses } = this.#text.sentences;
    if ((clauses[at] as number) !== (clauses[negation.to - 1] as number)) return false;
    if (this.newClause(negation.to, at)) return false;
    return !this.#overlaps('negation_except', negation);
  }

  #sameSentence(a: number, b: number): boolean {
    const { sentenceOf } = this.#text.sentences;
    return sentenceOf[a] === sentenceOf[b];
  }

  #overlaps(kind: CueKind, range: Range): boolean {
    const all = this.cue(kind);
    const from = lowerBound(all.from, range.to);
    // Exceptions are a few words long: one that begins much earlier does not reach here.
    for (let i = from - 1; i >= 0 && (all.from[i] as number) > range.from - 8; i--) {
      if ((all.to[i] as number) > range.from) return true;
    }
    return false;
  }

  /** All tokens of the range stand in quotation marks, after a reporting verb or behind an inner repost header. */
  quotedAt(from: number, to: number): boolean {
    this.#quoted ??= this.#findQuoted();
    return from < to && (this.#quoted[to] as number) - (this.#quoted[from] as number) === to - from;
  }

  quoted(sentence: number): boolean {
    this.#quoted ??= this.#findQuoted();
    const { from, to } = this.range(sentence);
    return to > from && ((this.#quoted[to] as number) - (this.#quoted[from] as number)) * 2 >= to - from;
  }

  /** The range overlaps an idiom. */
  figurativeAt(from: number, to: number): boolean {
    if (this.#figurative === null)
      this.#figurative = this.#marked((mark) => {
        const all = this.cue('figurative');
        for (const [i, start] of all.from.entries()) mark(start, all.to[i] as number);
      });
    return (this.#figurative[to] as number) > (this.#figurative[from] as number);
  }

  /** Running totals of marked tokens. */
  #marked(fill: (mark: (from: number, to: number) => void) => void): Int32Array {
    const { count } = this.#text.tokens;
    const change = new Int32Array(count + 1);
    fill((from, to) => {
      change[from]!++;
      change[to]!--;
    });
    const total = new Int32Array(count + 1);
    let depth = 0;
    for (let i = 0; i < count; i++) {
      depth += change[i] as number;
      total[i + 1] = (total[i] as number) + (depth > 0 ? 1 : 0);
    }
    return total;
  }

  #findQuoted(): Int32Array {
    const { tokens } = this.#text;
    return this.#marked((mark) => {
      const marks = findQuotations(tokens);
      for (let i = 0; i < marks.length; i += 2) mark(marks[i] as number, marks[i + 1] as number);
      const inner = innerRepost(tokens);
      if (inner < tokens.count) mark(inner, tokens.count);
      const reports = this.cue('reporting_verbs');
      for (const [i, from] of reports.from.entries()) this.#report({ from, to: reports.to[i] as number }, mark);
    });
  }

  /** What a reporting verb reports: the rest of the sentence up to a new clause, or what stands before ("…, he said"). */
  #report(verb: Range, mark: (from: number, to: number) => void): void {
    const { tokens, sentences } = this.#text;
    const sentence = sentences.sentenceOf[verb.from] as number;
    const { from, to } = this.range(sentence);
    const speaker = this.lastCueBefore('first_person', verb.from);
    if (speaker !== null && speaker.from >= from && verb.from - speaker.to <= 1) return;
    const behind = this.firstCue('clause_break', { from: verb.to, to });
    const until = behind === -1 ? to : (this.cue('clause_break').from[behind] as number);
    if (to - verb.to <= 2) {
      for (let gap = verb.from; gap > from && gap >= verb.from - 3; gap--) {
        if ((sentences.clauses[gap] as number) > (sentences.clauses[gap - 1] as number)) {
          mark(from, gap);
          return;
        }
      }
    }
    if (until > verb.to) mark(verb.to, until);
    if (verb.to === to && to < tokens.count && this.#announces(sentence)) {
      const next = this.range(sentence + 1);
      mark(next.from, next.to);
    }
  }

  /** It condemns by itself, or the next sentence condemns it ("That is vile."), or one before does and ends with a colon. */
  condemned(sentence: number): boolean {
    const { sentences } = this.#text;
    if (this.#condemns('condemnation', sentence) || this.#condemns('condemnation_beside', sentence)) return true;
    if (sentence + 1 < sentences.count && this.#condemns('condemnation_beside', sentence + 1)) return true;
    return sentence > 0 && this.#announces(sentence - 1) && this.#condemns('condemnation_beside', sentence - 1);
  }

  /** The sentence ends with a colon: it speaks of the next one. */
  #announces(sentence: number): boolean {
    const { text, start, end } = this.#text.tokens;
    const { to } = this.range(sentence);
    const from = end[to - 1] as number;
    return text.slice(from, Math.min(from + 3, start[to] ?? text.length)).includes(':');
  }

  #condemns(kind: CueKind, sentence: number): boolean {
    const range = this.range(sentence);
    const index = this.firstCue(kind, range);
    return index !== -1 && !this.negatedAt(this.cue(kind).from[index] as number);
  }

  mood(sentence: number): Mood {
    const range = this.range(sentence);
    if (this.#isHeader(sentence)) return 'statement';
    if (this.#text.sentences.asks[sentence] === 1) return 'question';
    const begin = this.#content(range);
    if (this.#cueAt('question_words', begin) !== -1 && !this.#endsWithMark(range)) return 'question';
    return this.#commands(range, begin) ? 'imperative' : 'statement';
  }

  #isHeader(sentence: number): boolean {
    return sentence === 0 && this.#text.sentences.repost;
  }

  #endsWithMark({ to }: Range): boolean {
    const { text, end } = this.#text.tokens;
    return to > 0 && /[.!]/.test(text[end[to - 1] as number] ?? '');
  }

  /** First token that is no mention, link or emoji. */
  #content({ from, to }: Range): number {
    const { kind } = this.#text.tokens;
    let at = from;
    while (at < to && (kind[at] === TOKEN_MENTION || kind[at] === TOKEN_SYMBOL || kind[at] === TOKEN_URL)) at++;
    return at;
  }

  /** The sentence begins as a command: a verb in that form, perhaps behind openers ("please", "somebody"). */
  #commands({ to }: Range, begin: number): boolean {
    let at = begin;
    for (let opener = this.#cueAt('openers', at); opener !== -1 && opener < to; opener = this.#cueAt('openers', at))
      at = opener;
    if (at >= to) return false;
    const command = this.#cueAt('commands', at);
    if (command !== -1) return command < to;
    const verb = this.#cueAt('imperative', at);
    // "Vote counts are in", "Hate is a choice": an auxiliary behind makes it a noun.
    return verb !== -1 && this.#cueAt('modals', verb) === -1;
  }

  person(sentence: number): Person {
    const range = this.range(sentence);
    const begin = this.#content(range);
    if (this.#isHeader(sentence)) return 'third';
    if (this.#commands(range, begin)) return 'second';
    if (this.#cueAt('implied_first', begin) !== -1) return 'first';
    const verbs: CueKind[] = ['modals', 'reporting_verbs', 'harm_verbs', 'implied_first'];
    let subjectEnd = Math.min(range.to, begin + SUBJECT_TOKENS);
    for (const kind of verbs) {
      const index = this.firstCue(kind, { from: begin, to: range.to });
      if (index !== -1) subjectEnd = Math.min(subjectEnd, this.cue(kind).from[index] as number);
    }
    // "I'm", "you're" are subject and auxiliary in one token.
    const subject = { from: begin, to: Math.min(range.to, subjectEnd + 1) };
    const first = this.#cueStart('first_person', subject);
    const second = this.#cueStart('second_person', subject);
    if (first === second) return 'third';
    return first < second ? 'first' : 'second';
  }

  #cueStart(kind: CueKind, range: Range): number {
    const index = this.firstCue(kind, range);
    return index === -1 ? Number.POSITIVE_INFINITY : (this.cue(kind).from[index] as number);
  }
}
