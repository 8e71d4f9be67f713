/** How far an import has come, kept beside the data: the same file under the same options goes on from there. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

export type ImportProgress = {
  /** The last line that was answered before; 0: none. */
  lastLine(): Promise<number>;
  note(line: number): Promise<void>;
  finish(): Promise<void>;
};

/** Lines between two notes: broken off, at most so many are sent again, and answered as there already. */
const STEP = 1_000;

export async function importProgress(dataDir: string, file: string, options: unknown): Promise<ImportProgress> {
  if (file === '-') return { lastLine: async () => 0, note: async () => {}, finish: async () => {} };
  const path = resolve(file);
  const known = await stat(path).catch(() => null);
  const identity = JSON.stringify([path, known?.size, known?.mtimeMs, options]);
  const name = createHash('sha256').update(identity).digest('hex').slice(0, 32);
  const folder = join(dataDir, 'imports');
  const note = join(folder, `${name}.json`);
  let answers = 0;
  return {
    async lastLine() {
      const text = await readFile(note, 'utf8').catch(() => '{}');
      const line = (JSON.parse(text) as { line?: unknown }).line;
      return typeof line === 'number' ? line : 0;
    },
    async note(line) {
      answers += 1;
      if (answers % STEP !== 0) return;
      await mkdir(folder, { recursive: true });
      await writeFile(`${note}.tmp`, JSON.stringify({ line }));
      await rename(`${note}.tmp`, note);
    },
    finish: () => rm(note, { force: true }),
  };
}
