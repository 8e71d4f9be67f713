/** What the library says of a condition that it refuses, in the words of a person who writes policies. */

export type Worded = { readonly message: string; readonly help: string | null };

/** The library's names of signs. */
const SIGNS: Readonly<Record<string, string>> = {
  EOF: 'the end of the condition',
  IDENTIFIER: 'a name',
  NUMBER: 'a number',
  STRING: 'a text',
  BYTES: 'bytes',
  BOOLEAN: '`true` or `false`',
  NULL: '`null`',
  LPAREN: '`(`',
  RPAREN: '`)`',
  LBRACKET: '`[`',
  RBRACKET: '`]`',
  LBRACE: '`{`',
  RBRACE: '`}`',
  COLON: '`:`',
  COMMA: '`,`',
  DOT: '`.`',
  QUESTION: '`?`',
};
const signOf = (name: string): string => SIGNS[name] ?? `\`${name.toLowerCase()}\``;

const LOGIC = 'write `&&` for and, `||` for or, `!` for not';
const INSTEAD: Readonly<Record<string, string>> = {
  '=': 'write `==` to compare',
  '&': 'write `&&` for and',
  '|': 'write `||` for or',
  ';': 'a condition is one expression: join its parts with `&&` or `||`',
};

/** Why a condition cannot be read. `summary` is the library's, `start` where it stopped reading. */
export function wordSyntax(source: string, summary: string, start: number): Worded {
  const expected = /^expected (\w+), got (\w+)$/i.exec(summary);
  if (expected !== null) {
    const [, wanted = '', got = ''] = expected;
    if (got === 'EOF') return { message: `${signOf(wanted)} is missing at the end`, help: null };
    return { message: `${signOf(wanted)} is missing: here stands ${signOf(got)}`, help: quotesWithin(source, start) };
  }
  const token = /^unexpected token: (\w+)$/i.exec(summary)?.[1];
  if (token === 'EOF')
    return { message: 'the condition breaks off', help: 'write what follows, or remove the last sign' };
  if (token !== undefined) return { message: `${signOf(token)} cannot stand here`, help: null };
  if (/^unexpected character/i.test(summary)) return wordCharacter(source, start);
  if (/^unterminated string/i.test(summary))
    return { message: 'the quotation mark is not closed', help: 'write the same mark where the words end' };
  const reserved = /^reserved identifier: (\w+)$/i.exec(summary)?.[1];
  if (reserved !== undefined) {
    const help = reserved === 'if' ? 'write `a ? b : c`; most rules need only `&&`' : null;
    return { message: `\`${reserved}\` is a reserved word`, help };
  }
  const unknownEscape = /^invalid escape sequence: (\S+)/i.exec(summary)?.[1];
  if (unknownEscape !== undefined)
    return {
      message: `\`${unknownEscape}\` means nothing in a text`,
      help: `write \`\\${unknownEscape}\` for a backslash`,
    };
  return { message: summary, help: null };
}

function wordCharacter(source: string, start: number): Worded {
  const before = /[A-Za-z_]*$/.exec(source.slice(0, start))?.[0] ?? '';
  const word = before + (/^[A-Za-z_0-9]*/.exec(source.slice(start))?.[0] ?? '');
  const previous = /([A-Za-z]+)\s+$/.exec(source.slice(0, start - before.length))?.[1] ?? '';
  const logic = [word, previous].find((name) => /^(?:and|or|not)$/i.test(name));
  if (logic !== undefined) return { message: `\`${logic}\` is not part of this language`, help: LOGIC };
  if (word !== '')
    return { message: `\`${word}\` cannot stand here`, help: 'put `.`, a comma or an operator such as `&&` before it' };
  const character = String.fromCodePoint(source.codePointAt(start) ?? 0x20);
  if (/[\u2018-\u201f\u00ab\u00bb]/.test(character))
    return { message: `\`${character}\` opens no text`, help: 'write straight quotation marks: "…"' };
  return { message: `\`${character}\` has no meaning here`, help: INSTEAD[character] ?? null };
}

/** `'it's'`: a mark inside closed the text. */
const quotesWithin = (source: string, start: number): string | null =>
  /['"]$/.test(source.slice(0, start).trimEnd())
    ? 'a quotation mark inside a text closes it: use the other kind around it, or write a backslash before it'
    : null;

/** Types as the language's documentation calls them. */
const typeName = (type: string): string =>
  type
    .replace(/google\.protobuf\.Timestamp/g, 'time')
    .replace(/google\.protobuf\.Duration/g, 'duration')
    .replace(/\bText\b/g, 'text')
    .replace(/\bSentence\b/g, 'sentence')
    .replace(/\bWordList\b/g, 'word list');

const ASK_WORDS = 'for words of the post write `text.has("…")`, for anything smaller `text.matches("…")`';

/** For whoever asks how long a text is. */
export const HOW_LONG = '`text.words` counts words, `post.length` characters';

/** Why the types of a condition do not fit. */
export function wordTypes(summary: string, source: string, at: { start: number; end: number }): Worded {
  const sides = /^no such overload: (.+?) (==|!=|<=?|>=?|\+|-|\*|\/|%|in|&&|\|\||\?) (.+)$/i.exec(summary);
  if (sides !== null) {
    const [, left = '', sign = '', right = ''] = sides;
    const help = left === 'Text' || right === 'Text' ? ASK_WORDS : null;
    return { message: `\`${sign}\` does not go with ${typeName(left)} and ${typeName(right)}`, help };
  }
  if (/^list index must be int/i.test(summary)) {
    const list =
      /^[\w.]+(?=[.[])/.exec(source.slice(at.start, at.end))?.[0] ?? /[\w.]+$/.exec(source.slice(0, at.start))?.[0];
    const name = (list ?? 'it').replace(/\.$/, '');
    return {
      message: `\`${name}\` is a list: it has places, no fields`,
      help: `ask \`${name}.size()\` or \`${name}.exists(x, …)\``,
    };
  }
  return { message: typeName(summary.replace(/'/g, '`')), help: null };
}

/** A function that is there, but not of what it was asked of; null where there is nothing better to say. */
export function wordReceiver(receiver: string | null, name: string): Worded | null {
  if (receiver !== 'Text' && receiver !== 'Sentence') return null;
  if (name === 'size')
    return {
      message: `\`size\` is not asked of ${typeName(receiver)}`,
      help: HOW_LONG,
    };
  if (!['contains', 'startsWith', 'endsWith', 'lowerAscii', 'matches'].includes(name)) return null;
  return { message: `\`${name}\` is not asked of ${typeName(receiver)}`, help: ASK_WORDS };
}
