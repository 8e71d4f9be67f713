/** Laws of finding terms, over generated lexica and texts. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildLexicon, type Lexicon, type TermSource } from './index.ts';
import { readTokens } from './match/tokens.ts';
import { isPlainRun, splitSentences } from './meaning/sentences.ts';
import { normalise } from './normal/normalise.ts';

const numRuns = Number(process.env.PBT_RUNS ?? 120);

/** Few letters, so that words, prefixes and phrases overlap often. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 3 });
const entry = fc
  .tuple(fc.array(word, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([words, prefix]) => words.join(' ') + (prefix ? '*' : ''));
const lists = fc.array(fc.array(entry, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 });
const spaced = fc
  .array(fc.tuple(word, fc.constantFrom(' ', '  ', ', ', '-', ': ')), { maxLength: 14 })
  .map((parts) => parts.flat().join(''));
const anything = fc
  .array(
    fc.oneof(
      word,
      fc.constantFrom(
        ' ',
        '. ',
        '\n',
        '"',
        '\u201c',
        '\u201d',
        "'",
        '\u200b',
        '&amp;',
        '@ab',
        '#abAb',
        '\u0301',
        '\u{1f468}\u200d\u{1f469}',
        '\ufdfa',
        '\ud800',
        'not ',
        'said ',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));

const asTerms = (entries: readonly string[][], fold: boolean): TermSource[] =>
  entries.map((list, i) => ({ kind: 'list', id: `l${i}`, entries: list, fold }));
const cues = {
  en: {
    negation: ['not', 'a b'],
    reporting_verbs: ['said', 'b c'],
    figurative: ['a a'],
    harm_verbs: ['b'],
    passive: ['c'],
    harm_participles: ['a'],
  },
};
const build = (terms: readonly TermSource[]): Lexicon => {
  const { lexicon, problems } = buildLexicon(terms, { cues, lists: [], patterns: [] });
  expect(problems).toEqual([]);
  return lexicon;
};

/** The plain way: every entry at every word. */
function naive(entries: readonly string[], text: string): Set<string> {
  const tokens = readTokens(normalise(text).text);
  const words = Array.from({ length: tokens.count }, (_, i) => tokens.text.slice(tokens.start[i], tokens.end[i]));
  const found = new Set<string>();
  for (const source of entries) {
    const wanted = source.replace('*', '').split(' ');
    for (let at = 0; at + wanted.length <= words.length; at++) {
      const hit = wanted.every((part, i) => {
        const last = i === wanted.length - 1 && source.endsWith('*');
        return last ? words[at + i]?.startsWith(part) : words[at + i] === part;
      });
      if (hit) found.add(`${at}-${at + wanted.length}`);
    }
  }
  return found;
}

describe('words with one space between', () => {
  test('are in one sentence', () => {
    fc.assert(
      fc.property(fc.oneof(anything, spaced), (text) => {
        const tokens = readTokens(normalise(text).text);
        const { sentenceOf } = splitSentences(tokens);
        for (let from = 0; from < tokens.count; from++) {
          for (let to = from + 1; to <= tokens.count && isPlainRun(tokens, from, to); to++)
            expect(sentenceOf[to - 1]).toBe(sentenceOf[from]);
        }
      }),
      { numRuns },
    );
  });
});

describe('the automaton', () => {
  test('finds exactly what a plain search finds', () => {
    fc.assert(
      fc.property(lists, spaced, (entries, text) => {
        const view = build(asTerms(entries, false)).read(text, 'en');
        entries.forEach((list, t) => {
          const expected = naive(list, text);
          expect(view.has(t)).toBe(expected.size > 0);
          const covered = new Set(view.spansOf({ op: 'has', a: t }).map(({ start }) => start));
          const tokens = readTokens(normalise(text).text);
          for (const start of covered) {
            const at = [...tokens.start].indexOf(start);
            expect([...expected].some((range) => Number(range.split('-')[0]) === at)).toBe(true);
          }
        });
      }),
      { numRuns },
    );
  });

  test('with folding finds at least what it finds without', () => {
    fc.assert(
      fc.property(lists, anything, (entries, text) => {
        const plain = build(asTerms(entries, false)).read(text, 'en');
        const folded = build(asTerms(entries, true)).read(text, 'en');
        entries.forEach((_, t) => {
          if (plain.has(t)) expect(folded.has(t)).toBe(true);
          expect(folded.count(t)).toBeGreaterThanOrEqual(plain.count(t) > 0 ? 1 : 0);
        });
      }),
      { numRuns },
    );
  });

  test('a disguised word is found as the word it hides', () => {
    const signs: Record<string, string[]> = {
      a: ['a', '@', '4', 'á', 'а', 'aaa'],
      b: ['b', '8', 'bbbb'],
      c: ['c', 'с', 'ç'],
    };
    const disguise = fc
      .array(fc.constantFrom('a', 'b', 'c'), { minLength: 2, maxLength: 6 })
      .chain((letters) =>
        fc.tuple(
          fc.constant(letters.join('')),
          ...letters.map((l, i) => fc.constantFrom(...(i === 0 ? [l] : (signs[l] as string[])))),
        ),
      );
    fc.assert(
      fc.property(disguise, ([plain, ...shown]) => {
        const text = `x ${shown.join('')} y`;
        const view = build([{ kind: 'phrase', text: plain as string, fold: true }]).read(text, 'en');
        const repeats = /(.)\1/.test(plain as string);
        if (!repeats) expect(view.has(0), text).toBe(true);
      }),
      { numRuns },
    );
  });
});

