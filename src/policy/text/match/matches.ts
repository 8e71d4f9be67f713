/** What one matcher finds in one text. Words are found at once; phrases, patterns and expressions when asked for. */
import { AT } from '../normal/characters.ts';
import type { Matcher, WatchedMachine } from './compile-terms.ts';
import { findFolded, findWords, type Searched } from './find-words.ts';
import { fromPairs, keep, lowerBound, NONE, type Occurrences } from './occurrences.ts';
import { type Lattice, runMachine } from './pattern-machine.ts';
import { findRegex, mayMatch } from './regular-expression.ts';
import { TOKEN_SYMBOL, TOKEN_URL, TOKEN_WORD, type Tokens } from './tokens.ts';
import { SymbolHits } from './word-trie.ts';

/** Filled by `findHits`, read at once or copied. */
const hits = new SymbolHits();

/** Words found: triples of code, first token, token after the last. */
export type Hits = Int32Array;

/** Finds all words of the matcher; null if there is none. The result is a copy. */
export function findHits(matcher: Matcher, searched: Searched): Hits | null {
  hits.count = 0;
  findWords(matcher.index, searched, hits);
  if (matcher.index.folds) findFolded(matcher.index, searched, hits);
  return hits.count === 0 ? null : hits.at.slice(0, hits.count * 3);
}

const NO_PAIRS: readonly number[] = [];

/** What the matches of a text need to know of it, each part made when asked for. */
export interface MatchedText {
  readonly tokens: Tokens;
  readonly lowered: string;
  /** Number of the sentence that each token is in. */
  readonly sentenceOf: Int32Array;
}

export class Matches {
  readonly matcher: Matcher;
  readonly #text: MatchedText;
  readonly #hits: Hits | null;
  #lattice: Lattice | null = null;
  #groups: (number[] | undefined)[] | null = null;
  readonly #foundGroups: number[] = [];
  #may: Uint32Array | null = null;
  readonly #terms: (Occurrences | undefined)[];
  readonly #machines = new Map<number, readonly number[]>();
  /** Machines whose needs are met. */
  readonly #met = new Set<number>();

  constructor(matcher: Matcher, text: MatchedText, found: Hits | null) {
    this.matcher = matcher;
    this.#text = text;
    this.#hits = found;
    this.#terms = new Array(matcher.terms.length);
  }

  /** A bit for each term that may occur: exact but for expressions, for patterns not yet run and sentence ends. */
  get mayHave(): Uint32Array {
    this.#may ??= this.#findCandidates();
    return this.#may;
  }

  mayOccur(term: number): boolean {
    return ((this.mayHave[term >>> 5] ?? 0) & (1 << (term & 31))) !== 0;
  }

  occurrences(term: number): Occurrences {
    let known = this.#terms[term];
    if (known === undefined) {
      known = this.mayOccur(term) ? this.#find(term) : NONE;
      this.#terms[term] = known;
    }
    return known;
  }

  #find(term: number): Occurrences {
    const compiled = this.matcher.terms[term];
    if (compiled === undefined) return NONE;
    if (compiled.regex !== null) return this.#expressions(findRegex(compiled.regex, this.#text.lowered));
    const pairs: number[] = [];
    for (const group of compiled.groups) append(pairs, this.#groupPairs(group));
    for (const machine of compiled.machines) append(pairs, this.#machinePairs(machine));
    const all = fromPairs(pairs);
    if (all.to.every((to, i) => to - (all.from[i] as number) === 1)) return all;
    const { sentenceOf } = this.#text;
    return keep(all, (i) => sentenceOf[all.from[i] as number] === sentenceOf[(all.to[i] as number) - 1]);
  }

  #expressions(chars: readonly number[]): Occurrences {
    const { tokens } = this.#text;
    const found = { from: [] as number[], to: [] as number[], start: [] as number[], end: [] as number[] };
    for (let i = 0; i < chars.length; i += 2) {
      const [start, end] = [chars[i] as number, chars[i + 1] as number];
      // The first token that ends behind the start, and the first that begins at or behind the end.
      const from = lowerBound(tokens.end, start + 1);
      found.from.push(from);
      found.to.push(Math.max(from, lowerBound(tokens.start, end)));
      found.start.push(start);
      found.end.push(end);
    }
    return { from: found.from, to: found.to, chars: { start: found.start, end: found.end } };
  }

