/** Reads a policy folder into texts by path. Only text files of policies are read; links out of the folder are not followed. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from './output.ts';

const TEXTS = /\.(?:md|ya?ml|txt)$/;
const FILES_MAX = 5_000;

export async function readPolicyFolder(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => null);
  if (!entries) throw unreadable(folder);
  const paths = entries
    .filter((entry) => entry.isFile() && TEXTS.test(entry.name) && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name));
  if (paths.length === 0 || paths.length > FILES_MAX) throw unreadable(folder);
  const files: Record<string, string> = {};
  for (const path of paths.sort()) {
    const name = path.slice(folder.length).replaceAll('\\', '/').replace(/^\/+/, '');
    files[name] = await readFile(path, 'utf8');
  }
  return files;
}

function unreadable(folder: string): CliError {
  return new CliError({ code: 'FILE_UNREADABLE', detail: `\`${folder}\` is not a folder of policies` });
}
