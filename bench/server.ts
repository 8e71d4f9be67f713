/** The server from outside: posts in over HTTP against raw inserts of the same rows, presentations under load, start, memory. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { makePost } from '../scripts/soak/posts.ts';
import { seeded } from '../scripts/soak/random.ts';
import { evenhand, type Server, startServer, type Workspace } from '../scripts/soak/server.ts';
import { median, percentile } from './measure.ts';
import { benchFiles } from './policy-files.ts';

const POSTS = 20_000;
const BATCH = 500;

type Bench = { readonly workspace: Workspace; readonly key: string; readonly dir: string };

/** The policies that come with Evenhand. */
const STARTER = fileURLToPath(new URL('../policies', import.meta.url));

/** 100 rules, 2,000 phrases and 3 counters, written into `dir`. */
function largePolicies(dir: string): string {
  const policies = join(dir, 'policies');
  for (const [path, text] of Object.entries(benchFiles({ rules: 100, phrases: 2000, counters: 3 }))) {
    mkdirSync(dirname(join(policies, path)), { recursive: true });
    writeFileSync(join(policies, path), text);
  }
  return policies;
}

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

type Table = {
  readonly name: string;
  readonly sql: string;
  readonly columns: readonly string[];
  readonly rows: readonly unknown[][];
};

function tablesOf(path: string): { tables: Table[]; indexes: string[] } {
  const db = new DatabaseSync(path, { readOnly: true });
  const all = db
    .prepare(
      "select name, sql, type from sqlite_master where sql is not null and name not like 'sqlite_%' and name not like 'kysely_%'",
    )
    .all();
  const tables = all
    .filter((row) => row.type === 'table')
    .map((row) => {
      const rows = db.prepare(`select * from "${row.name}"`).all() as Record<string, unknown>[];
      const columns = Object.keys(rows[0] ?? {});
      return { name: String(row.name), sql: String(row.sql), columns, rows: rows.map((r) => Object.values(r)) };
    });
  const indexes = all.filter((row) => row.type === 'index').map((row) => String(row.sql));
  db.close();
  return { tables, indexes };
}

/** Inserts the rows of a filled database into a fresh one, as fast as prepared statements do; posts per second. */
function rawInsert(path: string, into: string, posts: number): number {
  const { tables, indexes } = tablesOf(path);
  rmSync(into, { force: true });
  const db = new DatabaseSync(into);
  db.exec('pragma journal_mode = wal; pragma synchronous = full');
  for (const { sql } of tables) db.exec(sql);
  for (const sql of indexes) db.exec(sql);
  const filled = tables.filter(({ rows }) => rows.length > 0);
  const inserts = filled.map(({ name, columns }) =>
    db.prepare(
      `insert into "${name}" (${columns.map((c) => `"${c}"`).join(',')}) values (${columns.map(() => '?').join(',')})`,
    ),
  );
  const batches = Math.ceil(posts / BATCH);
  const started = performance.now();
  for (let batch = 0; batch < batches; batch++) {
    db.exec('begin immediate');
    for (const [i, { rows }] of filled.entries()) {
      const from = Math.floor((rows.length * batch) / batches);
      const to = Math.floor((rows.length * (batch + 1)) / batches);
      for (let row = from; row < to; row++) inserts[i]?.run(...(rows[row] as never[]));
    }
    db.exec('commit');
  }
  const rate = (posts * 1000) / (performance.now() - started);
  db.close();
  return rate;
}

export async function benchIngest(): Promise<string> {
  const ratios: number[] = [];
  const rates: [number, number][] = [];
  for (let round = 0; round < 3; round++) {
    const { workspace, key, dir } = makeBench();
    const server = await startServer(workspace);
    await send(server, key, body(1_000_000, 1_002_000), 2_000);
    const rate = await send(server, key, body(0, POSTS), POSTS);
    await server.stop();
    const raw = rawInsert(join(workspace.dataDir, 'evenhand.sqlite'), join(dir, 'raw.db'), POSTS + 2_000);
    ratios.push(rate / raw);
    rates.push([rate, raw]);
    rmSync(dir, { recursive: true });
  }
  const show = (index: 0 | 1) => Math.round(median(rates.map((pair) => pair[index]))).toLocaleString('en');
  return `${POSTS.toLocaleString('en')} posts as one NDJSON stream, the starter policies, 3 % of posts breaking them, SQLite; medians of 3 runs.\n
| | posts/s | × raw |
|---|---|---|
| raw insert of the same rows, ${BATCH} posts a transaction | ${show(1)} | 1.00 |
| over HTTP, durable decisions out | ${show(0)} | ${median(ratios).toFixed(2)} |
`;
}

/** The rate of ingest under many rules as the store fills. */
export async function benchStored(): Promise<string> {
  const { workspace, key, dir } = makeBench(largePolicies);
  const server = await startServer(workspace);
  const rows: string[] = [];
  let stored = 0;
  for (const level of [10_000, 100_000]) {
    while (stored < level) {
      await send(server, key, body(stored, stored + 10_000), 10_000);
      stored += 10_000;
    }
    const rates: number[] = [];
    for (let round = 0; round < 3; round++, stored += 5_000)
      rates.push(await send(server, key, body(stored, stored + 5_000), 5_000));
    rows.push(`| ${level.toLocaleString('en')} | ${Math.round(median(rates)).toLocaleString('en')} |`);
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
