/** What a compiled policy set does for the journey. `app/engine.ts` makes one; it is kept as long as its set is in use. */
import type { StatusFacts } from '../accounts/account.ts';
import type { Ground } from '../decide/ground.ts';
import type { Explained } from '../evaluate/explain.ts';
import type { Evaluation, FindingKey } from '../evaluate/finding.ts';
import type { Instant } from '../lib/instant.ts';
import type { RuleInput } from '../policy/inputs.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import type { StoredCounter } from './counted.ts';

export type Engine = {
  readonly set: PolicySet;
  readonly version: { readonly version: string; readonly unicode: string };
  readonly counters: readonly StoredCounter[];
  /** From when each counter has been kept, by name; a counter that is missing here has always been. */
  readonly countedSince: ReadonlyMap<string, Instant>;
  /** What deciding on a platform stands on; null: the set declares no such platform. */
  ground(platform: string): Ground | null;
  /** Rules (`policy/rule`) that read more than the words: copies of the same words may differ in what they find. */
  readonly readMore: ReadonlySet<FindingKey>;
  evaluate(input: RuleInput): Evaluation;
  /** Names of the counters whose condition the post meets. */
  countsFor(input: RuleInput): ReadonlySet<string>;
  /** Ids of the classes that hold of an account with these status facts. */
  classesOf(status: StatusFacts): readonly string[];
  /** Why a rule (`policy/rule`) held or did not; null: the set has no such rule, or it is off. */
  explain(input: RuleInput, key: string): Explained | null;
};
