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
