/** Cuts a text into sentences, by what stands between its tokens. One pass; each gap between tokens is read once. */

import { TOKEN_MENTION, TOKEN_SYMBOL, TOKEN_WORD, type Tokens } from '../match/tokens.ts';
import { kindOf, WORD } from '../normal/characters.ts';

/** Sentences as token ranges: sentence `i` is [first[i], first[i + 1]). */
export type SentenceTable = {
  readonly count: number;
  readonly first: readonly number[];
  /** Number of the sentence that each token is in. */
  readonly sentenceOf: readonly number[];
  /** The sentence ends with a question mark. */
  readonly asks: readonly number[];
  /** The text begins with a repost header, which is then the first sentence. */
  readonly repost: boolean;
  /** Per token: what stands before it ends a clause (comma, colon, dash, bracket); running total, one more than tokens. */
  readonly clauses: readonly number[];
};

/** Words whose full stop ends no sentence. */
const ABBREVIATIONS = new Set(
  (
    'mr mrs ms dr prof st sr jr sra sta gov sen rep gen col sgt lt vs etc eg ie approx dept est fig inc ltd co ' +
    'ave blvd rd nr vol pp art cf ca bzw usw evtl ggf mme mlle mgr exmo exma dna ud uds av págs pág núm'
  ).split(' '),
);

const NO_END = 0;
const END = 1;
const ASKS = 2;

/** Splits into sentences. Linear. */
export function splitSentences(tokens: Tokens): SentenceTable {
  const { count } = tokens;
  const ends = [NO_END];
  const clauses = [0];
  for (let i = 1; i <= count; i++) {
    const gap = readGap(tokens, i);
    ends.push(gap.end);
    clauses.push((clauses[i - 1] as number) + (gap.clause ? 1 : 0));
  }
  attachPictures(ends, tokens);
  const header = repostHeader(tokens);
  if (header > 0) {
    ends.fill(NO_END, 1, header);
    ends[header] = Math.max(ends[header] as number, END);
  }
  joinSingleWords(ends, tokens);
  return tabulate(ends, { count, clauses, repost: header > 0 });
}

function tabulate(
  ends: readonly number[],
  rest: { count: number; clauses: readonly number[]; repost: boolean },
): SentenceTable {
  const { count } = rest;
  const sentenceOf: number[] = [];
  const first: number[] = count > 0 ? [0] : [];
  const asks: number[] = [];
  for (let i = 0; i < count; i++) {
    sentenceOf.push(first.length - 1);
    const end = ends[i + 1] as number;
    if (i + 1 === count || end !== NO_END) {
      asks.push(end === ASKS ? 1 : 0);
      if (i + 1 < count) first.push(i + 1);
    }
  }
  const sentences = first.length;
  first.push(count);
  return { ...rest, count: sentences, first, sentenceOf, asks };
}

/**
 * The tokens [from, to) are ordinary words with one space between, and so in one sentence. False says nothing: then
 * `splitSentences` tells. (A sentence can also end behind an emoji and behind the name in a repost header.)
 */
export function isPlainRun(tokens: Tokens, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++) {
    const gap = tokens.end[i - 1] as number;
    if (tokens.kind[i - 1] !== TOKEN_WORD || tokens.start[i] !== gap + 1 || tokens.text[gap] !== ' ') return false;
  }
  return true;
}