  #groupPairs(group: number): readonly number[] {
    return this.#phrases()[group] ?? NO_PAIRS;
  }

  #machinePairs(machine: number): readonly number[] {
    let known = this.#machines.get(machine);
    if (known === undefined) {
      const { machine: states } = this.matcher.machines[machine] as WatchedMachine;
      known = this.#met.has(machine) ? runMachine(states, this.#words()) : [];
      this.#machines.set(machine, known);
    }
    return known;
  }

  #findCandidates(): Uint32Array {
    const { matcher } = this;
    const may = new Uint32Array((matcher.terms.length + 31) >>> 5);
    const mark = (terms: readonly number[] | undefined) => {
      for (const term of terms ?? []) may[term >>> 5] = (may[term >>> 5] as number) | (1 << (term & 31));
    };
    for (const term of matcher.regexes) {
      const regex = matcher.terms[term]?.regex;
      if (regex != null && mayMatch(regex, this.#text.lowered)) mark([term]);
    }
    if (this.#hits === null) return may;
    const groups = this.#phrases();
    for (const group of this.#foundGroups) mark(matcher.termsByGroup[group]);
    const { codes, machines } = matcher.marks;
    codes.clear();
    machines.clear();
    const tryAll = (watchers: readonly number[] | undefined) => {
      if (watchers === undefined) return;
      for (const machine of watchers) {
        if (!machines.add(machine)) continue;
        const { needs } = matcher.machines[machine] as WatchedMachine;
        if (!needs.every((need) => codes.hasAny(need.codes) || need.groups.some((g) => groups[g] !== undefined)))
          continue;
        this.#met.add(machine);
        mark(matcher.termsByMachine[machine]);
      }
    };
    const found = this.#hits;
    const distinct: number[] = [];
    for (let i = 0; i < found.length; i += 3) if (codes.add(found[i] as number)) distinct.push(found[i] as number);
    for (const code of distinct) tryAll(matcher.machinesByCode[code]);
    for (const group of this.#foundGroups) tryAll(matcher.machinesByGroup[group]);
    return may;
  }

  #phrases(): readonly (number[] | undefined)[] {
    this.#groups ??= this.#findPhrases();
    return this.#groups;
  }

  /** Phrases, by walking the phrase tree from each word that begins one. */
  #findPhrases(): (number[] | undefined)[] {
    const { phrases } = this.matcher;
    const groups: (number[] | undefined)[] = new Array(this.matcher.groups);
    if (this.#hits === null) return groups;
    const { count, head, code, to } = this.#words();
    let begin = 0;
    const walk = (node: number, end: number): void => {
      for (const group of phrases.groups[node] as readonly number[]) {
        const pairs = groups[group];
        if (pairs !== undefined) pairs.push(begin, end);
        else {
          groups[group] = [begin, end];
          this.#foundGroups.push(group);
        }
      }
      if (!phrases.inner[node] || end >= count) return;
      for (let edge = head[end] as number; edge < (head[end + 1] as number); edge++) {
        const next = phrases.next.get(node * phrases.codes + (code[edge] as number));
        if (next !== undefined) walk(next, to[edge] as number);
      }
    };
    for (; begin < count; begin++) {
      for (let edge = head[begin] as number; edge < (head[begin + 1] as number); edge++) {
        const node = phrases.first[code[edge] as number] as number;
        if (node !== -1) walk(node, to[edge] as number);
      }
    }
    return groups;
  }

  /** The words found, by first token. */
  #words(): Lattice {
    if (this.#lattice !== null) return this.#lattice;
    const { tokens } = this.#text;
    const found = this.matcher.classes ? withClasses(this.#hits as Hits, tokens) : (this.#hits as Hits);
    const edges = found.length / 3;
    const head = new Int32Array(tokens.count + 1);
    for (let i = 0; i < found.length; i += 3) head[(found[i + 1] as number) + 1]!++;
    for (let i = 0; i < tokens.count; i++) head[i + 1]! += head[i] as number;
    const fill = head.slice();
    const code = new Int32Array(edges);
    const from = new Int32Array(edges);
    const to = new Int32Array(edges);
    for (let i = 0; i < found.length; i += 3) {
      const place = fill[found[i + 1] as number]!++;
      code[place] = found[i] as number;
      from[place] = found[i + 1] as number;
      to[place] = found[i + 2] as number;
    }
    const groupPairs = (group: number) => this.#groupPairs(group);
    this.#lattice = { count: tokens.count, position: tokens.position, head, code, from, to, groupPairs };
    return this.#lattice;
  }
}

/** Adds the tokens that belong to a class of the pattern language: mention, number, link, emoji, in this order. */
function withClasses(found: Hits, tokens: Tokens): Hits {
  const more: number[] = [];
  for (let i = 0; i < tokens.count; i++) {
    const kind = tokens.kind[i];
    let name = -1;
    if (kind === AT) name = 0;
    else if (kind === TOKEN_WORD && isNumber(tokens.text, tokens.start[i] as number, tokens.end[i] as number)) name = 1;
    else if (kind === TOKEN_URL) name = 2;
    else if (kind === TOKEN_SYMBOL) name = 3;
    if (name !== -1) more.push(name, i, i + 1);
  }
  const all = new Int32Array(found.length + more.length);
  all.set(found);
  all.set(more, found.length);
  return all;
}

function isNumber(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (text.charCodeAt(i) < 0x30 || text.charCodeAt(i) > 0x39) return false;
  return true;
}

function append(to: number[], more: readonly number[]): void {
  for (const value of more) to.push(value);
}
