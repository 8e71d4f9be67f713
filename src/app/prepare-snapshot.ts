/** Makes the snapshot of the shipped policies, after an install and before packing. */
import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile, packCompiled } from '../policy/compile.ts';
import type { PolicyFiles } from '../policy/load.ts';
import { checkPolicies } from './check-policies.ts';
import { SNAPSHOT_FILE, writeSnapshot } from './snapshot.ts';
import { readPolicyFolder } from './watch.ts';

const SHIPPED_POLICIES = fileURLToPath(new URL('../../policies', import.meta.url));

/** Policies with an error have no snapshot: false, and a start says what is wrong with them. */
export function prepareSnapshot(
  file: string = SNAPSHOT_FILE,
  files: PolicyFiles = readPolicyFolder(SHIPPED_POLICIES),
): boolean {
  rmSync(file, { force: true });
  const { set, problems } = checkPolicies(files);
  const compiled = set === null ? null : compile(set).compiled;
  if (set === null || compiled === null) return false;
  mkdirSync(dirname(file), { recursive: true });
  writeSnapshot(file, files, { set, problems, packed: packCompiled(compiled) });
  return true;
}
