/** The server from outside: posts in over HTTP against raw inserts of the same rows, presentations under load, start, memory. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makePost } from '../scripts/soak/posts.ts';
import { seeded } from '../scripts/soak/random.ts';
import { evenhand, type Server, startServer, type Workspace } from '../scripts/soak/server.ts';
import { median, percentile } from './measure.ts';
import { benchFiles } from './policy-files.ts';
import { OUR_PRAGMAS, rawInsert, readRows, rowsPerPost } from './raw-insert.ts';

const POSTS = 20_000;
/** Posts before anything is measured: the code is compiled by then. */
const WARM_UP = 5_000;
const BATCH = 500;

type Bench = { readonly workspace: Workspace; readonly key: string; readonly dir: string };

/** The policies that come with Evenhand. */
const STARTER = fileURLToPath(new URL('../policies', import.meta.url));

/** A folder of policies made for measuring, written into `dir`. */
const madeFor = (size: Parameters<typeof benchFiles>[0]) => (dir: string) => {
  const policies = join(dir, 'policies');
  for (const [path, text] of Object.entries(benchFiles(size))) {
    mkdirSync(dirname(join(policies, path)), { recursive: true });
    writeFileSync(join(policies, path), text);
  }
  return policies;
};
/** The ten rules of `bench -- evaluate`, which cost almost nothing: what is left is everything else. */
const tenRules = madeFor({ rules: 10, phrases: 0, counters: 3 });
/** 100 rules, 2,000 phrases and 3 counters. */
const largePolicies = madeFor({ rules: 100, phrases: 2000, counters: 3 });

/** A workspace with policies active and a key. */
function makeBench(policiesIn: (dir: string) => string = () => STARTER): Bench {
  const dir = mkdtempSync(join(tmpdir(), 'evenhand-bench-'));
  const workspace: Workspace = { dataDir: join(dir, 'data'), databaseUrl: null };
  mkdirSync(workspace.dataDir);
  const policies = policiesIn(dir);
  evenhand(workspace, ['policies', 'publish', policies, '--activate']);
  const made = evenhand(workspace, ['keys', 'create', 'bench', '--scopes', 'ingest,read', '--json']);
  return { workspace, key: (JSON.parse(made) as { secret: string }).secret, dir };
}

/** NDJSON bodies of posts `from` to `to`. */
function body(from: number, to: number): string {
  const random = seeded(from + 3);
  return Array.from({ length: to - from }, (_, n) => JSON.stringify(makePost(random, from + n))).join('\n');
}

