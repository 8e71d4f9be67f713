/** What of a matcher may stand in a text: phrases are found at once; of patterns, whether the words that they need are there. */
import { addBit, type Bits } from '../../bits.ts';
import { findWords, type Searched } from './find-words.ts';
import { findFolded } from './fold-words.ts';
import type { Marks } from './marks.ts';
import type { Matcher, WatchedMachine } from './matcher.ts';
import type { Need } from './pattern-reading.ts';
import { TOKEN_MENTION, TOKEN_SYMBOL, TOKEN_URL, TOKEN_WORD } from './tokens.ts';
import type { PhraseTree } from './vocabulary.ts';
import { SymbolHits } from './word-trie.ts';

/** Words found, by first token: those that begin at token `p` are at `head[p]` up to `head[p + 1]` in the columns. */
export type Words = {
  readonly head: readonly number[];
  readonly code: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
};

export type Found = {
  /** Occurrences by group: pairs of first token and token after the last, by first token. */
  readonly groups: ReadonlyMap<number, readonly number[]>;
  /** Machines whose needs are met. */
  readonly machines: ReadonlySet<number>;
  /** Null where no machine will ask. */
  readonly words: Words | null;
  /** The terms that have a group or machine among those. */
  readonly mayHave: Bits;
};

/** Room that grows and is used again: nothing of it outlives `findTerms`. */
const hits = new SymbolHits();

type Groups = Map<number, number[]>;
const NO_GROUPS: ReadonlyMap<number, readonly number[]> = new Map();
const NO_MACHINES: ReadonlySet<number> = new Set();

/** Null if no term but a regular expression can occur. Linear. */
export function findTerms(matcher: Matcher, searched: Searched): Found | null {
  hits.count = 0;
  findWords(matcher.index, searched, hits);
  if (matcher.index.folds) findFolded(matcher.index, searched, hits);
  if (hits.count === 0) return null;
  if (matcher.classes) findClasses(searched);
  // Plain words are found by token.
  if ((matcher.index.folds || matcher.classes) && !isSorted()) sortByToken(searched.count);
  const groups = findPhrases(matcher.phrases);
  const machines = matcher.machines.length === 0 ? NO_MACHINES : findMachines(matcher, groups);
  if (groups.size === 0 && machines.size === 0) return null;
  const words = machines.size === 0 ? null : keepWords(searched.count);
  return { groups, machines, words, mayHave: termsOf(matcher, groups, machines) };
}

/** The tokens that belong to a class of the pattern language: mention, number, link, emoji, in this order. */
function findClasses({ text, count, tokens }: Searched): void {
  for (let i = 0; i < count; i++) {
    const kind = tokens.kind[i];
    let name = -1;
    if (kind === TOKEN_MENTION) name = 0;
    else if (kind === TOKEN_WORD && isNumber(text, tokens.start[i] as number, tokens.end[i] as number)) name = 1;
    else if (kind === TOKEN_URL) name = 2;
    else if (kind === TOKEN_SYMBOL) name = 3;
    if (name !== -1) hits.push(name, i, i + 1);
  }
}

function isNumber(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (text.charCodeAt(i) < 0x30 || text.charCodeAt(i) > 0x39) return false;
  return true;
}

function isSorted(): boolean {
  const { from, count } = hits;
  for (let i = 1; i < count; i++) if ((from[i] as number) < (from[i - 1] as number)) return false;
  return true;
}

/** Per token, where its words begin among those found; one entry more than tokens. */
function headsOf(count: number): number[] {
  const head = new Array<number>(count + 1).fill(0);
  for (let i = 0; i < hits.count; i++) head[(hits.from[i] as number) + 1]!++;
  for (let token = 1; token <= count; token++) head[token] = (head[token] as number) + (head[token - 1] as number);
  return head;
}

