/** What can be wrong with a set although each file is right by itself. */
import { constantOf } from './cel/constant.ts';
import { type Node, readsOf } from './cel/node.ts';
import { suggest } from './closest.ts';
import type { Conditions } from './conditions.ts';
import { ruleKey, statusReads } from './conditions.ts';
import { lintLadders } from './lint-ladders.ts';
import type { PlaceBook } from './load/place-book.ts';
import type { Examples } from './load.ts';
import type { Words } from './measure.ts';
import type { Policy, PolicySet, Problem, Rule } from './policy-set.ts';
import { type Place, type ProblemCode, problem } from './problems.ts';

export type LintParts = Omit<PolicySet, 'hash'>;
export type Report = (code: ProblemCode, place: Place, message: string, help?: string | null) => void;
/** `broken`: files with an error, parts of which are missing from the set: what follows from that alone is not told. */
export type LintContext = {
  readonly places: PlaceBook;
  readonly examples: Examples;
  readonly broken: ReadonlySet<string>;
};

export function lint(set: LintParts, conditions: Conditions, context: LintContext): Problem[] {
  const { places, broken } = context;
  const problems: Problem[] = [];
  const report: Report = (code, place, message, help = null) => problems.push(problem(code, place, message, help));
  const read = ![...broken].some((file) => file.endsWith('/policy.md'));
  if (set.policies.length === 0 && read) report('SET_EMPTY', { file: '', line: 1, column: 1 }, 'there is no policy');
  for (const policy of set.policies) {
    if (policy.rules.length === 0 && !broken.has(`${policy.id}/policy.md`))
      report('RULES_MISSING', places.of(`policy:${policy.id}`), 'the policy has no rules');
    lintConditions(policy, conditions, places, report);
    for (const rule of policy.rules) lintLabel(set, { policy, rule }, places, report);
  }
  lintCounters(set, { conditions, complete: broken.size === 0 }, places, report);
  if (broken.size === 0) lintWords(set, conditions, places, report);
  lintLadders(set, context, report);
  lintExamples(set, context, report);
  return problems;
}

function lintConditions(policy: Policy, conditions: Conditions, places: PlaceBook, report: Report): void {
  const seen = new Map<string, string>();
  for (const rule of policy.rules) {
    const tree = conditions.trees.get(ruleKey(policy.id, rule.id));
    if (!tree) continue;
    const at = places.inText(ruleKey(policy.id, rule.id), 0);
    const constant = constantOf(tree);
    if (constant === false) report('RULE_UNREACHABLE', at, `rule \`${rule.id}\` can never hold`);
    if (constant === true) report('RULE_ALWAYS', at, `rule \`${rule.id}\` always holds`);
    const shape = `${shapeOf(tree)} ${rule.then.rung} ${rule.mode}`;
    const twin = seen.get(shape);
    if (twin !== undefined) report('RULE_UNREACHABLE', at, `rule \`${rule.id}\` says the same as \`${twin}\``);
    else seen.set(shape, rule.id);
    const status = statusReads(tree);
    const place = places.of(`rule:${policy.id}/${rule.id}`);
    if (status.length === 0 && rule.readsStatus !== null) {
      report('READS_STATUS_UNUSED', place, `rule \`${rule.id}\` reads no status fact`);
    }
  }
}

const shapeOf = (node: Node): string => `(${node.op}${JSON.stringify(node.data)}${node.kids.map(shapeOf).join('')})`;

function lintLabel(set: LintParts, of: { policy: Policy; rule: Rule }, places: PlaceBook, report: Report): void {
  const { policy, rule } = of;
  const { label } = rule.then;
  if (!label) return;
  const at = places.of(`then:${policy.id}/${rule.id}`);
  if (label.fact !== null && !set.facts.some((fact) => fact.id === label.fact)) {
    report(
      'FACT_UNKNOWN',
      at,
      `there is no fact page \`${label.fact}\``,
      suggest(
        label.fact,
        set.facts.map((f) => f.id),
      ),
    );
  }
  const missing = missingLanguages(label.text, policy.languages);
  if (missing.length > 0) report('WORDS_LANGUAGE_MISSING', at, `the label has no words in ${missing.join(', ')}`);
}

