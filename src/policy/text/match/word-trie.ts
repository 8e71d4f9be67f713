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

type Node = { readonly next: Map<number, Node>; exact: number; prefix: number };
const newNode = (): Node => ({ next: new Map(), exact: -1, prefix: -1 });

export type WordSymbol = { readonly word: string; readonly prefix: boolean };

/** Builds the trie of the words that are `wanted`; `words[i]` gets symbol `i`. Words are lower-case and normalised. */
export function buildWordTrie(words: readonly WordSymbol[], wanted: (symbol: number) => boolean): WordTrie {
  const alphabet = new Uint16Array(0x10000);
  const root = newNode();
  let letters = 0;
  let nodes = 1;
  words.forEach(({ word, prefix }, symbol) => {
    if (!wanted(symbol)) return;
    let node = root;
    for (let i = 0; i < word.length; i++) {
      const unit = word.charCodeAt(i);
      if (alphabet[unit] === 0) alphabet[unit] = ++letters;
      let next = node.next.get(alphabet[unit] as number);
      if (next === undefined) {
        next = newNode();
        nodes++;
        node.next.set(alphabet[unit] as number, next);
      }
      node = next;
    }
    if (prefix) node.prefix = symbol;
    else node.exact = symbol;
  });
  for (let unit = 0x41; unit <= 0x5a; unit++) alphabet[unit] = alphabet[unit + 0x20] as number;
  return pack({ root, nodes, letters, alphabet });
}

type Unpacked = {
  readonly root: Node;
  readonly nodes: number;
  readonly letters: number;
  readonly alphabet: Uint16Array;
};

/** Lays the nodes out so that `base[s] + letter` is the next state where `check` says `s`. First fit over free places. */
function pack({ root, nodes, letters, alphabet }: Unpacked): WordTrie {
  let size = nodes * 2 + letters + 2;
  let base = new Int32Array(size);
  let check = new Int32Array(size).fill(-1);
  let exact = new Int32Array(size).fill(-1);
  let prefix = new Int32Array(size).fill(-1);
  const grow = (needed: number) => {
    if (needed <= size) return;
    const wider = (from: Int32Array, fill: number) => {
      const to = new Int32Array(needed * 2).fill(fill);
      to.set(from);
      return to;
    };
    base = wider(base, 0);
    check = wider(check, -1);
    exact = wider(exact, -1);
    prefix = wider(prefix, -1);
    size = needed * 2;
  };
  check[ROOT] = -2;
  /** No free place lies before this one. */
  let firstFree = 1;
  let lastUsed = 0;
  const queue: { node: Node; state: number }[] = [{ node: root, state: ROOT }];
  for (let head = 0; head < queue.length; head++) {
    const { node, state } = queue[head] as { node: Node; state: number };
    exact[state] = node.exact;
    prefix[state] = node.prefix;
    if (node.next.size === 0) continue;
    const keys = [...node.next.keys()].sort((a, b) => a - b);
    const lowest = keys[0] as number;
    while (check[firstFree] !== -1 && firstFree < size) firstFree++;
    let at = Math.max(firstFree - lowest, 0);
    for (let tries = 0; ; at++, tries++) {
      // After many misses go to the end: a little space for bounded building time.
      if (tries === 64) at = Math.max(at, lastUsed);
      grow(at + letters + 2);
      if (keys.every((key) => check[at + key] === -1)) break;
    }
    base[state] = at;
    for (const key of keys) {
      check[at + key] = state;
      if (at + key > lastUsed) lastUsed = at + key;
      queue.push({ node: node.next.get(key) as Node, state: at + key });
    }
  }
  return { alphabet, base, check, exact, prefix };
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
