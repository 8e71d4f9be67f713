/**
 * The vault: personal and free text under random ids, each row with a salt of its own. Events hold only the commitment
 * SHA-256(salt ‖ canonical bytes), so erasing row and salt leaves nothing to guess from. `content` is RFC 8785 JSON.
 */
import { hash, randomFillSync } from 'node:crypto';
import { canonicalText } from './canonical.ts';
import type { VaultRef } from './events.ts';
import { newId } from './ids.ts';
import type { Sealed, VaultRow } from './store.ts';

const SALT_BYTES = 32;
const POOL_BYTES = SALT_BYTES * 256;
const pool = Buffer.allocUnsafe(POOL_BYTES);
let used = POOL_BYTES;

function newSalt(): Buffer {
  if (used === POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  used += SALT_BYTES;
  return pool.subarray(used - SALT_BYTES, used);
}

/** `content` must be JSON data of well-formed text: what is not is a bug of the caller, and throws. */
export function seal(content: unknown): Sealed {
  const text = canonicalText(content);
  if (text === undefined) throw new TypeError('only JSON data can be sealed');
  const salt = newSalt();
  const id = newId();
  return {
    ref: { vault: id, commitment: digest(salt, text) },
    row: { id, salt: salt.toString('hex'), content: text, value: content },
  };
}

/** Whether a vault row is what an event committed to. */
export function commits(ref: VaultRef, row: VaultRow): boolean {
  return ref.vault === row.id && digest(Buffer.from(row.salt, 'hex'), row.content) === ref.commitment;
}

/** Texts up to here are hashed in one buffer that is kept; a character has at most three bytes. */
const KEPT_CHARS = 8_192;
const kept = Buffer.alloc(SALT_BYTES + 3 * KEPT_CHARS);

function digest(salt: Buffer, text: string): string {
  const bytes = text.length > KEPT_CHARS ? Buffer.allocUnsafe(SALT_BYTES + 3 * text.length) : kept;
  salt.copy(bytes);
  return hash('sha256', bytes.subarray(0, SALT_BYTES + bytes.write(text, SALT_BYTES)), 'hex');
}
