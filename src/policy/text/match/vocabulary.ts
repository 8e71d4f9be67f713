/** Collects the words and phrases of all terms while they are compiled: words get symbols, phrases lead to groups. */
import { APOSTROPHE, kindOf } from '../normal/characters.ts';
import { withoutAccents } from '../normal/lookalikes.ts';
import { normalise } from '../normal/normalise.ts';
import { codeOf, FIRST_WORD_CODE, type WordIndex } from './find-words.ts';
import type { EntryProblem } from './pattern-syntax.ts';
import { readTokens, TOKEN_SYMBOL } from './tokens.ts';
import { buildWordTrie, type WordSymbol, type WordTrie } from './word-trie.ts';

export const PHRASE_WORDS_MAX = 24;
const PHRASE_CHARS_MAX = 400;

/** One word of a term, as written: what it is once normalised, and whether it only begins so. */
export type TermWord = { readonly word: string; readonly prefix: boolean };

/** Contractions that are also written without the apostrophe and then are no other word. */
const CONTRACTION = /n't$|^(?:i'm|i've|y'all|ain't|that's|what's|who's|let's|you're|you've|they're|they've)$/;

/** A tree over codes: a phrase is a way from the root; a node names the groups whose entries end there. */
export type PhraseTree = {
  /** Node reached by a first word, by code; -1 for none. */
  readonly first: Int32Array;
  /** Node reached by a further word: key `node * codes + code`. */
  readonly next: ReadonlyMap<number, number>;
  readonly codes: number;
  readonly groups: readonly (readonly number[])[];
  /** Nodes that have further words. */
  readonly inner: readonly boolean[];
};

export class Vocabulary {
  readonly #symbols = new Map<string, number>();
  readonly #prefixes = new Map<string, number>();
  /** Codes by word: plain, prefix, folding, folding prefix. */
  readonly #codes = [0, 1, 2, 3].map(() => new Map<string, readonly number[]>());
  readonly #words: WordSymbol[] = [];
  readonly #phrases: { readonly codes: readonly number[]; readonly group: number }[] = [];
  #groups = 0;
  /** Made once for all indexes: words that one does not ask for cost it nothing. */
  #trie: { readonly words: number; readonly trie: WordTrie } | null = null;

  newGroup(): number {
    return this.#groups++;
  }

  get groups(): number {
    return this.#groups;
  }

