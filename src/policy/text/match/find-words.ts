/** Walks the word trie along each token. Disguised words are found by `fold-words.ts`. */
import { APOSTROPHE, kindOf } from '../normal/characters.ts';
import { type ScannedTokens, TOKEN_APOSTROPHE, TOKEN_HASHTAG, TOKEN_WORD } from './tokens.ts';
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

export type Place = { readonly from: number; readonly to: number };

function report(index: WordIndex, hits: SymbolHits, symbol: number, { from, to }: Place): void {
  const asked = index.asked[symbol] as number;
  if ((asked & 1) !== 0) hits.push(codeOf(symbol, false), from, to);
  if ((asked & 2) !== 0) hits.push(codeOf(symbol, true), from, to);
}

/** Finds the words of all terms in all tokens. The hot path: most tokens leave the trie after a few characters. */
export function findWords(index: WordIndex, { text, count, tokens }: Searched, hits: SymbolHits): void {
  const { trie, asked } = index;
  const { alphabet, base, check, exact, prefix } = trie;
  const { start, end, kind } = tokens;
  const rootBase = base[ROOT] as number;
  for (let token = 0; token < count; token++) {
    const to = end[token] as number;
    let i = start[token] as number;
    const first = alphabet[text.charCodeAt(i)] as number;
    let state = first === 0 ? ROOT : rootBase + first;
    if (state !== ROOT && check[state] === ROOT) {
      for (;;) {
        if (prefix[state] !== -1) reportToken(asked, hits, prefix[state] as number, token);
        if (++i >= to) {
          if (exact[state] !== -1) reportToken(asked, hits, exact[state] as number, token);
          break;
        }
        const letter = alphabet[text.charCodeAt(i)] as number;
        const next = (base[state] as number) + letter;
        if (letter === 0 || check[next] !== state) break;
        state = next;
      }
    }
    const is = kind[token] as number;
    if (is === TOKEN_WORD) continue;
    if (is === TOKEN_APOSTROPHE) findParts(index, { text, from: start[token] as number, to, token }, hits);
    else if (is === TOKEN_HASHTAG) findJoined(index, { text, count, tokens }, token, hits);
  }
}

function reportToken(asked: Uint8Array, hits: SymbolHits, symbol: number, token: number): void {
  const how = asked[symbol] as number;
  if ((how & 1) !== 0) hits.push(codeOf(symbol, false), token, token + 1);
  if ((how & 2) !== 0) hits.push(codeOf(symbol, true), token, token + 1);
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
