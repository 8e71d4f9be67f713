/** Examples that are wrong are told so, with the reason. */
import { describe, expect, test } from 'vitest';
import { compileFolder, FOLDER, load } from '../../test/support/policy-folder.ts';
import { type CompiledPolicySet, compile } from '../policy/compile.ts';
import type { PolicyFiles } from '../policy/load.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import { runExamples } from './run-examples.ts';

function problems(examples: string, more: PolicyFiles = {}): string[] {
  const files = { ...FOLDER, 'spam/examples.yaml': examples, ...more };
  return runExamples(compileFolder(files), load(files).examples).map(
    (p) => `${p.line}:${p.column} ${p.message} (${p.help})`,
  );
}

describe('examples', () => {
  test('of the folder are right', () => {
    expect(runExamples(compileFolder(), load().examples)).toEqual([]);
  });

  test('that should match and do not say what did not hold', () => {
    expect(problems('- { text: Free coins, matches: [coins], note: an offer }')).toEqual([
      '1:3 rule `coins` should match and does not: an offer (`s.near("free coins", lists.calls, 6)` is false)',
    ]);
  });

  test('that should not match and do say why', () => {
    expect(problems('- { text: Click for free coins, matches: [], note: news }')).toEqual([
      '1:3 rule `coins` matches and should not: news (for "Click", "free coins", because `text.sentences.exists(s, s.near("free coins", lists.calls, 6) && !s.quoted)`)',
    ]);
  });

  test('may say that another policy must not match', () => {
    const [first] = problems('- { text: Click for free coins, matches: [coins], not: [spam/coins], note: x }');
    expect(first).toContain('`spam/coins` matches and should not: x');
  });

  test('give inputs: counters are 0 and accounts old unless said', () => {
    const text = 'text: hello, links: [https://a.example, https://b.example, https://c.example, https://d.example]';
    expect(problems(`- { ${text}, matches: [], note: an old account }`)).toEqual([]);
    expect(problems(`- { ${text}, author: { ageHours: 3 }, matches: [link-flood], note: a new account }`)).toEqual([]);
    expect(problems(`- { ${text}, author: { ageHours: unknown }, matches: [], note: not known }`)).toEqual([]);
    expect(problems('- { text: hello, counters: { same_text: 6 }, matches: [repeated], note: many }')).toEqual([]);
  });

  test('hold also for policies that take effect later', () => {
    const later = { 'spam/policy.md': (FOLDER['spam/policy.md'] as string).replace('2026-01-01', '2031-01-01') };
    expect(problems('- { text: Click for free coins, matches: [coins], note: x }', later)).toEqual([]);
  });

  test('come to the same from what loading prepared, with fewer lists and patterns asked for than there are', () => {
    const pattern =
      'title: A wish\nany: [i wish ..2 @unasked]\nexamples:\n  match: [I wish that you, no]\n  no: [I wish]\n';
    const files = { ...FOLDER, 'patterns/wish.yaml': pattern, 'lists/unasked.txt': 'you\nfree coins' };
    const { set, examples, prepared } = load(files);
    const compiled = compile(set as PolicySet, prepared).compiled as CompiledPolicySet;
    const told = runExamples(compiled, examples, prepared);
    expect(told).toEqual(runExamples(compileFolder(files), examples));
    expect(told.map((p) => p.message)).toEqual(['pattern `wish` should match and does not: "no"']);
    expect(compiled.lexicon.terms).toEqual(compileFolder(files).lexicon.terms);
    const view = compiled.lexicon.read('click, I wish that you had free coins', 'en');
    expect(compiled.lexicon.terms.map((_, i) => view.count(i))).toEqual([1, 1]);
  });

  test('of patterns are run', () => {
    const pattern =
      'title: A wish\nany: [i wish ..2 you]\nexamples:\n  match: [I wish that you, you wish]\n  no: [I wish you]\n';
    expect(problems('- { text: a, matches: [], note: b }', { 'patterns/wish.yaml': pattern })).toEqual([
      '4:28 pattern `wish` should match and does not: "you wish" (correct the rule, or the example)',
      '5:8 pattern `wish` matches and should not: "I wish you" (correct the rule, or the example)',
    ]);
  });
});
