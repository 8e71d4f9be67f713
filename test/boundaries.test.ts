/** Stations import in one direction only, and the deciding core does no IO (ARCHITECTURE.md, A1, A2, A5). */
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeOnly, importsOf, repoFiles, repoText } from './support/source-files.ts';

/** Folders of `src/` and how far down the journey they stand; a file may import its own or a lower level. */
const LEVELS: Record<string, number> = {
  lib: 0,
  schema: 0,
  texts: 0,
  policy: 1,
  accounts: 2,
  exemptions: 2,
  platforms: 2,
  ingest: 3,
  facts: 3,
  evaluate: 4,
  decide: 5,
  enforce: 6,
  review: 6,
  appeal: 6,
  whatif: 6,
  publish: 7,
};
/** Types travel up: these modules describe data and may be imported as types from anywhere. */
const JOINING = /^src\/(?:[a-z-]+\.ts$|app\/|http\/|cli\/|jobs\/|store\/|access\/)/;
const SHELL = /(?:^|\/)(?:store|routes|job)\.ts$|\/adapters\/|\/(?:store|http|cli|jobs|app|access)\//;
const IMPURE: [RegExp, string][] = [
  [/\bDate\.now\s*\(/, 'takes the time: pass `now` in'],
  [/\bnew Date\s*\(\s*\)/, 'takes the time: pass `now` in'],
  [/\bMath\.random\s*\(/, 'takes chance: pass it in'],
  [/\bprocess\./, 'reads the environment: pass settings in'],
  [/\basync\b|\bawait\b/, 'is asynchronous: the core is synchronous'],
  [/\bfetch\s*\(|\bsetTimeout\s*\(|\bsetInterval\s*\(/, 'does IO'],
];

const sources = repoFiles().filter((path) => /^src\/.*\.ts$/.test(path));
const isTest = (path: string) => /\.(?:test|prop\.test|db\.test|test-d)\.ts$/.test(path);
const stationOf = (path: string) => /^src\/([a-z-]+)\//.exec(path)?.[1] ?? null;
const core = sources.filter(
  (path) => !isTest(path) && LEVELS[stationOf(path) ?? ''] !== undefined && !SHELL.test(path),
);

function purityProblems(path: string, source: string): string[] {
  const code = codeOnly(source);
  const problems = IMPURE.filter(([pattern]) => pattern.test(code)).map(([, why]) => `${path} ${why}`);
  for (const name of importsOf(source)) {
    if (name.startsWith('node:')) problems.push(`${path} imports ${name}: the core does no IO`);
    if (name.startsWith('.') && SHELL.test(posix.join(posix.dirname(path), name))) {
      problems.push(`${path} imports the shell file ${name}`);
    }
  }
  return problems;
}

function orderProblems(path: string, source: string): string[] {
  const own = LEVELS[stationOf(path) ?? ''];
  if (own === undefined) return [];
  const valueImports = source.replace(/(?:import|export)\s+type\s[^;]*;/g, '');
  return importsOf(valueImports)
    .filter((name) => name.startsWith('.'))
    .map((name) => posix.join(posix.dirname(path), name))
    .filter((target) => {
      if (JOINING.test(target)) return !SHELL.test(path);
      const level = LEVELS[stationOf(target) ?? ''];
      return level !== undefined && level > own;
    })
    .map((target) => `${path} imports ${target}, which comes later in the journey`);
}

describe('boundaries', () => {
  test('the core does no IO and takes no time or chance', () => {
    expect(core.length).toBeGreaterThan(20);
    expect(core.flatMap((path) => purityProblems(path, repoText(path)))).toEqual([]);
  });

  test('stations import only what stands before them', () => {
    const all = sources.filter((path) => !isTest(path));
    expect(all.flatMap((path) => orderProblems(path, repoText(path)))).toEqual([]);
  });

  test('every folder of src has a place in the order', () => {
    const folders = new Set(sources.map(stationOf).filter((name) => name !== null));
    const joining = ['store', 'jobs', 'http', 'cli', 'app', 'access', 'client', 'embed'];
    expect([...folders].filter((name) => LEVELS[name] === undefined && !joining.includes(name))).toEqual([]);
  });

  test('the console imports only wire types and the client', () => {
    const outward = repoFiles()
      .filter((path) => /^console\/.*\.tsx?$/.test(path))
      .flatMap((path) => importsOf(repoText(path)).map((name) => posix.join(posix.dirname(path), name)))
      .filter((target) => target.startsWith('src/'));
    expect(outward.filter((target) => !/^src\/(?:schema|client)\//.test(target))).toEqual([]);
  });

  test('the checks themselves see what they look for', () => {
    expect(purityProblems('src/decide/x.ts', 'const at = Date.now();')).toHaveLength(1);
    expect(purityProblems('src/decide/x.ts', "import fs from 'node:fs';")).toHaveLength(1);
    expect(purityProblems('src/decide/x.ts', "import { s } from './store.ts';")).toHaveLength(1);
    expect(purityProblems('src/decide/x.ts', "// Date.now()\nconst a = 'await';")).toEqual([]);
    expect(orderProblems('src/policy/x.ts', "import { d } from '../decide/decide.ts';")).toHaveLength(1);
    expect(orderProblems('src/policy/x.ts', "import type { D } from '../decide/decision.ts';")).toEqual([]);
    expect(orderProblems('src/decide/x.ts', "import { e } from '../evaluate/finding.ts';")).toEqual([]);
  });
});
