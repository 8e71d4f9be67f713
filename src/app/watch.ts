/** A policy folder on disk: read whole, and watched. A broken edit keeps what is in force, and says so. */
import { readdirSync, readFileSync, statSync, watch } from 'node:fs';
import { join, sep } from 'node:path';
import type { Answer } from './refusal.ts';

const SETTLE_MS = 150;
const FILES_MAX = 10_000;
const READ = /\.(?:md|ya?ml|txt)$/;

/** Files of a folder by path, with `/`. Hidden ones are left out. */
export function readPolicyFolder(folder: string): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const path of paths.slice(0, FILES_MAX)) {
    const name = path.split(sep).join('/');
    if (!READ.test(name) || /(?:^|\/)\./.test(name)) continue;
    const full = join(folder, path);
    if (statSync(full).isFile()) files[name] = readFileSync(full, 'utf8');
  }
  return files;
}

type Publish = (
  files: Readonly<Record<string, string>>,
) => Promise<Answer<{ readonly hash: string; readonly changed: boolean }>>;

export function watchFolder(folder: string, say: (line: string) => void, publish: Publish): { close(): void } {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const saved = async () => {
    try {
      const published = await publish(readPolicyFolder(folder));
      if (closed) return;
      if (published.ok && published.value.changed) say(`policies: ${published.value.hash} is in force`);
      if (!published.ok) {
        say(`policies: kept as they were: ${published.detail}`);
        for (const problem of published.problems ?? []) {
          if (problem.severity === 'error')
            say(`  ${problem.file}:${problem.line}:${problem.column} ${problem.code} ${problem.message}`);
        }
      }
    } catch (error) {
      // A folder may be half written, or gone for a moment; the next save is tried again.
      if (!closed)
        say(`policies: kept as they were: ${error instanceof Error ? error.message : 'the folder cannot be read'}`);
    }
  };
  const watcher = watch(folder, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => void saved(), SETTLE_MS);
  });
  watcher.on('error', (error) => say(`policies: no longer watched: ${error.message}`));
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      watcher.close();
    },
  };
}
