/** Walks the word trie through disguises, for terms with `fold`: other alphabets, signs for letters, stretches, spelling out. */
import { FIRST_REGIONAL, isRegional, kindOf, MARK, WORD } from '../normal/characters.ts';
import { isLookalike, isOtherAlphabet, latinOf, lettersOf } from '../normal/lookalikes.ts';
import { codeOf, type Place, type Searched, type WordIndex } from './find-words.ts';
import { TOKEN_MENTION, TOKEN_URL } from './tokens.ts';
import { ROOT, type SymbolHits, type WordTrie } from './word-trie.ts';

const isSpace = (unit: number): boolean => unit <= 0x20 || unit === 0x3000;
const isLetter = (unit: number): boolean => {
  const kind = kindOf(unit);
  return kind === WORD && !(unit >= 0x30 && unit <= 0x39);
};
const STAR = 0x2a;
/** Signs that stand for letters only where a letter touches them. */
const isSign = (unit: number): boolean => unit === STAR || (kindOf(unit) !== WORD && lettersOf(unit).length > 0);
const STATES_MAX = 32;
const STRETCH = 3;
/** So many signs beside a token are taken to belong to its word. */
export const SIGNS_MAX = 4;

/** Finds disguised words of folding terms. Each token costs at most the longest word; stretches are read once. */
export function findFolded(index: WordIndex, searched: Searched, hits: SymbolHits): void {
  const { text, count, tokens } = searched;
  let genuine: boolean | null = null;
  let token = 0;
  while (token < count) {
    let last = token;
    while (last + 1 < count && !hasSpace(text, tokens.end[last] as number, tokens.start[last + 1] as number)) last++;
    if (isSuspicious(searched, token, last)) {
      genuine ??= hasGenuineLetters(text);
      const search = { ...searched, last, genuine };
      for (let from = token; from <= last; from++) foldToken(index, search, from, hits);
    }
    token = last + 1;
  }
  findSpelled(index, searched, hits);
}

function hasSpace(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (isSpace(text.charCodeAt(i))) return true;
  return false;
}

/** Some letter shows that the text is really written in Cyrillic, Greek or Armenian. */
function hasGenuineLetters(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (isOtherAlphabet(unit) && kindOf(unit) === WORD && !isLookalike(unit)) return true;
  }
  return false;
}

/** Could the tokens, written without a space between, hide a word? */
function isSuspicious({ text, tokens }: Searched, first: number, last: number): boolean {
  if (first === last && (tokens.kind[first] === TOKEN_URL || tokens.kind[first] === TOKEN_MENTION)) return false;
  const to = Math.min(text.length, (tokens.end[last] as number) + 1);
  let letters = false;
  let signs = false;
  let same = 1;
  for (let i = Math.max(0, (tokens.start[first] as number) - 1); i < to; i++) {
    const unit = text.charCodeAt(i);
    same = i > 0 && unit === text.charCodeAt(i - 1) ? same + 1 : 1;
    if (isLetter(unit)) {
      letters = true;
      if (unit >= 0x80 || same >= STRETCH) signs = true;
    } else if (unit > 0x20 && (lettersOf(unit).length > 0 || unit === STAR)) signs = true;
  }
  return letters && signs;
}

type FoldSearch = Searched & { readonly last: number; readonly genuine: boolean };

/** Reads on from a token, and from the signs before it ("$hit"). */
function foldToken(index: WordIndex, search: FoldSearch, first: number, hits: SymbolHits): void {
  const { text, tokens } = search;
  if (tokens.kind[first] === TOKEN_URL || tokens.kind[first] === TOKEN_MENTION) return;
  const start = tokens.start[first] as number;
  foldFrom(index, { ...search, first, start }, hits);
  const floor = first === 0 ? 0 : (tokens.end[first - 1] as number);
  for (let from = start - 1; from >= Math.max(floor, start - SIGNS_MAX) && isSign(text.charCodeAt(from)); from--)
    foldFrom(index, { ...search, first, start: from }, hits);
}

type FoldStart = FoldSearch & { readonly first: number; readonly start: number };

/** Reads on from `start`, every sign for each letter that it may stand for. */
function foldFrom(index: WordIndex, search: FoldStart, hits: SymbolHits): void {
  const { text, tokens, first, start, last } = search;
  const limit = last + 1 < search.count ? (tokens.start[last + 1] as number) : text.length;
  const plainScript = search.genuine && !hasLatin(text, start, tokens.end[first] as number);
  let states = [ROOT];
  let token = first;
  let letters = 0;
  let stars = 0;
  let i = start;
  while (i < limit) {
    const unit = text.charCodeAt(i);
    if (isSpace(unit)) break;
    let run = 1;
    if (isLetter(unit)) while (i + run < limit && text.charCodeAt(i + run) === unit) run++;
    if (unit === STAR) stars++;
    else letters++;
    states = step(index.trie, states, { unit, run, plainScript });
    i += run;
    while (token < last && (tokens.start[token + 1] as number) < i) token++;
    if (states.length === 0) return;
    if (stars >= letters) continue;
    const ends = i >= text.length || !continues(text, i);
    const place = { from: first, to: token + 1 };
    for (const state of states) {
      if (index.trie.prefix[state] !== -1) reportFolded(index, hits, index.trie.prefix[state] as number, place);
      if (ends && index.trie.exact[state] !== -1) reportFolded(index, hits, index.trie.exact[state] as number, place);
    }
  }
}

