/** What counters a policy set declares, for those who store them. They count posts, not findings: rules in shadow see the same. */
import type { Counter } from './policy-set.ts';

export type CounterSpec = {
  /** As rules read it: `counters.<name>`. */
  readonly name: string;
  readonly policy: string;
  /**
   * Identity of what is counted: two sets that declare the same counter share its values; a changed declaration
   * starts anew. Not personal.
   */
  readonly id: string;
  readonly by: Counter['by'];
  readonly distinct: Counter['distinct'];
  readonly windowMinutes: number;
  /** Length of one of the 60 buckets of the window. */
  readonly bucketMs: number;
};

const BUCKETS = 60;

export function specOf(policy: string, counter: Counter): CounterSpec {
  const { name, by, where, windowMinutes, distinct } = counter;
  const id = JSON.stringify([name, [...by].sort(), distinct, windowMinutes, where]);
  return { name, policy, id, by, distinct, windowMinutes, bucketMs: (windowMinutes * 60_000) / BUCKETS };
}
