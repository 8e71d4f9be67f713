/** Generated conditions that are well typed, and generated inputs in which anything may be unknown. */
import fc from 'fast-check';
import type { RuleInput } from '../../src/policy/inputs.ts';

export const NAMES = {
  counters: ['posts_hour', 'same_text'],
  signals: ['spam', 'toxic'],
  lists: ['calls', 'domains'],
  patterns: ['wish'],
};

type Types = 'bool' | 'int' | 'double' | 'string' | 'time' | 'duration';
type Context = { readonly depth: number; readonly loop: 'Link' | 'Media' | 'Claim' | 'Sentence' | 'number' | null };

const oneOf = <T>(...arbs: fc.Arbitrary<T>[]) => fc.oneof(...arbs);
const text = (...values: string[]) => fc.constantFrom(...values);
const join = (parts: readonly fc.Arbitrary<string>[], make: (...parts: string[]) => string) =>
  fc.tuple(...parts).map((values) => make(...values));

/** Arbitrary conditions of a type; everything in parentheses, so that precedence is the generator's. */
function expression(type: Types, context: Context): fc.Arbitrary<string> {
  const leaf = LEAVES[type](context);
  if (context.depth <= 0) return leaf;
  const below = { ...context, depth: context.depth - 1 };
  const sub = (t: Types) => fc.constant(null).chain(() => expression(t, below));
  return fc.oneof({ weight: 2, arbitrary: leaf }, { weight: 3, arbitrary: INNER[type](sub, below) });
}

const words = text('"free coins"', '"vote"', 'lists.calls', 'patterns.wish', '"ballot box"');
const asked = (of: string): fc.Arbitrary<string> =>
  oneOf(
    join([words], (w) => `${of}.has(${w})`),
    join([words, words], (a, b) => `${of}.near(${a}, ${b}, 5)`),
    join([words, words], (a, b) => `${of}.inOrder(${a}, ${b}, 3)`),
    join([words], (w) => `${of}.negated(${w})`),
    join([words], (w) => `${of}.targets(${w})`),
    join([words, words], (a, b) => `${of}.targets(${a}, ${b})`),
    join([words], (w) => `${of}.onlyQuoted(${w})`),
    join([words, words], (a, b) => `${of}.onlyFigurative(${a}, ${b}, 4)`),
  );

const BOOL_OF = {
  Link: [text('(l.domain in lists.domains)', 'l.url.matches("[0-9]+/x")', 'l.url.startsWith("https")')],
  Media: [text('m.alt.hasValue()', '(m.alt.orValue("") == "a cat")', '(m.alt.value() == "a cat")', 'has(m.pdq)')],
  Claim: [text('(c.rating == "false")', '(c.match in ["confirmed", "automatic"])')],
  Sentence: [text('s.quoted', 's.condemned', '(s.mood == "question")'), asked('s')],
  number: [text('(n > 1)', '(n == 2)')],
} as const;

const LEAVES: Record<Types, (context: Context) => fc.Arbitrary<string>> = {
  bool: ({ loop }) =>
    oneOf(
      text('true', 'false', 'post.isReply', 'post.edited', 'author.verified', 'thread.replyTo.value().sameAuthor'),
      text(
        'thread.quoteOf.hasValue()',
        'has(author.person)',
        'has(signals.spam)',
        'text.matches("co?ins")',
        'text.repost',
      ),
      asked('text'),
      ...(loop ? BOOL_OF[loop] : []),
    ),
  int: () =>
    oneOf(
      text('0', '1', '2', '7', '-3', '9007199254740991', 'post.length', 'post.ageMinutes', 'author.followers'),
      text(
        'author.ageHours',
        'counters.posts_hour',
        'counters.same_text',
        'standing.strikes',
        'links.size()',
        'text.words',
      ),
      join([words], (w) => `text.count(${w})`),
    ),
  double: () => text('0.5', '1.0', '2.5', '0.0', 'signals.spam', 'signals.toxic', 'text.upperShare'),
  string: ({ loop }) =>
    loop === 'Link'
      ? text('l.url', 'l.domain', 'post.lang', '""')
      : text(
          '"a"',
          '"en"',
          '""',
          'post.lang',
          'post.visibility',
          'text.lang',
          'media[0].kind',
          'links[1].domain',
          'author.person.value()',
        ),
  time: () => text('now', 'post.createdAt', 'timestamp("2026-11-15T12:00:00Z")'),
  duration: () => text('duration("1h")', 'duration("90m")', 'duration("0s")', '(now - post.createdAt)'),
};

