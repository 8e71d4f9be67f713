/** Packs the package, installs the tarball in an empty project, and uses its `bin` and its `./engine` there. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('../', import.meta.url).pathname;
const dir = mkdtempSync(join(tmpdir(), 'evenhand-pack-'));
const sh = (file: string, args: string[], cwd: string) => {
  try {
    return execFileSync(file, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${file} ${args.join(' ')} failed\n${stdout}\n${stderr}`);
  }
};
const must = (holds: boolean, what: string) => {
  if (!holds) throw new Error(`the packed package: ${what}`);
  console.log(`ok  ${what}`);
};

try {
  const packed = sh('npm', ['pack', '--silent', '--pack-destination', dir], root).trim().split('\n').at(-1) as string;
  writeFileSync(join(dir, 'package.json'), '{"name":"empty","version":"1.0.0","private":true,"type":"module"}');
  sh('npm', ['install', '--no-fund', '--no-audit', join(dir, packed)], dir);
  const node = join(root, 'node_modules/.bin/node');
  const bin = join(dir, 'node_modules/.bin/evenhand');
  must(sh(bin, ['--help'], dir).includes('evaluate'), '`evenhand --help` lists its commands');
  sh(bin, ['check', join(dir, 'node_modules/evenhand/policies')], dir);
  must(true, '`evenhand check` accepts the policies that it ships');
  const tried = sh(bin, ['try', 'They should all be shot, every last one of the protesters.'], dir);
  must(tried.includes('removed') || tried.includes('notice'), '`evenhand try` acts on a threat');
  const shipped = join(dir, 'node_modules/evenhand');
  writeFileSync(
    join(dir, 'start.mjs'),
    `import { openSnapshot, SNAPSHOT_FILE } from ${JSON.stringify(join(shipped, 'dist/app/snapshot.js'))};
     import { readPolicyFolder } from ${JSON.stringify(join(shipped, 'dist/app/watch.js'))};
     console.log(openSnapshot(SNAPSHOT_FILE).checked(readPolicyFolder(${JSON.stringify(join(shipped, 'policies'))})) !== null);`,
  );
  must(sh(node, ['start.mjs'], dir).trim() === 'true', 'its policies were checked when it was packed');
  writeFileSync(
    join(dir, 'use.mjs'),
    `import { loadPolicySet } from 'evenhand/engine';
     const { set, problems } = loadPolicySet({ 'policies/x/policy.md': 'no front matter' });
     console.log(JSON.stringify({ set: set === null, problems: problems.length > 0 }));`,
  );
  const used = JSON.parse(sh(node, ['use.mjs'], dir)) as { set: boolean; problems: boolean };
  must(used.problems, '`evenhand/engine` loads without a server and names problems');
} finally {
  rmSync(dir, { recursive: true, force: true });
}
