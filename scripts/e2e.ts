// Starts the demo on a free port with an empty data folder, walks through it with a browser, and stops it again.
// A second one is there to be left. Arguments go to Vitest: `npm run e2e -- test/e2e/compose.spec.ts`.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const START_MS = 60_000;
const root = fileURLToPath(new URL('..', import.meta.url));

type Server = { readonly url: string; stop(): Promise<void> };

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

async function untilReady(url: string, exited: () => boolean): Promise<void> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    const answer = await fetch(`${url}/v1/demo`).catch(() => null);
    if (answer?.ok) return;
    if (exited()) throw new Error('the server ended before it answered');
    if (Date.now() > deadline) throw new Error(`no answer within ${START_MS} ms, last ${answer?.status ?? 'none'}`);
    await wait(100);
  }
}

async function start(how: '--demo' | '--demo-if-empty'): Promise<Server> {
  const data = await mkdtemp(join(tmpdir(), 'evenhand-e2e-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { ...process.env, PORT: String(port), HOST: '127.0.0.1', EVENHAND_DATA: data };
  const args = ['bin/evenhand.js', 'serve', how];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env });
  let hasExited = false;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      hasExited = true;
      resolve();
    });
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  try {
    await untilReady(url, () => hasExited);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

function walk(env: NodeJS.ProcessEnv): Promise<number> {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '--config', 'vitest.e2e.config.ts', ...process.argv.slice(2)];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

const servers: Server[] = [];
process.exitCode = 1;
try {
  const stays = await start('--demo');
  servers.push(stays);
  const goes = await start('--demo-if-empty');
  servers.push(goes);
  process.exitCode = await walk({ EVENHAND_E2E_URL: stays.url, EVENHAND_E2E_LEAVE_URL: goes.url });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
} finally {
  await Promise.all(servers.map((server) => server.stop()));
}
