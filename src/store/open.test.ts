/** What a store leaves on the disk is for its owner alone. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from './open.ts';

test.skipIf(process.platform === 'win32')('database files can be read by their owner only', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'evenhand-open-'));
  const dataDir = join(dir, 'data');
  const store = await openStore({ dataDir });
  await store.lastPosition();
  const files = readdirSync(dataDir);
  expect(files.sort()).toEqual(['evenhand.sqlite', 'evenhand.sqlite-shm', 'evenhand.sqlite-wal']);
  for (const file of files) expect([file, statSync(join(dataDir, file)).mode & 0o777]).toEqual([file, 0o600]);
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  await store.close();
  rmSync(dir, { recursive: true });
});
