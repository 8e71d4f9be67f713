/** The working set: what it writes of what was put into it, and that it refuses to guess at what was not loaded. */
import { expect, test } from 'vitest';
import type { Tx } from './database/driver.ts';
import { workingSet } from './rows.ts';
import type { Row } from './tables.ts';

const reach = (post: string, views: number): Row<'reach'> => ({ post, at: 'now', views, reposts: 0 });
const count = (n: number): Row<'counters'> => ({ counter: 'c', key: 'k', bucket: 'b', count: n });

/** Writes as a transaction would see them. */
async function flushed(rows: ReturnType<typeof workingSet>): Promise<unknown[]> {
  const writes: unknown[] = [];
  const tx = {
    alone: false,
    write: async (...args: unknown[]) => void writes.push(args),
    remove: async (...args: unknown[]) => void writes.push(['remove', ...args]),
  };
  await rows.flush(tx as unknown as Tx);
  return writes;
}

const loaded = (found: readonly unknown[]) => ({ all: async () => [], lookup: async () => found as never });

test('sums are added up, firsts stay, and rows are written in the order of their keys', async () => {
  const rows = workingSet();
  rows.add('counters', count(1));
  rows.add('counters', count(2));
  rows.put('reach', reach('b', 1));
  rows.put('reach', reach('a', 1));
  rows.put('reach', reach('b', 5));
  const value = { counter: 'c', key: 'k', bucket: 'b', value: 'v' };
  rows.add('counter_values', value);
  rows.add('counter_values', { ...value });
  expect(await flushed(rows)).toEqual([
    ['reach', 'merge', [reach('a', 1), reach('b', 5)]],
    ['counters', 'merge', [count(3)]],
    ['counter_values', 'merge', [value]],
  ]);
});

test('new rows are inserted, loaded ones merged when changed, and left alone when not', async () => {
  const rows = workingSet();
  const member = { person: 'p', account: 'a' };
  const other = { person: 'p', account: 'b' };
  await rows.load(loaded([member, other]), [{ table: 'person_accounts', column: 'person', value: 'p' }]);
  rows.remove('person_accounts', 'p', 'a');
  rows.add('person_accounts', { person: 'p', account: 'c' });
  rows.add('person_accounts', { person: 'p', account: 'd' });
  rows.remove('person_accounts', 'p', 'd');
  expect(rows.by('person_accounts', 'person', 'p').map((row) => row.account)).toEqual(['b', 'c']);
  expect(await flushed(rows)).toEqual([
    ['remove', 'person_accounts', [['p', 'a']]],
    ['person_accounts', 'insert', [{ person: 'p', account: 'c' }]],
  ]);
});

test('reading what was not loaded is a bug, and says so', async () => {
  const rows = workingSet();
  expect(() => rows.get('posts', 'x')).toThrow(/not loaded/);
  expect(() => rows.by('decisions', 'post', 'x')).toThrow(/not loaded/);
  rows.absent('posts', 'x');
  expect(rows.get('posts', 'x')).toBeUndefined();
});
