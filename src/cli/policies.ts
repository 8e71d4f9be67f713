/** A policy folder, read and tested: what `check` shows, and what `evaluate` and `try` judge by. */

import { checkAtStart } from '../app/check-policies.ts';
import { sha256Hex } from '../app/engines.ts';
import { loadPolicySet, type PolicyFiles } from '../policy/load.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import { CliError } from './output.ts';

/** Examples that a folder carries, of policies and of patterns. */
export function countExamples(files: PolicyFiles): number {
  const { posts, patterns } = loadPolicySet(files, sha256Hex).examples;
  return posts.length + patterns.length;
}

/** The set of a folder, without running its examples; an error in it ends the command. */
export function mustLoad(files: PolicyFiles): PolicySet {
  const { set, problems } = checkAtStart(files, { examples: false });
  if (set) return set;
  const errors = problems.filter((problem) => problem.severity === 'error');
  throw new CliError(
    {
      code: 'POLICY_SET_INVALID',
      detail: `the folder has ${errors.length} ${errors.length === 1 ? 'problem' : 'problems'}`,
    },
    1,
    errors,
  );
}
