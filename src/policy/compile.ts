/** From a policy set to something that judges: one generated function for all its rules, one lexicon for all its words. */
import { addBit, type Bits, noBits } from './bits.ts';
import { type Constants, emit, type Program } from './cel/emit.ts';
import { Graph } from './cel/graph.ts';
import { type Need, necessaryTerms } from './cel/necessary.ts';
import { type Node, nodesOf, readsOf } from './cel/node.ts';
import { listKey } from './cel/runtime.ts';
import { walk } from './cel/walk.ts';
import { type Conditions, classKey, counterKey, readConditions, ruleKey, statusReads } from './conditions.ts';
import type { RuleInput } from './inputs.ts';
import type { Counter, Policy, PolicySet, Problem, Rule } from './policy-set.ts';
import { problem } from './problems.ts';
import {
  buildLexicon,
  type Lexicon,
  type PackedLexicon,
  packLexicon,
  type TextView,
  unpackLexicon,
} from './text/index.ts';
import { RegexBook } from './text/match/regular-expression.ts';
import type { SetWords } from './word-problems.ts';

export type CompiledRule = {
  /** `policy/rule`. */
  readonly key: string;
  readonly policy: Policy;
  readonly rule: Rule;
  readonly tree: Node;
  /** Index into `gates`. */
  readonly gate: number;
  /** It reads more than the words, such as a count: copies of the same words may differ in it. */
  readonly readsMore: boolean;
  readonly readsStatus: boolean;
  /** Its condition goes through a list. */
  readonly loops: boolean;
  /** Sets of terms: of each one must occur for the rule to hold. None: evaluate it always. */
  readonly needs: readonly Need[];
};
type CompiledCounter = {
  readonly policy: string;
  readonly counter: Counter;
  readonly where: Node | null;
  /** Index into `gates`. */
  readonly gate: number;
};

export type CompiledPolicySet = {
  readonly set: PolicySet;
  /** Live and shadow rules, in policy, then rule order. */
  readonly rules: readonly CompiledRule[];
  readonly counters: readonly CompiledCounter[];
  readonly classes: readonly { readonly id: string; readonly tree: Node }[];
  readonly lexicon: Lexicon;
  readonly readsText: boolean;
  readonly countersReadText: boolean;
  /** The different sets of languages that policies name. */
  readonly gates: readonly ReadonlySet<string>[];
  /** 1 for each of them. Not to be written to. */
  readonly allOpen: Uint8Array;
  /** Paths of the inputs that live and shadow rules read, sorted. */
  readonly inputs: readonly string[];
  readonly constants: Constants;
  /** `gated`: some rules may not read the text, by its language. Generated when first asked for. */
  readonly program: (gated: boolean) => Program;
  /** The rules without `needs`, and all. */
  readonly always: Bits;
  readonly all: Bits;
  /** Per term the rules that need it: indexes into `rules`. */
  readonly byTerm: readonly (readonly number[])[];
  /** Any rule, live or shadow, reads a status fact. */
  readonly readsStatus: boolean;
  /** Live rules that read status facts: indexes into `rules`. */
  readonly statusReaders: readonly number[];
};

export type Compiled = { readonly compiled: CompiledPolicySet | null; readonly problems: readonly Problem[] };

/** What loading a set has made of it. */
export type Prepared = { readonly conditions: Conditions; readonly words: SetWords };

/**
 * A set that `loadPolicySet` accepted compiles. Problems are placed in the condition, for want of the file.
 * `prepared`: what loading this very set gave; left out: the set is read again.
 */
export function compile(set: PolicySet, prepared: Prepared | null = null): Compiled {
  const conditions = prepared?.conditions ?? readConditions(set);
  const problems = conditions.problems.map(({ where, start, code, message, help }) =>
    problem(code, { file: where, line: 1, column: start + 1 }, message, help),
  );
  if (problems.length > 0) return { compiled: null, problems };
  const { trees, regexes } = conditions;
  const refs = [...conditions.terms.terms.keys()];
  const lexicon = prepared === null ? lexiconOf(set, conditions) : prepared.words.book.lexicon(refs);
  return { compiled: compiledOf(set, { trees, regexes, lexicon }), problems };
}

