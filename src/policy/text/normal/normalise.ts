/**
 * A text made comparable: NFKC, lower case beyond ASCII (ASCII keeps its case, matching ignores it), HTML entities decoded,
 * invisible and direction controls gone, floods of marks and marks struck through or drawn around gone, blanks made
 * spaces, curly apostrophes straight. With the way back to where each
 * character stood. Most posts are plain ASCII and pass through untouched.
 */
import { entityAt } from './entities.ts';

export const NORMAL_MAX = 1 << 20;
const EXPANSION_MAX = 4;
/** More marks than this on one character are dropped. */
const MARKS_MAX = 4;
/** Alphabets that need at most two marks on a letter: more are a flood, and the bare letter is meant. */
const FLOOD_MARKS = 2;

/** Neither ampersand nor control character nor anything beyond ASCII. */
const UNTOUCHED = /^[\t-\r -%'-~]*$/;

type Reached = { readonly cut: boolean; readonly pieces: readonly number[] | null; readonly isAscii: boolean };
const AS_IT_IS: Reached = { cut: false, pieces: null, isAscii: true };

/** The normalised text and the way back. Offsets given out are UTF-16 units of the text as received. */
export class NormalText {
  readonly text: string;
  readonly source: string;
  readonly cut: boolean;
  /** It is known that all of it is ASCII and as it was. */
  readonly isAscii: boolean;
  /** Pieces in order, three numbers each: where it begins here, there, and its length there if the lengths differ, else -1. */
  readonly #pieces: readonly number[] | null;

  constructor(text: string, source: string, { cut, pieces, isAscii }: Reached) {
    this.text = text;
    this.source = source;
    this.cut = cut;
    this.isAscii = isAscii;
    this.#pieces = pieces;
  }

  /** Where the character at `index` began. */
  startOf(index: number): number {
    const pieces = this.#pieces;
    if (pieces === null) return index;
    const at = pieceAt(pieces, index);
    const there = pieces[at + 1] as number;
    return pieces[at + 2] === -1 ? there + index - (pieces[at] as number) : there;
  }

  /** Where the character before `index` ended. */
  endOf(index: number): number {
    const pieces = this.#pieces;
    if (pieces === null || index === 0) return index;
    const at = pieceAt(pieces, index - 1);
    const there = pieces[at + 1] as number;
    const block = pieces[at + 2] as number;
    return block === -1 ? there + index - (pieces[at] as number) : there + block;
  }
}

/** Offset of the last piece that begins at or before `index`. */
function pieceAt(pieces: readonly number[], index: number): number {
  let low = 0;
  let high = pieces.length / 3 - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((pieces[middle * 3] as number) <= index) low = middle;
    else high = middle - 1;
  }
  return low * 3;
}

/** How a unit is treated, by UTF-16 unit: 0 not yet computed, else the unit it becomes or one of these. A pure memo. */
const SIMPLE = new Uint16Array(0x10000);
const EXPANDS = 0xffff;
const EXTENDS = 0xfffe;
const DROPPED = 0xfffc;
const REPLACEMENT = 0xfffd;

/** Control characters, what is not shown, and marks that strike a letter through or enclose it. */
const INVISIBLE =
  /^(?:(?![\t-\r\u0085])\p{Cc}|[\p{Default_Ignorable_Code_Point}\u0640\ufff9-\ufffc\p{Me}]|[\u0334-\u0338]|[\u20d0-\u20f0])$/u;
/** Blanks that Unicode does not call spaces, or that compatibility does not make one. */
const BLANKS = /[\u1680\u2800\u{1d159}]/gu;
/** Vowel signs that Arabic and Hebrew writing leaves out at will. */
const OPTIONAL_SIGNS =
  /^[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc]$/;
const UNWANTED = new RegExp(`${INVISIBLE.source.slice(1, -1)}|${OPTIONAL_SIGNS.source.slice(1, -1)}`, 'gu');
const EXTENDER = /^[\p{M}\u1161-\u11ff\ud7b0-\ud7ff]$/u;

/** Folds one character or a character with its marks. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(UNWANTED, '')
    .replace(BLANKS, ' ')
    .replace(/i\u0307/g, 'i')
    .replace(/[\u2019\u02bc\u02b9\u00b4]/g, "'")
    .replace(/\u00df/g, 'ss')
    .replace(/\u03c2/g, '\u03c3');
}

for (let unit = 0x20; unit < 0x7f; unit++) SIMPLE[unit] = unit;

function simpleOf(unit: number): number {
  const known = SIMPLE[unit] as number;
  if (known !== 0) return known;
  const character = String.fromCharCode(unit);
  let value: number;
  if (unit >= 0xd800 && unit < 0xe000) value = REPLACEMENT;
  else if (INVISIBLE.test(character) || OPTIONAL_SIGNS.test(character)) value = DROPPED;
  else if (EXTENDER.test(character)) value = EXTENDS;
  else {
    const folded = fold(character);
    const code = folded.charCodeAt(0);
    value = folded.length === 1 && code !== 0 && code < DROPPED ? code : EXPANDS;
  }
  SIMPLE[unit] = value;
  return value;
}

/** What units become that become several. A pure memo. */
const EXPANSIONS = new Map<number, string>();

function foldedUnit(unit: number): string {
  const value = simpleOf(unit);
  if (value < DROPPED) return String.fromCharCode(value);
  let text = EXPANSIONS.get(unit);
  if (text === undefined) {
    text = fold(String.fromCharCode(unit));
    EXPANSIONS.set(unit, text);
  }
  return text;
}

