/** Reads terms: words into one vocabulary, phrases into one tree, patterns into machines over them. */
import type { Pattern, WordList } from '../../policy-set.ts';
import type { TermProblem, TermRef, TermSource } from '../text-view.ts';
import { buildMatcher, type CompiledTerm, type Matcher, type WatchedMachine } from './matcher.ts';
import { buildMachine, PATTERN_LIMITS, type Resolved } from './pattern-machine.ts';
import { PatternReading } from './pattern-reading.ts';
import { CLASSES, type EntryProblem, type PatternNode, parsePattern } from './pattern-syntax.ts';
import { RegexBook } from './regular-expression.ts';
import { readPhrase, Vocabulary } from './vocabulary.ts';

export type Names = {
  readonly lists: readonly WordList[];
  readonly patterns: readonly Pattern[];
  /** Regular expressions compiled before; left out: none. */
  readonly regexes?: RegexBook;
};
type Where = { readonly term: number; readonly entry: number | null; readonly in: TermProblem['in'] };

/** Terms read once, from which matchers of all or some of them are made. */
export type TermBook = {
  readonly problems: readonly TermProblem[];
  /** Term i of the matcher is term `refs[i]` of those given. */
  matcher(refs: readonly TermRef[]): Matcher;
};

/** Reads terms. Never throws; whatever has a problem matches nothing. */
export function readTerms(terms: readonly TermSource[], names: Names): TermBook {
  const compiler = new Compiler(names);
  const compiled = terms.map((term, i) => compiler.term(term, i));
  const { problems, vocabulary, machines, hasClasses } = compiler;
  return {
    problems,
    matcher: (refs) =>
      buildMatcher(
        refs.map((ref) => compiled[ref] as CompiledTerm),
        { vocabulary, machines, classes: hasClasses },
      ),
  };
}

class Compiler {
  readonly problems: TermProblem[] = [];
  readonly vocabulary = new Vocabulary();
  readonly machines: WatchedMachine[] = [];
  /** Some pattern reads token classes. */
  hasClasses = false;
  readonly #reading = new PatternReading((code) => this.vocabulary.lengthOf(code));
  readonly #regexes: RegexBook;
  #states = 0;
  readonly #lists: ReadonlyMap<string, WordList>;
  readonly #patterns: ReadonlyMap<string, Pattern>;
  /** Resolved words by text: plain, prefix, folding, folding prefix. */
  readonly #words = [0, 1, 2, 3].map(() => new Map<string, Resolved>());
  readonly #groupOfList = new Map<string, number>();
  /** Named patterns put in place, each once for plain and once for folding use. */
  readonly #resolved = new Map<string, Resolved>();

  constructor(names: Names) {
    this.#regexes = names.regexes ?? new RegexBook();
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
        const { regex, problem } = this.#regexes.compile(term.source);
        if (problem !== null) this.#report(where, problem);
        return { groups: [], machines: [], regex, folds: false };
      }
    }
  }

  #report(where: Where, problem: EntryProblem): void {
    this.problems.push({ term: where.term, entry: where.entry, ...problem, in: where.in });
  }

  #phraseGroup(entries: readonly string[], fold: boolean, where: (entry: number) => Where): number {
    const group = this.vocabulary.newGroup();
    entries.forEach((entry, i) => {
      const { words, problem } = readPhrase(entry);
      if (problem !== null) this.#report(where(i), problem);
      else this.vocabulary.addWords(words, group, fold);
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
        if (group === -1) group = this.vocabulary.newGroup();
        for (const way of ways) this.vocabulary.addPhrase(way, group);
      } else this.#addMachine(resolved, where, machines);
    });
    return { groups: group === -1 ? [] : [group], machines, regex: null, folds: term.fold };
  }

  #addMachine(resolved: Resolved, where: Where, machines: number[]): void {
    const isFull = this.#states > PATTERN_LIMITS.statesOfSet;
    const machine = isFull ? null : buildMachine(resolved);
    if (machine === null) {
      const [message, help] = isFull
        ? [
            `the patterns of the set have more than ${PATTERN_LIMITS.statesOfSet} states together`,
            'use lists where they do',
          ]
        : ['the pattern has too many branches', 'split it into several patterns'];
      this.#report(where, { offset: 0, code: 'PATTERN_LARGE', message, help });
      return;
    }
    this.#states += machine.states.length;
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
    machines.push(this.machines.length);
    this.machines.push({ machine, needs });
  }

  #resolve(node: PatternNode, at: ResolveAt): Resolved | null {
    switch (node.kind) {
      case 'gap':
        return node;
      case 'class':
        this.hasClasses = true;
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

  /** Words recur from pattern to pattern: each is resolved once, unless something is wrong with it. */
  #word(node: PatternNode & { kind: 'word' }, at: ResolveAt): Resolved | null {
    const known = this.#words[(node.prefix ? 1 : 0) + (at.fold ? 2 : 0)] as Map<string, Resolved>;
    let resolved = known.get(node.text) ?? null;
    if (resolved === null) {
      resolved = this.#readWord(node, at);
      if (resolved !== null) known.set(node.text, resolved);
    }
    return resolved;
  }

  #readWord(node: PatternNode & { kind: 'word' }, at: ResolveAt): Resolved | null {
    const { words, problem } = readPhrase(node.text);
    if (problem !== null) {
      const code = problem.code === 'PHRASE_EMPTY' ? 'PATTERN_SIGN' : problem.code;
      this.#report(at.where, { ...problem, code, offset: node.offset + problem.offset });
      return null;
    }
    const items = words.map((word, i): Resolved => {
      const prefix = node.prefix && i === words.length - 1;
      const codes = this.vocabulary.codes({ word: word.word, prefix }, at.fold);
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
}

type ResolveAt = { readonly where: Where; readonly fold: boolean; readonly path: readonly string[] };

const oneOf = (items: readonly Resolved[]): Resolved =>
  items.length === 1 ? (items[0] as Resolved) : { kind: 'alt', items };
