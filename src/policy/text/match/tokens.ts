/** Cuts a normalised text into tokens: words, single characters of unspaced scripts, emoji, mentions, addresses. */
import {
  APOSTROPHE,
  AT,
  HASH,
  isRegional,
  kindOf,
  kindOfAstral,
  LEAD,
  MARK,
  runEnd,
  SEPARATOR,
  SYMBOL,
  UNSPACED_HALF,
  UNSPACED_QUARTER,
  WORD,
} from '../normal/characters.ts';

/** Token kinds: those of its characters, and these. */
export const TOKEN_WORD = WORD;
export const TOKEN_SYMBOL = SYMBOL;
/** A word with an apostrophe inside. */
export const TOKEN_APOSTROPHE = APOSTROPHE;
export const TOKEN_MENTION = AT;
/** (Part of) a hashtag. */
export const TOKEN_HASHTAG = HASH;
export const TOKEN_URL = 20;

/** Distance is counted in quarters of a word. */
export const WORD_UNITS = 4;

/** Tokens of one text. Offsets are into the normalised text. */
export type Tokens = {
  readonly text: string;
  readonly count: number;
  readonly start: readonly number[];
  readonly end: readonly number[];
  readonly kind: readonly number[];
  /** Quarter-words before each token, one entry more than tokens. */
  readonly position: readonly number[];
};

/**
 * Room that grows and is used again; `keepTokens` copies out of it. Plain arrays: most texts are short, and for those
 * making a typed array costs more than all that is done with it.
 */
const room = { start: [] as number[], end: [] as number[], kind: [] as number[] };
const counted = { mentions: 0, hashtags: 0, urls: 0, emojis: 0 };

/** Tokens just read, valid until the next `scanTokens`. */
export type ScannedTokens = Pick<Tokens, 'start' | 'end' | 'kind'>;
export const scanned = (): ScannedTokens => room;

/** How many tokens of these kinds there are; a hashtag counts once, of however many words it is. */
export type TokenCounts = Readonly<typeof counted>;
/** Of the tokens just read. */
export const keepCounts = (): TokenCounts => ({
  mentions: counted.mentions,
  hashtags: counted.hashtags,
  urls: counted.urls,
  emojis: counted.emojis,
});

const isWordAt = (text: string, i: number): boolean => i < text.length && kindOf(text.charCodeAt(i)) === WORD;

const isHandleUnit = (unit: number): boolean =>
  (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x30 && unit <= 0x39) || unit === 0x5f;

function handleEnd(text: string, from: number): number {
  let i = from;
  for (; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (isHandleUnit(unit)) continue;
    if ((unit === 0x2e || unit === 0x2d) && i > from && i + 1 < text.length && isHandleUnit(text.charCodeAt(i + 1)))
      continue;
    break;
  }
  return i;
}

/** An address begins at `i`, a letter h or w. */
function isAddress(text: string, i: number): boolean {
  const second = text.charCodeAt(i + 1) | 0x20;
  if (second !== 0x74 && second !== 0x77) return false;
  const head = text.slice(i, i + 8).toLowerCase();
  return head.startsWith('http://') || head.startsWith('https://') || /^www\.[a-z0-9]/.test(head);
}

function addressEnd(text: string, from: number): number {
  let i = from;
  while (i < text.length && text.charCodeAt(i) > 0x20 && text.charCodeAt(i) !== 0x3000) i++;
  while (i > from && /[.,!?:;)\]"'\u201d\u2026]/.test(text[i - 1] as string)) i--;
  return i;
}

/** Where the word beginning at `from` ends; negative if it has an apostrophe inside. */
function wordEnd(text: string, from: number, hashtag: boolean): number {
  let apostrophe = false;
  let i = hashtag ? from + 1 : runEnd(text, from + 1);
  for (; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const kind = kindOf(unit);
    if (kind === WORD) {
      // A capital after a small letter begins the next word of a hashtag.
      if (hashtag && unit >= 0x41 && unit <= 0x5a && text.charCodeAt(i - 1) >= 0x61) break;
      continue;
    }
    if (kind === MARK) continue;
    if (kind !== APOSTROPHE || !isWordAt(text, i + 1)) break;
    apostrophe = true;
  }
  return apostrophe ? -i : i;
}

