/** Terms found in texts, with spans of the text as received. */
import { describe, expect, test } from 'vitest';
import { buildLexicon, type TermSource } from './index.ts';

const VERBS = { id: 'verbs', entries: ['kill', 'shoot*', 'get rid of'], fold: false };
const GROUPS = { id: 'groups', entries: ['protesters', 'the crowd'], fold: false };
const options = {
  cues: {},
  lists: [VERBS, GROUPS],
  patterns: [{ id: 'deed', title: '', any: ['(should|must) ..2 @verbs'], fold: false }],
};

/** The words that a term marks in a text. */
function found(term: TermSource, text: string): string[] {
  const { lexicon, problems } = buildLexicon([term], options);
  expect(problems).toEqual([]);
  const view = lexicon.read(text, 'en');
  const spans = view.spansOf({ op: 'has', a: 0 });
  expect(view.has(0)).toBe(spans.length > 0);
  return spans.map(({ start, end }) => text.slice(start, end));
}
const phrase = (text: string, fold = false): TermSource => ({ kind: 'phrase', text, fold });
const pattern = (...any: string[]): TermSource => ({ kind: 'pattern', id: 'p', any, fold: false });

describe('phrases', () => {
  test.each([
    ['looting starts', 'When the LOOTING  starts, it', ['LOOTING  starts']],
    ['mail in ballot', 'a mail-in ballot', ['mail-in ballot']],
    ['cat', 'concat cats cat-nap', ['cat']],
    ['cat*', 'concat cats cat-nap', ['cats', 'cat']],
    ["don't", "dont don\u2019t DON'T", ['dont', 'don\u2019t', "DON'T"]],
    ['can', "you can't", []],
    ['they', "they'll do", ["they'll"]],
    ['homme', 'l\u2019homme', ['l\u2019homme']],
    ['stop the steal', '#StopTheSteal', ['StopTheSteal']],
    ['stopthesteal', '#StopTheSteal', ['StopTheSteal']],
    ['\u{1f52b}', 'x\u{1f52b}\ufe0f y', ['\u{1f52b}\ufe0f']],
    ['杀人', '他杀人了', ['杀人']],
    ['قتل', 'قَتَلَ الرجل', ['قَتَلَ']],
    ['kill', 'https://kill.example/kill @kill', []],
    ['a b', 'a. b', []],
    ['a b', 'a\n\nb', []],
    ['a b', 'a\nb', ['a\nb']],
    ['all be shot', 'They should all be\nshot', ['all be\nshot']],
    ['a b', 'a, b', ['a, b']],
    ['strasse', 'die Straße', ['Straße']],
  ])('%j in %j', (text, post, expected) => {
    expect(found(phrase(text), post)).toEqual(expected);
  });

  test('count takes the longest that begins first, without overlap', () => {
    const { lexicon } = buildLexicon(
      [{ kind: 'list', id: 'l', entries: ['a', 'a b', 'b c', 'c'], fold: false }],
      options,
    );
    expect(lexicon.read('a b c a', 'en').count(0)).toBe(3);
  });
});

describe('folding', () => {
  test.each([
    ['kill', 'k1ll k!ll ki11 |{ill', ['k1ll', 'k!ll', 'ki11']],
    ['kill', 'kiiiill killlll kil', ['kiiiill', 'killlll']],
    ['kill', 'к\u0456ll \u043aill', ['к\u0456ll', '\u043aill']],
    ['kill', 'k.i.l.l k i l l k-i-l-l', ['k.i.l.l', 'k i l l', 'k-i-l-l']],
    ['kill', 'k*ll k**l k***', ['k*ll']],
    ['shit', '$hit sh!t 5h1t shít', ['$hit', 'sh!t', '5h1t', 'shít']],
    ['ass', 'a$$ as5 pass', ['a$$', 'as5']],
    ['so', 'soooo', ['soooo']],
    ['cop', 'сор', ['сор']],
    ['cop', 'сор из избы', []],
    ['idiot*', '1d10t5 idiotic', ['1d10t5', 'idiotic']],
    ['kill', '\u13e6\u13a5\u13de\u13de k\ua4f2\ua4e1\ua4e1 \u16d5\ua4f2\u14aa\u14aa', ['ᏦᎥᏞᏞ', 'kꓲꓡꓡ', 'ᛕꓲᒪᒪ']],
    ['stink', '\u20b4\u20ae\u0e3fnk \u20b4\u20ae\u0131\u20a6\u20ad', ['\u20b4\u20ae\u0131\u20a6\u20ad']],
    ['hang them', '\u0397\u0391\u039dg \u03a4\u0397\u0415m', ['ΗΑΝg ΤΗЕm']],
    ['kill', '\u{1f1f0}\u{1f1ee}\u{1f1f1}\u{1f1f1}', ['\u{1f1f0}\u{1f1ee}\u{1f1f1}\u{1f1f1}']],
    [
      'kill',
      '\u{1f1f0} \u{1f1ee}\u200b \u{1f1f1} \u{1f1f1} \u{1f1fa}\u{1f1f8}',
      ['\u{1f1f0} \u{1f1ee}\u200b \u{1f1f1} \u{1f1f1}'],
    ],
    ['us', 'go \u{1f1fa}\u{1f1f8}', []],
    [
      'kill',
      'k\u0337i\u20ddl\u0336l k&amp;#105;ll k\u2800i\u2800l\u2800l',
      ['k\u0337i\u20ddl\u0336l', 'k&amp;#105;ll', 'k\u2800i\u2800l\u2800l'],
    ],
    ['nose', 'ηοςε νοσε και αυτό', []],
  ])('%j in %j', (text, post, expected) => {
    expect(found(phrase(text, true), post)).toEqual(expected);
  });

  test('is only for terms that ask for it', () => {
    expect(found(phrase('kill'), 'k1ll k i l l kiiill')).toEqual([]);
  });
});

