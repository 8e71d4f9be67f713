/** Makes what is published: JavaScript and declarations of `src/` in `dist/`, the built console, the snapshot of the policies. */
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const run = (script: string, args: string[]) =>
  execFileSync(process.execPath, [new URL(script, root).pathname, ...args], { cwd: root, stdio: 'inherit' });

/** What `prepare` makes, for the checkout and the package. */
const KEPT = new Set(['console', 'policies-src.snapshot']);

for (const name of readdirSync(new URL('dist/', root), { withFileTypes: true })) {
  if (!KEPT.has(name.name)) rmSync(new URL(`dist/${name.name}`, root), { recursive: true });
}
run('node_modules/typescript/bin/tsc', ['-p', 'tsconfig.emit.json']);
run('scripts/prepare.js', ['dist']);
