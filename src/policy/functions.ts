/**
 * THE table of functions that a condition may call. The type checker, the compiler, the reference evaluator and
 * docs/policy-language.md all come from it.
 */

/** `Words`: a phrase in quotation marks, `lists.<id>` or `patterns.<id>`: always written out, never computed. */
export type ArgType = 'Words' | 'Count' | 'Regex' | 'string' | 'int' | 'double';
export type FunctionSpec = {
  readonly receiver: string | null;
  readonly name: string;
  readonly args: readonly ArgType[];
  readonly returns: string;
  /** In what its running time is linear. */
  readonly cost: 'constant' | 'hits' | 'text' | 'string';
  readonly doc: string;
  readonly examples: readonly string[];
};

const words = (
  name: string,
  args: readonly ArgType[],
  returns: string,
  doc: string,
  example: string,
): Omit<FunctionSpec, 'receiver'> => ({ name, args, returns, doc, cost: 'hits', examples: [example] });

/** Asked alike of the whole text and of one sentence. */
const ASKED: readonly Omit<FunctionSpec, 'receiver'>[] = [
  words('has', ['Words'], 'bool', 'The words occur.', 'text.has("stolen votes")'),
  words('count', ['Words'], 'int', 'How often the words occur, without overlap.', 'text.count(lists.slurs) >= 3'),
  words(
    'near',
    ['Words', 'Words', 'Count'],
    'bool',
    'Both occur with at most so many words between them, in either order.',
    'text.near(lists.ballots, lists.fraud_words, 6)',
  ),
  words(
    'inOrder',
    ['Words', 'Words', 'Count'],
    'bool',
    'The first occurs and then the second, with at most so many words between them.',
    'text.inOrder("looting", "shooting", 5)',
  ),
  words(
    'negated',
    ['Words'],
    'bool',
    'The words occur, and each time they are negated ("nobody should be …", "never …").',
    'text.has("rigged") && !text.negated("rigged")',
  ),
  words(
    'targets',
    ['Words'],
    'bool',
    'The words name those to whom the deed is, or is to be, done.',
    'text.has(lists.violent_deeds) && text.targets(lists.groups)',
  ),
  words(
    'targets',
    ['Words', 'Words'],
    'bool',
    'The first words name those to whom the deed that the second words name is, or is to be, done.',
    'text.targets(lists.groups, lists.violent_deeds)',
  ),
  words(
    'onlyQuoted',
    ['Words'],
    'bool',
    'The words occur, and only in quotation marks or after a reporting verb.',
    'text.has(lists.slurs) && !text.onlyQuoted(lists.slurs)',
  ),
  words(
    'onlyQuoted',
    ['Words', 'Words', 'Count'],
    'bool',
    'As `near` of the same arguments, and only in quotation marks or after a reporting verb.',
    '!text.onlyQuoted(lists.ballots, lists.fraud_words, 6)',
  ),
  words(
    'onlyFigurative',
    ['Words'],
    'bool',
    'The words occur, and only inside idioms ("killed it").',
    'text.has("shoot") && !text.onlyFigurative("shoot")',
  ),
  words(
    'onlyFigurative',
    ['Words', 'Words', 'Count'],
    'bool',
    'As `near` of the same arguments, and only inside idioms.',
    '!text.onlyFigurative("kill", lists.groups, 4)',
  ),
];

const inSentence = (example: string) => `text.sentences.exists(s, ${example.replaceAll('text.', 's.')})`;

const TIMESTAMP = 'google.protobuf.Timestamp';
const on = (receiver: string | null, name: string, args: readonly ArgType[], returns: string) => ({
  receiver,
  name,
  args,
  returns,
});

const TIME_PARTS = {
  getHours: 'Hour of the day, 0 to 23, UTC.',
  getMinutes: 'Minute of the hour, UTC.',
  getDayOfWeek: 'Day of the week, 0 is Sunday, UTC.',
  getDate: 'Day of the month, from 1, UTC.',
  getMonth: 'Month, from 0, UTC.',
  getFullYear: 'Year, UTC.',
} as const;