function sortByToken(count: number): void {
  const { head, code, from, to } = keepWords(count);
  const next = head.slice();
  for (let i = 0; i < from.length; i++) {
    const at = next[from[i] as number]!++;
    hits.code[at] = code[i] as number;
    hits.from[at] = from[i] as number;
    hits.to[at] = to[i] as number;
  }
}

const keepWords = (count: number): Words => ({
  head: headsOf(count),
  code: hits.code.slice(0, hits.count),
  from: hits.from.slice(0, hits.count),
  to: hits.to.slice(0, hits.count),
});

/** Phrases, by walking the phrase tree from each word that begins one. Most texts have none. */
function findPhrases(phrases: PhraseTree): ReadonlyMap<number, readonly number[]> {
  let found: Groups | null = null;
  for (let edge = 0; edge < hits.count; edge++) {
    const node = phrases.first[hits.code[edge] as number] as number;
    if (node !== -1) found = walkPhrases(phrases, { node, edge, begin: hits.from[edge] as number }, found);
  }
  return found ?? NO_GROUPS;
}

type Step = { readonly node: number; readonly edge: number; readonly begin: number };

/** Notes the phrases that end with the word found at `edge`, and goes on with those that continue. */
function walkPhrases(phrases: PhraseTree, { node, edge, begin }: Step, before: Groups | null): Groups | null {
  let found = before;
  const end = hits.to[edge] as number;
  const groups = phrases.groups[node] as readonly number[];
  for (let i = 0; i < groups.length; i++) {
    found ??= new Map();
    const pairs = found.get(groups[i] as number);
    if (pairs === undefined) found.set(groups[i] as number, [begin, end]);
    else pairs.push(begin, end);
  }
  if (!phrases.inner[node]) return found;
  const { from, count } = hits;
  let next = edge + 1;
  while (next < count && (from[next] as number) < end) next++;
  for (; next < count && from[next] === end; next++) {
    const child = phrases.next.get(node * phrases.codes + (hits.code[next] as number));
    if (child !== undefined) found = walkPhrases(phrases, { node: child, edge: next, begin }, found);
  }
  return found;
}

/** Machines that may match: each is watched for by its rarest need. */
function findMachines(matcher: Matcher, groups: ReadonlyMap<number, readonly number[]>): Set<number> {
  const { marks, machinesByCode, machinesByGroup } = matcher;
  const { codes, machines } = marks;
  codes.clear();
  machines.clear();
  const watched: number[] = [];
  for (let edge = 0; edge < hits.count; edge++) {
    const code = hits.code[edge] as number;
    if (codes.add(code) && machinesByCode[code] !== undefined) watched.push(code);
  }
  const met = new Set<number>();
  const tryAll = (watchers: readonly number[] | undefined) => {
    if (watchers === undefined) return;
    for (const machine of watchers) {
      if (!machines.add(machine)) continue;
      if (areMet((matcher.machines[machine] as WatchedMachine).needs, codes, groups)) met.add(machine);
    }
  };
  for (const code of watched) tryAll(machinesByCode[code]);
  for (const group of groups.keys()) tryAll(machinesByGroup[group]);
  return met;
}

/** All needs but the first, which is the one that was watched for. */
function areMet(needs: readonly Need[], codes: Marks, groups: ReadonlyMap<number, readonly number[]>): boolean {
  for (let i = 1; i < needs.length; i++) {
    const need = needs[i] as Need;
    if (!codes.hasAny(need.codes) && !need.groups.some((group) => groups.has(group))) return false;
  }
  return true;
}

function termsOf(
  { nothing, termsByGroup, termsByMachine }: Matcher,
  groups: ReadonlyMap<number, readonly number[]>,
  machines: ReadonlySet<number>,
): Bits {
  const bits = nothing.slice();
  const mark = (more: readonly number[] | undefined) => {
    for (const term of more ?? []) addBit(bits, term);
  };
  for (const group of groups.keys()) mark(termsByGroup[group]);
  for (const machine of machines) mark(termsByMachine[machine]);
  return bits;
}
