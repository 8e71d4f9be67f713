/** Watching a policy folder: a save is published, a broken edit keeps what is in force. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { JOURNEY, must, openTestApp } from '../../test/support/journey.ts';
import { openStore } from '../store/open.ts';
import { readPolicyFolder } from './watch.ts';

const dirs: string[] = [];
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});

function folder(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'evenhand-policies-'));
  dirs.push(dir);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

test('a folder is read by path, without hidden and foreign files', () => {
  const dir = folder({ ...JOURNEY, '.hidden/x.md': 'x', 'notes.pdf': 'x' });
  expect(readPolicyFolder(dir)).toEqual(JOURNEY);
});

test('a save is published and put in force; a broken one is told and changes nothing', async () => {
  const dir = folder(JOURNEY);
  const store = await openStore({ dataDir: folder({}) });
  const { app } = await openTestApp(store);
  const said: string[] = [];
  const watching = app.policies.watch(dir, (line) => said.push(line));
  const before = (await app.status()).policySet;
  const text = JOURNEY['spam/policy.md'] as string;
  const file = join(dir, 'spam/policy.md');
  writeFileSync(file, 'not a policy');
  await vi.waitFor(() => expect(said.join('\n')).toMatch(/kept as they were[\s\S]*spam\/policy\.md:1:/), 5_000);
  expect((await app.status()).policySet).toBe(before);
  writeFileSync(file, text.replace('1.0.0', '1.0.1').replace('zorgle', 'changed'));
  await vi.waitFor(async () => expect((await app.status()).policySet).not.toBe(before), 5_000);
  expect(must(await app.policies.active()).set.policies[0]?.version).toBe('1.0.1');
  watching.close();
  await app.close();
});
