/** How much a policy set may hold, so that reading and judging by it stays quick whoever wrote it. */
import type { Policy, Problem, WordList } from '../policy-set.ts';
import { problem } from '../problems.ts';
import type { PlaceBook } from './place-book.ts';

export const SET_LIMITS = { policies: 1_000, rules: 10_000, listEntries: 200_000, examples: 50_000 } as const;

type Parts = { policies: Policy[]; lists: WordList[] };

/** Reports what is beyond the limits at the first thing that is, and takes it out, so that nothing more is done with it. */
export function cutToLimits(parts: Parts, places: PlaceBook): Problem[] {
  const problems: Problem[] = [];
  const report = (key: string, what: string, max: number) =>
    problems.push(
      problem('SET_TOO_BIG', places.of(key), `with this the set has more than ${max.toLocaleString('en')} ${what}`),
    );
  const extra = parts.policies[SET_LIMITS.policies];
  if (extra !== undefined) {
    report(`policy:${extra.id}`, 'policies', SET_LIMITS.policies);
    parts.policies.length = SET_LIMITS.policies;
  }
  let rules = 0;
  parts.policies.forEach((policy, i) => {
    const left = Math.max(0, SET_LIMITS.rules - rules);
    const first = policy.rules[left];
    if (first !== undefined) {
      if (rules <= SET_LIMITS.rules) report(`rule:${policy.id}/${first.id}`, 'rules', SET_LIMITS.rules);
      parts.policies[i] = { ...policy, rules: policy.rules.slice(0, left) };
    }
    rules += policy.rules.length;
    if (first !== undefined) rules = SET_LIMITS.rules + 1;
  });
  let entries = 0;
  parts.lists.forEach((list, i) => {
    const before = entries;
    entries += list.entries.length;
    if (entries <= SET_LIMITS.listEntries) return;
    if (before <= SET_LIMITS.listEntries) report(`list:${list.id}`, 'entries of lists', SET_LIMITS.listEntries);
    parts.lists[i] = { ...list, entries: list.entries.slice(0, Math.max(0, SET_LIMITS.listEntries - before)) };
  });
  return problems;
}