/** Languages of `wanted` in which there are no words. */
export function missingLanguages(words: Words, wanted: Iterable<string>): string[] {
  const written = new Set(Object.keys(words).map((tag) => tag.split('-')[0]));
  return [...wanted].filter((language) => !written.has(language));
}

type Known = { readonly conditions: Conditions; readonly complete: boolean };

function lintCounters(set: LintParts, { conditions, complete }: Known, places: PlaceBook, report: Report): void {
  const read = new Set<string>();
  for (const tree of conditions.trees.values()) for (const path of readsOf(tree)) read.add(path);
  const owners = new Map<string, string>();
  for (const policy of set.policies) {
    for (const { name } of policy.counters) {
      const at = places.of(`counter:${policy.id}/${name}`);
      const owner = owners.get(name);
      if (owner !== undefined) report('ID_DUPLICATE', at, `counter \`${name}\` is declared by \`${owner}\` too`);
      owners.set(name, policy.id);
      if (complete && !read.has(`counters.${name}`)) report('COUNTER_UNUSED', at, `no rule reads counter \`${name}\``);
    }
  }
}

function lintWords(set: LintParts, conditions: Conditions, places: PlaceBook, report: Report): void {
  const asked = new Set(conditions.terms.terms.map((term) => ('id' in term ? `${term.kind}:${term.id}` : '')));
  for (const tree of conditions.trees.values()) collectLists(tree, asked);
  const written = [
    ...set.patterns.flatMap((pattern) => pattern.any),
    ...set.lists.flatMap((list) => list.entries),
    ...Object.values(set.cues).flatMap((cues) => Object.values(cues).flat()),
  ].join('\n');
  const mentioned = new Set([...written.matchAll(/[@{]([a-z][a-z0-9_]*)/g)].map((found) => found[1] as string));
  for (const { id } of set.lists) {
    if (!asked.has(`list:${id}`) && !mentioned.has(id))
      report('WORDS_UNUSED', places.of(`list:${id}`), `list \`${id}\` is not used`);
  }
  for (const { id } of set.patterns) {
    if (!asked.has(`pattern:${id}`) && !mentioned.has(id)) {
      report('WORDS_UNUSED', places.of(`pattern:${id}`), `pattern \`${id}\` is not used`);
    }
  }
}

function collectLists(tree: Node, asked: Set<string>): void {
  if (tree.op === 'inWords') asked.add(`list:${tree.data}`);
  for (const kid of tree.kids) collectLists(kid, asked);
}

function lintExamples(set: LintParts, { examples, places, broken }: LintContext, report: Report): void {
  for (const policy of set.policies) {
    if (broken.has(`${policy.id}/examples.yaml`)) continue;
    const own = examples.posts.filter((example) => example.policy === policy.id);
    const matching = own.filter((example) => example.matches.length > 0).length;
    if (policy.rules.length > 0 && (matching === 0 || matching === own.length)) {
      const what = matching === 0 ? 'that matches' : 'that must not match';
      report('EXAMPLES_FEW', places.of(`policy:${policy.id}`), `the policy has no example ${what}`);
    }
  }
  for (const { policy, matches, not, place } of examples.posts) {
    const rules = set.policies.find((p) => p.id === policy)?.rules.map((rule) => rule.id);
    if (!rules || broken.has(`${policy}/policy.md`)) continue;
    for (const rule of matches) {
      if (!rules.includes(rule))
        report('EXAMPLE_UNKNOWN_RULE', place, `\`${rule}\` is no rule of \`${policy}\``, suggest(rule, rules));
    }
    for (const other of not) {
      const [id, rule] = other.split('/') as [string, string | undefined];
      if (broken.has(`${id}/policy.md`)) continue;
      const found = set.policies.find((p) => p.id === id);
      if (!found || (rule !== undefined && !found.rules.some((r) => r.id === rule))) {
        report(
          'EXAMPLE_UNKNOWN_RULE',
          place,
          `there is no \`${other}\``,
          suggest(
            other,
            set.policies.map((p) => p.id),
          ),
        );
      }
    }
  }
}
