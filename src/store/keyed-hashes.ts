/**
 * Keyed hashes: HMAC-SHA256 with a pepper that never leaves the database's `meta`. Equal input gives equal output here;
 * without the pepper nobody can test a guess of a short post or of a handle against the ledger.
 */
import { createHmac, createSecretKey } from 'node:crypto';
import type { KeyedHashes } from './store.ts';

export function keyedHashes(pepper: string): KeyedHashes {
  const key = createSecretKey(pepper, 'hex');
  /** Lengths in front keep ('ab', 'c') and ('a', 'bc') apart. */
  const mac = (kind: string, parts: readonly string[]) =>
    createHmac('sha256', key)
      .update(`${kind}\n${parts.map((part) => part.length).join(' ')}\n${parts.join('\n')}`)
      .digest('hex');
  return {
    external: (kind, platform, id) => mac(`external/${kind}`, [platform, id]),
    text: (kind, text) => mac(`text/${kind}`, [text]),
  };
}
