/** A folder of policies, checked as a whole: the same for `evenhand check`, for publishing and for edits. */
import { runExamples } from '../evaluate/run-examples.ts';
import { loadPolicySet, type PolicyFiles } from '../policy/load.ts';
import type { PolicySet, Problem } from '../policy/policy-set.ts';
import { compileOnce, SHIPPED } from './engine.ts';
import { sha256Hex } from './engines.ts';

export type Checked = { readonly set: PolicySet | null; readonly problems: readonly Problem[] };

type CheckOptions = { readonly examples: boolean };

/** As `checkPolicies`, for a start: the shipped files were checked, examples and all, when they were prepared. */
export function checkAtStart(files: PolicyFiles, options?: CheckOptions): Checked {
  return SHIPPED.checked(files) ?? checkPolicies(files, options);
}

/** Reads, compiles, and runs every example. */
export function checkPolicies(files: PolicyFiles, options: CheckOptions = { examples: true }): Checked {
  const { set, examples, problems, prepared } = loadPolicySet(files, sha256Hex);
  if (set === null) return { set: null, problems };
  const { compiled, problems: more } = compileOnce(set, prepared);
  if (compiled === null) return { set: null, problems: [...problems, ...more] };
  const wrong = options.examples ? runExamples(compiled, examples, prepared) : [];
  const all = [...problems, ...wrong];
  return { set: all.some((each) => each.severity === 'error') ? null : set, problems: all };
}
