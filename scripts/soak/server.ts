/** A server of our own on a free port, for soak and bench: started, killed and asked as from outside. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:net';

const root = new URL('../../', import.meta.url).pathname;
const BIN = `${root}bin/evenhand.js`;

export type Workspace = { readonly dataDir: string; readonly databaseUrl: string | null };
export type Server = {
  readonly url: string;
  readonly pid: number;
  /** SIGKILL, and resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM, and resolves with the exit code. */
  stop(): Promise<number | null>;
};

const environment = ({ dataDir, databaseUrl }: Workspace) => ({
  ...process.env,
  EVENHAND_DATA: dataDir,
  ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  NODE_COMPILE_CACHE: `${dataDir}-compile-cache`,
});

/** Runs a command of the CLI on a workspace and gives what it printed. Throws with both outputs if it fails. */
export function evenhand(workspace: Workspace, args: readonly string[]): string {
  return execFileSync(process.execPath, [BIN, ...args], {
    env: environment(workspace),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    cwd: root,
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

type Starting = { readonly wrap?: readonly string[]; readonly args?: readonly string[] };

/** Resolves when `/healthz` answers. `wrap` is a command to run the server under, such as strace; `args` go to `serve`. */
export async function startServer(
  workspace: Workspace,
  { wrap = [], args: given = [] }: Starting = {},
): Promise<Server> {
  const port = await freePort();
  const [file = process.execPath, ...args] = [...wrap, process.execPath, BIN, 'serve', ...given];
  const child = spawn(file, args, {
    env: { ...environment(workspace), PORT: String(port), HOST: '127.0.0.1' },
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: root,
    detached: true,
  });
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-10_000);
  });
  const url = `http://127.0.0.1:${port}`;
  await ready(url, child, () => said);
  const gone = new Promise<number | null>((done) => child.once('exit', done));
  const signal = (name: NodeJS.Signals) => {
    // The whole group, so that a server run under another program goes with it.
    if (child.exitCode === null && child.pid) process.kill(-child.pid, name);
  };
  return {
    url,
    pid: child.pid as number,
    async kill() {
      signal('SIGKILL');
      await gone;
    },
    async stop() {
      signal('SIGTERM');
      return gone;
    },
  };
}

async function ready(url: string, child: ChildProcess, said: () => string): Promise<void> {
  for (let tries = 0; tries < 3000; tries++) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}\n${said()}`);
    const ok = await fetch(`${url}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((done) => setTimeout(done, 5));
  }
  throw new Error(`the server did not answer\n${said()}`);
}
