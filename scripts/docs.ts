// Writes the documents that are made from code. `--check` writes nothing and fails if one is out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { policyLanguage } from './docs/policy-language.ts';

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const read = (path: string) => readFileSync(at(path), 'utf8');

const documents: Record<string, () => string> = {
  'docs/policy-language.md': () => policyLanguage(read('scripts/docs/policy-language.template.md')),
};

const checking = process.argv.includes('--check');
let stale = 0;
for (const [path, make] of Object.entries(documents)) {
  const text = make();
  if (!checking) writeFileSync(at(path), text);
  else if (read(path) !== text) {
    stale++;
    console.error(`${path} is out of date: run \`npm run docs\``);
  }
}
process.exitCode = stale > 0 ? 1 : 0;
