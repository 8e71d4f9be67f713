/** HTML entities, as texts that went through a web page hold them; encoded twice ("&amp;lt;") as well. */

/** So often an ampersand may have been encoded again. */
const ENTITY = /&(?:amp;|#38;|#x26;){0,8}(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/iy;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  hellip: '...',
  mdash: '\u2014',
  ndash: '\u2013',
  lsquo: '\u2018',
  rsquo: "'",
  ldquo: '\u201c',
  rdquo: '\u201d',
  laquo: '\u00ab',
  raquo: '\u00bb',
};

/** What the entity at the ampersand at `at` stands for, and where it ends; null if it is none. */
export function entityAt(source: string, at: number): { readonly text: string; readonly end: number } | null {
  ENTITY.lastIndex = at;
  const found = ENTITY.exec(source);
  if (found === null) return null;
  const [whole, decimal, hex, name] = found;
  const end = at + whole.length;
  if (name !== undefined) {
    const key = name.toLowerCase();
    return Object.hasOwn(NAMED, key) ? { text: NAMED[key] as string, end } : null;
  }
  const codePoint = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal);
  const valid = codePoint > 0 && codePoint <= 0x10ffff && (codePoint < 0xd800 || codePoint > 0xdfff);
  return { text: valid ? String.fromCodePoint(codePoint) : '\ufffd', end };
}
