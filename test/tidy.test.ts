/** The tree's own rules: sizes, names, pages that belong together, links that lead somewhere. */
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf, repoFiles, repoText } from './support/source-files.ts';

const files = repoFiles();
const code = files.filter((path) => /\.(?:ts|tsx|js)$/.test(path));
const lines = (path: string) => repoText(path).split('\n').length - 1;

/** Files allowed beyond the hard stop, each with its reason. This list may only shrink. */
const LONG: Record<string, string> = {};
const MAX_LINES = 500;
const MAX_TEST_LINES = 800;
const MAX_COMPONENT_LINES = 200;

describe('tidy', () => {
  test('files stay short', () => {
    const limit = (path: string) => {
      if (/\.(?:test|prop\.test|db\.test|spec)\.ts$/.test(path)) return MAX_TEST_LINES;
      return path.startsWith('console/') && path.endsWith('.tsx') ? MAX_COMPONENT_LINES : MAX_LINES;
    };
    const tooLong = code.filter((path) => !(path in LONG) && lines(path) > limit(path));
    expect(tooLong.map((path) => `${path}: ${lines(path)} lines, at most ${limit(path)}`)).toEqual([]);
    expect(Object.keys(LONG).filter((path) => !files.includes(path) || lines(path) <= MAX_LINES)).toEqual([]);
  });

  test('names say something', () => {
    const banned = /(?:^|\/)(?:utils?|helpers?|managers?|types|interfaces|common|misc|main-[0-9]+)\.tsx?$/;
    expect(code.filter((path) => banned.test(path))).toEqual([]);
    const kebab = /^[a-z0-9]+(?:[-.][a-z0-9]+)*$/;
    const bad = code.filter((path) => path.startsWith('src/') && !kebab.test(posix.basename(path)));
    expect(bad).toEqual([]);
  });

  test('every source file says what it is for', () => {
    const silent = code.filter(
      (path) => path.startsWith('src/') && !/^(?:#!.*\n)?(?:\/\*\*|\/\/)/.test(repoText(path)),
    );
    expect(silent).toEqual([]);
  });

  test('relative imports carry their extension and syntax stays erasable', () => {
    const sources = code.filter((path) => /^(?:src|test|bench|scripts)\/.*\.ts$/.test(path));
    const bare = sources.flatMap((path) =>
      importsOf(repoText(path))
        .filter((name) => name.startsWith('.') && !/\.(?:ts|js|json)$/.test(name))
        .map((name) => `${path}: ${name}`),
    );
    expect(bare).toEqual([]);
    const enums = sources.filter((path) =>
      /^(?:export )?(?:const )?enum |^(?:export )?namespace /m.test(repoText(path)),
    );
    expect(enums).toEqual([]);
  });

  test('open work is named by its issue', () => {
    const loose = code
      .filter((path) => path !== 'test/tidy.test.ts')
      .filter((path) => /\b(?:TODO|FIXME|XXX)\b(?!\(#\d+\))/.test(repoText(path)));
    expect(loose).toEqual([]);
  });

  test('decision records are numbered without gaps', () => {
    const numbers = files
      .filter((path) => /^docs\/decisions\/\d{4}-[a-z0-9-]+\.md$/.test(path))
      .map((path) => Number(posix.basename(path).slice(0, 4)));
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  test('links in the documents lead somewhere', () => {
    const broken = files
      .filter((path) => path.endsWith('.md') && !path.startsWith('policies/'))
      .flatMap((path) =>
        [...repoText(path).matchAll(/\]\(([^)\s]+)\)/g)]
          .map((match) => (match[1] as string).split('#')[0] as string)
          .filter((target) => target !== '' && !/^[a-z]+:|^\//.test(target))
          .map((target) => posix.join(posix.dirname(path), target))
          .filter(
            (target) => !files.some((file) => file === target || file.startsWith(`${target.replace(/\/$/, '')}/`)),
          )
          .map((target) => `${path}: ${target}`),
      );
    expect(broken).toEqual([]);
  });

  test('no file holds a conflict marker, and the lock file names no registry', () => {
    const markers = files.filter(
      (path) => /\.(?:ts|tsx|md|yaml|json)$/.test(path) && /^<{7} |^>{7} /m.test(repoText(path)),
    );
    expect(markers).toEqual([]);
    expect(/"resolved": "https?:/.test(repoText('package-lock.json'))).toBe(false);
  });
});
