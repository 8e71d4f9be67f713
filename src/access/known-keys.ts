/** Keys that were verified a moment ago, by the hash of their secret, so that most requests read no database. */
import { createHash } from 'node:crypto';
import type { KeyView } from '../publish/views.ts';
import type { Identity } from './identity.ts';

/** A key revoked by another process is refused after at most this. */
const KEEP_MS = 5_000;
const ENTRIES_MAX = 10_000;

const KEY_SHAPE = /^evh_[A-Za-z0-9_-]{16,128}$/;

export type KnownKeys = {
  /** Null: not known or revoked. */
  find(secret: string, nowMs: number): Promise<Identity | null>;
  /** After a key was made or revoked here. */
  forget(): void;
};

export function knownKeys(verify: (secret: string) => Promise<KeyView | null>): KnownKeys {
  const found = new Map<string, { readonly identity: Identity | null; readonly untilMs: number }>();
  return {
    async find(secret, nowMs) {
      if (!KEY_SHAPE.test(secret)) return null;
      const hash = createHash('sha256').update(secret).digest('base64');
      const known = found.get(hash);
      if (known && known.untilMs > nowMs) return known.identity;
      const view = await verify(secret);
      const identity = view && view.revokedAt === null ? identityOf(view) : null;
      if (found.size >= ENTRIES_MAX) found.clear();
      found.set(hash, { identity, untilMs: nowMs + KEEP_MS });
      return identity;
    },
    forget: () => found.clear(),
  };
}

function identityOf(view: KeyView): Identity {
  return { kind: 'key', principal: `key:${view.id}`, scopes: new Set(view.scopes), platforms: view.platforms };
}
