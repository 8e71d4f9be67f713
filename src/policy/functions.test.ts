/** The tables are true: every example checks, and the document that is made from them is up to date. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { policyLanguage } from '../../scripts/docs/policy-language.ts';
import { FOLDER, load, rule, withRules } from '../../test/support/policy-folder.ts';
import { FUNCTIONS, TEXT_FIELDS } from './functions.ts';
import { FIELDS, INPUTS } from './inputs.ts';

const names = ['ballots', 'fraud_words', 'slurs', 'insults', 'groups', 'violent_deeds'];
const lists = Object.fromEntries(names.map((name) => [`lists/${name}.txt`, 'word\n']));
const errors = (when: string) =>
  load({ ...FOLDER, ...lists, ...withRules(rule('r', when, '    mode: shadow\n')), 'spam/examples.yaml': '[]' })
    .problems.filter((p) => p.severity === 'error')
    .map((p) => `${p.code} ${p.message}`);

describe('tables', () => {
  const examples = FUNCTIONS.flatMap((fn) => fn.examples.map((example) => [example] as const));
  test.each(examples)('%s', (example) => {
    expect(errors(example)).toEqual([]);
  });

  test('every function and input is documented', () => {
    for (const { doc, examples } of FUNCTIONS) expect([doc !== '', examples.length > 0]).toEqual([true, true]);
    for (const { doc } of [...INPUTS, ...FIELDS, ...TEXT_FIELDS]) expect(doc).toMatch(/\.$/);
  });

  test.each(INPUTS.filter((i) => i.path.includes('.')).map((i) => [i.path.replace('*', 'spam')] as const))(
    '%s can be read',
    (path) => {
      if (path.startsWith('counters.')) return;
      expect(errors(`has(${path})`)).toEqual([]);
    },
  );

  test('docs/policy-language.md is what `npm run docs` writes', () => {
    const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
    expect(read('docs/policy-language.md')).toBe(policyLanguage(read('scripts/docs/policy-language.template.md')));
  });
});
