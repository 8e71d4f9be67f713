/** Reads a policy folder into texts by path. Only text files of policies are read; links out of the folder are not followed. */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Problem } from '../policy/policy-set.ts';
import { problem } from '../policy/problems.ts';
import { CliError } from './output.ts';

const TEXTS = /\.(?:md|ya?ml|txt)$/;
const FILES_MAX = 5_000;

export async function readPolicyFolder(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => null);
  if (!entries) throw unreadable(folder, 'is not a folder that can be read');
  const paths = entries
    .filter((entry) => entry.isFile() && TEXTS.test(entry.name) && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name));
  if (paths.length === 0) throw unreadable(folder, 'has no file of policies in it');
  if (paths.length > FILES_MAX) throw unreadable(folder, `has more than ${FILES_MAX} files`);
  const files: Record<string, string> = {};
  for (const path of paths.sort()) {
    const name = path.slice(folder.length).replaceAll('\\', '/').replace(/^\/+/, '');
    files[name] = await readFile(path, 'utf8');
  }
  return files;
}

/** Hidden files and READMEs are nobody's mistake. */
const IGNORED = /^(?:\.|README)/;

/** What `readPolicyFolder` passes over, each with a warning: files that are no texts, links, folders without files. */
export async function unreadIn(folder: string): Promise<Problem[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const all = entries.map((entry) => ({ entry, path: relative(folder, join(entry.parentPath, entry.name)) }));
  const seen = all.filter(({ path }) => !path.split(sep).some((part) => IGNORED.test(part)));
  const full = new Set(seen.map(({ path }) => dirname(path)));
  return seen.flatMap(({ entry, path }) => {
    const place = { file: path.replaceAll(sep, '/'), line: 1, column: 1 };
    if (entry.isDirectory()) return full.has(path) ? [] : [problem('FOLDER_EMPTY', place, 'the folder has no file')];
    if (!entry.isFile()) return [problem('FILE_UNKNOWN', place, 'links and devices are not read')];
    return TEXTS.test(entry.name) ? [] : [problem('FILE_UNKNOWN', place, 'the file is not read')];
  });
}

function unreadable(folder: string, why: string): CliError {
  return new CliError({ code: 'FILE_UNREADABLE', detail: `\`${folder}\` ${why}` });
}