/** Room for the output, kept between calls: nothing of it outlives one. */
let room = new Uint16Array(4096);

class Writer {
  readonly source: string;
  readonly limit: number;
  readonly pieces: number[] = [0, 0, -1];
  out = 0;
  cut = false;

  constructor(source: string) {
    this.source = source;
    this.limit = Math.min(EXPANSION_MAX * source.length, NORMAL_MAX);
    if (room.length < this.limit) room = new Uint16Array(Math.max(this.limit, room.length * 2));
  }

  /** Writes what the source's [from, to) becomes when the lengths differ; reading goes on plainly at `to`. */
  block(text: string, from: number, to: number): void {
    if (this.out + text.length > this.limit) {
      this.cut = true;
      return;
    }
    if (text.length > 0) this.pieces.push(this.out, from, to - from);
    for (let i = 0; i < text.length; i++) room[this.out++] = text.charCodeAt(i);
    this.pieces.push(this.out, to, -1);
  }

  finish(): NormalText {
    let text = '';
    for (let from = 0; from < this.out; from += 8192) {
      const part = room.subarray(from, Math.min(from + 8192, this.out));
      text += Reflect.apply(String.fromCharCode, null, part) as string;
    }
    const pieces = this.pieces.length === 3 ? null : this.pieces;
    return new NormalText(text, this.source, { cut: this.cut, pieces, isAscii: false });
  }
}

/** Handles the extending and invisible characters from `from` on; returns where they end. */
function writeMarks(writer: Writer, from: number, plainBefore: boolean): number {
  const { source } = writer;
  let to = from;
  let marks = '';
  for (; to < source.length; to++) {
    const value = simpleOf(source.charCodeAt(to));
    if (value === EXTENDS && marks.length < MARKS_MAX) marks += source[to] as string;
    if (value !== EXTENDS && value !== DROPPED) break;
  }
  if (marks === '' || writer.out === 0 || !plainBefore) {
    writer.block(plainBefore ? '' : marks, from, to);
    return to;
  }
  const base = source.charCodeAt(from - 1);
  writer.out--;
  const flood = marks.length > FLOOD_MARKS && (base < 0x530 || (base >= 0x1e00 && base < 0x2000));
  writer.block(fold((source[from - 1] as string) + (flood ? '' : marks)), from - 1, to);
  return to;
}

/** White letters in black circles and squares, which have no compatibility form: the first of each alphabet. */
const WHITE_LETTERS = [0x1f150, 0x1f170];

function foldPair(codePoint: number): string {
  for (const first of WHITE_LETTERS) {
    if (codePoint >= first && codePoint < first + 26) return String.fromCharCode(0x61 + codePoint - first);
  }
  return fold(String.fromCodePoint(codePoint));
}

/** Handles a surrogate pair at `at`; returns true if it was written unit by unit. */
function writePair(writer: Writer, at: number, codePoint: number): boolean {
  const invisible = (codePoint >= 0x1f3fb && codePoint <= 0x1f3ff) || (codePoint >= 0xe0000 && codePoint <= 0xe0fff);
  if (invisible) {
    writer.block('', at, at + 2);
    return false;
  }
  const picture = codePoint >= 0x1f300 && codePoint < 0x1fb00;
  const text = picture ? '' : foldPair(codePoint);
  if (!picture && text.length !== 2) {
    writer.block(text, at, at + 2);
    return false;
  }
  if (writer.out + 2 > writer.limit) {
    writer.cut = true;
    return false;
  }
  room[writer.out++] = picture ? writer.source.charCodeAt(at) : text.charCodeAt(0);
  room[writer.out++] = picture ? writer.source.charCodeAt(at + 1) : text.charCodeAt(1);
  return true;
}

/** Writes what the entity at `at`, an ampersand, stands for; returns where it ends, or `at` if it is none. */
function writeEntity(writer: Writer, at: number): number {
  const entity = entityAt(writer.source, at);
  if (entity === null) return at;
  const { text, end } = entity;
  const codePoint = text.codePointAt(0) as number;
  const isPlain = text.length > 1 && codePoint < 0x10000;
  writer.block(
    isPlain || codePoint < 0x80 ? text : codePoint < 0x10000 ? foldedUnit(codePoint) : foldPair(codePoint),
    at,
    end,
  );
  return end;
}

/** Normalises a text. Linear; never throws, whatever the text. */
export function normalise(source: string): NormalText {
  if (source.length <= NORMAL_MAX && UNTOUCHED.test(source)) return new NormalText(source, source, AS_IT_IS);
  const writer = new Writer(source);
  const { limit } = writer;
  /** The unit before was written as one plain unit: marks may join it. */
  let plain = false;
  let i = 0;
  while (i < source.length && !writer.cut) {
    const unit = source.charCodeAt(i);
    if (unit === 0x26) {
      const end = writeEntity(writer, i);
      if (end > i) {
        i = end;
        plain = false;
        continue;
      }
    }
    if (unit >= 0xd800 && unit < 0xdc00) {
      const codePoint = source.codePointAt(i) as number;
      if (codePoint > 0xffff) {
        writePair(writer, i, codePoint);
        i += 2;
        plain = false;
        continue;
      }
    }
    const value = simpleOf(unit);
    if (value === EXTENDS || value === DROPPED) {
      i = writeMarks(writer, i, plain);
      plain = false;
    } else if (value === EXPANDS) {
      writer.block(foldedUnit(unit), i, i + 1);
      i++;
      plain = false;
    } else if (writer.out >= limit) {
      writer.cut = true;
    } else {
      room[writer.out++] = value;
      i++;
      plain = true;
    }
  }
  return writer.finish();
}
