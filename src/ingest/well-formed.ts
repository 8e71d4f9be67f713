/** Text at the edge: made well-formed once, without changing its length, so that spans index it "as received". */

/** Lone surrogates and U+0000 become U+FFFD. */
export function wellFormed(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\uFFFD');
}

const BYTES_PER_UNIT_MAX = 3;

/** Whether the text takes at most `bytesMax` bytes of UTF-8. */
export function fitsBytes(text: string, bytesMax: number): boolean {
  if (text.length > bytesMax) return false;
  if (text.length * BYTES_PER_UNIT_MAX <= bytesMax) return true;
  return new TextEncoder().encode(text).length <= bytesMax;
}

/** The same value with every text in it well-formed; keys too. */
export function allWellFormed<T>(value: T): T {
  if (typeof value === 'string') return wellFormed(value) as T;
  if (Array.isArray(value)) return value.map(allWellFormed) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [wellFormed(key), allWellFormed(each)])) as T;
}