type Sub = (type: Types) => fc.Arbitrary<string>;
const COMPARE = text('==', '!=', '<', '<=', '>', '>=');

const INNER: Record<Types, (sub: Sub, context: Context) => fc.Arbitrary<string>> = {
  bool: (sub, context) =>
    oneOf(
      join([sub('bool'), text('&&', '||'), sub('bool')], (a, op, b) => `(${a} ${op} ${b})`),
      join([sub('bool'), text('&&', '||'), sub('bool')], (a, op, b) => `(${a} ${op} ${b})`),
      join([sub('bool')], (a) => `!${a}`),
      ...(['int', 'double', 'string', 'time', 'duration'] as const).map((t) =>
        join([sub(t), COMPARE, sub(t)], (a, op, b) => `(${a} ${op} ${b})`),
      ),
      join([sub('double'), COMPARE, text('1', '0', '-2')], (a, op, b) => `(${a} ${op} ${b})`),
      join([sub('bool'), text('==', '!='), sub('bool')], (a, op, b) => `(${a} ${op} ${b})`),
      join([sub('bool'), sub('bool'), sub('bool')], (c, a, b) => `(${c} ? ${a} : ${b})`),
      join([sub('int')], (a) => `(${a} in [1, 2, 3])`),
      join([sub('double')], (a) => `(${a} in [1, 2.5])`),
      join([sub('string')], (a) => `(${a} in ["en", "a", "bad.example"])`),
      join([sub('string')], (a) => `(${a} in lists.domains)`),
      join([sub('string'), sub('string')], (a, b) => `${a}.contains(${b})`),
      join([sub('int'), sub('int'), sub('int')], (a, b, c) => `(${a} in [${b}, ${c}])`),
      ...(context.loop === null ? loops(context) : []),
    ),
  int: (sub) =>
    oneOf(
      join([sub('int'), text('+', '-', '*', '/', '%'), sub('int')], (a, op, b) => `(${a} ${op} ${b})`),
      join([sub('int')], (a) => `(-${a})`),
      join([sub('double')], (a) => `int(${a})`),
      join([sub('bool'), sub('int'), sub('int')], (c, a, b) => `(${c} ? ${a} : ${b})`),
      join([sub('string')], (a) => `size(${a})`),
      join([sub('int'), sub('int'), text('0', '1', '2', '-1')], (a, b, i) => `[${a}, ${b}][${i}]`),
      join([sub('time')], (a) => `${a}.getHours()`),
    ),
  double: (sub) =>
    oneOf(
      join([sub('double'), text('+', '-', '*', '/'), sub('double')], (a, op, b) => `(${a} ${op} ${b})`),
      join([sub('double'), text('+', '*'), text('2', '-1')], (a, op, b) => `(${a} ${op} ${b})`),
      join([sub('double')], (a) => `(-${a})`),
      join([sub('int')], (a) => `double(${a})`),
    ),
  string: (sub) =>
    oneOf(
      join([sub('string'), sub('string')], (a, b) => `(${a} + ${b})`),
      join([sub('string')], (a) => `${a}.lowerAscii()`),
    ),
  time: (sub) =>
    join([sub('time'), text('+', '-'), text('duration("1h")', 'duration("30m")')], (a, op, b) => `(${a} ${op} ${b})`),
  duration: (sub) => join([sub('time'), sub('time')], (a, b) => `(${a} - ${b})`),
};

