/** A text and its sentences as rules see them. */

import type { Bits } from '../bits.ts';
import { SIGNS_MAX } from './match/fold-words.ts';
import {
  anyFollowed,
  apart,
  type Distance,
  followed,
  following,
  keep,
  NONE,
  type Occurrences,
  within,
} from './match/occurrences.ts';
import { TOKEN_MENTION, TOKEN_SYMBOL, TOKEN_URL, WORD_UNITS } from './match/tokens.ts';
import { isTarget } from './meaning/targets.ts';
import { isCurrency } from './normal/lookalikes.ts';
import type { Reading } from './reading.ts';
import type { Asked, Mood, Person, SentenceView, TermRef, TextQuery, TextSpan, TextView } from './text-view.ts';

type Range = { readonly from: number; readonly to: number };
/** Which occurrences may count, by token range. */
type Passes = (from: number, to: number) => boolean;
/** Occurrences that make an answer yes. */
type Evidence = { readonly term: TermRef; readonly all: Occurrences; readonly indexes: readonly number[] };

/** Answers over a range of tokens; null: all. */
class Answers implements Asked {
  readonly reading: Reading;
  readonly #range: Range | null;

  constructor(reading: Reading, range: Range | null) {
    this.reading = reading;
    this.#range = range;
  }

  has(t: TermRef): boolean {
    return this.#occurrences(t, null).from.length > 0;
  }

  count(t: TermRef): number {
    return apart(this.#occurrences(t, null)).length;
  }

  near(a: TermRef, b: TermRef, words: number): boolean {
    if (!this.#may(a) || !this.#may(b)) return false;
    const [first, second] = [this.#occurrences(a, null), this.#occurrences(b, null)];
    const distance = this.#distance(words);
    return anyFollowed(first, second, distance) || anyFollowed(second, first, distance);
  }

  inOrder(a: TermRef, b: TermRef, words: number): boolean {
    if (!this.#may(a) || !this.#may(b)) return false;
    return anyFollowed(this.#occurrences(a, null), this.#occurrences(b, null), this.#distance(words));
  }

  negated(t: TermRef): boolean {
    return this.#holds({ op: 'negated', a: t }, null);
  }

  targets(t: TermRef, by: TermRef | null = null): boolean {
    return this.#holds({ op: 'targets', a: t, by }, null);
  }

  quotedAt(query: TextQuery): boolean {
    if (!this.#holds(query, null)) return false;
    const { meaning } = this.reading;
    return !this.#holds(query, (from, to) => !meaning.quotedAt(from, to));
  }

  figurativeAt(query: TextQuery): boolean {
    if (!this.#holds(query, null)) return false;
    const { meaning } = this.reading;
    return !this.#holds(query, (from, to) => !meaning.figurativeAt(from, to));
  }

  earnestAt(query: TextQuery): boolean {
    if (!this.#holds(query, null)) return false;
    const { meaning } = this.reading;
    return this.#holds(query, (from, to) => {
      return !meaning.quotedAt(from, to) && !meaning.figurativeAt(from, to) && !meaning.negatedAt(from);
    });
  }

  spansOf(query: TextQuery): TextSpan[] {
    const { normal, graphemes, matches } = this.reading;
    const spans: TextSpan[] = [];
    for (const { term, all, indexes } of this.#evidence(query, null)) {
      const folds = matches.matcher.terms[term]?.folds === true;
      for (const i of indexes) {
        const { start, end } = folds ? this.#withSigns(this.#chars(all, i)) : this.#chars(all, i);
        spans.push({ start: normal.startOf(start), end: normal.endOf(end) });
      }
    }
    return graphemes.widen(spans);
  }

  /** Where an occurrence stands in the normalised text. */
  #chars(all: Occurrences, i: number): TextSpan {
    const { tokens } = this.reading;
    const start = all.chars?.start[i] ?? tokens.start[all.from[i] as number];
    const end = all.chars?.end[i] ?? tokens.end[(all.to[i] as number) - 1];
    return { start: start as number, end: end as number };
  }

  /** With the signs before and behind that may stand for letters: "$hit", "a$$". */
  #withSigns({ start, end }: TextSpan): TextSpan {
    const { text } = this.reading.normal;
    let from = start;
    while (from > Math.max(0, start - SIGNS_MAX) && isCurrency(text.charCodeAt(from - 1))) from--;
    let to = end;
    while (to < Math.min(text.length, end + SIGNS_MAX) && (isCurrency(text.charCodeAt(to)) || text[to] === '@')) to++;
    return { start: from, end: to };
  }

  get words(): number {
    const { tokens } = this.reading;
    const { from, to } = this.#range ?? { from: 0, to: tokens.count };
    let units = 0;
    for (let i = from; i < to; i++) {
      const kind = tokens.kind[i];
      if (kind === TOKEN_MENTION || kind === TOKEN_URL || kind === TOKEN_SYMBOL) continue;
      units += (tokens.position[i + 1] as number) - (tokens.position[i] as number);
    }
    return Math.ceil(units / WORD_UNITS);
  }

  #may(t: TermRef): boolean {
    return this.reading.matches.mayOccur(t);
  }

  #distance(words: number): Distance {
    return { position: this.reading.tokens.position, units: words * WORD_UNITS };
  }

  #occurrences(t: TermRef, passes: Passes | null): Occurrences {
    if (!this.#may(t)) return NONE;
    const everywhere = this.reading.matches.occurrences(t);
    const all = this.#range === null ? everywhere : within(everywhere, this.#range);
    return passes === null ? all : keep(all, (i) => passes(all.from[i] as number, all.to[i] as number));
  }

  #holds(query: TextQuery, passes: Passes | null): boolean {
    return this.#evidence(query, passes).some(({ indexes }) => indexes.length > 0);
  }

  #evidence(query: TextQuery, passes: Passes | null): Evidence[] {
    const a = this.#occurrences(query.a, passes);
    if (a.from.length === 0) return [];
    switch (query.op) {
      case 'has':
      case 'count':
        return [{ term: query.a, all: a, indexes: apart(a) }];
      case 'near':
      case 'inOrder':
        return this.#pairs(query, a, this.#occurrences(query.b, passes));
      case 'negated': {
        const { meaning } = this.reading;
        return a.from.every((from) => meaning.negatedAt(from)) ? [{ term: query.a, all: a, indexes: apart(a) }] : [];
      }
      case 'targets': {
        const by = query.by === undefined || query.by === null ? null : this.#occurrences(query.by, null);
        const meant = keep(a, (i) => this.#isTarget({ from: a.from[i] as number, to: a.to[i] as number }, by));
        return [{ term: query.a, all: meant, indexes: apart(meant) }];
      }
    }
  }

  /** Occurrences of two terms that stand near each other, or in order. */
  #pairs(query: TextQuery & { op: 'near' | 'inOrder' }, a: Occurrences, b: Occurrences): Evidence[] {
    const distance = this.#distance(query.words);
    const ofA = new Set(followed(a, b, distance));
    const ofB = new Set(following(a, b, distance));
    if (query.op === 'near') {
      for (const i of followed(b, a, distance)) ofB.add(i);
      for (const i of following(b, a, distance)) ofA.add(i);
    }
    return [
      { term: query.a, all: a, indexes: [...ofA] },
      { term: query.b, all: b, indexes: [...ofB] },
    ];
  }

