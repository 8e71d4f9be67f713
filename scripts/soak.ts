/**
 * `npm run soak`: what is too long for `npm test`. `--short` for continuous integration, `--postgres` on the server
 * that DATABASE_URL_TEST names, `--seed N` to run one again.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fsyncSpy } from './soak/fsync.ts';
import { fuzzDoor } from './soak/fuzz.ts';
import { killLoop } from './soak/kill.ts';
import { raceProcesses } from './soak/races.ts';
import { evenhand, startServer, type Workspace } from './soak/server.ts';

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    postgres: { type: 'boolean', default: false },
    seed: { type: 'string' },
  },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const databaseUrl = values.postgres ? (process.env.DATABASE_URL_TEST ?? null) : null;
if (values.postgres && !databaseUrl)
  throw new Error('`--postgres` needs DATABASE_URL_TEST: see scripts/with-postgres.sh');
const name = values.postgres ? 'PostgreSQL' : 'SQLite';
const dir = mkdtempSync(join(tmpdir(), 'evenhand-soak-'));
const workspace: Workspace = { dataDir: join(dir, 'data'), databaseUrl };
mkdirSync(workspace.dataDir);
console.log(`soak on ${name}, seed ${seed}`);

try {
  evenhand(workspace, ['policies', 'publish', '--activate']);
  const made = JSON.parse(evenhand(workspace, ['keys', 'create', 'soak', '--scopes', 'ingest,read', '--json'])) as {
    secret: string;
  };
  const key = made.secret;

  const killed = await killLoop(workspace, key, { rounds: values.short ? 6 : 50, seed });
  console.log(
    `ok  kill -9: ${killed.kills} times, ${killed.posts} posts, none lost, none decided twice, all tables equal their rebuild`,
  );

  const server = await startServer(workspace);
  const fuzz = await fuzzDoor(server.url, key, { rounds: values.short ? 150 : 3000, seed });
  await server.stop();
  console.log(`ok  fuzz at the door: ${JSON.stringify(fuzz.statuses)}, the slowest answer after ${fuzz.slowestMs} ms`);
  evenhand(workspace, ['doctor']);
  console.log('ok  doctor finds nothing after it');

  if (databaseUrl) {
    console.log('--  fsync: PostgreSQL does it, not this process');
    const { acted, softened, after } = await raceProcesses(workspace, { rounds: values.short ? 2 : 10 });
    console.log(
      `ok  races of two processes: strikes add up, the breaker let ${acted} posts through, ${softened} posts softened before their exemption was revoked and ${after} judged after it, none softened`,
    );
  } else if (!hasStrace()) console.log('--  fsync: not watched, since strace is not installed');
  else {
    const { answers, early } = await fsyncSpy(workspace, key, values.short ? 20 : 200);
    if (answers === 0 || early > 0) throw new Error(`${early} of ${answers} answers left before their fsync returned`);
    console.log(`ok  fsync: ${answers} answers, each after its fsync returned`);
  }
  console.log('\n1 passed, 0 failed');
} finally {
  rmSync(dir, { recursive: true, force: true });
}

function hasStrace(): boolean {
  try {
    execFileSync('strace', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
