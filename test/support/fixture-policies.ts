/** The policy folder of spec/fixtures that tests of the ways in work with. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const FIXTURE_DIR = join('spec', 'fixtures', 'two-platforms');

export function fixturePolicies(): Readonly<Record<string, string>> {
  const entries = readdirSync(FIXTURE_DIR, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(FIXTURE_DIR.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')];
    }),
  );
}
