/**
 * Every word of every term in one automaton: a trie over UTF-16 units held as a double array (base and check), so that a step
 * is two reads and a word that no term has is left after a few characters. ASCII case is ignored by the alphabet.
 * Words end at word boundaries, so no failure links are needed; `word*` accepts on the way.
 */

/** What stands at the end of a word: symbol numbers, -1 for none. */
export type WordTrie = {
  readonly alphabet: Uint16Array;
  readonly base: Int32Array;
  readonly check: Int32Array;
  /** Symbol accepted when the word ends here. */
  readonly exact: Int32Array;
  /** Symbol accepted as soon as this state is reached. */
  readonly prefix: Int32Array;
};

export const ROOT = 0;

export type WordSymbol = { readonly word: string; readonly prefix: boolean };

/** The words [from, to) of those sorted, which share their first `depth` units and lead to `state`. */
type Range = { readonly from: number; readonly to: number; readonly depth: number; readonly state: number };

/**
 * Builds the trie; `words[i]` gets symbol `i`. Words are lower-case and normalised. States are laid out so that
 * `base[s] + letter` is the next state where `check` says `s`: first fit over free places.
 */
export function buildWordTrie(words: readonly WordSymbol[]): WordTrie {
  const { alphabet, letters, units } = alphabetOf(words);
  const sorted = [...words.keys()].sort((a, b) => {
    const [left, right] = [(words[a] as WordSymbol).word, (words[b] as WordSymbol).word];
    return left < right ? -1 : left > right ? 1 : 0;
  });
  const places = new Places(units + letters + 2);
  const keys: number[] = [];
  const queue: Range[] = [{ from: 0, to: sorted.length, depth: 0, state: ROOT }];
  for (let head = 0; head < queue.length; head++) {
    const { from, to, depth, state } = queue[head] as Range;
    let next = from;
    // Words that end here come first.
    for (; next < to; next++) {
      const symbol = sorted[next] as number;
      const { word, prefix } = words[symbol] as WordSymbol;
      if (word.length > depth) break;
      if (prefix) places.prefix[state] = symbol;
      else places.exact[state] = symbol;
    }
    if (next === to) continue;
    const letterAt = (at: number) =>
      alphabet[(words[sorted[at] as number] as WordSymbol).word.charCodeAt(depth)] as number;
    keys.length = 0;
    const first = next;
    for (let last = -1; next < to; next++) {
      const letter = letterAt(next);
      if (letter !== last) keys.push(letter);
      last = letter;
    }
    const base = places.fit(keys, letters);
    places.base[state] = base;
    for (const key of keys) places.check[base + key] = state;
    for (let begin = first; begin < to; ) {
      const letter = letterAt(begin);
      let end = begin + 1;
      while (end < to && letterAt(end) === letter) end++;
      queue.push({ from: begin, to: end, depth: depth + 1, state: base + letter });
      begin = end;
    }
  }
  const { base, check, exact, prefix } = places;
  return { alphabet, base, check, exact, prefix };
}

/** A number for each unit that words have, capitals like their small letters; `units`: how many there are in all. */
function alphabetOf(words: readonly WordSymbol[]): { alphabet: Uint16Array; letters: number; units: number } {
  const alphabet = new Uint16Array(0x10000);
  let letters = 0;
  let units = 1;
  for (const { word } of words) {
    units += word.length;
    for (let i = 0; i < word.length; i++) {
      const unit = word.charCodeAt(i);
      if (alphabet[unit] === 0) alphabet[unit] = ++letters;
    }
  }
  for (let unit = 0x41; unit <= 0x5a; unit++) alphabet[unit] = alphabet[unit + 0x20] as number;
  return { alphabet, letters, units };
}

/** The columns of a trie under construction, which grow. */
class Places {
  base: Int32Array;
  check: Int32Array;
  exact: Int32Array;
  prefix: Int32Array;
  /** No free place lies before this one. */
  #firstFree = 1;
  #lastUsed = 0;

  constructor(size: number) {
    this.base = new Int32Array(size);
    this.check = new Int32Array(size).fill(-1);
    this.exact = new Int32Array(size).fill(-1);
    this.prefix = new Int32Array(size).fill(-1);
    this.check[ROOT] = -2;
  }

  /** A base from which the places of all keys are free. */
  fit(keys: readonly number[], letters: number): number {
    while (this.#firstFree < this.check.length && this.check[this.#firstFree] !== -1) this.#firstFree++;
    const lowest = Math.min(...keys);
    let at = Math.max(this.#firstFree - lowest, 0);
    for (let tries = 0; ; at++, tries++) {
      // After many misses go to the end: a little space for bounded building time.
      if (tries === 64) at = Math.max(at, this.#lastUsed);
      this.#grow(at + letters + 2);
      if (this.#areFree(at, keys)) break;
    }
    for (const key of keys) if (at + key > this.#lastUsed) this.#lastUsed = at + key;
    return at;
  }

  #areFree(at: number, keys: readonly number[]): boolean {
    for (const key of keys) if (this.check[at + key] !== -1) return false;
    return true;
  }

  #grow(needed: number): void {
    if (needed <= this.check.length) return;
    const wider = (from: Int32Array, fill: number) => {
      const to = new Int32Array(needed * 2).fill(fill);
      to.set(from);
      return to;
    };
    this.base = wider(this.base, 0);
    this.check = wider(this.check, -1);
    this.exact = wider(this.exact, -1);
    this.prefix = wider(this.prefix, -1);
  }
}

/** Where symbols found are written, in columns: symbol, first token, token after the last. */
export class SymbolHits {
  readonly code: number[] = [];
  readonly from: number[] = [];
  readonly to: number[] = [];
  count = 0;

  push(code: number, from: number, to: number): void {
    this.code[this.count] = code;
    this.from[this.count] = from;
    this.to[this.count++] = to;
  }
}
