/** Sessions by a one-time link. Only hashes are held; all end with the process. */
import { createHash, randomBytes } from 'node:crypto';

const SESSION_MS = 7 * 24 * 3_600_000;
const LINK_MS = 24 * 3_600_000;
const SESSIONS_MAX = 1_000;

export type Sessions = {
  /** A new secret for one sign-in. */
  makeLink(nowMs: number): string;
  /** Spends a link; null if it is not ours, spent or too old. */
  signIn(link: string, nowMs: number): { readonly cookie: string; readonly maxAgeSeconds: number } | null;
  isOpen(cookie: string, nowMs: number): boolean;
  signOut(cookie: string): void;
};

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('base64');
const newSecret = () => randomBytes(32).toString('base64url');

export function sessions(): Sessions {
  const links = new Map<string, number>();
  const open = new Map<string, number>();
  return {
    makeLink(nowMs) {
      const secret = newSecret();
      links.set(hashOf(secret), nowMs + LINK_MS);
      return secret;
    },
    signIn(link, nowMs) {
      const hash = hashOf(link);
      const untilMs = links.get(hash);
      links.delete(hash);
      if (untilMs === undefined || untilMs <= nowMs) return null;
      const oldest = open.keys().next();
      if (open.size >= SESSIONS_MAX && !oldest.done) open.delete(oldest.value);
      const cookie = newSecret();
      open.set(hashOf(cookie), nowMs + SESSION_MS);
      return { cookie, maxAgeSeconds: SESSION_MS / 1_000 };
    },
    isOpen(cookie, nowMs) {
      return (open.get(hashOf(cookie)) ?? 0) > nowMs;
    },
    signOut(cookie) {
      open.delete(hashOf(cookie));
    },
  };
}