const OVER = [
  ['links', 'l', 'Link'],
  ['media', 'm', 'Media'],
  ['claims', 'c', 'Claim'],
  ['text.sentences', 's', 'Sentence'],
  ['[1, 2, 3]', 'n', 'number'],
] as const;

function loops(context: Context): fc.Arbitrary<string>[] {
  return OVER.flatMap(([over, name, loop]) => {
    const body = fc.constant(null).chain(() => expression('bool', { depth: Math.min(context.depth, 2), loop }));
    return [
      join([text('exists', 'all', 'exists_one'), body], (macro, b) => `${over}.${macro}(${name}, ${b})`),
      join([body, COMPARE, text('0', '1')], (b, op, n) => `(${over}.filter(${name}, ${b}).size() ${op} ${n})`),
      join([body], (b) => `${over}.map(${name}, ${b}).exists(x, x)`),
      join([body, body], (a, b) => `${over}.map(${name}, ${a}, ${b}).all(x, x)`),
    ];
  });
}

export const conditions: fc.Arbitrary<string> = fc
  .integer({ min: 1, max: 4 })
  .chain((depth) => expression('bool', { depth, loop: null }));

const maybe = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { freq: 2 });
const TEXTS = [
  '',
  'Claim your free coins now. Click "free coins" at the ballot box!',
  'I never vote. They say vote, then free coins. Shame on them.',
  'RT @a: I wish that you vote? VOTE VOTE at the ballot box',
];

export const inputs: fc.Arbitrary<RuleInput> = fc.record({
  post: fc.record({
    text: fc.constantFrom(...TEXTS),
    lang: fc.constantFrom('en', 'fr', null),
    createdAt: fc.constantFrom('2026-11-15T12:00:00.000Z', '2026-11-14T03:30:00.000Z'),
    editedAt: fc.constantFrom(null, '2026-11-15T12:00:00.000Z'),
    visibility: fc.constantFrom('public', 'direct'),
    replyTo: fc.constantFrom(null, 'r'),
    quoteOf: fc.constantFrom(null, 'q'),
    links: fc.array(
      fc.record({
        url: fc.constantFrom('https://bad.example/12/x', 'http://b/'),
        domain: fc.constantFrom('bad.example', 'b'),
      }),
      { maxLength: 3 },
    ),
    media: fc.array(
      fc.record({
        kind: fc.constantFrom('image', 'video'),
        alt: fc.constantFrom(null, '', 'a cat'),
        sha256: fc.constant(null),
        pdq: fc.constantFrom(null, 'ff'),
      }),
      { maxLength: 2 },
    ),
  }),
  now: fc.constantFrom('2026-11-15T12:00:00.000Z', '2026-11-16T00:10:00.000Z'),
  author: fc.record({ createdAt: maybe(fc.constantFrom('2026-11-15T11:00:00.000Z', '2020-01-01T00:00:00.000Z')) }),
  status: fc.record({
    verified: fc.boolean(),
    followers: fc.constantFrom(0, 7, 9_007_199_254_740_991),
    offices: fc.constantFrom([], [{ title: 'mayor', jurisdiction: 'XX' }]),
    person: fc.constantFrom(null, 'p'),
    lists: fc.constantFrom([], ['watched']),
  }),
  standing: maybe(fc.record({ strikes: fc.integer({ min: 0, max: 4 }) })),
  counters: fc.constantFrom<Record<string, number>>({}, { posts_hour: 3 }, { posts_hour: 0, same_text: 2 }),
  signals: fc.constantFrom<RuleInput['signals']>(
    {},
    { spam: { value: 1, version: '1' } },
    { spam: { value: 0.5, version: '1' }, toxic: { value: -2.5, version: '2' } },
  ),
  claims: maybe(
    fc.array(
      fc.record({
        claim: fc.constant('c1'),
        rating: fc.constantFrom('false', 'true'),
        match: fc.constantFrom('confirmed', 'suggested'),
      }),
      { maxLength: 2 },
    ),
  ),
  parents: fc.record({ replyTo: maybe(fc.boolean()), quoteOf: maybe(fc.boolean()) }),
});
