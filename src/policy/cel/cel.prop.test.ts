/** Compiled code, interpreter and the library's own evaluator give one answer: true, false, or the same NoAnswer. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conditions, inputs, NAMES } from '../../../test/support/conditions.ts';
import type { RuleInput } from '../inputs.ts';
import { NoAnswer } from '../no-answer.ts';
import { buildLexicon, type TextView } from '../text/index.ts';
import { type Constants, emit } from './emit.ts';
import { makeEnvironment } from './environment.ts';
import { Graph } from './graph.ts';
import { lower } from './lower.ts';
import { necessaryTerms } from './necessary.ts';
import type { Node } from './node.ts';
import { parseCondition } from './parse.ts';
import { Reference } from './reference.ts';
import { TermTable } from './terms.ts';
import { walk } from './walk.ts';

/** Cases of condition and input: `PBT_RUNS=100000` for the full count. */
const RUNS = Number(process.env.PBT_RUNS ?? 5_000);
const INPUTS_EACH = 5;
const seed = process.env.PBT_SEED === undefined ? {} : { seed: Number(process.env.PBT_SEED) };

const LISTS = [
  { id: 'calls', entries: ['click', 'claim'], fold: false },
  { id: 'domains', entries: ['bad.example', 'A'], fold: false },
];
const PATTERNS = [{ id: 'wish', title: 'A wish', any: ['i wish ..2 you'], fold: false }];
const constants: Constants = {
  wordSet: (id) => new Set(LISTS.find((list) => list.id === id)?.entries.map((entry) => entry.toLowerCase())),
  regex: (source) => new RegExp(source),
};
const { env } = makeEnvironment(NAMES);
const terms = new TermTable(LISTS, PATTERNS);
const reference = new Reference(NAMES, terms, constants);

function treeOf(source: string): Node {
  const { ast, type } = parseCondition(source, env, () => []);
  expect(type).toBe('bool');
  return lower(ast, { terms, where: '', loops: [] });
}

/** The lexicon grows with the terms that conditions ask for. */
let lexicon = buildLexicon([], { cues: {}, lists: LISTS, patterns: PATTERNS }).lexicon;
function read(input: RuleInput): TextView {
  if (lexicon.terms.length !== terms.terms.length) {
    lexicon = buildLexicon([...terms.terms], { cues: {}, lists: LISTS, patterns: PATTERNS }).lexicon;
  }
  return lexicon.read(input.post.text, input.post.lang);
}

const shown = (answer: unknown) => (answer instanceof NoAnswer ? `${answer.kind}: ${answer.what}` : answer);

describe('one meaning, three evaluators', () => {
  const tally = new Map<string, number>();

  test(`${RUNS} generated cases agree`, { timeout: 3_600_000 }, () => {
    const property = fc.property(
      conditions,
      fc.array(inputs, { minLength: INPUTS_EACH, maxLength: INPUTS_EACH }),
      (source, given) => {
        const tree = treeOf(source);
        const asked = reference.compile(source);
        const graphs = [false, true].map((gated) => {
          const graph = new Graph(gated);
          return emit([graph.add(tree, 0)], constants);
        });
        for (const input of given) {
          const view = read(input);
          for (const known of [true, false]) {
            const want = asked(input, view, known);
            const program = graphs[known ? 0 : 1];
            program?.begin(input, view, new Uint8Array([known ? 1 : 0]));
            const compiled = program?.rules[0]?.();
            const walked = walk(tree, { input, view, textKnown: known, constants, vars: [] });
            expect([shown(compiled), shown(walked)], source).toEqual([shown(want), shown(want)]);
            const kind = want instanceof NoAnswer ? want.kind : String(want);
            tally.set(kind, (tally.get(kind) ?? 0) + 1);
          }
        }
      },
    );
    fc.assert(property, { numRuns: Math.ceil(RUNS / INPUTS_EACH / 2), ...seed });
  });

  test('the generated cases are worth something: each answer is frequent', () => {
    const all = [...tally.values()].reduce((a, b) => a + b, 0);
    for (const kind of ['true', 'false', 'unknown', 'failed'])
      expect((tally.get(kind) ?? 0) / all, kind).toBeGreaterThan(0.01);
  });

  test('a condition without its necessary terms is false', () => {
    let skipped = 0;
    const property = fc.property(conditions, inputs, (source, input) => {
      const tree = treeOf(source);
      const needs = necessaryTerms(tree);
      const view = read(input);
      if (needs.every((need) => need.some((term) => view.has(term)))) return;
      skipped++;
      expect(shown(walk(tree, { input, view, textKnown: true, constants, vars: [] })), source).toBe(false);
    });
    fc.assert(property, { numRuns: Math.ceil(RUNS / 4), ...seed });
    expect(skipped).toBeGreaterThan(RUNS / 100);
  });
});
