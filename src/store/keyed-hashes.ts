/**
 * Keyed hashes: HMAC-SHA256 with a pepper that never leaves the database's `meta`. Equal input gives equal output here;
 * without the pepper nobody can test a guess of a short post or of a handle against the ledger.
 */
import { hash } from 'node:crypto';
import type { KeyedHashes } from './store.ts';

/** Of SHA-256, in bytes. */
const BLOCK = 64;
const DIGEST = 32;
/** Messages up to here are hashed in one buffer that is kept; a character has at most three bytes. */
const KEPT_CHARS = 4_096;

export function keyedHashes(pepper: string): KeyedHashes {
  const mac = hmac(Buffer.from(pepper, 'hex'));
  /** Lengths in front keep ('ab', 'c') and ('a', 'bc') apart. */
  return {
    external: (kind, platform, id) => mac(`external/${kind}\n${platform.length} ${id.length}\n${platform}\n${id}`),
    text: (kind, text) => mac(`text/${kind}\n${text.length}\n${text}`),
  };
}

/** RFC 2104 in two one-shot hashes: half the cost of an `Hmac` object for texts as short as ids. */
export function hmac(key: Buffer): (text: string) => string {
  const padded = Buffer.alloc(BLOCK);
  (key.length > BLOCK ? hash('sha256', key, 'buffer') : key).copy(padded);
  const inner = Buffer.alloc(BLOCK + 3 * KEPT_CHARS);
  const outer = Buffer.alloc(BLOCK + DIGEST);
  for (let i = 0; i < BLOCK; i++) {
    inner[i] = (padded[i] as number) ^ 0x36;
    outer[i] = (padded[i] as number) ^ 0x5c;
  }
  return (text) => {
    let message = inner;
    if (text.length > KEPT_CHARS) {
      message = Buffer.allocUnsafe(BLOCK + 3 * text.length);
      inner.copy(message, 0, 0, BLOCK);
    }
    const length = BLOCK + message.write(text, BLOCK);
    // As hex and back: far cheaper than a buffer made for each digest.
    outer.write(hash('sha256', message.subarray(0, length), 'hex'), BLOCK, 'hex');
    return hash('sha256', outer, 'hex');
  };
}
