/** Every condition of a set, parsed, checked and turned into our tree: of rules, counters and classes. */
import { makeEnvironment } from './cel/environment.ts';
import { lower } from './cel/lower.ts';
import { type SetNames, signalNames } from './cel/names.ts';
import { type Node, nodesOf, readsOf } from './cel/node.ts';
import { knownFields, parseCondition } from './cel/parse.ts';
import { Refused } from './cel/refused.ts';
import { TermTable } from './cel/terms.ts';
import { INPUTS, inputSpec } from './inputs.ts';
import type { PolicySet, Rule } from './policy-set.ts';
import type { ProblemCode } from './problems.ts';
import { RegexBook } from './text/match/regular-expression.ts';

/** A problem inside a condition; `where` is a key such as `when:POLICY/RULE`, `where:POLICY/COUNTER`, `class:ID`. */
type ConditionProblem = {
  readonly where: string;
  readonly start: number;
  readonly end: number;
  readonly code: ProblemCode;
  readonly message: string;
  readonly help: string | null;
};

export type Conditions = {
  readonly names: SetNames;
  /** By key, for those that are right. */
  readonly trees: ReadonlyMap<string, Node>;
  readonly terms: TermTable;
  /** The regular expressions of the conditions. */
  readonly regexes: RegexBook;
  readonly problems: readonly ConditionProblem[];
};

/** The parts of a set that its conditions depend on. */
export type ConditionSource = Pick<PolicySet, 'policies' | 'classes' | 'lists' | 'patterns'>;

type Condition = { readonly where: string; readonly source: string; readonly judge: (tree: Node) => Judged };
type Judged = { code: ProblemCode; message: string } | null;

export const ruleKey = (policy: string, rule: string): string => `when:${policy}/${rule}`;
export const counterKey = (policy: string, counter: string): string => `where:${policy}/${counter}`;
export const classKey = (id: string): string => `class:${id}`;

export function readConditions(set: ConditionSource): Conditions {
  const conditions = conditionsOf(set);
  const names = namesOf(set, conditions);
  const { env } = makeEnvironment(names);
  const terms = new TermTable(set.lists, set.patterns);
  const regexes = new RegexBook();
  const trees = new Map<string, Node>();
  const problems: ConditionProblem[] = [];
  const known = (type: string) => knownFields(type, (root) => membersOf(root, names));
  for (const { where, source, judge } of conditions) {
    try {
      const { ast, type } = parseCondition(source, env, known);
      if (type !== 'bool')
        throw new Refused('CEL_NOT_BOOL', { start: 0, end: source.length }, `the condition gives ${type}`);
      const tree = lower(ast, { terms, where, loops: [] });
      checkRegexes(tree, regexes);
      const wrong = judge(tree);
      if (wrong) throw new Refused(wrong.code, { start: 0, end: source.length }, wrong.message);
      trees.set(where, tree);
    } catch (error) {
      problems.push({ where, ...refusalOf(error, source) });
    }
  }
  return { names, trees, terms, regexes, problems };
}

function refusalOf(error: unknown, source: string): Omit<ConditionProblem, 'where'> {
  if (error instanceof Refused) {
    const { code, start, end, message, help } = error;
    return { code, start, end, message, help };
  }
  // Not known to happen; but no policy text may take the checker down.
  const message = `the condition cannot be read (${error instanceof Error ? error.message.slice(0, 200) : 'unknown reason'})`;
  return { code: 'CEL_SYNTAX', start: 0, end: source.length, message, help: null };
}

function conditionsOf(set: ConditionSource): Condition[] {
  const conditions: Condition[] = [];
  for (const policy of set.policies) {
    for (const counter of policy.counters) {
      if (counter.where === null) continue;
      conditions.push({ where: counterKey(policy.id, counter.name), source: counter.where, judge: judgeCounter });
    }
    for (const rule of policy.rules) {
      conditions.push({
        where: ruleKey(policy.id, rule.id),
        source: rule.when,
        judge: (tree) => judgeRule(rule, tree),
      });
    }
  }
  for (const { id, when } of set.classes) conditions.push({ where: classKey(id), source: when, judge: judgeClass });
  return conditions;
}

function namesOf(set: ConditionSource, conditions: readonly Condition[]): SetNames {
  return {
    counters: [...new Set(set.policies.flatMap((policy) => policy.counters.map((counter) => counter.name)))],
    signals: signalNames(conditions.map((condition) => condition.source)),
    lists: set.lists.map((list) => list.id),
    patterns: set.patterns.map((pattern) => pattern.id),
  };
}

function membersOf(root: string, names: SetNames): readonly string[] {
  if (root in names) return names[root as keyof SetNames];
  return INPUTS.filter((spec) => spec.path.startsWith(`${root}.`)).map((spec) => spec.path.slice(root.length + 1));
}

/** Paths of status facts that a condition reads. */
export const statusReads = (tree: Node): string[] =>
  [...readsOf(tree)].filter((path) => inputSpec(path)?.status === true);

function judgeRule(rule: Rule, tree: Node): Judged {
  const status = statusReads(tree);
  if (status.length === 0 || rule.readsStatus !== null || rule.mode !== 'live') return null;
  return {
    code: 'RULE_READS_STATUS',
    message: `a live rule reads ${status.join(', ')}: what an account is, not what it does`,
  };
}

const COUNTED = new Set(['post', 'text', 'links', 'media', 'thread']);

function judgeCounter(tree: Node): Judged {
  const wrong = [...readsOf(tree)].filter((path) => !COUNTED.has(path.split('.')[0] as string));
  const parents = [...readsOf(tree)].filter((path) => path.endsWith('.sameAuthor'));
  const reads = [...wrong, ...parents];
  return reads.length === 0 ? null : { code: 'COUNTER_READS', message: `the counter reads ${reads.join(', ')}` };
}

function judgeClass(tree: Node): Judged {
  const wrong = [...readsOf(tree)].filter((path) => inputSpec(path)?.status !== true);
  return wrong.length === 0 ? null : { code: 'CLASS_READS', message: `the class reads ${wrong.join(', ')}` };
}

function checkRegexes(tree: Node, regexes: RegexBook): void {
  for (const node of nodesOf(tree)) {
    if (node.op !== 'matches') continue;
    const { problem } = regexes.compile(node.data as string);
    if (problem) throw new Refused(problem.code as ProblemCode, node, problem.message, problem.help);
  }
}