/** What stands between token `i - 1` and token `i` (or the end). */
function readGap(tokens: Tokens, i: number): { end: number; clause: boolean } {
  const { text } = tokens;
  const from = tokens.end[i - 1] as number;
  const to = i < tokens.count ? (tokens.start[i] as number) : text.length;
  let dots = 0;
  let end = NO_END;
  let clause = false;
  let spaceAfter = i === tokens.count;
  let open = false;
  for (let at = from; at < to; at++) {
    switch (text[at]) {
      case '.':
        dots++;
        break;
      case '\u3002':
      case '\u0964':
      case '\u06d4':
      case '\n':
      case '\r':
      case '\u2028':
      case '\u2029':
        end = Math.max(end, END);
        break;
      case '!':
        if (endsWord(text, at, to)) end = Math.max(end, END);
        break;
      case '?':
      case '\u061f':
      case '\u00bf':
        if (text[at] !== '\u00bf' && endsWord(text, at, to)) end = ASKS;
        break;
      case ' ':
      case '\t':
      case '\u3000':
        spaceAfter = true;
        break;
      case '"':
      case '\u201c':
        open = spaceAfter;
        break;
      case ',':
      case ';':
      case ':':
      case '\u2014':
      case '\u2013':
      case '(':
      case ')':
      case '\u060c':
      case '\uff0c':
        clause = true;
        break;
    }
  }
  if (dots > 0 && spaceAfter && stops(tokens, i, { dots, open })) end = Math.max(end, END);
  if (end === NO_END && pictureEnds(tokens, i)) end = END;
  return { end, clause: clause || end !== NO_END || dots > 1 };
}

/** A mark at `at` is followed by space, another mark, a closing sign or the end: it is no part of a word. */
function endsWord(text: string, at: number, to: number): boolean {
  const next = text[at + 1];
  return at + 1 < to || next === undefined || kindOf(next.charCodeAt(0)) !== WORD;
}

/** Full stops before token `i` end the sentence. */
function stops(tokens: Tokens, i: number, { dots, open }: { dots: number; open: boolean }): boolean {
  if (i === tokens.count || open) return true;
  if (dots > 1) {
    const next = tokens.text[tokens.start[i] as number] as string;
    return next >= 'A' && next <= 'Z';
  }
  const from = tokens.start[i - 1] as number;
  const length = (tokens.end[i - 1] as number) - from;
  if (tokens.kind[i - 1] !== TOKEN_WORD || length > 5) return true;
  const word = tokens.text.slice(from, from + length).toLowerCase();
  if (ABBREVIATIONS.has(word)) return false;
  // "U.S. senate", "e.g. this": a single letter behind another full stop.
  return !(length === 1 && tokens.text[from - 1] === '.');
}

/** Emoji end a sentence when the next word begins with a capital. */
function pictureEnds(tokens: Tokens, i: number): boolean {
  if (i >= tokens.count || tokens.kind[i - 1] !== TOKEN_SYMBOL || tokens.kind[i] === TOKEN_SYMBOL) return false;
  const next = tokens.text[tokens.start[i] as number] as string;
  return next >= 'A' && next <= 'Z';
}

/** Emoji behind the mark that ends a sentence belong to it. */
function attachPictures(ends: number[], tokens: Tokens): void {
  for (let i = 1; i < tokens.count; i++) {
    if (ends[i] === NO_END || tokens.kind[i] !== TOKEN_SYMBOL) continue;
    ends[i + 1] = Math.max(ends[i + 1] as number, ends[i] as number);
    ends[i] = NO_END;
  }
}

/** Tokens of a repost header at the beginning ("RT @name:"), or 0. */
function repostHeader(tokens: Tokens): number {
  if (tokens.count < 2 || tokens.kind[1] !== TOKEN_MENTION) return 0;
  const word = tokens.text.slice(tokens.start[0], tokens.end[0]);
  return word === 'RT' || word === 'rt' ? 2 : 0;
}

/** "Kill. Them. All." is one sentence: single words with a full stop behind, at least two in a row, join what follows. */
function joinSingleWords(ends: number[], tokens: Tokens): void {
  const stopOnly = (i: number) => ends[i] === END && /^\.\s*$/.test(gapText(tokens, i));
  let first = 0;
  let single = 0;
  for (let i = 1; i <= tokens.count; i++) {
    if (ends[i] === NO_END) continue;
    const alone = i - first === 1 && tokens.kind[first] === TOKEN_WORD && i < tokens.count && stopOnly(i);
    if (alone && single > 0) ends[first] = NO_END;
    if (!alone && single > 1 && i - first === 1) ends[first] = NO_END;
    single = alone ? single + 1 : 0;
    first = i;
  }
}

function gapText(tokens: Tokens, i: number): string {
  const from = tokens.end[i - 1] as number;
  return tokens.text.slice(from, Math.min(tokens.start[i] ?? tokens.text.length, from + 4));
}
