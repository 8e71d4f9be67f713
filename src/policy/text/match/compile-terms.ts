/** Compiles terms to one matcher: words in one automaton, phrases in one tree, patterns as machines over them. */
import { type Bits, noBits } from '../../bits.ts';
import type { Pattern, WordList } from '../../policy-set.ts';
import type { TermProblem, TermSource } from '../text-view.ts';
import type { WordIndex } from './find-words.ts';
import { Marks } from './marks.ts';
import { buildMachine, type Machine, type Resolved } from './pattern-machine.ts';
import { type Need, PatternReading } from './pattern-reading.ts';
import { CLASSES, type EntryProblem, type PatternNode, parsePattern } from './pattern-syntax.ts';
import { compileRegex, type Regex } from './regular-expression.ts';
import { type PhraseTree, readPhrase, Vocabulary } from './vocabulary.ts';

/** A machine is run only where one of each of its needs occurs; the first is watched for. */
export type WatchedMachine = { readonly machine: Machine; readonly needs: readonly Need[] };

type CompiledTerm = {
  readonly groups: readonly number[];
  readonly machines: readonly number[];
  readonly regex: Regex | null;
  /** Signs beside a word may be part of it: "$hit". */
  readonly folds: boolean;
};

export type Matcher = {
  readonly index: WordIndex;
  readonly phrases: PhraseTree;
  readonly groups: number;
  readonly machines: readonly WatchedMachine[];
  readonly terms: readonly CompiledTerm[];
  readonly termsByGroup: readonly (readonly number[])[];
  readonly termsByMachine: readonly (readonly number[])[];
  readonly machinesByCode: readonly (readonly number[] | undefined)[];
  readonly machinesByGroup: readonly (readonly number[] | undefined)[];
  /** Terms with a regular expression. */
  readonly regexes: readonly number[];
  /** Token classes that some pattern reads. */
  readonly classes: boolean;
  /** No term. */
  readonly nothing: Bits;
  /** Room for the codes and machines met in the text at hand: used and left within one call. */
  readonly marks: { readonly codes: Marks; readonly machines: Marks };
};

export type Names = { readonly lists: readonly WordList[]; readonly patterns: readonly Pattern[] };
type Where = { readonly term: number; readonly entry: number | null; readonly in: TermProblem['in'] };

/** Compiles terms. Never throws; whatever has a problem matches nothing. */
export function compileTerms(
  terms: readonly TermSource[],
  names: Names,
): { matcher: Matcher; problems: TermProblem[] } {
  const compiler = new Compiler(names);
  const compiled = terms.map((term, i) => compiler.term(term, i));
  return { matcher: compiler.finish(compiled), problems: compiler.problems };
}

class Compiler {
  readonly problems: TermProblem[] = [];
  readonly #vocabulary = new Vocabulary();
  readonly #reading = new PatternReading((code) => this.#vocabulary.lengthOf(code));
  readonly #machines: WatchedMachine[] = [];
  readonly #lists: ReadonlyMap<string, WordList>;
  readonly #patterns: ReadonlyMap<string, Pattern>;
  readonly #groupOfList = new Map<string, number>();
  #classes = false;
  /** Named patterns put in place, each once for plain and once for folding use. */
  readonly #resolved = new Map<string, Resolved>();

  constructor(names: Names) {
    this.#lists = new Map(names.lists.map((list) => [list.id, list]));
    this.#patterns = new Map(names.patterns.map((pattern) => [pattern.id, pattern]));
  }