describe('patterns', () => {
  test.each([
    [
      '(should|must) ..2 @verbs ..3 @groups',
      'they should really just shoot all of the crowd',
      ['should really just shoot all of the crowd'],
    ],
    ['(should|must) ..2 @verbs ..3 @groups', 'they should really just not shoot the crowd', []],
    ['(should|must) ..2 @verbs ..3 @groups', 'they should. Shoot the crowd', []],
    ['kill them all? (now|today)', 'kill them today, kill them all now', ['kill them today', 'kill them all now']],
    ['get ..1 b', 'get b get x b get x y b', ['get b', 'get x b']],
    ['i {deed} you', 'I must shoot you', ['I must shoot you']],
    ['kill <mention>', 'kill @somebody', ['kill @somebody']],
    ['only <number> left', 'only 12 left', ['only 12 left']],
    ['watch out ..2 <emoji>', 'watch out now \u{1f52b}', ['watch out now \u{1f52b}']],
    ['a ..2 a ..2 b', 'a a a a b', ['a a b']],
    ['(x|y z)? a b', 'y z a b, x a b', ['y z a b', 'x a b']],
    ['must @verbs them', 'must get rid of them', ['must get rid of them']],
    ['杀 ..2 警察', '杀死那个警察', ['杀死那个警察']],
  ])('%j in %j', (source, post, expected) => {
    expect(found(pattern(source), post)).toEqual(expected);
  });
});

describe('expressions', () => {
  test('match the folded text and mark the text as received', () => {
    const term: TermSource = { kind: 'regex', source: 'k[i1]ll\\s+(them|all)' };
    expect(found(term, 'x \uff2b1ll  THEM e\u0301')).toEqual(['\uff2b1ll  THEM']);
    expect(found({ kind: 'regex', source: 'a' }, 'bananas')).toEqual(['a', 'a', 'a']);
    expect(found({ kind: 'regex', source: '!{3,}' }, 'so!!!! e\u0301')).toEqual(['!!!!']);
  });
});

describe('near and in order', () => {
  const { lexicon } = buildLexicon(
    [phrase('a'), phrase('b'), { kind: 'list', id: 'l', entries: ['a', 'a b'], fold: false }],
    options,
  );
  test.each([
    ['a x x b', 2, true, true],
    ['a x x b', 1, false, false],
    ['b x a', 1, true, false],
    ['a. b', 0, true, true],
    ['a', 5, false, false],
  ])('%j within %i', (text, words, near, inOrder) => {
    const view = lexicon.read(text, 'en');
    expect([view.near(0, 1, words), view.inOrder(0, 1, words)]).toEqual([near, inOrder]);
    for (const op of ['near', 'inOrder'] as const) {
      const spans = view.spansOf({ op, a: 0, b: 1, words });
      expect(spans.length > 0).toBe(op === 'near' ? near : inOrder);
    }
  });

  test('two terms never share a word', () => {
    expect(lexicon.read('a', 'en').near(0, 2, 5)).toBe(false);
    expect(lexicon.read('a a', 'en').near(0, 2, 5)).toBe(true);
    expect(lexicon.read('a b', 'en').near(2, 1, 5)).toBe(true);
  });

  test('mark all that take part and nothing else', () => {
    const text = 'a x x x x b a b x x x x a';
    const spans = lexicon.read(text, 'en').spansOf({ op: 'near', a: 0, b: 1, words: 1 });
    expect(spans.map(({ start }) => start)).toEqual([10, 12, 14]);
  });
});

