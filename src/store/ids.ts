/** Internal ids: 32 characters, six of the second in front (so that new rows stand together in indexes), 130 random bits. */
import { randomFillSync } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const RANDOM_CHARS = 26;
const POOL_BYTES = RANDOM_CHARS * 512;
/** 2020-01-01: thirty bits of seconds last until 2054. */
const EPOCH_MS = 1_577_836_800_000;

const pool = Buffer.allocUnsafe(POOL_BYTES);
let used = POOL_BYTES;
let prefixSecond = -1;
let prefix = '';

export function newId(): string {
  const second = Math.floor((Date.now() - EPOCH_MS) / 1000);
  if (second !== prefixSecond) {
    prefixSecond = second;
    prefix = timePrefix(second);
  }
  if (used === POOL_BYTES) fill();
  used += RANDOM_CHARS;
  return prefix + pool.toString('latin1', used - RANDOM_CHARS, used);
}

/** Random bytes, each turned into a character at once: an id is then cut out whole. */
function fill(): void {
  randomFillSync(pool);
  for (let i = 0; i < POOL_BYTES; i++) pool[i] = ALPHABET.charCodeAt((pool[i] as number) & 31);
  used = 0;
}

function timePrefix(second: number): string {
  let text = '';
  for (let shift = 25; shift >= 0; shift -= 5) text += ALPHABET[(second >>> shift) & 31];
  return text;
}
