/** Publishing refuses a policy that changed and does not say so. */
import { expect, test } from 'vitest';
import { load, policyText, rule, withRules } from '../../test/support/policy-folder.ts';
import type { PolicySet } from './policy-set.ts';
import { unraisedVersions } from './versions.ts';

const policy = (version: string, title = 'Spam') => {
  const text = policyText(rule('a', 'links.size() > 3'), { version, title });
  return load({ ...withRules(), 'spam/policy.md': text }).set as PolicySet;
};

test('a changed policy must raise its version', () => {
  const active = policy('1.9.0');
  expect(unraisedVersions(active, policy('1.9.0'))).toEqual([]);
  expect(unraisedVersions(active, policy('1.9.0', 'Floods'))).toEqual(['spam']);
  expect(unraisedVersions(active, policy('1.8.9', 'Floods'))).toEqual(['spam']);
  expect(unraisedVersions(active, policy('1.10.0', 'Floods'))).toEqual([]);
  expect(unraisedVersions({ policies: [] }, active)).toEqual([]);
});
