/** Which counters a post counts for. Pure: keys and values are derived here, stored and added elsewhere. */
import { msOf } from '../lib/instant.ts';
import { walk } from '../policy/cel/walk.ts';
import type { CompiledPolicySet } from '../policy/compile.ts';
import { type CounterSpec, specOf } from '../policy/counter-spec.ts';
import type { RuleInput } from '../policy/inputs.ts';
import { openGates } from './evaluate.ts';

/** Who and what is counted by. All three are the caller's own ids: nothing personal need be in them. */
export type CountedPost = {
  readonly author: string;
  /** The same for posts with the same text. */
  readonly textKey: string;
  readonly linkDomains: readonly string[];
};

export type Increment = {
  readonly counter: CounterSpec;
  /** What the count belongs to: the values of `by`, joined. */
  readonly key: string;
  /** Start of the bucket, milliseconds. */
  readonly bucket: number;
  /** The value to count once, for counters of distinct values. */
  readonly distinct: string | null;
};
export type CounterRead = { readonly counter: CounterSpec; readonly keys: readonly string[] };

const SEPARATOR = '\u001f';

/** Increments that a post causes, at `receivedAt` (its `now`). Each (counter, revision) counts once: the caller sees to it. */
export function countersOf(compiled: CompiledPolicySet, input: RuleInput, post: CountedPost): Increment[] {
  if (compiled.counters.length === 0) return [];
  const view = compiled.countersReadText ? compiled.lexicon.read(input.post.text, input.post.lang) : null;
  const open = openGates(compiled, input.post.lang);
  return compiled.counters.flatMap(({ policy, counter, where, gate }) => {
    const w = { input, view, textKnown: open[gate] === 1, constants: compiled.constants, vars: [], memo: new Map() };
    if (where !== null && walk(where, w) !== true) return [];
    const spec = specOf(policy, counter);
    const bucket = bucketOf(spec, msOf(input.now));
    const values = counter.distinct === null ? [null] : valuesOf(counter.distinct, post);
    return keysOf(spec, post).flatMap((key) => values.map((distinct) => ({ counter: spec, key, bucket, distinct })));
  });
}

/** The keys under which the counters that rules read are to be looked up for this post; a counter's value is the largest of them. */
export function counterReads(compiled: CompiledPolicySet, post: CountedPost): CounterRead[] {
  return compiled.counters
    .filter(({ counter }) => compiled.inputs.includes(`counters.${counter.name}`))
    .map(({ policy, counter }) => {
      const spec = specOf(policy, counter);
      return { counter: spec, keys: keysOf(spec, post) };
    });
}

const bucketOf = (spec: CounterSpec, atMs: number): number => Math.floor(atMs / spec.bucketMs) * spec.bucketMs;

const valuesOf = (of: 'author' | 'text' | 'link_domain', post: CountedPost): readonly string[] => {
  if (of === 'author') return [post.author];
  return of === 'text' ? [post.textKey] : [...new Set(post.linkDomains)];
};

/** A post with three link domains has three keys in a counter by link domain; one with none has none. */
function keysOf(spec: CounterSpec, post: CountedPost): string[] {
  return spec.by.reduce<string[]>(
    (keys, by) =>
      keys.flatMap((key) => valuesOf(by, post).map((value) => (key === '' ? value : key + SEPARATOR + value))),
    [''],
  );
}
