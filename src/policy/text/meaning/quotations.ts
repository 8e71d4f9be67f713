/** Finds what stands in quotation marks. One pass over the characters. */

import { lowerBound } from '../match/occurrences.ts';
import { TOKEN_MENTION, type Tokens } from '../match/tokens.ts';
import { kindOf, WORD } from '../normal/characters.ts';

const CLOSING: Readonly<Record<string, string>> = {
  '\u201c': '\u201d',
  '\u201e': '\u201c\u201d',
  '\u00ab': '\u00bb',
  '\u00bb': '\u00ab',
  '\u2039': '\u203a',
  '\u300c': '\u300d',
  '\u300e': '\u300f',
  '\u2018': "'\u2019",
};
/** A single quotation mark that is an apostrophe: 'em, 'cause, 'til. */
const CLIPPED = /^'(?:em|cause|cuz|til|till|bout|n|tis|twas|round|ya|s)\b/i;

/** Token ranges in quotation marks, as pairs, in order. A mark that is never closed in its paragraph quotes nothing. */
export function findQuotations(tokens: Tokens): number[] {
  const { text } = tokens;
  const pairs: number[] = [];
  if (!/["'\u00ab\u00bb\u2018-\u201f\u2039\u300c\u300e]/.test(text)) return pairs;
  /** Where each kind of open mark began, by its mark. */
  const open = new Map<string, number>();
  const close = (mark: string, at: number) => {
    const from = open.get(mark);
    if (from === undefined) return;
    open.clear();
    const first = lowerBound(tokens.start, from);
    const last = lowerBound(tokens.start, at);
    if (last > first) pairs.push(first, last);
  };
  const inWord = (at: number) => at >= 0 && at < text.length && kindOf(text.charCodeAt(at)) === WORD;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] as string;
    if (sign === '\n') open.clear();
    else if (sign === '"') {
      if (open.has('"')) close('"', at);
      else open.set('"', at);
    } else if (sign === "'") {
      if (inWord(at + 1)) {
        if (!inWord(at - 1) && !open.has("'") && !CLIPPED.test(text.slice(at, at + 7))) open.set("'", at);
      } else if (open.has('\u2018')) close('\u2018', at);
      else if (open.has("'")) close("'", at);
    } else if (sign > '\u007f') {
      const opened = [...open.keys()].find((mark) => CLOSING[mark]?.includes(sign));
      if (opened !== undefined) close(opened, at);
      else if (CLOSING[sign] !== undefined && !open.has(sign)) open.set(sign, at);
    }
  }
  return pairs;
}

/** Where an old-style repost stands inside a text ("my words RT @name: theirs"): first token of theirs, or the count. */
export function innerRepost(tokens: Tokens): number {
  for (let i = 1; i + 1 < tokens.count; i++) {
    if (tokens.kind[i + 1] !== TOKEN_MENTION) continue;
    if (tokens.text.slice(tokens.start[i], tokens.end[i]) === 'RT') return i + 2;
  }
  return tokens.count;
}
