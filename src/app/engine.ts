/** A policy set made ready: compiled, with the ground of each platform, its counters and its classes. */
import type { Ground } from '../decide/ground.ts';
import { groundOf } from '../decide/ground.ts';
import { classesOf } from '../evaluate/classes.ts';
import { countersOf } from '../evaluate/counters.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { explain } from '../evaluate/explain.ts';
import { storedCounter } from '../facts/counted.ts';
import type { Engine } from '../facts/engine.ts';
import type { Instant } from '../lib/instant.ts';
import { type Compiled, compile, type Prepared } from '../policy/compile.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import { openSnapshot, SNAPSHOT_FILE } from './snapshot.ts';

const NONE: ReadonlyMap<string, Instant> = new Map();

/** A set is content-addressed, so its compiled form can be kept: checking, judging and trying share it. */
const kept = new Map<string, Compiled>();
const KEPT_MAX = 3;
/** What is known of the shipped policies. */
export const SHIPPED = openSnapshot(SNAPSHOT_FILE);

/** `prepared`: what loading this very set gave, if it was just loaded. */
export function compileOnce(set: PolicySet, prepared: Prepared | null = null): Compiled {
  const made = kept.get(set.hash) ?? (prepared === null ? unpacked(set) : null) ?? compile(set, prepared);
  kept.delete(set.hash);
  kept.set(set.hash, made);
  for (const old of [...kept.keys()].slice(0, -KEPT_MAX)) kept.delete(old);
  return made;
}

function unpacked(set: PolicySet): Compiled | null {
  const compiled = SHIPPED.compiled(set);
  return compiled === null ? null : { compiled, problems: [] };
}

/** Throws if the set does not compile: a set that `loadPolicySet` accepted always does. */
export function compileEngine(set: PolicySet, countedSince: ReadonlyMap<string, Instant> = NONE): Engine {
  const { compiled, problems } = compileOnce(set);
  if (compiled === null) throw new Error(`policy set ${set.hash} does not compile: ${problems[0]?.message ?? ''}`);
  const grounds = new Map<string, Ground | null>();
  return {
    set,
    version: { version: ENGINE_VERSION, unicode: process.versions.unicode ?? '' },
    counters: distinctCounters(set),
    countedSince,
    ground(platform) {
      let ground = grounds.get(platform);
      if (ground === undefined && set.platforms.some(({ id }) => id === platform)) {
        ground = groundOf(set, platform);
        grounds.set(platform, ground);
      }
      return ground ?? null;
    },
    readMore: new Set(compiled.rules.filter(({ readsMore }) => readsMore).map(({ key }) => key)),
    evaluate: (input) => evaluate(compiled, input),
    countsFor: (input) => new Set(countersOf(compiled, input, SOMEBODY).map(({ counter }) => counter.name)),
    classesOf: (status) => classesOf(compiled, status),
    explain: (input, key) => explain(compiled, input, { key }),
  };
}

/** What a post counts as is asked here, not for whom: keys are made where they can be hashed (`facts/counted.ts`). */
const SOMEBODY = { author: 'author', textKey: 'text', linkDomains: ['domain'] };

/** Rises when the same set and facts may give another answer. */
const ENGINE_VERSION = '2';

/** Policies may share a counter; it is kept once. */
function distinctCounters(set: PolicySet): Engine['counters'] {
  const all = set.policies.flatMap((policy) => policy.counters.map(storedCounter));
  return [...new Map(all.map((counter) => [counter.name, counter])).values()];
}
