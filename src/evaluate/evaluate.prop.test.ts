/** Evenness at the level of findings: A14, A15, and rules that do not touch each other. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conditions, inputs } from '../../test/support/conditions.ts';
import { FOLDER, policyText, sha256 } from '../../test/support/policy-folder.ts';
import { type CompiledPolicySet, compile } from '../policy/compile.ts';
import type { RuleInput } from '../policy/inputs.ts';
import { loadPolicySet } from '../policy/load.ts';
import { evaluate } from './evaluate.ts';
import { explain } from './explain.ts';

const RUNS = Number(process.env.PBT_RUNS ?? 150);
const options = {
  numRuns: RUNS,
  ...(process.env.PBT_SEED === undefined ? {} : { seed: Number(process.env.PBT_SEED) }),
};

type GivenRule = { readonly id: string; readonly when: string; readonly mode: string };

/** Compiles one policy of these rules; a rule that reads status facts says why. */
function compileRules(rules: readonly GivenRule[]): CompiledPolicySet {
  const lines = rules.map(({ id, when, mode }) => {
    const head = `  - id: ${id}\n    when: ${JSON.stringify(when)}\n    explain: It holds.\n    then: removed\n    mode: ${mode}\n`;
    return when.includes('author.') ? `${head}    reads_status: for the test\n` : head;
  });
  const counters = '[{ name: posts_hour, by: author, window: 60m }, { name: same_text, by: text, window: 60m }]';
  const { set, problems } = loadPolicySet(
    {
      'spam/policy.md': policyText(lines.join(''), { counters }),
      'lists/calls.txt': 'click\nclaim\n',
      'lists/domains.txt': 'bad.example\nA\n',
      'patterns/wish.yaml': 'title: A wish\nany: [i wish ..2 you]\nexamples: { match: [I wish that you], no: [no] }\n',
      'ladders/chirp.yaml': FOLDER['ladders/chirp.yaml'] as string,
    },
    sha256,
  );
  const compiled = set && compile(set).compiled;
  if (!compiled) throw new Error(JSON.stringify(problems.filter((p) => p.severity === 'error')));
  return compiled;
}

const ruleSets = fc
  .array(fc.record({ when: conditions, mode: fc.constantFrom('live', 'live', 'live', 'shadow') }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((list) => list.map((given, i) => ({ ...given, id: `r${i}` })));

const keysOf = (found: readonly { rule: string }[]) => found.map((f) => f.rule);

describe('findings', () => {
  test('A14: changing only the status facts of an author changes none', () => {
    const property = fc.property(ruleSets, inputs, inputs, (rules, a, b) => {
      const compiled = compileRules(rules);
      const other: RuleInput = { ...a, status: b.status };
      const [first, second] = [evaluate(compiled, a), evaluate(compiled, other)];
      expect(second.findings).toEqual(first.findings);
      expect(second.unknown).toEqual(first.unknown);
      expect(second.shadow).toEqual(first.shadow);
    });
    fc.assert(property, options);
  });

  test('A15: the same content gives the same findings whatever the ids of the posts that it answers', () => {
    const property = fc.property(ruleSets, inputs, (rules, input) => {
      const compiled = compileRules(rules);
      const elsewhere: RuleInput = {
        ...input,
        post: {
          ...input.post,
          replyTo: input.post.replyTo && 'another-id',
          quoteOf: input.post.quoteOf && 'yet-another',
        },
      };
      expect(evaluate(compiled, elsewhere)).toEqual(evaluate(compiled, input));
    });
    fc.assert(property, options);
  });

  test('adding a rule takes away no finding of another, and changes none', () => {
    const property = fc.property(ruleSets, conditions, inputs, (rules, when, input) => {
      const before = evaluate(compileRules(rules), input);
      const after = evaluate(compileRules([...rules, { id: 'added', when, mode: 'live' }]), input);
      expect(after.findings.filter((f) => f.rule !== 'added')).toEqual(before.findings);
      expect(after.unknown.filter((f) => f.rule !== 'added')).toEqual(before.unknown);
    });
    fc.assert(property, options);
  });

  test('the order of rules changes nothing but the order of findings', () => {
    const property = fc.property(ruleSets, inputs, (rules, input) => {
      const forwards = evaluate(compileRules(rules), input);
      const backwards = evaluate(compileRules([...rules].reverse()), input);
      expect([...backwards.findings].reverse()).toEqual(forwards.findings);
      expect([...backwards.unknown].reverse()).toEqual(forwards.unknown);
      expect(backwards.facts).toEqual(forwards.facts);
    });
    fc.assert(property, options);
  });

  test('evaluating is a function: the same again, and nothing is left behind by another post', () => {
    const property = fc.property(ruleSets, inputs, inputs, (rules, a, b) => {
      const compiled = compileRules(rules);
      const first = evaluate(compiled, a);
      evaluate(compiled, b);
      expect(evaluate(compiled, a)).toEqual(first);
    });
    fc.assert(property, options);
  });

  test('explanations say what judging said, and spans lie in the text', () => {
    const property = fc.property(ruleSets, inputs, (rules, input) => {
      const compiled = compileRules(rules);
      const { findings, shadow, unknown } = evaluate(compiled, input);
      for (const { id } of rules) {
        const truth = explain(compiled, input, { key: `spam/${id}` })?.truth;
        const fired = keysOf(findings).includes(id) || keysOf(shadow).includes(id);
        expect(truth === 'true').toBe(fired);
        if (keysOf(unknown).includes(id)) expect(['unknown', 'failed']).toContain(truth);
      }
      for (const { spans, clauses } of findings) {
        expect(clauses.length).toBeGreaterThan(0);
        for (const { start, end, clause } of spans) {
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(input.post.text.length);
          expect(clause).toBeLessThan(clauses.length);
        }
      }
      for (const { inputs: missing, failed } of unknown) expect(missing.length > 0 || failed !== null).toBe(true);
    });
    fc.assert(property, options);
  });
});
