// After an install: builds the console, and checks and compiles the shipped policies once for every start to come.
// With the argument `dist` for what was emitted there. Leaves quietly where Vite is not installed (production installs).
import { existsSync } from 'node:fs';

if (existsSync(new URL('../console/vite.config.ts', import.meta.url))) {
  const vite = await import('vite').catch(() => null);
  if (vite) await vite.build({ configFile: 'console/vite.config.ts', logLevel: 'warn' });
}

const [code = 'src'] = process.argv.slice(2);
const file = new URL(`../${code}/app/prepare-snapshot.${code === 'src' ? 'ts' : 'js'}`, import.meta.url);
// Without it a start takes longer, and finds the same.
if (existsSync(file) && (code !== 'src' || process.features.typescript)) {
  const { prepareSnapshot } = await import(file.href);
  if (!prepareSnapshot()) console.warn('the policies in policies/ have errors: see `evenhand check`');
}
