/** From the files of a policy folder to a policy set, or to everything that is wrong with them. Pure; never throws. */

import { isName } from './cel/names.ts';
import type { Prepared } from './compile.ts';
import { readConditions } from './conditions.ts';
import { addressOf, type Sha256 } from './content-address.ts';
import type { Ladder } from './ladder.ts';
import { lint } from './lint.ts';
import { isId } from './load/fields.ts';
import { PlaceBook } from './load/place-book.ts';
import { type Example, readExamples } from './load/read-examples.ts';
import { readLadder, readPlatform } from './load/read-ladder.ts';
import { readPolicy } from './load/read-policy.ts';
import { type PatternExample, readClasses, readCues, readFact, readList, readPattern } from './load/read-words.ts';
import { cutToLimits, SET_LIMITS } from './load/set-limits.ts';
import { YamlFile } from './load/yaml-file.ts';
import type { Platform } from './platform.ts';
import type { AccountClass, FactPage, Pattern, Policy, PolicySet, Problem, WordList } from './policy-set.ts';
import { problem } from './problems.ts';
import { readWords, wordProblems } from './word-problems.ts';

/** Texts by path, relative to the policy folder, with `/`. */
export type PolicyFiles = Readonly<Record<string, string>>;

export type Loaded = {
  /** Null if any problem is an error. */
  readonly set: PolicySet | null;
  readonly examples: Examples;
  /** In order of file, line and column. */
  readonly problems: readonly Problem[];
  /** For `compile`, so that nothing is read twice; null as `set` is. */
  readonly prepared: Prepared | null;
};
export type Examples = { readonly posts: readonly Example[]; readonly patterns: readonly PatternExample[] };

type Parts = {
  policies: Policy[];
  platforms: Platform[];
  ladders: Ladder[];
  lists: WordList[];
  patterns: Pattern[];
  facts: FactPage[];
  classes: AccountClass[];
  cues: Record<string, Record<string, string[]>>;
};

export const MAX_FILE_CHARS = 2_000_000;

