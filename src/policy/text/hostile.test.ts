/**
 * Hostile texts: the work done grows with the length of the text and no faster. Work is counted, not timed: characters
 * read, pieces of text taken, table look-ups. Four times the text may cost little more than four times the work.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildLexicon, type TermSource, type TextView } from './index.ts';

const folder = new URL('../../../policies/cues/', import.meta.url);
const cues = Object.fromEntries(
  readdirSync(folder).map((file) => [file.slice(0, 2), parse(readFileSync(new URL(file, folder), 'utf8'))]),
);
const lists = [
  { id: 'verbs', entries: ['kill*', 'shoot them', 'a a a a b'], fold: true },
  { id: 'groups', entries: ['protesters', 'a', 'aa', 'x y'], fold: false },
];
const terms: TermSource[] = [
  { kind: 'list', ...(lists[0] as (typeof lists)[0]) },
  { kind: 'list', ...(lists[1] as (typeof lists)[0]) },
  {
    kind: 'pattern',
    id: 'p',
    any: ['(should|must) ..20 @verbs ..20 @groups', 'a ..20 a ..20 b', '@groups ..10 @groups ..10 z'],
    fold: true,
  },
  { kind: 'regex', source: '(a+)+b' },
  { kind: 'list', id: 'pictures', entries: ['\u{1f52b}', '\u{1f468}'], fold: false },
];
const { lexicon } = buildLexicon(terms, { cues, lists, patterns: [] });

/** Asks everything that a rule could ask. */
function askAll(view: TextView): void {
  for (const t of terms.keys()) [view.count(t), view.spansOf({ op: 'has', a: t })];
  view.spansOf({ op: 'near', a: 0, b: 1, words: 5 });
  view.quotedAt({ op: 'has', a: 0 });
  [view.words, view.mentions, view.upperShare, view.targets(1), view.negated(0), view.lang];
  for (const s of view.sentences) {
    [s.mood, s.person, s.quoted, s.condemned, s.figurative, s.span, s.words];
    [s.near(0, 1, 8), s.negated(0), s.targets(1), s.earnestAt({ op: 'near', a: 0, b: 1, words: 4 })];
  }
}

/** Counts calls of the primitives by which any of this reads text or tables. */
function countWork(run: () => void): number {
  let work = 0;
  const restore: (() => void)[] = [];
  const watch = (owner: object, name: string, cost: (self: never, args: never[]) => number) => {
    const original = Reflect.get(owner, name) as (...args: never[]) => unknown;
    Reflect.set(owner, name, function (this: never, ...args: never[]) {
      work += cost(this, args);
      return Reflect.apply(original, this, args);
    });
    restore.push(() => Reflect.set(owner, name, original));
  };
  watch(String.prototype, 'charCodeAt', () => 1);
  watch(String.prototype, 'codePointAt', () => 1);
  watch(String.prototype, 'slice', () => 1);
  watch(String.prototype, 'toLowerCase', (self: string) => String(self).length);
  watch(RegExp.prototype, 'test', (_, [text]) => 1 + String(text).length);
  watch(Map.prototype, 'get', () => 1);
  watch(Array.prototype, 'push', () => 1);
  watch(Array.prototype, 'map', (self: unknown[]) => self.length);
  watch(Array.prototype, 'slice', (self: unknown[], [from = 0, to = self.length]: number[]) => to - from);
  watch(Intl.Segmenter.prototype, 'segment', (_, [text]) => String(text).length);
  try {
    run();
  } finally {
    for (const undo of restore) undo();
  }
  return work;
}

const repeat = (unit: string) => (length: number) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
const TEXTS: Readonly<Record<string, (length: number) => string>> = {
  'one letter': repeat('a'),
  'bait for backtracking': repeat('a '),
  'bait for gaps': repeat('must kill a '),
  'U+FDFA': repeat('\ufdfa'),
  'zero-width': repeat('k\u200bi\u200bl\u200bl '),
  'direction controls': repeat('\u202ekill\u202c '),
  'lone surrogates': repeat('\ud800 '),
  mentions: repeat('@user '),
  quotes: repeat('"kill" '),
  'open quotes': repeat('\u201c\u00ab '),
  apostrophes: repeat("'a "),
  sentences: repeat('kill a? '),
  'single-word sentences': repeat('Kill. '),
  condemnations: repeat('this is disgusting. kill protesters. '),
  reports: repeat('he said kill a '),
  negations: repeat('not kill '),
  'floods of marks': (length) => `k${repeat('\u0301')(length)}`,
  leet: repeat('k1ll '),
  signs: repeat('!a*'),
  'spelled out': repeat('k i l l '),
  entities: repeat('&#107;&amp;'),
  'entities of entities': repeat('&amp;amp;#107;&amp;'),
  flags: repeat('\u{1f1e6}'),
  'flags that spell': repeat('\u{1f1e6} '),
  lines: repeat('kill a\nThe\n'),
  'joined emoji': repeat('\u{1f468}\u200d'),
  hashtags: repeat('#aB'),
  'mixed scripts': repeat('\u043aill '),
  Thai: repeat('\u0e06\u0e48\u0e32'),
};

describe('work grows with the text and no faster', () => {
  const LENGTH = 2000;
  test.each(Object.keys(TEXTS))('%s', (name) => {
    const text = TEXTS[name] as (length: number) => string;
    const at = (length: number) => countWork(() => askAll(lexicon.read(text(length), 'en')));
    at(LENGTH);
    const [once, fourTimes] = [at(LENGTH), at(4 * LENGTH)];
    expect(fourTimes / once).toBeLessThan(4.6);
    expect(once / LENGTH).toBeLessThan(1500);
  });
});

describe('huge texts are read right', () => {
  const MEBIBYTE = 1 << 20;

  test('a hit at the end of a mebibyte is found and placed', () => {
    const text = `${'x '.repeat(MEBIBYTE / 2 - 10)}kill`;
    const view = lexicon.read(text, 'en');
    expect(view.cut).toBe(false);
    expect(view.spansOf({ op: 'has', a: 0 })).toEqual([{ start: text.length - 4, end: text.length }]);
  });

  test('a hundred thousand mentions, quotes and sentences are counted', () => {
    expect(lexicon.read('@user '.repeat(100_000), 'en').mentions).toBe(100_000);
    expect(lexicon.read('"kill" '.repeat(100_000), 'en').quotedAt({ op: 'has', a: 0 })).toBe(true);
    const many = lexicon.read('Do kill a! '.repeat(90_000), 'en');
    expect(many.sentences).toHaveLength(90_000);
    expect(many.count(0)).toBe(90_000);
  });

  test('an expanding text is cut and still answers', () => {
    const view = lexicon.read(`kill ${'\ufdfa'.repeat(200_000)} kill`, 'en');
    expect(view.cut).toBe(true);
    expect(view.count(0)).toBe(1);
  });
});
