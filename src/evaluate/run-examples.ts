/** Runs the examples that policies and patterns carry: the same for `evenhand check`, for tests and for publishing. */
import { type CompiledPolicySet, compileTerms, type Prepared } from '../policy/compile.ts';
import type { Example } from '../policy/load/read-examples.ts';
import type { Examples } from '../policy/load.ts';
import type { Problem } from '../policy/policy-set.ts';
import { problem } from '../policy/problems.ts';
import { evaluate } from './evaluate.ts';
import { explain } from './explain.ts';
import type { Finding } from './finding.ts';

/** `prepared`: what loading the set gave, so that its words are not read again. */
export function runExamples(
  compiled: CompiledPolicySet,
  examples: Examples,
  prepared: Prepared | null = null,
): Problem[] {
  const posts = examples.posts.flatMap((example) => runPost(compiled, example));
  return [...posts, ...runPatterns(compiled, examples.patterns, prepared)];
}

function runPost(compiled: CompiledPolicySet, example: Example): Problem[] {
  const { policy, matches, not, place } = example;
  const input = { ...example.input, counters: withZeros(compiled, example.input.counters) };
  const early = compiled.set.policies.find((p) => p.id === policy);
  if (!early) return [problem('EXAMPLE_WRONG', place, `the set has no policy \`${policy}\``)];
  const found = evaluate(compiled, input, { facts: false, anyTime: true });
  const fired = [...found.findings, ...found.shadow, ...found.status.added];
  const problems: Problem[] = [];
  const own = new Set(fired.filter((f) => f.policy === policy).map((f) => f.rule));
  for (const dropped of found.status.dropped)
    if (dropped.startsWith(`${policy}/`)) own.delete(dropped.slice(policy.length + 1));
  for (const rule of matches) {
    if (!own.has(rule))
      problems.push(
        problem(
          'EXAMPLE_WRONG',
          place,
          `rule \`${rule}\` should match and does not: ${example.note}`,
          why(compiled, input, `${policy}/${rule}`),
        ),
      );
  }
  for (const rule of own) {
    if (!matches.includes(rule))
      problems.push(
        problem(
          'EXAMPLE_WRONG',
          place,
          `rule \`${rule}\` matches and should not: ${example.note}`,
          words(
            fired.filter((f) => f.policy === policy),
            rule,
            input.post.text,
          ),
        ),
      );
  }
  for (const other of not) {
    const wrong = fired.find((f) => f.policy === other || `${f.policy}/${f.rule}` === other);
    if (wrong)
      problems.push(
        problem('EXAMPLE_WRONG', place, `\`${wrong.policy}/${wrong.rule}\` matches and should not: ${example.note}`),
      );
  }
  return problems;
}

/** In examples a counter that is not mentioned is 0. */
function withZeros(compiled: CompiledPolicySet, given: Readonly<Record<string, number>>): Record<string, number> {
  const counters: Record<string, number> = {};
  for (const { counter } of compiled.counters)
    counters[counter.name] = Object.hasOwn(given, counter.name) ? (given[counter.name] as number) : 0;
  return counters;
}

/** The first parts that did not hold. */
function why(compiled: CompiledPolicySet, input: Example['input'], key: string): string {
  const explained = explain(compiled, input, { key, status: 'real' });
  if (!explained) return 'the rule is off';
  const failed: string[] = [];
  const look = (part: typeof explained.tree): void => {
    if (part.truth === 'true' || part.truth === null || failed.length >= 3) return;
    const below = part.parts.filter((p) => p.truth !== 'true' && p.truth !== null);
    const negation = part.parts.length === 1 && part.text.startsWith('!');
    if (below.length === 0 || negation) failed.push(`\`${onOneLine(part.text)}\` is ${part.truth}`);
    else for (const p of below) look(p);
  };
  look(explained.tree);
  return failed.join(', ');
}

const onOneLine = (text: string): string => text.replace(/\s+/g, ' ');

/** The clauses that held, and the words that made them hold. */
function words(fired: readonly Finding[], rule: string, text: string): string {
  const found = fired.find((f) => f.rule === rule);
  const clauses = (found?.clauses ?? []).map((clause) => `\`${onOneLine(clause)}\``).join(' and ');
  const hits = [...new Set((found?.spans ?? []).map(({ start, end }) => `"${text.slice(start, end)}"`))].slice(0, 4);
  return hits.length === 0 ? `because ${clauses}` : `for ${hits.join(', ')}, because ${clauses}`;
}

function runPatterns({ set }: CompiledPolicySet, patterns: Examples['patterns'], prepared: Prepared | null): Problem[] {
  if (patterns.length === 0) return [];
  const ids = [...new Set(patterns.map((example) => example.pattern))];
  const terms = new Map(ids.map((id, i) => [id, i]));
  const lexicon = compileTerms(set, ids, prepared);
  return patterns.flatMap(({ pattern, text, matches, place }) => {
    const found = lexicon.read(text, null).has(terms.get(pattern) as number);
    if (found === matches) return [];
    const what = matches ? 'should match and does not' : 'matches and should not';
    return [problem('EXAMPLE_WRONG', place, `pattern \`${pattern}\` ${what}: "${text.slice(0, 80)}"`)];
  });
}