function reportFolded(index: WordIndex, hits: SymbolHits, symbol: number, { from, to }: Place): void {
  if (((index.asked[symbol] as number) & 2) !== 0) hits.push(codeOf(symbol, true), from, to);
}

function hasLatin(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i) | 0x20;
    if (unit >= 0x61 && unit <= 0x7a) return true;
  }
  return false;
}

/** The word goes on at `i`: a letter, a mark, or a sign with a letter behind it. */
function continues(text: string, i: number): boolean {
  const unit = text.charCodeAt(i);
  const kind = kindOf(unit);
  if (kind === WORD || kind === MARK) return true;
  return isSign(unit) && i + 1 < text.length && isLetter(text.charCodeAt(i + 1));
}

type Read = { readonly unit: number; readonly run: number; readonly plainScript: boolean };

/** All states after a character; a stretch of three or more stands for one, two or three of it. */
function step(trie: WordTrie, states: readonly number[], { unit, run, plainScript }: Read): number[] {
  if (kindOf(unit) === MARK) return [...states];
  if (unit === STAR) return anyLetter(trie, states);
  const letters = [unit];
  if (unit < 0x80) letters.push(...lettersOf(unit));
  else {
    const meant = !(plainScript && isOtherAlphabet(unit));
    const latin = meant ? latinOf(unit) : 0;
    if (latin !== 0) letters.push(latin);
    if (meant) letters.push(...lettersOf(unit));
  }
  const reached: number[] = [];
  for (const letter of letters) {
    let current = states;
    for (let times = 1; times <= Math.min(run, STRETCH); times++) {
      current = advance(trie, current, letter);
      if (current.length === 0) break;
      if (times < run && run < STRETCH) continue;
      for (const state of current) if (reached.length < STATES_MAX && !reached.includes(state)) reached.push(state);
    }
  }
  return reached;
}

function advance(trie: WordTrie, states: readonly number[], unit: number): number[] {
  const letter = trie.alphabet[unit] as number;
  const reached: number[] = [];
  if (letter === 0) return reached;
  for (const state of states) {
    const next = (trie.base[state] as number) + letter;
    if (trie.check[next] === state) reached.push(next);
  }
  return reached;
}

function anyLetter(trie: WordTrie, states: readonly number[]): number[] {
  const reached: number[] = [];
  for (const state of states) {
    for (let unit = 0x61; unit <= 0x7a && reached.length < STATES_MAX; unit++) {
      const next = (trie.base[state] as number) + (trie.alphabet[unit] as number);
      if (trie.alphabet[unit] !== 0 && trie.check[next] === state) reached.push(next);
    }
  }
  return reached;
}

/** Words spelled out ("k i l l", "k.i.l.l") or in letters made for flags: runs of at least three such letters. */
function findSpelled(index: WordIndex, { text, count, tokens }: Searched, hits: SymbolHits): void {
  const joined = (i: number) => i < count && (tokens.start[i] as number) - (tokens.end[i - 1] as number) <= 2;
  const lettersAt = (i: number) => spelledLetters(text, tokens.start[i] as number, tokens.end[i] as number);
  for (let first = 0; first < count; first++) {
    let states = [ROOT];
    let read = 0;
    for (let i = first; i === first || joined(i); i++) {
      const letters = lettersAt(i);
      for (const unit of letters) states = step(index.trie, states, { unit, run: 1, plainScript: false });
      read += letters.length;
      if (states.length === 0 || letters.length === 0) break;
      if (read <= 2) continue;
      for (const state of states) {
        const symbol = index.trie.exact[state] as number;
        if (symbol !== -1) reportFolded(index, hits, symbol, { from: first, to: i + 1 });
      }
    }
  }
}

const NO_LETTERS: readonly number[] = [];

/** The letters of a token that is one letter, or one or two of those that make flags; else none. */
function spelledLetters(text: string, from: number, to: number): readonly number[] {
  const unit = text.charCodeAt(from);
  if (to - from === 1) return kindOf(unit) === WORD ? [unit] : NO_LETTERS;
  if (unit !== 0xd83c) return NO_LETTERS;
  const letters: number[] = [];
  for (let i = from; i < to; i += 2) {
    const codePoint = text.codePointAt(i) as number;
    if (!isRegional(codePoint)) return NO_LETTERS;
    letters.push(0x61 + codePoint - FIRST_REGIONAL);
  }
  return letters;
}
