// Starts the demo on a free port with an empty data folder, walks through it with a browser, and stops it again.
// Arguments go to Vitest: `npm run e2e -- test/e2e/compose.spec.ts`.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const START_MS = 30_000;
const root = fileURLToPath(new URL('..', import.meta.url));

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

async function ready(url: string, exited: () => boolean): Promise<void> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    const answer = await fetch(`${url}/v1/demo`).catch(() => null);
    if (answer?.ok) return;
    if (exited()) throw new Error('the server ended before it answered');
    if (Date.now() > deadline) throw new Error(`no answer within ${START_MS} ms, last ${answer?.status ?? 'none'}`);
    await wait(100);
  }
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

const data = await mkdtemp(join(tmpdir(), 'evenhand-e2e-'));
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const env = { ...process.env, PORT: String(port), HOST: '127.0.0.1', EVENHAND_DATA: data };
const server = spawn(process.execPath, ['bin/evenhand.js', 'serve', '--demo'], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
  env,
});
let hasExited = false;
const ended = new Promise<void>((resolve) => {
  server.once('exit', () => {
    hasExited = true;
    resolve();
  });
});

let code = 1;
try {
  await ready(url, () => hasExited);
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '--config', 'vitest.e2e.config.ts', ...process.argv.slice(2)];
  code = await run(process.execPath, args, { ...process.env, EVENHAND_E2E_URL: url });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
} finally {
  server.kill('SIGTERM');
  await ended;
  await rm(data, { recursive: true, force: true });
}
process.exitCode = code;
