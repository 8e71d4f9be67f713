/** Walks the word trie along each token: plainly, and for terms with `fold` through disguises as well. */
import { APOSTROPHE, kindOf, MARK, WORD } from '../normal/characters.ts';
import { isLookalike, isOtherAlphabet, latinOf, lettersOf } from '../normal/lookalikes.ts';
import { type ScannedTokens, TOKEN_APOSTROPHE, TOKEN_HASHTAG, TOKEN_MENTION, TOKEN_URL } from './tokens.ts';
import { ROOT, type SymbolHits, type WordTrie } from './word-trie.ts';

/** How terms use the words of a trie. */
export type WordIndex = {
  readonly trie: WordTrie;
  /** By symbol: 1 asked plainly, 2 asked with folding, 3 both. */
  readonly asked: Uint8Array;
  /** Some word is asked with folding. */
  readonly folds: boolean;
};

/** Codes below this one are the token classes of the pattern language. */
export const FIRST_WORD_CODE = 4;
/** What a found word is reported as, apart for terms with and without folding. */
export const codeOf = (symbol: number, fold: boolean): number => FIRST_WORD_CODE + symbol * 2 + (fold ? 1 : 0);

/** What is searched: text and its `count` tokens. */
export type Searched = { readonly text: string; readonly count: number; readonly tokens: ScannedTokens };

type Place = { readonly from: number; readonly to: number };

function report(index: WordIndex, hits: SymbolHits, symbol: number, { from, to }: Place): void {
  const asked = index.asked[symbol] as number;
  if ((asked & 1) !== 0) hits.push(codeOf(symbol, false), from, to);
  if ((asked & 2) !== 0) hits.push(codeOf(symbol, true), from, to);
}

/** Finds the words of all terms in all tokens. The hot path: most tokens leave the trie after a few characters. */
export function findWords(index: WordIndex, { text, count, tokens }: Searched, hits: SymbolHits): void {
  const { alphabet, base, check, exact, prefix } = index.trie;
  const { start, end, kind } = tokens;
  for (let token = 0; token < count; token++) {
    const to = end[token] as number;
    let state = ROOT;
    let i = start[token] as number;
    for (; i < to; i++) {
      const letter = alphabet[text.charCodeAt(i)] as number;
      if (letter === 0) break;
      const next = (base[state] as number) + letter;
      if (check[next] !== state) break;
      state = next;
      if (prefix[state] !== -1) report(index, hits, prefix[state] as number, { from: token, to: token + 1 });
    }
    if (i === to && exact[state] !== -1) report(index, hits, exact[state] as number, { from: token, to: token + 1 });
    if (kind[token] === TOKEN_APOSTROPHE) findParts(index, { text, from: start[token] as number, to, token }, hits);
    else if (kind[token] === TOKEN_HASHTAG) findJoined(index, { text, count, tokens }, token, hits);
  }
}

/** The state after the units of `place`, or -1. */
function walk(trie: WordTrie, text: string, place: Place): number {
  let state = ROOT;
  for (let i = place.from; i < place.to; i++) {
    const letter = trie.alphabet[text.charCodeAt(i)] as number;
    const next = (trie.base[state] as number) + letter;
    if (letter === 0 || trie.check[next] !== state) return -1;
    state = next;
  }
  return state;
}

/**
 * A word with an apostrophe also counts as the word before it ("they'll" is "they", "cop's" is "cop"; but "can't" is
 * not "can") and, after one or two letters, as the word behind it ("l'homme" is "homme").
 */
function findParts(index: WordIndex, at: Place & { text: string; token: number }, hits: SymbolHits): void {
  const place = { from: at.token, to: at.token + 1 };
  let mark = at.from;
  while (mark < at.to && kindOf(at.text.charCodeAt(mark)) !== APOSTROPHE) mark++;
  const negation = at.to - mark === 2 && (at.text.charCodeAt(mark + 1) | 0x20) === 0x74;
  if (!negation) {
    const head = walk(index.trie, at.text, { from: at.from, to: mark });
    if (head > 0 && index.trie.exact[head] !== -1) report(index, hits, index.trie.exact[head] as number, place);
  }
  if (mark - at.from > 2) return;
  let state = ROOT;
  const { alphabet, base, check, exact, prefix } = index.trie;
  for (let i = mark + 1; i < at.to; i++) {
    const letter = alphabet[at.text.charCodeAt(i)] as number;
    const next = (base[state] as number) + letter;
    if (letter === 0 || check[next] !== state) return;
    state = next;
    if (prefix[state] !== -1) report(index, hits, prefix[state] as number, place);
  }
  if (exact[state] !== -1) report(index, hits, exact[state] as number, place);
}

/** A hashtag of several words also counts as one word: "#StopIt" is "stop it" and "stopit". */
function findJoined(index: WordIndex, searched: Searched, token: number, hits: SymbolHits): void {
  const { text, count, tokens } = searched;
  const joins = (i: number) => tokens.kind[i] === TOKEN_HASHTAG && tokens.start[i] === tokens.end[i - 1];
  if ((token > 0 && joins(token)) || token + 1 >= count || !joins(token + 1)) return;
  let last = token + 1;
  while (last + 1 < count && joins(last + 1)) last++;
  const state = walk(index.trie, text, { from: tokens.start[token] as number, to: tokens.end[last] as number });
  if (state > 0 && index.trie.exact[state] !== -1) {
    report(index, hits, index.trie.exact[state] as number, { from: token, to: last + 1 });
  }
}

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

/** Reads on from a token, and from the sign before it ("$hit"). */
function foldToken(index: WordIndex, search: FoldSearch, first: number, hits: SymbolHits): void {
  const { text, tokens } = search;
  if (tokens.kind[first] === TOKEN_URL || tokens.kind[first] === TOKEN_MENTION) return;
  const start = tokens.start[first] as number;
  foldFrom(index, { ...search, first, start }, hits);
  const floor = first === 0 ? 0 : (tokens.end[first - 1] as number);
  if (start > floor && isSign(text.charCodeAt(start - 1)))
    foldFrom(index, { ...search, first, start: start - 1 }, hits);
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
    const latin = plainScript && isOtherAlphabet(unit) ? 0 : latinOf(unit);
    if (latin !== 0) letters.push(latin);
    letters.push(...lettersOf(unit));
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

/** Words spelled out ("k i l l", "k.i.l.l"): runs of at least three single letters. */
function findSpelled(index: WordIndex, { text, count, tokens }: Searched, hits: SymbolHits): void {
  const single = (i: number) =>
    i < count &&
    (tokens.end[i] as number) - (tokens.start[i] as number) === 1 &&
    kindOf(text.charCodeAt(tokens.start[i] as number)) === WORD;
  const joined = (i: number) => single(i) && (tokens.start[i] as number) - (tokens.end[i - 1] as number) <= 2;
  for (let first = 0; first < count; first++) {
    if (!single(first)) continue;
    let states = [ROOT];
    for (let i = first; i === first || joined(i); i++) {
      states = step(index.trie, states, {
        unit: text.charCodeAt(tokens.start[i] as number),
        run: 1,
        plainScript: false,
      });
      if (states.length === 0 || !single(i)) break;
      if (i - first < 2) continue;
      for (const state of states) {
        const symbol = index.trie.exact[state] as number;
        if (symbol !== -1) reportFolded(index, hits, symbol, { from: first, to: i + 1 });
      }
    }
  }
}
