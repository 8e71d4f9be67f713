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

/** Words that no sentence ends with: a line that does is unfinished, even if the next one begins with a capital. */
const UNFINISHED = new Set(
  (
    'a an the this these those my your his her its our their every each and or but nor if when while because than as of to ' +
    'from into onto with without for by at about against between is are am was were be been being has have had ' +
    'will would shall should can could may might must ought gonna gotta wanna going not never all some any no who whom ' +
    'whose which that very just only ' +
    'der die das den dem des ein eine einen einem einer und oder aber weil wenn dass ist sind war waren wird werden soll ' +
    'sollen sollte sollten muss müssen kann können darf dürfen mit von zu für gegen ohne alle jeder nicht sehr ' +
    'le la les un une des du de et ou mais si que qui est sont sera doit doivent devrait peut avec sans pour par contre tous ne ' +
    'el los las una unos unas y o pero del al son ser debe deben debería puede con sin para por contra todos no muy ' +
    'os as um uma e mas da das dos são deve devem pode com sem para todos não muito ' +
    'il lo gli uno ma di con senza per contro tutti sono deve devono può molto'
  ).split(' '),
);
/** A line of no more words than this is taken to run on. */
const SHORT_LINE = 2;

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
  /** Line breaks, and where the last one ended; -1 for none. */
  let breaks = 0;
  let line = -1;
  for (let at = from; at < to; at++) {
    switch (text[at]) {
      case '.':
        dots++;
        break;
      case '\u3002':
      case '\u0964':
      case '\u06d4':
      case '\u2029':
        end = Math.max(end, END);
        break;
      case '\r':
      case '\n':
      case '\u0085':
      case '\u2028':
        if (text[at] !== '\n' || text[at - 1] !== '\r') breaks++;
        line = at + 1;
        spaceAfter = true;
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
  if (end === NO_END && (breaks > 1 || (breaks === 1 && lineEnds(tokens, i, line)) || pictureEnds(tokens, i)))
    end = END;
  return { end, clause: clause || end !== NO_END || dots > 1 };
}

/** Signs that begin an item of a list or a quoted line. */
const LIST_SIGN = /^[ \t]*(?:[-+*>\u00b7\u2010-\u2015\u2022\u2023\u2043\u25e6]|#(?=\s))/;
const LIST_NUMBER = /^\d{1,3}$/;

/**
 * A single line break before token `i`, which `line` follows, ends the sentence: behind a colon, before an item of a list,
 * and where the next line begins with a capital and the one before is not plainly unfinished. Else the sentence runs on.
 */
function lineEnds(tokens: Tokens, i: number, line: number): boolean {
  if (i >= tokens.count) return false;
  const { text } = tokens;
  const from = tokens.end[i - 1] as number;
  const start = tokens.start[i] as number;
  const between = text.slice(from, line).trim();
  if (between.includes(':') || LIST_SIGN.test(text.slice(line, start)) || isListMark(tokens, i)) return true;
  // Whether full stops end it was found out before.
  if (between.startsWith('.') || !isCapital(text[start] as string)) return false;
  const last = text.slice(tokens.start[i - 1], from);
  // In capitals throughout: a capital says nothing.
  const next = text.slice(start, tokens.end[i]);
  if (isShouted(last) && isShouted(next)) return false;
  if (/^[,\u060c\uff0c\u2013\u2014&/-]/.test(between)) return false;
  if (between !== '' || tokens.kind[i - 1] !== TOKEN_WORD) return true;
  if (UNFINISHED.has(last.toLowerCase())) return false;
  return wordsOfLine(tokens, i) > SHORT_LINE;
}

/** Token `i` is the number of an item ("1." or "2)") or a picture used as its sign. */
function isListMark(tokens: Tokens, i: number): boolean {
  const start = tokens.start[i] as number;
  const end = tokens.end[i] as number;
  if (tokens.kind[i] === TOKEN_SYMBOL) {
    const unit = tokens.text.charCodeAt(start);
    return (unit >= 0x25a0 && unit < 0x2600) || (unit >= 0x2700 && unit < 0x27c0);
  }
  return /^[.)]\s/.test(tokens.text.slice(end, end + 2)) && LIST_NUMBER.test(tokens.text.slice(start, end));
}

const isCapital = (character: string): boolean => /^[A-Z]/.test(character) || /^\p{Lu}/u.test(character);
const isShouted = (word: string): boolean => word.length > 1 && /^[A-Z']+$/.test(word);

/** Words, at most three, of the line that ends before token `i`. */
function wordsOfLine(tokens: Tokens, i: number): number {
  let words = 1;
  for (let at = i - 1; at > 0 && words <= SHORT_LINE; at--) {
    const gap = tokens.text.slice(tokens.end[at - 1], tokens.start[at]);
    if (/[\r\n\u0085\u2028]/.test(gap)) break;
    words++;
  }
  return words;
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