export function loadPolicySet(files: PolicyFiles, sha256: Sha256): Loaded {
  const problems: Problem[] = [];
  const loader = new Loader(problems);
  const sorted = Object.entries(files).map(([path, text]) => [path.replace(/^\.\//, ''), text] as const);
  sorted.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  for (const [path, text] of sorted) loader.read(path, text.toWellFormed());
  const { parts, places } = loader;
  problems.push(...cutToLimits(parts, places));
  const examples: Examples = { posts: loader.readExamples(), patterns: loader.patternExamples };
  const conditions = readConditions(parts);
  for (const { where, start, code, message, help } of conditions.problems) {
    problems.push(problem(code, places.inText(where, start), message, help));
  }
  const words = readWords(parts, conditions);
  problems.push(...wordProblems(words, places));
  const broken = new Set(problems.filter((p) => p.severity === 'error').map((p) => p.file));
  problems.push(...lint(parts, conditions, { places, examples, broken }));
  problems.sort(
    (a, b) => compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.code, b.code),
  );
  const failed = problems.some((p) => p.severity === 'error');
  if (failed) return { set: null, examples, problems, prepared: null };
  return { set: { hash: addressOf(parts, sha256), ...parts }, examples, problems, prepared: { conditions, words } };
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const RESERVED = new Set(['ladders', 'platforms', 'lists', 'patterns', 'facts', 'cues']);
const IGNORED = /(^|\/)(\.|README)/;

class Loader {
  readonly parts: Parts = {
    policies: [],
    platforms: [],
    ladders: [],
    lists: [],
    patterns: [],
    facts: [],
    classes: [],
    cues: {},
  };
  readonly places = new PlaceBook();
  readonly patternExamples: PatternExample[] = [];
  readonly #problems: Problem[];
  readonly #examples: { path: string; policy: string; text: string }[] = [];

  constructor(problems: Problem[]) {
    this.#problems = problems;
  }

  read(path: string, text: string): void {
    const at = { file: path, line: 1, column: 1 };
    if (IGNORED.test(path)) return;
    if (text.length > MAX_FILE_CHARS) {
      this.#problems.push(problem('FILE_TOO_BIG', at, `the file is longer than ${MAX_FILE_CHARS} characters`));
      return;
    }
    const [folder, name, rest] = path.split('/') as [string, string | undefined, string | undefined];
    const read = rest === undefined && this.#reader(path, folder, name, text);
    if (read) read();
    else this.#problems.push(problem('FILE_UNKNOWN', at, 'the file is not read'));
  }

  #reader(path: string, folder: string, name: string | undefined, text: string): (() => void) | null {
    const yaml = () => new YamlFile(path, text, this.#problems);
    if (name === undefined) {
      if (folder === 'ladder.yaml') return () => this.#ladder(yaml(), null);
      if (folder === 'classes.yaml') return () => this.parts.classes.push(...readClasses(yaml(), this.places));
      return null;
    }
    const dot = name.lastIndexOf('.');
    const [id, extension] = [name.slice(0, dot), name.slice(dot + 1)];
    const kind = RESERVED.has(folder) ? `${folder}.${extension}` : `policy/${name}`;
    switch (kind) {
      case 'ladders.yaml':
        return () => this.#named(path, id, isId, () => this.#ladder(yaml(), id));
      case 'platforms.yaml':
        return () => this.#named(path, id, isId, () => this.#platform(yaml(), id));
      case 'lists.txt':
        return () => this.#named(path, id, isName, () => this.#list(path, id, text));
      case 'patterns.yaml':
        return () => this.#named(path, id, isName, () => this.#pattern(yaml(), id));
      case 'facts.md':
        return () => this.#named(path, id, isId, () => this.#fact(path, id, text));
      case 'cues.yaml':
        return () =>
          this.#named(
            path,
            id,
            (lang) => /^[a-z]{2,3}$/.test(lang),
            () => this.#cues(yaml(), id),
          );
      case 'policy/policy.md':
        return () => this.#named(path, folder, isId, () => this.#policy(path, folder, text));
      case 'policy/examples.yaml':
        return () => void this.#examples.push({ path, policy: folder, text });
      default:
        return null;
    }
  }

  #named(path: string, id: string, valid: (id: string) => boolean, read: () => void): void {
    if (valid(id)) read();
    else
      this.#problems.push(
        problem('ID_INVALID', { file: path, line: 1, column: 1 }, `\`${id.slice(0, 60)}\` is not a valid id`),
      );
  }

  #policy(path: string, id: string, text: string): void {
    const policy = readPolicy(path, id, text, this.#problems, this.places);
    if (policy) this.parts.policies.push(policy);
  }

  #ladder(file: YamlFile, id: string | null): void {
    if (file.root === null) return;
    const ladder = readLadder(file, id);
    if (!ladder) return;
    if (this.parts.ladders.some((other) => other.id === ladder.id)) {
      file.reportAt('ID_DUPLICATE', 0, `there are two ladders \`${ladder.id}\``);
    } else this.parts.ladders.push(ladder);
    this.places.set(`ladder:${ladder.id}`, file, null);
  }

  #platform(file: YamlFile, id: string): void {
    const platform = file.root && readPlatform(file, id);
    if (platform) this.parts.platforms.push(platform);
    this.places.set(`platform:${id}`, file, file.root);
  }

  #list(path: string, id: string, text: string): void {
    const { list, lines } = readList(path, id, text, this.#problems);
    this.parts.lists.push(list);
    this.places.setLines(`list:${id}`, path, lines);
  }

  #pattern(file: YamlFile, id: string): void {
    const pattern = file.root && readPattern(file, id, this.places, this.patternExamples);
    if (pattern) this.parts.patterns.push(pattern);
  }

  #fact(path: string, id: string, text: string): void {
    const fact = readFact(path, id, text, this.#problems, this.places);
    if (fact) this.parts.facts.push(fact);
  }

  #cues(file: YamlFile, lang: string): void {
    const cues = file.root && readCues(file, lang, this.places);
    if (cues) this.parts.cues[lang] = cues;
  }

  /** After everything else, since they default to their policy's language. */
  readExamples(): Example[] {
    const languages = new Map(this.parts.policies.map((policy) => [policy.id, policy.languages[0] ?? null]));
    const examples: Example[] = [];
    for (const { path, policy, text } of this.#examples) {
      if (examples.length > SET_LIMITS.examples) break;
      const file = new YamlFile(path, text, this.#problems);
      if (file.root === null) continue;
      for (const example of readExamples(file, policy, languages.get(policy) ?? null)) examples.push(example);
      const first = examples[SET_LIMITS.examples];
      if (first === undefined) continue;
      const message = `with this the set has more than ${SET_LIMITS.examples.toLocaleString('en')} examples`;
      this.#problems.push(problem('SET_TOO_BIG', first.place, message));
    }
    return examples;
  }
}
