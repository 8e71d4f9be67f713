/** The embedded database syncs each commit, and two stores on one file in one process do not lock each other out. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WriteConflict } from './driver.ts';
import { openSqlite } from './sqlite.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'evenhand-sqlite-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('the writer runs in WAL mode with synchronous FULL', async () => {
  const driver = openSqlite(join(dir, 'a.sqlite'));
  await driver.transaction(async (tx) => {
    expect(await tx.all('pragma journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(await tx.all('pragma synchronous')).toEqual([{ synchronous: 2 }]);
  });
  await driver.close();
});

test('what a transaction did is undone when it throws, and a unique key is a conflict', async () => {
  const driver = openSqlite(join(dir, 'a.sqlite'));
  await driver.migrate();
  const row = { key: 'a', value: '1' };
  const failing = driver.transaction(async (tx) => {
    await tx.write('meta', 'insert', [row]);
    throw new Error('stop');
  });
  await expect(failing).rejects.toThrow('stop');
  expect(await driver.reader.lookup('meta', 'key', ['a'])).toEqual([]);
  const twice = driver.transaction((tx) => tx.write('meta', 'insert', [row, row]));
  await expect(twice).rejects.toThrow(WriteConflict);
  expect(await driver.reader.lookup('meta', 'key', ['a', 'b'])).toEqual([]);
  await driver.close();
});

test('readers cannot write, and a snapshot stays as it was', async () => {
  const driver = openSqlite(join(dir, 'a.sqlite'));
  await driver.migrate();
  await expect(driver.reader.all("insert into meta (key, value) values ('x', 'y')")).rejects.toThrow(/readonly/);
  await driver.snapshot(async (reader) => {
    expect(await reader.lookup('meta', 'key', ['a'])).toEqual([]);
    await driver.transaction((tx) => tx.write('meta', 'insert', [{ key: 'a', value: '1' }]));
    expect(await reader.lookup('meta', 'key', ['a'])).toEqual([]);
  });
  expect(await driver.reader.lookup('meta', 'key', ['a'])).toHaveLength(1);
  await driver.close();
});

test('two drivers on one file take turns', async () => {
  const drivers = [openSqlite(join(dir, 'a.sqlite')), openSqlite(join(dir, 'a.sqlite'))];
  await Promise.all(drivers.map((driver) => driver.migrate()));
  const writes = Array.from({ length: 20 }, (_, n) =>
    drivers[n % 2]?.transaction(async (tx) => {
      await tx.write('meta', 'insert', [{ key: String(n), value: '' }]);
      await tx.all('select 1');
    }),
  );
  await Promise.all(writes);
  expect(await drivers[0]?.reader.all('select count(*) as n from meta')).toEqual([{ n: 20 }]);
  for (const driver of drivers) await driver.close();
});
