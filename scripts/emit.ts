/** Makes what is published: JavaScript and declarations of `src/` in `dist/`, beside the built console. */
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const run = (script: string, args: string[]) =>
  execFileSync(process.execPath, [new URL(script, root).pathname, ...args], { cwd: root, stdio: 'inherit' });

for (const name of readdirSync(new URL('dist/', root), { withFileTypes: true })) {
  if (name.name !== 'console') rmSync(new URL(`dist/${name.name}`, root), { recursive: true });
}
run('node_modules/typescript/bin/tsc', ['-p', 'tsconfig.emit.json']);
run('scripts/prepare.js', []);