/** What reading the conditions and words of a set gives. */
type Read = Pick<Conditions, 'trees' | 'regexes'> & { readonly lexicon: Lexicon };

function compiledOf(set: PolicySet, read: Read): CompiledPolicySet {
  const { trees, regexes, lexicon } = read;
  const gates: ReadonlySet<string>[] = [];
  const rules = set.policies.flatMap((policy) => {
    const gate = gateOf(policy.languages, gates);
    return policy.rules.filter((rule) => rule.mode !== 'off').map((rule) => compileRule(trees, { policy, rule, gate }));
  });
  const reads = new Set(rules.flatMap((rule) => [...readsOf(rule.tree)]));
  const constants = constantsOf(set, regexes);
  const byTerm: number[][] = lexicon.terms.map(() => []);
  rules.forEach((rule, i) => {
    for (const term of rule.needs[0] ?? []) byTerm[term]?.push(i);
  });
  const counters = countersOf(set, trees, gates);
  return {
    set,
    rules,
    counters,
    classes: set.classes.map(({ id }) => ({ id, tree: trees.get(classKey(id)) as Node })),
    lexicon,
    readsText: reads.has('text'),
    countersReadText: counters.some(({ where }) => where !== null && readsOf(where).has('text')),
    gates,
    allOpen: new Uint8Array(gates.length).fill(1),
    inputs: [...reads].filter((path) => path !== 'text').sort(),
    constants,
    program: programs(rules, constants),
    always: bitsOf(rules, (rule) => rule.needs.length === 0),
    all: bitsOf(rules, () => true),
    byTerm,
    readsStatus: rules.some((rule) => rule.readsStatus),
    statusReaders: rules.flatMap((rule, i) => (rule.readsStatus && rule.rule.mode === 'live' ? [i] : [])),
  };
}

/** A compiled set as plain data: what is dear to make of its conditions and words. */
export type PackedSet = { readonly trees: ReadonlyMap<string, Node>; readonly lexicon: PackedLexicon };

export function packCompiled({ rules, counters, classes, lexicon }: CompiledPolicySet): PackedSet {
  const trees = new Map<string, Node>();
  for (const { policy, rule, tree } of rules) trees.set(ruleKey(policy.id, rule.id), tree);
  for (const { policy, counter, where } of counters)
    if (where !== null) trees.set(counterKey(policy, counter.name), where);
  for (const { id, tree } of classes) trees.set(classKey(id), tree);
  return { trees, lexicon: packLexicon(lexicon) };
}

/** The compiled set that was packed; `set` must be the very set that it was compiled from. */
export function unpackCompiled(set: PolicySet, { trees, lexicon }: PackedSet): CompiledPolicySet {
  const regexes = new RegexBook();
  return compiledOf(set, { trees, regexes, lexicon: unpackLexicon(lexicon, { cues: set.cues, regexes }) });
}

function lexiconOf({ cues, lists, patterns }: PolicySet, { terms, regexes }: Conditions): Lexicon {
  return buildLexicon(terms.terms, { cues, cuesLater: true, lists, patterns, regexes }).lexicon;
}

/** A lexicon of some patterns of the set, term i for pattern i: for trying their examples. */
export function compileTerms(set: PolicySet, patterns: readonly string[], prepared: Prepared | null = null): Lexicon {
  if (prepared !== null) {
    const { book, table } = prepared.words;
    return book.lexicon(patterns.map((id) => table.pattern(id, { where: '', start: 0, end: 0 })));
  }
  const terms = patterns.map((id) => {
    const found = set.patterns.find((pattern) => pattern.id === id);
    return { kind: 'pattern' as const, id, any: found?.any ?? [], fold: found?.fold ?? false };
  });
  return buildLexicon(terms, { cues: set.cues, cuesLater: true, lists: set.lists, patterns: set.patterns }).lexicon;
}

