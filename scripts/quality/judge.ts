/** Judges a data set of posts with the policies of this checkout, and draws seeded samples of what was and was not acted upon. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { readPolicyFolder } from '../../src/app/watch.ts';
import {
  type CompiledPolicySet,
  compile,
  evaluate,
  loadPolicySet,
  type PolicySet,
  type RuleInput,
} from '../../src/engine.ts';

/** `label` is the class that the data set's own annotators gave. */
export type LabelledPost = { readonly id: string; readonly text: string; readonly label: string };
export type Judged = { readonly post: LabelledPost; readonly policies: readonly string[] };

/** Names of the classes of the data set (its SOURCE.md). */
export const LABELS = { '0': 'hate', '1': 'offensive', '2': 'neither' } as const;

/** Reads `labeled_data.csv` or `.csv.gz`. */
export function readPosts(file: string): LabelledPost[] {
  const bytes = readFileSync(file);
  const rows: Record<string, string>[] = parse(file.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true });
  return rows.map((row) => ({ id: row[''] ?? '', text: row.tweet ?? '', label: row.class ?? '' }));
}

export function policiesHere(): { readonly set: PolicySet; readonly compiled: CompiledPolicySet } {
  const folder = fileURLToPath(new URL('../../policies', import.meta.url));
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const { set, problems } = loadPolicySet(readPolicyFolder(folder), sha256);
  const compiled = set && compile(set).compiled;
  if (!set || !compiled) throw new Error(`the policies have problems: ${JSON.stringify(problems.slice(0, 3))}`);
  return { set, compiled };
}

/** A text on its own: an old account, no links, counters at zero. */
function alone(text: string, compiled: CompiledPolicySet): RuleInput {
  const at = '2026-11-22T12:00:00.000Z' as RuleInput['now'];
  const counters = compiled.set.policies.flatMap((policy) => policy.counters.map(({ name }) => [name, 0] as const));
  return {
    post: {
      text,
      lang: 'en',
      createdAt: at,
      editedAt: null,
      visibility: 'public',
      replyTo: null,
      quoteOf: null,
      links: [],
      media: [],
    },
    now: at,
    author: { createdAt: '2020-01-01T00:00:00.000Z' as RuleInput['now'] },
    status: { verified: false, followers: 0, offices: [], person: null, lists: [] },
    standing: { strikes: 0 },
    counters: Object.fromEntries(counters),
    signals: {},
    claims: [],
  };
}

export function judgeAll(compiled: CompiledPolicySet, posts: readonly LabelledPost[]): Judged[] {
  return posts.map((post) => {
    const { findings } = evaluate(compiled, alone(post.text, compiled), { facts: false, anyTime: true });
    return { post, policies: [...new Set(findings.map((finding) => finding.policy))] };
  });
}

/** A repeatable stream of numbers in [0, 1). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The same seed gives the same order of the same items. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = randomFrom(seed);
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as T, order[i] as T];
  }
  return order;
}