export const FUNCTIONS: readonly FunctionSpec[] = [
  ...ASKED.map((f) => ({ ...f, receiver: 'Text' })),
  {
    ...on('Text', 'matches', ['Regex'], 'bool'),
    cost: 'text',
    doc: 'The text as normalised matches a regular expression of the linear subset.',
    examples: ['text.matches("\\\\bwin [0-9]+ coins\\\\b")'],
  },
  ...ASKED.map((f) => ({ ...f, receiver: 'Sentence', examples: f.examples.map(inSentence) })),
  {
    ...on('string', 'startsWith', ['string'], 'bool'),
    cost: 'string',
    doc: 'It begins with the other.',
    examples: ['links.exists(l, l.url.startsWith("http://"))'],
  },
  {
    ...on('string', 'endsWith', ['string'], 'bool'),
    cost: 'string',
    doc: 'It ends with the other.',
    examples: ['links.exists(l, l.domain.endsWith(".example"))'],
  },
  {
    ...on('string', 'contains', ['string'], 'bool'),
    cost: 'string',
    doc: 'The other is in it, letter for letter. For words of the post use `text.has`.',
    examples: ['links.exists(l, l.url.contains("/ref="))'],
  },
  {
    ...on('string', 'lowerAscii', [], 'string'),
    cost: 'string',
    doc: 'In lower case.',
    examples: ['media.exists(m, m.alt.orValue("").lowerAscii().contains("ballot"))'],
  },
  {
    ...on('string', 'matches', ['Regex'], 'bool'),
    cost: 'string',
    doc: 'It matches a regular expression of the linear subset, anywhere in it.',
    examples: ['links.exists(l, l.url.matches("[?&]ref=[0-9]+"))'],
  },
  {
    ...on('string', 'size', [], 'int'),
    cost: 'string',
    doc: 'Its characters (code points). `size(x)` is the same.',
    examples: ['links.exists(l, l.url.size() > 200)'],
  },
  {
    ...on('list', 'size', [], 'int'),
    cost: 'constant',
    doc: 'The number of elements. `size(x)` is the same.',
    examples: ['links.size() > 3'],
  },
  {
    ...on('optional', 'hasValue', [], 'bool'),
    cost: 'constant',
    doc: 'It is there.',
    examples: ['thread.replyTo.hasValue()'],
  },
  {
    ...on('optional', 'value', [], 'the value'),
    cost: 'constant',
    doc: 'What is there; the rule fails if nothing is.',
    examples: ['thread.quoteOf.hasValue() && thread.quoteOf.value().sameAuthor'],
  },
  {
    ...on('optional', 'orValue', ['string'], 'the value'),
    cost: 'constant',
    doc: 'What is there, or else the argument, which has the same type.',
    examples: ['media.exists(m, m.alt.orValue("") == "")'],
  },
  ...(['getHours', 'getMinutes', 'getDayOfWeek', 'getDate', 'getMonth', 'getFullYear'] as const).map((name) => ({
    ...on(TIMESTAMP, name, [], 'int'),
    cost: 'constant' as const,
    doc: TIME_PARTS[name],
    examples: [`post.createdAt.${name}() == 3`],
  })),
  {
    ...on(null, 'timestamp', ['string'], TIMESTAMP),
    cost: 'constant',
    doc: 'A time, written out in RFC 3339.',
    examples: ['post.createdAt > timestamp("2026-11-01T00:00:00Z")'],
  },
  {
    ...on(null, 'duration', ['string'], 'google.protobuf.Duration'),
    cost: 'constant',
    doc: 'A length of time, written out in whole milliseconds or more: `"90m"`, `"36h"`, `"1h30m"`.',
    examples: ['now - post.createdAt < duration("36h")'],
  },
  {
    ...on(null, 'double', ['int'], 'double'),
    cost: 'constant',
    doc: 'As a double.',
    examples: ['double(links.size()) / 2.0 > 1.5'],
  },
  {
    ...on(null, 'int', ['double'], 'int'),
    cost: 'constant',
    doc: 'As a whole number, cut towards zero.',
    examples: ['int(signals.spam * 100.0) > 95'],
  },
];

/** Properties of the text and of a sentence. Their names are those of the text layer's views. */
export type TextFieldSpec = {
  readonly owner: 'Text' | 'Sentence';
  readonly name: string;
  readonly type: 'string' | 'bool' | 'int' | 'double';
  readonly doc: string;
};
const property = (owner: TextFieldSpec['owner'], name: string, type: TextFieldSpec['type'], doc: string) => ({
  owner,
  name,
  type,
  doc,
});

export const TEXT_FIELDS: readonly TextFieldSpec[] = [
  property('Text', 'lang', 'string', 'Language said by the post, else identified, else `"und"`.'),
  property('Text', 'words', 'int', 'Number of words.'),
  property('Text', 'mentions', 'int', 'Number of accounts mentioned.'),
  property('Text', 'hashtags', 'int', 'Number of hashtags.'),
  property('Text', 'urls', 'int', 'Number of addresses written in the text.'),
  property('Text', 'emojis', 'int', 'Number of emoji.'),
  property('Text', 'upperShare', 'double', 'Share of capitals among the letters that have case, 0 to 1.'),
  property('Text', 'longestRun', 'int', 'Length of the longest run of one repeated character.'),
  property('Text', 'repost', 'bool', 'The text begins as a repost of another ("RT @name:").'),
  property('Sentence', 'words', 'int', 'Number of words.'),
  property('Sentence', 'mood', 'string', '`statement`, `question` or `imperative`.'),
  property('Sentence', 'person', 'string', 'Grammatical person of who acts: `first`, `second` or `third`.'),
  property('Sentence', 'quoted', 'bool', 'At least half of it stands in quotation marks or after a reporting verb.'),
  property('Sentence', 'condemned', 'bool', 'It, or the sentence beside it, condemns what is said or done.'),
  property('Sentence', 'figurative', 'bool', 'An idiom ("killed it") stands in it.'),
  property('Sentence', 'joking', 'bool', 'A sign of joking ("lol", a laughing emoji) stands in it.'),
  property('Sentence', 'hypothetical', 'bool', 'A sign of supposing ("if", "imagine") stands in it.'),
];