function bitsOf(rules: readonly CompiledRule[], has: (rule: CompiledRule) => boolean): Bits {
  const bits = noBits(rules.length);
  rules.forEach((rule, i) => {
    if (has(rule)) addBit(bits, i);
  });
  return bits;
}

type Trees = Conditions['trees'];
type RuleParts = { readonly policy: Policy; readonly rule: Rule; readonly gate: number };

function compileRule(trees: Trees, { policy, rule, gate }: RuleParts): CompiledRule {
  const tree = trees.get(ruleKey(policy.id, rule.id)) as Node;
  return {
    key: `${policy.id}/${rule.id}`,
    policy,
    rule,
    tree,
    gate,
    readsMore: [...readsOf(tree)].some((path) => path !== 'text'),
    readsStatus: statusReads(tree).length > 0,
    loops: [...nodesOf(tree)].some((node) => node.op === 'loop'),
    needs: necessaryTerms(tree),
  };
}

function gateOf(languages: readonly string[], gates: ReadonlySet<string>[]): number {
  const key = (of: Iterable<string>) => [...of].sort().join(' ');
  const found = gates.findIndex((gate) => key(gate) === key(languages));
  return found >= 0 ? found : gates.push(new Set(languages)) - 1;
}

function countersOf(set: PolicySet, trees: Trees, gates: ReadonlySet<string>[]): CompiledCounter[] {
  return set.policies.flatMap((policy) =>
    policy.counters.map((counter) => ({
      policy: policy.id,
      gate: gateOf(policy.languages, gates),
      counter,
      where: trees.get(counterKey(policy.id, counter.name)) ?? null,
    })),
  );
}

function constantsOf(set: PolicySet, regexes: RegexBook): Constants {
  const words = new Map<string, ReadonlySet<string>>();
  return {
    wordSet: (id) => {
      const known = words.get(id) ?? new Set(set.lists.find((list) => list.id === id)?.entries.map(listKey) ?? []);
      words.set(id, known);
      return known;
    },
    regex: (source) => {
      const { regex } = regexes.compile(source);
      return { test: (text) => regex?.pattern.matcher(text).find() === true };
    },
  };
}

function programs(rules: readonly CompiledRule[], constants: Constants): (gated: boolean) => Program {
  const made: (Program | undefined)[] = [];
  return (gated) => {
    let program = made[gated ? 1 : 0];
    if (!program) {
      program = generated(rules, constants, gated) ?? interpreted(rules, constants);
      made[gated ? 1 : 0] = program;
    }
    return program;
  };
}

/** Null where code may not be generated (`--disallow-code-generation-from-strings`). */
function generated(rules: readonly CompiledRule[], constants: Constants, gated: boolean): Program | null {
  const graph = new Graph(gated);
  const roots = rules.map((rule) => graph.add(rule.tree, rule.gate));
  try {
    return emit(roots, constants);
  } catch (error) {
    if (error instanceof EvalError) return null;
    throw error;
  }
}

/** The same answers, several times slower. */
export function interpreted(rules: readonly Pick<CompiledRule, 'tree' | 'gate'>[], constants: Constants): Program {
  let [input, view, open]: [unknown, unknown, Uint8Array] = [null, null, new Uint8Array()];
  return {
    begin: (...given) => {
      [input, view, open] = given;
    },
    rules: rules.map(({ tree, gate }) => () => {
      const textKnown = open[gate] === 1;
      return walk(tree, {
        input: input as RuleInput,
        view: view as TextView | null,
        textKnown,
        constants,
        vars: [],
        memo: new Map(),
      });
    }),
  };
}