describe('problems', () => {
  test('are placed, and leave the rest of the term working', () => {
    const { lexicon, problems } = buildLexicon(
      [
        { kind: 'list', id: 'l', entries: ['ok', '...', 'f*ck', '*x', `${'a '.repeat(30)}`], fold: false },
        { kind: 'pattern', id: 'p', any: ['a @nolist', 'b {nopattern}', 'c (d', 'fine one', '<mention>'], fold: false },
        { kind: 'regex', source: '(a' },
        { kind: 'phrase', text: '' },
      ],
      options,
    );
    expect(problems.map(({ term, entry, code, offset }) => [term, entry, code, offset])).toEqual([
      [0, 1, 'PHRASE_EMPTY', 0],
      [0, 2, 'PHRASE_STAR', 1],
      [0, 3, 'PHRASE_STAR', 0],
      [0, 4, 'PHRASE_LONG', 0],
      [1, 0, 'PATTERN_LIST', 2],
      [1, 1, 'PATTERN_NAME', 2],
      [1, 2, 'PATTERN_BRACKET', 2],
      [1, 4, 'PATTERN_EMPTY', 0],
      [2, null, 'REGEX_REFUSED', 0],
      [3, null, 'PHRASE_EMPTY', 0],
    ]);
    const view = lexicon.read('ok, a fine one', 'en');
    expect([0, 1, 2, 3].map((t) => view.has(t))).toEqual([true, true, false, false]);
  });

  test('patterns that name each other in a circle are refused', () => {
    const patterns = [
      { id: 'a', title: '', any: ['x {b}'], fold: false },
      { id: 'b', title: '', any: ['y {a}'], fold: false },
    ];
    const { problems } = buildLexicon([{ kind: 'pattern', ...(patterns[0] as (typeof patterns)[0]) }], {
      cues: {},
      lists: [],
      patterns,
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain('a → b → a');
  });

  test('patterns that grow without bound are refused', () => {
    const patterns = Array.from({ length: 12 }, (_, i) => ({
      id: `p${i}`,
      title: '',
      any: [
        i === 0
          ? 'x ..1 y'
          : Array(6)
              .fill(`{p${i - 1}}`)
              .join(' '),
      ],
      fold: false,
    }));
    const { problems } = buildLexicon([{ kind: 'pattern', ...(patterns[11] as (typeof patterns)[0]) }], {
      cues: {},
      lists: [],
      patterns,
    });
    expect(problems.map(({ code }) => code)).toEqual(['PATTERN_LARGE']);
  });

  test('unknown kinds of cue and faulty cues are told', () => {
    const { problems } = buildLexicon([], { ...options, cues: { en: { negation: ['not', 'b ('], negatoin: ['x'] } } });
    expect(problems.map(({ term, entry, code, in: where }) => [term, entry, code, where?.id])).toEqual([
      [-1, null, 'CUE_KIND', 'en.negatoin'],
      [-1, 1, 'PATTERN_EMPTY', 'en.negation'],
      [-1, 1, 'PATTERN_BRACKET', 'en.negation'],
    ]);
  });
});

describe('a view', () => {
  test('gives a sentence nothing of the next, though it begin with it', () => {
    const { lexicon } = buildLexicon([{ kind: 'phrase', text: 'they stole' }], { cues: {}, lists: [], patterns: [] });
    const has = lexicon.read('We won it all. They stole it.', 'en').sentences.map((s) => s.has(0));
    expect(has).toEqual([false, true]);
  });

  const { lexicon } = buildLexicon([phrase('kill'), phrase('never ever'), { kind: 'regex', source: 'zz+' }], options);

  test('says at once when no term can occur', () => {
    expect(lexicon.read('nothing here, never mind', 'en').any).toBe(false);
    expect(lexicon.read('kill', 'en').mayHave).toEqual([1]);
    expect(lexicon.read('never ever zz', 'en').mayHave).toEqual([6]);
    expect(lexicon.read('kill zz', 'en').mayHave).toEqual([5]);
  });

  test('counts what rules against spam and shouting ask for', () => {
    const view = lexicon.read('RT @a: HELLO @b #x #yY https://e.example/a \u{1f602}\u{1f602} nooooo', 'en');
    expect(view).toMatchObject({
      mentions: 2,
      hashtags: 2,
      urls: 1,
      emojis: 2,
      longestRun: 5,
      repost: true,
      cut: false,
      words: 6,
    });
    expect(view.upperShare).toBeCloseTo(8 / 32, 1);
    expect(view.length).toBe(54);
  });

  test('reads a text twice alike, and texts in between leave no trace', () => {
    const first = lexicon.read('kill one', 'en');
    lexicon.read('kill kill kill never ever', 'en').has(0);
    expect(first.spansOf({ op: 'has', a: 0 })).toEqual([{ start: 0, end: 4 }]);
    expect(first.count(0)).toBe(1);
  });
});