  term(term: TermSource, number: number): CompiledTerm {
    const where = { term: number, entry: null, in: null };
    switch (term.kind) {
      case 'phrase':
        return {
          groups: [this.#phraseGroup([term.text], term.fold ?? false, () => where)],
          machines: [],
          regex: null,
          folds: term.fold ?? false,
        };
      case 'list':
        return { groups: [this.#listGroup(term, number, null)], machines: [], regex: null, folds: term.fold };
      case 'pattern':
        return this.#pattern(term, number);
      case 'regex': {
        const { regex, problem } = compileRegex(term.source);
        if (problem !== null) this.#report(where, problem);
        return { groups: [], machines: [], regex, folds: false };
      }
    }
  }

  #report(where: Where, problem: EntryProblem): void {
    this.problems.push({ term: where.term, entry: where.entry, ...problem, in: where.in });
  }

  #phraseGroup(entries: readonly string[], fold: boolean, where: (entry: number) => Where): number {
    const group = this.#vocabulary.newGroup();
    entries.forEach((entry, i) => {
      const { words, problem } = readPhrase(entry);
      if (problem !== null) this.#report(where(i), problem);
      else this.#vocabulary.addWords(words, group, fold);
    });
    return group;
  }

  /** One group for each list and folding, however many terms name it. */
  #listGroup(
    list: { id: string; entries: readonly string[]; fold: boolean },
    term: number,
    within: TermProblem['in'],
  ): number {
    const key = `${list.fold ? 'f' : 'p'}${list.id}\n${list.entries.length}`;
    const known = this.#groupOfList.get(key);
    if (known !== undefined) return known;
    const group = this.#phraseGroup(list.entries, list.fold, (entry) => ({ term, entry, in: within }));
    this.#groupOfList.set(key, group);
    return group;
  }