const patterns = fc.constantFrom(
  '(a|b c) ..2 b',
  'a b? c',
  'a* ..1 (b|c) a?',
  '(a|ab) (b|bc) ..3 (a|c c)',
  'a ..1 b ..1 c',
  '(a b|a) (b c|c)? ..2 a',
);

describe('patterns', () => {
  /** The plain way: try every beginning, backtracking. */
  function matches(source: string, words: readonly string[]): boolean {
    const ways = (items: readonly string[], at: number): boolean => {
      const [item, ...rest] = items;
      if (item === undefined) return true;
      if (item.startsWith('..'))
        return Array.from({ length: Number(item.slice(2)) + 1 }, (_, i) => at + i).some(
          (to) => to <= words.length && ways(rest, to),
        );
      const optional = item.endsWith('?');
      const bare = optional ? item.slice(0, -1) : item;
      const choices = bare.startsWith('(')
        ? bare
            .slice(1, -1)
            .split('|')
            .map((choice) => choice.split('_'))
        : [[bare]];
      const fits = (choice: readonly string[]) =>
        choice.every((w, i) => (w.endsWith('*') ? words[at + i]?.startsWith(w.slice(0, -1)) : words[at + i] === w)) &&
        ways(rest, at + choice.length);
      return (optional && ways(rest, at)) || choices.some(fits);
    };
    const items = source.replace(/\(([^)]*)\)/g, (group) => group.replaceAll(' ', '_')).split(' ');
    return words.some((_, at) => ways(items, at));
  }

  test('match as by trying every way', () => {
    fc.assert(
      fc.property(patterns, fc.array(word, { maxLength: 12 }), (source, words) => {
        const view = build([{ kind: 'pattern', id: 'p', any: [source], fold: false }]).read(words.join(' '), 'en');
        expect(view.has(0), `${source} on ${words.join(' ')}`).toBe(matches(source, words));
      }),
      { numRuns: numRuns * 4 },
    );
  });
});

describe('views', () => {
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  const terms: TermSource[] = [
    ...asTerms(
      [
        ['a', 'ab', 'a b'],
        ['b*', 'c'],
      ],
      true,
    ),
    { kind: 'pattern', id: 'p', any: ['a ..2 b', '(c|b) a'], fold: true },
    { kind: 'regex', source: '[ab]c+' },
    { kind: 'phrase', text: '\u{1f468}' },
  ];
  const lexicon = build(terms);
  const queries = terms.flatMap((_, a) => [
    { op: 'has' as const, a },
    { op: 'count' as const, a },
    { op: 'near' as const, a, b: (a + 1) % 5, words: 3 },
    { op: 'inOrder' as const, a, b: (a + 2) % 5, words: 2 },
    { op: 'negated' as const, a },
    { op: 'targets' as const, a },
    { op: 'targets' as const, a, by: (a + 1) % 5 },
  ]);

  test('an answer is yes exactly when it has spans, and spans are whole graphemes within the text', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const bounds = new Set([...segmenter.segment(text)].map(({ index }) => index).concat(text.length));
        const view = lexicon.read(text, 'en');
        for (const asked of [view, ...view.sentences]) {
          for (const query of queries) {
            const spans = asked.spansOf(query);
            const yes = {
              has: () => asked.has(query.a),
              count: () => asked.count(query.a) > 0,
              near: () => asked.near(query.a, (query as { b: number }).b, 3),
              inOrder: () => asked.inOrder(query.a, (query as { b: number }).b, 2),
              negated: () => asked.negated(query.a),
              targets: () => asked.targets(query.a, (query as { by?: number }).by),
            }[query.op]();
            expect(spans.length > 0).toBe(yes);
            let last = 0;
            for (const { start, end } of spans) {
              expect(start).toBeGreaterThanOrEqual(last);
              expect(end).toBeGreaterThan(start);
              expect(bounds.has(start) && bounds.has(end)).toBe(true);
              last = end;
            }
            for (const at of ['quotedAt', 'figurativeAt', 'earnestAt'] as const)
              if (asked[at](query)) expect(yes).toBe(true);
          }
        }
      }),
      { numRuns },
    );
  });

  test('a text has what one of its sentences has, and only that', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const view = lexicon.read(text, 'en');
        for (const t of [0, 1, 2, 4]) expect(view.has(t)).toBe(view.sentences.some((sentence) => sentence.has(t)));
        const words = view.sentences.reduce((sum, { words }) => sum + words, 0);
        expect(words).toBeGreaterThanOrEqual(view.words);
      }),
      { numRuns },
    );
  });

  test('appending an unrelated sentence removes no hit', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom('\n\nZzz.', '. Zzz qqq', '\nzzz'), (text, more) => {
        const before = lexicon.read(text, 'en');
        const after = lexicon.read(text + more, 'en');
        if (before.cut || after.cut) return;
        for (const t of terms.keys()) expect(after.count(t)).toBeGreaterThanOrEqual(before.count(t));
      }),
      { numRuns },
    );
  });

  test('nothing throws and sentences cover the tokens, whatever the text and language', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.constantFrom(null, 'en', 'xx', '??'),
        (text, lang) => {
          const view = lexicon.read(text, lang);
          for (const s of view.sentences)
            [s.mood, s.person, s.quoted, s.condemned, s.figurative, s.joking, s.hypothetical, s.span, s.words];
          expect(view.lang === null || /^[a-z]{2,3}$/.test(view.lang)).toBe(true);
          expect(view.words).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns },
    );
  });
});