  #code(word: string, prefix: boolean, fold: boolean): number {
    const symbols = prefix ? this.#prefixes : this.#symbols;
    let symbol = symbols.get(word);
    if (symbol === undefined) {
      symbol = this.#words.length;
      symbols.set(word, symbol);
      this.#words.push({ word, prefix });
    }
    return codeOf(symbol, fold);
  }

  /** The codes that a word answers to: itself, and other ways to write it. */
  codes({ word, prefix }: TermWord, fold: boolean): readonly number[] {
    const known = this.#codes[(prefix ? 1 : 0) + (fold ? 2 : 0)] as Map<string, readonly number[]>;
    let codes = known.get(word);
    if (codes === undefined) {
      const ways = new Set([word]);
      if (CONTRACTION.test(word)) ways.add(word.replace("'", ''));
      if (fold) for (const way of [...ways]) ways.add(withoutAccents(way));
      codes = Array.from(ways, (way) => this.#code(way, prefix, fold));
      known.set(word, codes);
    }
    return codes;
  }

  /** Characters of the word that a code stands for. */
  lengthOf(code: number): number {
    return this.#words[(code - FIRST_WORD_CODE) >> 1]?.word.length ?? 0;
  }

  addPhrase(codes: readonly number[], group: number): void {
    this.#phrases.push({ codes, group });
  }

  /** Adds a phrase by its words, in all ways to write them (few). */
  addWords(words: readonly TermWord[], group: number, fold: boolean): void {
    if (words.length === 1) {
      for (const code of this.codes(words[0] as TermWord, fold)) this.addPhrase([code], group);
      return;
    }
    let ways: number[][] = [[]];
    for (const word of words) {
      const codes = this.codes(word, fold);
      const used = ways.length * codes.length <= 16 ? codes : codes.slice(0, 1);
      ways = ways.flatMap((way) => used.map((code) => [...way, code]));
    }
    for (const way of ways) this.addPhrase(way, group);
  }

  /** An index of the words that have one of the codes. */
  wordIndex(codes: ReadonlySet<number>): WordIndex {
    const asked = new Uint8Array(this.#words.length);
    for (const code of codes) {
      if (code >= FIRST_WORD_CODE) asked[(code - FIRST_WORD_CODE) >> 1]! |= 1 + ((code - FIRST_WORD_CODE) & 1);
    }
    if (this.#trie === null || this.#trie.words < this.#words.length)
      this.#trie = { words: this.#words.length, trie: buildWordTrie(this.#words) };
    return {
      trie: this.#trie.trie,
      asked,
      folds: asked.some((how) => (how & 2) !== 0),
    };
  }

  /** A tree of the phrases of some groups; adds the codes of their words. */
  phraseTree(used: { readonly groups: ReadonlySet<number>; readonly codes: Set<number> }): PhraseTree {
    const codes = codeOf(this.#words.length, false);
    const first = new Int32Array(codes).fill(-1);
    const next = new Map<number, number>();
    const groups: number[][] = [];
    const inner: boolean[] = [];
    const add = () => {
      groups.push([]);
      inner.push(false);
      return groups.length - 1;
    };
    for (const phrase of this.#phrases) {
      if (!used.groups.has(phrase.group)) continue;
      for (const code of phrase.codes) used.codes.add(code);
      const head = phrase.codes[0] as number;
      if (first[head] === -1) first[head] = add();
      let node = first[head] as number;
      for (const code of phrase.codes.slice(1)) {
        const key = node * codes + code;
        inner[node] = true;
        let child = next.get(key);
        if (child === undefined) {
          child = add();
          next.set(key, child);
        }
        node = child;
      }
      const there = groups[node] as number[];
      if (!there.includes(phrase.group)) there.push(phrase.group);
    }
    return { first, next, codes, groups, inner };
  }
}

/** The words of a phrase as written in a list or rule; `word*` begins a word. */
export function readPhrase(source: string): { readonly words: TermWord[]; readonly problem: EntryProblem | null } {
  const refuse = (offset: number, code: string, message: string, help: string) => ({
    words: [],
    problem: { offset, code, message, help },
  });
  if (source.length > PHRASE_CHARS_MAX) {
    return refuse(PHRASE_CHARS_MAX, 'PHRASE_LONG', `longer than ${PHRASE_CHARS_MAX} characters`, 'shorten it');
  }
  const normal = normalise(source);
  const tokens = readTokens(normal.text);
  const words: TermWord[] = [];
  for (let i = 0; i < tokens.count; i++) {
    const end = tokens.end[i] as number;
    const word = normal.text.slice(tokens.start[i], end).toLowerCase();
    const prefix = normal.text[end] === '*';
    const behind = prefix ? normal.text.slice(end + 1, end + 2) : '';
    if (prefix && behind !== '' && !/\s/.test(behind)) {
      return refuse(normal.startOf(end), 'PHRASE_STAR', '`*` stands inside a word', '`*` may only end a word: shoot*');
    }
    words.push({ word: withPlainApostrophes(word), prefix: prefix && tokens.kind[i] !== TOKEN_SYMBOL });
  }
  const stray = normal.text.search(/(?:^|\s)\*/);
  if (stray !== -1)
    return refuse(normal.startOf(stray), 'PHRASE_STAR', '`*` stands before a word', '`*` may only end a word');
  if (words.length === 0)
    return refuse(0, 'PHRASE_EMPTY', 'there is no word in it', 'write at least one letter, digit or emoji');
  if (words.length > PHRASE_WORDS_MAX) {
    return refuse(0, 'PHRASE_LONG', `more than ${PHRASE_WORDS_MAX} words`, 'shorten it, or use near()');
  }
  return { words, problem: null };
}

function withPlainApostrophes(word: string): string {
  let plain = '';
  for (const character of word) plain += kindOf(character.charCodeAt(0)) === APOSTROPHE ? "'" : character;
  return plain;
}
