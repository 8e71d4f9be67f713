/**
 * What `prepare` found out about the shipped policies, kept in a file of `dist/`: a start whose files and code are those
 * of the snapshot neither checks nor compiles them again. Whatever differs or is damaged is as if there were none.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import { type CompiledPolicySet, type PackedSet, unpackCompiled } from '../policy/compile.ts';
import type { PolicyFiles } from '../policy/load.ts';
import type { PolicySet, Problem } from '../policy/policy-set.ts';

/** A checked set without errors, its warnings, and what was compiled of it. */
type Found = { readonly set: PolicySet; readonly problems: readonly Problem[]; readonly packed: PackedSet };
type Head = { readonly files: string; readonly set: string; readonly code: string; readonly body: string };

export type Snapshot = {
  /** What checking these very files gave; null: they are not those of the snapshot. */
  checked(files: PolicyFiles): Omit<Found, 'packed'> | null;
  /** What compiling this very set gave; null: it is not that of the snapshot. */
  compiled(set: PolicySet): CompiledPolicySet | null;
};

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

type Package = { readonly version: string; readonly dependencies: Readonly<Record<string, string>> };

/** `src/` in a checkout, `dist/` in an installed package: each has its own snapshot. */
const CODE_DIR = fileURLToPath(new URL('../', import.meta.url));
const PACKAGE_DIR = fileURLToPath(new URL('../../', import.meta.url));
export const SNAPSHOT_FILE = join(PACKAGE_DIR, 'dist', `policies-${basename(CODE_DIR)}.snapshot`);

/** Of everything that checking and compiling depend on beside the files: our code, the libraries and the version of Unicode. */
export function codeAddress(): string {
  const hash = createHash('sha256');
  const { version, dependencies } = JSON.parse(readFileSync(join(PACKAGE_DIR, 'package.json'), 'utf8')) as Package;
  hash.update(JSON.stringify([version, dependencies, process.versions.unicode]));
  const own = ['check-policies', 'snapshot'].map((name) => join('app', `${name}${extname(import.meta.url)}`));
  for (const path of [...own, ...['policy', 'evaluate', 'lib'].flatMap(codeIn)])
    hash.update(`\n${path}\n`).update(readFileSync(join(CODE_DIR, path)));
  return hash.digest('hex');
}

const NO_CODE = /(?:\.test|\.d|\.map)\.|\.map$/;

function codeIn(folder: string): string[] {
  const paths = readdirSync(join(CODE_DIR, folder), { recursive: true, encoding: 'utf8' });
  return paths
    .filter((path) => /\.[jt]s$/.test(path) && !NO_CODE.test(path))
    .map((path) => join(folder, path))
    .sort();
}

function filesAddress(files: PolicyFiles): string {
  const hash = createHash('sha256');
  for (const path of Object.keys(files).sort()) {
    const text = files[path] as string;
    hash.update(`${path.length} ${path} ${text.length} `).update(text, 'utf16le');
  }
  return hash.digest('hex');
}

/** The snapshot in a file, read when first asked for. `code`: the address of the code that runs. */
export function openSnapshot(file: string, code: () => string = codeAddress): Snapshot {
  // Of a file that is for other policies only its head is kept.
  let known: Head | null | undefined;
  let kept: Found | null = null;
  const found = (asked: (head: Head) => boolean): Found | null => {
    if (known !== undefined && (known === null || !asked(known))) return null;
    if (kept !== null) return kept;
    const read = readSnapshot(file);
    known = read?.head ?? null;
    if (read === null || !asked(read.head)) return null;
    kept = foundIn(read.body, read.head, code);
    if (kept === null) known = null;
    return kept;
  };
  return {
    checked(files) {
      const address = filesAddress(files);
      const there = found((head) => head.files === address);
      return there === null ? null : { set: there.set, problems: there.problems };
    },
    compiled(set) {
      const there = found((head) => head.set === set.hash);
      if (there === null) return null;
      // Compiled sets are kept by who asks: a second asking reads the file again, and until then it takes no memory.
      kept = null;
      return unpackCompiled(set, there.packed);
    },
  };
}

/** Written beside and put in place: a start at the same time finds the old one or the new one. */
export function writeSnapshot(file: string, files: PolicyFiles, found: Found, code = codeAddress()): void {
  const body = serialize(found);
  const head: Head = { files: filesAddress(files), set: found.set.hash, code, body: sha256(body) };
  writeFileSync(`${file}.new`, Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]));
  renameSync(`${file}.new`, file);
}

function readSnapshot(file: string): { readonly head: Head; readonly body: Buffer } | null {
  try {
    const bytes = readFileSync(file);
    const end = bytes.indexOf('\n');
    return { head: JSON.parse(bytes.toString('utf8', 0, end)) as Head, body: bytes.subarray(end + 1) };
  } catch {
    return null;
  }
}

function foundIn(body: Buffer, head: Head, code: () => string): Found | null {
  if (head.code !== code() || head.body !== sha256(body)) return null;
  try {
    return deserialize(body) as Found;
  } catch {
    return null; // written by a later Node than this one
  }
}
