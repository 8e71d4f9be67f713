// Builds the console after an install. Leaves quietly where Vite is not installed (production installs).
import { existsSync } from 'node:fs';

if (existsSync(new URL('../console/vite.config.ts', import.meta.url))) {
  const vite = await import('vite').catch(() => null);
  if (vite) await vite.build({ configFile: 'console/vite.config.ts', logLevel: 'warn' });
}
