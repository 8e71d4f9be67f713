/** No text makes the loader throw or hang, and no policy text becomes code. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FOLDER, load, policyText, ruleInput, withRules } from '../../test/support/policy-folder.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { runExamples } from '../evaluate/run-examples.ts';
import { compile } from './compile.ts';
import type { PolicyFiles } from './load.ts';

const RUNS = Number(process.env.PBT_RUNS ?? 200);
const seed = process.env.PBT_SEED === undefined ? {} : { seed: Number(process.env.PBT_SEED) };
const FILES = Object.keys(FOLDER);

/** Loads, and if a set comes out, compiles it and judges a post by it. */
function goThrough(files: PolicyFiles): void {
  const { set, examples } = load(files);
  if (!set) return;
  const { compiled, problems } = compile(set);
  expect(problems).toEqual([]);
  if (!compiled) throw new Error('a loaded set compiles');
  evaluate(compiled, ruleInput({ post: { text: 'Claim your free coins, click.' } }));
  runExamples(compiled, examples);
}

const PIECES = [
  '---\n',
  'rules:',
  '- ',
  '&a ',
  '*a',
  '!!js/function ',
  '{',
  '[',
  '"',
  "'",
  ': ',
  '\n  ',
  '|\n',
  '>',
  '#',
  '\t',
];
const CEL = [
  'text.has("',
  '")',
  '&&',
  '||',
  '!',
  '(',
  ')',
  '.exists(s, ',
  's.',
  '[0]',
  ' in ',
  '?',
  ':',
  '1.5',
  '-',
  '__proto__',
  'constructor',
  'lists.',
  '\\u',
];
const junk = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(...PIECES, ...CEL, '\u0000', '\ud800', '\u202e', '\ufdfa'),
  fc.array(fc.constantFrom(...CEL), { maxLength: 12 }).map((parts) => parts.join('')),
);

describe('whatever stands in the files', () => {
  test('a folder with a hole, a splice or a swap is read to the end', () => {
    const edits = fc.array(
      fc.record({ file: fc.constantFrom(...FILES), at: fc.nat(1000), cut: fc.nat(30), put: junk }),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    const property = fc.property(edits, (list) => {
      const files: Record<string, string> = { ...FOLDER };
      for (const { file, at, cut, put } of list) {
        const text = files[file] as string;
        const from = at % (text.length + 1);
        files[file] = text.slice(0, from) + put + text.slice(from + cut);
      }
      goThrough(files);
    });
    fc.assert(property, { numRuns: RUNS, ...seed });
  });

  test('files of junk under any name are read to the end', () => {
    const path = fc.oneof(
      fc.constantFrom(
        ...FILES,
        'cues/en.yaml',
        'facts/a.md',
        'patterns/a.yaml',
        'ladder.yaml',
        '__proto__/policy.md',
        'a/b/c',
        '',
      ),
      fc.string(),
    );
    const text = fc.oneof(
      junk,
      fc.array(junk, { maxLength: 30 }).map((parts) => parts.join('')),
      fc.json(),
    );
    const property = fc.property(fc.dictionary(path, text, { maxKeys: 6 }), (files) =>
      goThrough({ ...FOLDER, ...files }),
    );
    fc.assert(property, { numRuns: RUNS, ...seed });
  });

  test('conditions of junk are refused or mean something', () => {
    const condition = fc.array(fc.oneof(fc.constantFrom(...CEL), fc.string({ maxLength: 4 })), { maxLength: 25 });
    const property = fc.property(condition, (parts) =>
      goThrough(withRules(`  - id: r\n    when: ${JSON.stringify(parts.join(''))}\n    explain: e\n    then: removed`)),
    );
    fc.assert(property, { numRuns: RUNS, ...seed });
  });

  test.each([
    ['brackets', '['.repeat(50_000)],
    ['maps', '{a: '.repeat(20_000)],
    ['indents', Array.from({ length: 1_500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['sequences', '- '.repeat(30_000)],
    ['quotes', "'".repeat(300_001)],
    ['anchors', `a: &a [${'*a,'.repeat(20_000)}]`],
    ['spaces', ' '.repeat(1_000_000)],
    ['keys', Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join('\n')],
  ])('a file of %s neither throws nor hangs', (_, text) => {
    const before = performance.now();
    for (const file of ['classes.yaml', 'ladder.yaml', 'patterns/x.yaml', 'spam/examples.yaml'])
      goThrough({ ...FOLDER, [file]: text });
    goThrough({ ...FOLDER, 'spam/policy.md': `---\n${text}\n---\n${text}` });
    expect(performance.now() - before).toBeLessThan(20_000);
  });
});

describe('a policy author can run no code', () => {
  const EVIL = '"); globalThis.pwned = true; ("';
  const phrases = [
    EVIL,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it must stay text
    '`${globalThis.pwned = true}`',
    '\\"+(globalThis.pwned=true)+\\"',
    '*/globalThis.pwned=true/*',
    '\u2028globalThis.pwned=true',
  ];

  test('through phrases, lists, strings or regular expressions', () => {
    for (const phrase of phrases) {
      const quoted = JSON.stringify(phrase);
      const when = `text.has(${quoted}) || post.visibility == ${quoted} || links.exists(l, l.url in [${quoted}] || l.domain in lists.calls)`;
      const files = {
        ...withRules(`  - id: r\n    when: ${JSON.stringify(when)}\n    explain: e\n    then: removed`),
        'lists/calls.txt': `${phrase}\nclick`,
      };
      const { set } = load(files);
      const compiled = set && compile(set).compiled;
      if (compiled) evaluate(compiled, ruleInput({ post: { text: phrase, links: [{ url: phrase, domain: phrase }] } }));
    }
    expect('pwned' in globalThis).toBe(false);
  });

  test.each([
    'post.constructor',
    'post.__proto__',
    'links.constructor',
    'lists.constructor',
    'counters.__proto__',
    'text.toString',
    'signals.constructor',
  ])('%s is not a name', (name) => {
    const { set, problems } = load(withRules(`  - id: r\n    when: ${name} == 1\n    explain: e\n    then: removed`));
    expect(set).toBeNull();
    expect(problems.some((p) => p.code.startsWith('CEL_'))).toBe(true);
  });

  test('through the ids of lists, counters and policies', () => {
    const files = {
      ...FOLDER,
      'lists/__proto__.txt': 'a',
      'lists/constructor.txt': 'a',
      'constructor/policy.md': policyText('[]'),
    };
    expect(load(files).problems.filter((p) => p.code === 'ID_INVALID')).toHaveLength(2);
  });
});