/** Sends a body and reads every answer; posts per second. */
async function send(server: Server, key: string, ndjson: string, count: number): Promise<number> {
  const started = performance.now();
  const answer = await fetch(`${server.url}/v1/posts`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${key}` },
    body: ndjson,
  });
  const lines = (await answer.text()).trimEnd().split('\n');
  const good = lines.filter((line) => line.includes('"decision"')).length;
  if (good !== count)
    throw new Error(`${count - good} of ${count} lines were not decided: ${lines.at(-1)?.slice(0, 300)}`);
  return (count * 1000) / (performance.now() - started);
}

export async function benchIngest(): Promise<string> {
  const parts: string[] = [];
  for (const [name, policies] of [
    ['the starter policies', () => STARTER],
    ['the ten rules of `bench -- evaluate`', tenRules],
  ] as const) {
    parts.push(`Under ${name}:\n\n${await ingestUnder(policies)}`);
  }
  const count = POSTS.toLocaleString('en');
  return `${count} posts as one NDJSON stream, 3 % of them breaking a starter policy, SQLite; medians of 3 runs.\n\n${parts.join('\n')}`;
}

async function ingestUnder(policies: (dir: string) => string): Promise<string> {
  const rounds: { rate: number; plain: number; tuned: number }[] = [];
  let rows: readonly string[] = [];
  for (let round = 0; round < 3; round++) {
    const { workspace, key, dir } = makeBench(policies);
    const server = await startServer(workspace);
    await send(server, key, body(1_000_000, 1_000_000 + WARM_UP), WARM_UP);
    const rate = await send(server, key, body(0, POSTS), POSTS);
    await server.stop();
    const filled = readRows(join(workspace.dataDir, 'evenhand.sqlite'));
    const raw = (pragmas: string) =>
      rawInsert(filled, { into: join(dir, 'raw.db'), posts: POSTS + WARM_UP, batch: BATCH, pragmas });
    rounds.push({ rate, plain: raw(''), tuned: raw(OUR_PRAGMAS) });
    rows = rowsPerPost(filled, POSTS + WARM_UP);
    rmSync(dir, { recursive: true });
  }
  const rate = (of: (round: (typeof rounds)[number]) => number) =>
    Math.round(median(rounds.map(of))).toLocaleString('en');
  const ratio = (of: (round: (typeof rounds)[number]) => number) => median(rounds.map(of)).toFixed(2);
  return `| | posts/s | × raw | × raw, tuned |
|---|---|---|---|
| raw insert of the same rows, ${BATCH} posts a transaction, synced | ${rate((r) => r.plain)} | 1.00 | |
| the same with our cache and checkpoints | ${rate((r) => r.tuned)} | | 1.00 |
| over HTTP, durable decisions out | ${rate((r) => r.rate)} | ${ratio((r) => r.rate / r.plain)} | ${ratio((r) => r.rate / r.tuned)} |

Rows a post: ${rows.join(', ')}.
`;
}

/** Reaching a level stops here, so that a slow machine comes to an end too. */
const FILLING_MS_MAX = 240_000;

/** The rate of ingest under many rules as the store fills. */
export async function benchStored(): Promise<string> {
  const { workspace, key, dir } = makeBench(largePolicies);
  const server = await startServer(workspace);
  const rows: string[] = [];
  let stored = 0;
  for (const level of [10_000, 100_000]) {
    const until = performance.now() + FILLING_MS_MAX;
    for (; stored < level && performance.now() < until; stored += 5_000)
      await send(server, key, body(stored, stored + 5_000), 5_000);
    const reached = stored.toLocaleString('en');
    const rates: number[] = [];
    for (let round = 0; round < 3; round++, stored += 5_000)
      rates.push(await send(server, key, body(stored, stored + 5_000), 5_000));
    rows.push(`| ${reached} | ${Math.round(median(rates)).toLocaleString('en')} |`);
  }
  await server.stop();
  rmSync(dir, { recursive: true });
  return `100 rules, 2,000 phrases, 3 counters.\n
| posts stored | posts/s |\n|---|---|\n${rows.join('\n')}\n`;
}

async function timed(url: string, init: RequestInit = {}): Promise<number> {
  const started = performance.now();
  const answer = await fetch(url, init);
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`${url} was answered with ${answer.status}`);
  return performance.now() - started;
}

export async function benchPresentations(): Promise<string> {
  const { workspace, key, dir } = makeBench();
  const server = await startServer(workspace);
  await send(server, key, body(0, 5_000), 5_000);
  const random = seeded(5);
  const query = () => {
    const posts = Array.from({ length: 20 }, () => `p${random.int(5_000)}`);
    return {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ platform: 'chirp', posts }),
    };
  };
  const empty: number[] = [];
  const twenty: number[] = [];
  let ingesting = true;
  const ingest = (async () => {
    for (let at = 5_000; ingesting; at += 5_000) await send(server, key, body(at, at + 5_000), 5_000);
  })();
  for (let n = 0; n < 800; n++) {
    empty.push(await timed(`${server.url}/healthz`));
    twenty.push(await timed(`${server.url}/v1/presentations:query`, query()));
  }
  ingesting = false;
  await ingest;
  await server.stop();
  rmSync(dir, { recursive: true });
  const row = (name: string, times: number[]) =>
    `| ${name} | ${percentile(times, 0.5).toFixed(1)} | ${percentile(times, 0.99).toFixed(1)} |`;
  return `While posts come in without pause; 800 requests each, in turn.\n
| | p50 ms | p99 ms |
|---|---|---|
${row('empty route', empty)}
${row('20 presentations', twenty)}

p99 of presentations is ${(percentile(twenty, 0.99) / percentile(empty, 0.99)).toFixed(2)} × that of the empty route.
`;
}

async function startMs(workspace: Workspace): Promise<{ ms: number; residentMb: number }> {
  const started = performance.now();
  const server = await startServer(workspace);
  const ms = performance.now() - started;
  await new Promise((done) => setTimeout(done, 1_500));
  const residentMb = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024;
  await server.stop();
  return { ms, residentMb };
}

export async function benchStart(): Promise<string> {
  const cold: number[] = [];
  const warm: number[] = [];
  const memory: number[] = [];
  for (let round = 0; round < 5; round++) {
    const dir = mkdtempSync(join(tmpdir(), 'evenhand-start-'));
    const workspace: Workspace = { dataDir: join(dir, 'data'), databaseUrl: null };
    mkdirSync(workspace.dataDir);
    cold.push((await startMs(workspace)).ms);
    const second = await startMs(workspace);
    warm.push(second.ms);
    memory.push(second.residentMb);
    rmSync(dir, { recursive: true });
  }
  return `From the command to the first answer, medians of 5.\n
| | |
|---|---|
| cold start, embedded, empty | ${(median(cold) / 1000).toFixed(2)} s |
| with the compile cache | ${(median(warm) / 1000).toFixed(2)} s |
| resident, idle | ${Math.round(median(memory))} MB |
`;
}
