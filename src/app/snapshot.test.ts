/** The snapshot of the shipped policies says exactly what checking them says, or nothing at all. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evaluate } from '../evaluate/evaluate.ts';
import { type CompiledPolicySet, compile, packCompiled } from '../policy/compile.ts';
import { loadPolicySet } from '../policy/load.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import { checkPolicies } from './check-policies.ts';
import { sha256Hex } from './engines.ts';
import { prepareSnapshot } from './prepare-snapshot.ts';
import { codeAddress, openSnapshot } from './snapshot.ts';
import { readPolicyFolder } from './watch.ts';

const dir = mkdtempSync(join(tmpdir(), 'evenhand-snapshot-'));
const file = join(dir, 'policies.snapshot');
const files = readPolicyFolder(new URL('../../policies', import.meta.url).pathname);
const { set: loaded, examples } = loadPolicySet(files, sha256Hex);
const set = loaded as PolicySet;
const fresh = compile(set).compiled as CompiledPolicySet;
const unpacked = (): CompiledPolicySet => openSnapshot(file).compiled(set) as CompiledPolicySet;

beforeAll(() => {
  expect(prepareSnapshot(file)).toBe(true);
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('of the shipped files', () => {
  test('it is what checking them gives', () => {
    expect(openSnapshot(file).checked(files)).toEqual(checkPolicies(files));
  });

  test('it can be asked again and again, in any order', () => {
    const snapshot = openSnapshot(file);
    expect(snapshot.compiled({ ...set, hash: 'sha256:0' })).toBeNull();
    for (let i = 0; i < 2; i++) {
      expect(snapshot.compiled(set)?.rules).toEqual(fresh.rules);
      expect(snapshot.checked({})).toBeNull();
      expect(snapshot.checked(files)?.set?.hash).toBe(set.hash);
    }
  });

  test('its set is compiled to the same conditions, words and machines', () => {
    const again = unpacked();
    expect(again.rules).toEqual(fresh.rules);
    expect(packCompiled(again)).toEqual(packCompiled(fresh));
    const { lexicon: _, constants: __, program: ___, ...rest } = fresh;
    expect(again).toMatchObject(rest);
  });

  test('and judges every example alike', () => {
    const again = unpacked();
    const judged = (by: CompiledPolicySet) =>
      examples.posts.map(({ input }) => evaluate(by, input, { facts: false, anyTime: true }));
    expect(judged(again).filter(({ findings }) => findings.length > 0).length).toBeGreaterThan(100);
    expect(judged(again)).toEqual(judged(fresh));
  });
});

describe('there is none', () => {
  const path = Object.keys(files)[0] as string;

  test.each([
    ['a changed byte', { ...files, [path]: `${files[path]} ` }],
    ['a file more', { ...files, 'lists/more.txt': 'word\n' }],
    ['a file less', Object.fromEntries(Object.entries(files).filter(([name]) => name !== path))],
    ['another name', Object.fromEntries(Object.entries(files).map(([n, text]) => [n === path ? `${n}l` : n, text]))],
  ])('of files with %s', (_, others) => {
    expect(openSnapshot(file).checked(others)).toBeNull();
  });

  test('of another set', () => {
    expect(openSnapshot(file).compiled({ ...set, hash: 'sha256:0' })).toBeNull();
  });

  test('made by other code', () => {
    const other = openSnapshot(file, () => `${codeAddress()}.`);
    expect([other.checked(files), other.compiled(set)]).toEqual([null, null]);
  });

  test.each([
    ['is cut', (bytes: Buffer) => bytes.subarray(0, bytes.length - 1)],
    ['is cut in its head', (bytes: Buffer) => bytes.subarray(0, 100)],
    ['is empty', () => Buffer.alloc(0)],
    [
      'has another byte',
      (bytes: Buffer) => {
        bytes[bytes.length >> 1]! ^= 1;
        return bytes;
      },
    ],
  ])('in a file that %s', (_, damaged) => {
    const broken = join(dir, 'broken.snapshot');
    writeFileSync(broken, damaged(readFileSync(file)));
    const snapshot = openSnapshot(broken);
    expect([snapshot.checked(files), snapshot.compiled(set)]).toEqual([null, null]);
  });

  test('where none was written', () => {
    expect(openSnapshot(join(dir, 'none')).checked(files)).toBeNull();
  });

  test('of policies with an error, and the old one is gone', () => {
    const old = join(dir, 'old.snapshot');
    writeFileSync(old, readFileSync(file));
    expect(prepareSnapshot(old, { ...files, 'x/policy.md': 'no front matter' })).toBe(false);
    expect(openSnapshot(old).checked(files)).toBeNull();
  });
});