/** Reads the tokens of a normalised text into shared room and returns how many there are. Linear. */
export function scanTokens(text: string): number {
  const { start, end, kind } = room;
  let count = 0;
  let hashtags = 0;
  let emojis = 0;
  let mentions = 0;
  let urls = 0;
  /** Inside a hashtag: its next word is part of it too. */
  let hashtag = false;
  let i = 0;
  const { length } = text;
  while (i < length) {
    const unit = text.charCodeAt(i);
    const is = kindOf(unit);
    if (is === SEPARATOR) {
      hashtag = false;
      i++;
      continue;
    }
    if (is === WORD || is === MARK) {
      const letter = unit | 0x20;
      if ((letter === 0x68 || letter === 0x77) && !hashtag && isAddress(text, i)) {
        start[count] = i;
        i = addressEnd(text, i);
        end[count] = i;
        kind[count++] = TOKEN_URL;
        urls++;
        continue;
      }
      const to = wordEnd(text, i, hashtag);
      // The parts of one hashtag stand together, at most an underscore between.
      if (hashtag && text.charCodeAt(i - 1) === 0x23) hashtags++;
      start[count] = i;
      i = to < 0 ? -to : to;
      end[count] = i;
      kind[count++] = hashtag ? TOKEN_HASHTAG : to < 0 ? TOKEN_APOSTROPHE : TOKEN_WORD;
      if (hashtag && text.charCodeAt(i) === 0x5f) i++;
      continue;
    }
    hashtag = is === HASH && i + 1 < text.length && text.charCodeAt(i + 1) !== 0x23;
    if (is === UNSPACED_HALF || is === UNSPACED_QUARTER) {
      start[count] = i++;
      while (i < text.length && kindOf(text.charCodeAt(i)) === MARK) i++;
      end[count] = i;
      kind[count++] = is;
    } else if (is === SYMBOL) {
      start[count] = i++;
      end[count] = i;
      kind[count++] = SYMBOL;
      emojis++;
    } else if (is === AT && !(i > 0 && isWordAt(text, i - 1)) && handleEnd(text, i + 1) > i + 1) {
      start[count] = i;
      i = handleEnd(text, i + 1);
      end[count] = i;
      kind[count++] = TOKEN_MENTION;
      mentions++;
    } else if (is === LEAD) {
      const codePoint = text.codePointAt(i) as number;
      const astral = kindOfAstral(codePoint);
      const from = i;
      i += codePoint > 0xffff ? 2 : 1;
      if (astral === WORD || astral === UNSPACED_HALF || astral === UNSPACED_QUARTER || astral === SYMBOL) {
        if (isRegional(codePoint) && isRegional(text.codePointAt(i) ?? 0)) i += 2;
        if (astral === WORD) i = astralWordEnd(text, i);
        start[count] = from;
        end[count] = i;
        kind[count++] = astral;
        if (astral === SYMBOL) emojis++;
      }
    } else i++;
  }
  counted.mentions = mentions;
  counted.hashtags = hashtags;
  counted.urls = urls;
  counted.emojis = emojis;
  return count;
}

function astralWordEnd(text: string, from: number): number {
  let i = from;
  while (i < text.length) {
    const codePoint = text.codePointAt(i) as number;
    const kind = codePoint > 0xffff ? kindOfAstral(codePoint) : kindOf(codePoint);
    if (kind !== WORD && kind !== MARK) break;
    i += codePoint > 0xffff ? 2 : 1;
  }
  return i;
}

/** Copies the `count` tokens just scanned. */
export function keepTokens(text: string, count: number): Tokens {
  const position = [0];
  let units = 0;
  for (let i = 0; i < count; i++) {
    const kind = room.kind[i];
    units += kind === UNSPACED_HALF ? 2 : kind === UNSPACED_QUARTER ? 1 : WORD_UNITS;
    position.push(units);
  }
  return {
    text,
    count,
    start: room.start.slice(0, count),
    end: room.end.slice(0, count),
    kind: room.kind.slice(0, count),
    position,
  };
}

export function readTokens(text: string): Tokens {
  return keepTokens(text, scanTokens(text));
}
