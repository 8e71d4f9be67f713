#!/usr/bin/env node
// Starts Evenhand on Node 24: on the Node that runs this file if it is new enough, else on the pinned one that npm
// installed beside us. Plain JavaScript for old runtimes too. Runs `src/` in a checkout and `dist/` when packed.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const FLOOR = [24, 18];
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'src', 'cli', 'main.ts');
// Node does not strip types inside node_modules, so an installed package runs what was emitted.
const main = existsSync(source) ? source : join(root, 'dist', 'cli', 'main.js');

function isRecent(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > FLOOR[0] || (major === FLOOR[0] && minor >= FLOOR[1]);
}

function pinnedNode() {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    const file = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(file) ? file : null;
  } catch {
    return null;
  }
}

function runOn(node) {
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  if (typeof process.execve === 'function' && process.platform !== 'win32') {
    // Same process: signals, terminal and exit code are the program's own.
    process.execve(node, [node, ...args], process.env);
  }
  const child = spawn(node, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else process.exit(code ?? 1);
  });
}

if (isRecent(process.versions.node)) {
  const { enableCompileCache } = await import('node:module');
  enableCompileCache?.();
  const { run } = await import(pathToFileURL(main).href);
  await run(process.argv.slice(2));
} else {
  const node = pinnedNode();
  if (node) runOn(node);
  else {
    console.error(
      `RUNTIME_TOO_OLD: this is Node ${process.versions.node}, and Evenhand needs Node ${FLOOR.join('.')} or later\n` +
        '  help: install Node 24, or install Evenhand with npm so that it brings its own',
    );
    process.exit(1);
  }
}
