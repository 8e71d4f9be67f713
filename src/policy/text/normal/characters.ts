/** What a character is for reading words: a table, filled on demand, since most of Unicode is never seen. */

/** Space and punctuation. */
export const SEPARATOR = 1;
/** Letter or digit of a script that puts spaces between words. */
export const WORD = 2;
/** Han, kana and the like: each character is a token, two count as a word. */
export const UNSPACED_HALF = 3;
/** Thai, Lao, Khmer, Burmese, Tibetan: each character with its marks is a token, four count as a word. */
export const UNSPACED_QUARTER = 4;
/** Emoji and other pictures. */
export const SYMBOL = 5;
export const APOSTROPHE = 6;
export const AT = 7;
export const HASH = 8;
/** Combining mark: belongs to what stands before. */
export const MARK = 9;
/** First half of a surrogate pair: look at the code point. */
export const LEAD = 10;

const MARKS = /^\p{M}$/u;
const HALF = /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Yiii}]$/u;
const QUARTER = /^[\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}]$/u;
const LETTERS = /^[\p{L}\p{N}]$/u;
const PICTURES = /^[\p{Extended_Pictographic}\p{So}]$/u;

/** Kind of any code point at or above U+0080. */
function classify(codePoint: number): number {
  if (codePoint === 0xfffd) return SEPARATOR;
  if (codePoint === 0x2019) return APOSTROPHE;
  const character = String.fromCodePoint(codePoint);
  if (MARKS.test(character)) return MARK;
  if (LETTERS.test(character)) {
    if (HALF.test(character)) return UNSPACED_HALF;
    return QUARTER.test(character) ? UNSPACED_QUARTER : WORD;
  }
  return PICTURES.test(character) ? SYMBOL : SEPARATOR;
}

/** Kind by UTF-16 unit; 0: not yet computed. A pure memo. */
const KINDS = new Uint8Array(0x10000);
for (let unit = 0; unit < 0x80; unit++) {
  const character = String.fromCharCode(unit);
  KINDS[unit] = /[a-z0-9]/i.test(character) ? WORD : SEPARATOR;
}
KINDS[0x27] = APOSTROPHE;
KINDS[0x40] = AT;
KINDS[0x23] = HASH;
KINDS.fill(LEAD, 0xd800, 0xdc00);
KINDS.fill(SEPARATOR, 0xdc00, 0xe000);

/** Where a run of word characters from `from` on ends, at the first that is known to be none or not yet known. */
export function runEnd(text: string, from: number): number {
  let i = from;
  while (i < text.length && KINDS[text.charCodeAt(i)] === WORD) i++;
  return i;
}

export function kindOf(unit: number): number {
  const known = KINDS[unit] as number;
  if (known !== 0) return known;
  const kind = classify(unit);
  KINDS[unit] = kind;
  return kind;
}

/** Kind of a code point beyond the basic plane. */
export function kindOfAstral(codePoint: number): number {
  if (codePoint >= 0x1f1e6 && codePoint < 0x1fb00) return SYMBOL;
  return classify(codePoint);
}

/** Two of these letters make a flag. */
export const FIRST_REGIONAL = 0x1f1e6;
export const isRegional = (codePoint: number): boolean => codePoint >= FIRST_REGIONAL && codePoint <= 0x1f1ff;
