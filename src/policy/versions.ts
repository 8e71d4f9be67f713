/** A policy whose words or rules changed says so by its version: publishing refuses it otherwise. */
import canonicalize from 'canonicalize';
import type { Policy, PolicySet } from './policy-set.ts';

/** Policies of `next` that differ from those of `active` although their version did not rise. */
export function unraisedVersions(active: Pick<PolicySet, 'policies'>, next: Pick<PolicySet, 'policies'>): string[] {
  return next.policies
    .filter((policy) => {
      const before = active.policies.find((p) => p.id === policy.id);
      return before && canonicalize(before) !== canonicalize(policy) && !isHigher(policy, before);
    })
    .map((policy) => policy.id);
}

function isHigher(policy: Policy, before: Policy): boolean {
  const [a, b] = [policy, before].map(({ version }) => version.split('.').map(Number)) as [number[], number[]];
  const first = a.findIndex((part, i) => part !== b[i]);
  return first >= 0 && (a[first] as number) > (b[first] as number);
}
