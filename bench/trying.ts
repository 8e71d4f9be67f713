/** How long a post takes to be tried, as the compose box asks: on both platforms of the demo, while somebody types. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../scripts/soak/server.ts';
import { percentile } from './measure.ts';

const TYPED =
  'Yesterday the crowds came back to our streets. Whoever loots in this town will be met with gunfire, and soon.';

export async function benchTrying(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'evenhand-try-'));
  mkdirSync(join(dir, 'data'));
  const server = await startServer({ dataDir: join(dir, 'data'), databaseUrl: null }, { args: ['--demo'] });
  const tried = async (text: string) => {
    const started = performance.now();
    const answers = await Promise.all(
      ['chirp', 'facewall'].map((platform) =>
        fetch(`${server.url}/v1/try`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ post: { platform, text }, as: 'head of state' }),
        }),
      ),
    );
    for (const answer of answers) {
      if (!answer.ok) throw new Error(`a try was answered with ${answer.status}: ${await answer.text()}`);
      await answer.arrayBuffer();
    }
    return performance.now() - started;
  };
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    for (let end = 1; end <= TYPED.length; end++) {
      const took = await tried(TYPED.slice(0, end));
      if (round > 0) times.push(took);
    }
  }
  await server.stop();
  rmSync(dir, { recursive: true });
  return `${times.length} keystrokes of a post of ${TYPED.length} characters, each judged on two platforms, from question to both answers.\n
| p50 ms | p99 ms |
|---|---|
| ${percentile(times, 0.5).toFixed(1)} | ${percentile(times, 0.99).toFixed(1)} |
`;
}
