/** `--state FILE`: what `evaluate` knows at the end of one run (standing, counters, posts), for the next one. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { EvaluatorState } from './evaluator.ts';
import { CliError } from './output.ts';

const MARK = 'evenhand evaluate state 1';

/** Null: there is no such file yet. */
export async function readState(file: string): Promise<EvaluatorState | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new CliError({ code: 'FILE_UNREADABLE', detail: `\`${file}\` cannot be read` });
  }
  const state = readMarked(text);
  if (!state) throw new CliError({ code: 'STATE_INVALID', detail: `\`${file}\` was not written by --state` });
  return state;
}

function readMarked(text: string): EvaluatorState | null {
  try {
    const [mark, state] = JSON.parse(text, revive) as [string, EvaluatorState];
    return mark === MARK && state.world.posts instanceof Map ? relinked(state) : null;
  } catch {
    return null;
  }
}

/** Two maps hold each account and each post: JSON made two of each, and a change of one would miss the other. */
function relinked(state: EvaluatorState): EvaluatorState {
  const { world } = state;
  for (const account of world.accounts.values()) world.accountsById.set(account.id, account);
  for (const post of world.posts.values()) world.postsById.set(post.id, post);
  for (const [cluster, posts] of world.clusters) {
    world.clusters.set(
      cluster,
      posts.map((post) => world.postsById.get(post.id) ?? post),
    );
  }
  return state;
}

/** Written beside and renamed: a run that is broken off leaves the state before it. */
export async function writeState(file: string, state: EvaluatorState): Promise<void> {
  const beside = `${file}.${process.pid}.tmp`;
  await writeFile(beside, JSON.stringify([MARK, state], replace));
  await rename(beside, file);
}

function replace(_key: string, value: unknown): unknown {
  if (value instanceof Map) return { $map: [...value] };
  if (value instanceof Set) return { $set: [...value] };
  return value;
}

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$map' in value && Array.isArray(value.$map)) return new Map(value.$map as [unknown, unknown][]);
  if ('$set' in value && Array.isArray(value.$set)) return new Set(value.$set);
  return value;
}