  #pattern(term: { id: string; any: readonly string[]; fold: boolean }, number: number): CompiledTerm {
    const machines: number[] = [];
    let group = -1;
    term.any.forEach((source, entry) => {
      const where: Where = { term: number, entry, in: null };
      const { node, problems } = parsePattern(source);
      for (const problem of problems) this.#report(where, problem);
      if (node === null) return;
      const resolved = this.#resolve(node, { where, fold: term.fold, path: [term.id] });
      if (resolved === null) return;
      const ways = this.#reading.ways(resolved);
      if (ways !== null) {
        if (group === -1) group = this.#vocabulary.newGroup();
        for (const way of ways) this.#vocabulary.addPhrase(way, group);
      } else this.#addMachine(resolved, where, machines);
    });
    return { groups: group === -1 ? [] : [group], machines, regex: null, folds: term.fold };
  }

  #addMachine(resolved: Resolved, where: Where, machines: number[]): void {
    const machine = buildMachine(resolved);
    if (machine === null) {
      const help = 'split it into several patterns';
      this.#report(where, { offset: 0, code: 'PATTERN_LARGE', message: 'the pattern has too many branches', help });
      return;
    }
    const needs = this.#reading.needs(resolved);
    if (needs.length === 0) {
      const help = 'let at least one word or list stand without `?`';
      this.#report(where, {
        offset: 0,
        code: 'PATTERN_EMPTY',
        message: 'no word must occur for the pattern to match',
        help,
      });
      return;
    }
    machines.push(this.#machines.length);
    this.#machines.push({ machine, needs });
  }

  #resolve(node: PatternNode, at: ResolveAt): Resolved | null {
    switch (node.kind) {
      case 'gap':
        return node;
      case 'class':
        this.#classes = true;
        return { kind: 'code', code: CLASSES.indexOf(node.name) };
      case 'maybe': {
        const item = this.#resolve(node.item, at);
        return item === null ? null : { kind: 'maybe', item };
      }
      case 'seq':
      case 'alt': {
        const items = node.items.map((item) => this.#resolve(item, at));
        return items.includes(null) ? null : { kind: node.kind, items: items as Resolved[] };
      }
      case 'word':
        return this.#word(node, at);
      case 'list':
        return this.#list(node, at);
      case 'pattern':
        return this.#named(node, at);
    }
  }

  #word(node: PatternNode & { kind: 'word' }, at: ResolveAt): Resolved | null {
    const { words, problem } = readPhrase(node.text);
    if (problem !== null) {
      const code = problem.code === 'PHRASE_EMPTY' ? 'PATTERN_SIGN' : problem.code;
      this.#report(at.where, { ...problem, code, offset: node.offset + problem.offset });
      return null;
    }
    const items = words.map((word, i): Resolved => {
      const prefix = node.prefix && i === words.length - 1;
      const codes = this.#vocabulary.codes({ word: word.word, prefix }, at.fold);
      return oneOf(codes.map((code) => ({ kind: 'code', code })));
    });
    return items.length === 1 ? (items[0] as Resolved) : { kind: 'seq', items };
  }

  #list(node: { readonly id: string; readonly offset: number }, at: ResolveAt): Resolved | null {
    const list = this.#lists.get(node.id);
    if (list === undefined) {
      const help = this.#known('lists', [...this.#lists.keys()]);
      this.#report(at.where, {
        offset: node.offset,
        code: 'PATTERN_LIST',
        message: `there is no list \`${node.id}\``,
        help,
      });
      return null;
    }
    return { kind: 'group', group: this.#listGroup(list, at.where.term, { kind: 'list', id: list.id }) };
  }

  #named(node: { readonly id: string; readonly offset: number }, at: ResolveAt): Resolved | null {
    const pattern = this.#patterns.get(node.id);
    const refuse = (message: string, help: string) => {
      this.#report(at.where, { offset: node.offset, code: 'PATTERN_NAME', message, help });
      return null;
    };
    if (pattern === undefined) {
      return refuse(`there is no pattern \`${node.id}\``, this.#known('patterns', [...this.#patterns.keys()]));
    }
    if (at.path.includes(node.id)) {
      return refuse(
        `the patterns ${[...at.path, node.id].join(' → ')} name each other in a circle`,
        'write one of them out',
      );
    }
    const fold = pattern.fold || at.fold;
    const known = this.#resolved.get(`${fold}${node.id}`);
    if (known !== undefined) return known;
    const items: Resolved[] = [];
    for (const source of pattern.any) {
      const parsed = parsePattern(source).node;
      // Its own problems are told where that pattern is a term, or here, once.
      if (parsed === null) return refuse(`the pattern \`${node.id}\` has problems of its own`, 'mend it first');
      const item = this.#resolve(parsed, { ...at, fold: pattern.fold || at.fold, path: [...at.path, node.id] });
      if (item === null) return null;
      items.push(item);
    }
    if (items.length === 0) return refuse(`the pattern \`${node.id}\` is empty`, 'write an entry under `any`');
    const resolved = oneOf(items);
    this.#resolved.set(`${fold}${node.id}`, resolved);
    return resolved;
  }

  #known(what: string, ids: readonly string[]): string {
    return ids.length === 0 ? `there are no ${what}` : `the ${what} are ${ids.slice(0, 20).join(', ')}`;
  }

  finish(terms: readonly CompiledTerm[]): Matcher {
    const groups = this.#vocabulary.groups;
    const termsByGroup: number[][] = Array.from({ length: groups }, () => []);
    const termsByMachine: number[][] = this.#machines.map(() => []);
    terms.forEach((term, number) => {
      for (const group of term.groups) termsByGroup[group]?.push(number);
      for (const machine of term.machines) termsByMachine[machine]?.push(number);
    });
    const phrases = this.#vocabulary.phraseTree();
    const machinesByCode: (number[] | undefined)[] = Array(phrases.codes).fill(undefined);
    const machinesByGroup: (number[] | undefined)[] = Array(groups).fill(undefined);
    const watch = (by: (number[] | undefined)[], key: number, machine: number) => {
      const known = by[key];
      if (known === undefined) by[key] = [machine];
      else known.push(machine);
    };
    this.#machines.forEach(({ needs }, machine) => {
      for (const code of needs[0]?.codes ?? []) watch(machinesByCode, code, machine);
      for (const group of needs[0]?.groups ?? []) watch(machinesByGroup, group, machine);
    });
    return {
      index: this.#vocabulary.wordIndex(),
      phrases,
      groups,
      machines: this.#machines,
      terms,
      termsByGroup,
      termsByMachine,
      machinesByCode,
      machinesByGroup,
      regexes: terms.flatMap((term, number) => (term.regex === null ? [] : [number])),
      classes: this.#classes,
      nothing: noBits(terms.length),
      marks: { codes: new Marks(phrases.codes), machines: new Marks(this.#machines.length) },
    };
  }
}

type ResolveAt = { readonly where: Where; readonly fold: boolean; readonly path: readonly string[] };

const oneOf = (items: readonly Resolved[]): Resolved =>
  items.length === 1 ? (items[0] as Resolved) : { kind: 'alt', items };