  #isTarget(whom: Range, by: Occurrences | null): boolean {
    const { meaning } = this.reading;
    const { sentenceOf } = this.reading.sentences;
    const sentence = meaning.range(sentenceOf[Math.min(whom.from, sentenceOf.length - 1)] as number);
    return isTarget(meaning, whom, { sentence, by });
  }
}

export class Sentence extends Answers implements SentenceView {
  readonly #index: number;

  constructor(reading: Reading, index: number) {
    const { first } = reading.sentences;
    super(reading, { from: first[index] as number, to: first[index + 1] as number });
    this.#index = index;
  }

  get mood(): Mood {
    return this.reading.meaning.mood(this.#index);
  }

  get person(): Person {
    return this.reading.meaning.person(this.#index);
  }

  get quoted(): boolean {
    return this.reading.meaning.quoted(this.#index);
  }

  get condemned(): boolean {
    return this.reading.meaning.condemned(this.#index);
  }

  get figurative(): boolean {
    return this.#hasCue('figurative');
  }

  get joking(): boolean {
    return this.#hasCue('joking');
  }

  get hypothetical(): boolean {
    return this.#hasCue('hypothetical');
  }

  get span(): TextSpan {
    const { normal, tokens, sentences } = this.reading;
    const last = (sentences.first[this.#index + 1] as number) - 1;
    const end = tokens.end[last] as number;
    const mark = /^[^\s\p{L}\p{N}]{0,8}/u.exec(normal.text.slice(end, tokens.start[last + 1] ?? end + 8))?.[0] ?? '';
    const start = tokens.start[sentences.first[this.#index] as number] as number;
    const span = { start: normal.startOf(start), end: normal.endOf(end + mark.length) };
    return this.reading.graphemes.widen([span])[0] as TextSpan;
  }

  #hasCue(kind: 'figurative' | 'joking' | 'hypothetical'): boolean {
    const { meaning } = this.reading;
    return meaning.hasCue(kind, meaning.range(this.#index));
  }
}

export class Text extends Answers implements TextView {
  #sentences: readonly Sentence[] | null = null;

  constructor(reading: Reading) {
    super(reading, null);
  }

  get sentences(): readonly Sentence[] {
    const { reading } = this;
    this.#sentences ??= Array.from({ length: reading.sentences.count }, (_, i) => new Sentence(reading, i));
    return this.#sentences;
  }

  get lang(): string | null {
    return this.reading.lang;
  }

  get length(): number {
    return this.reading.normal.source.length;
  }

  get cut(): boolean {
    return this.reading.normal.cut;
  }

  get mentions(): number {
    return this.reading.counts.mentions;
  }

  get hashtags(): number {
    return this.reading.counts.hashtags;
  }

  get urls(): number {
    return this.reading.counts.urls;
  }

  get emojis(): number {
    return this.reading.counts.emojis;
  }

  get upperShare(): number {
    return this.reading.loudness.upperShare;
  }

  get longestRun(): number {
    return this.reading.loudness.longestRun;
  }

  get repost(): boolean {
    return this.reading.sentences.repost;
  }

  get any(): boolean {
    return this.reading.any;
  }

  get mayHave(): Bits {
    return this.reading.matches.mayHave;
  }
}
