/** The name of a policy set is the hash of what it says: the same everywhere, and nothing can be changed under it. */
import canonicalize from 'canonicalize';
import type { PolicySet } from './policy-set.ts';

/** SHA-256 of UTF-8 text, as lower-case hex. The caller has it; the core imports no crypto. */
export type Sha256 = (text: string) => string;

export function addressOf(set: Omit<PolicySet, 'hash'>, sha256: Sha256): string {
  const { policies, platforms, ladders, lists, patterns, facts, classes, cues } = set;
  const content = { policies, platforms, ladders, lists, patterns, facts, classes, cues };
  return `sha256:${sha256(canonicalize(content) as string)}`;
}
