/** Copies of a post compared, and each difference that is new put on the record. One that nothing explains is an alert. */
import { type Comparison, type Copy, compareCopies } from '../decide/compare/divergence.ts';
import { effective } from '../decide/effective.ts';
import type { Ground } from '../decide/ground.ts';
import type { Engine } from '../facts/engine.ts';
import { divergenceKey, type KnownPost, type World } from '../facts/world.ts';
import type { Instant } from '../lib/instant.ts';
import { kindsOf, newestObservation, readObservation, type Seen } from '../platforms/observe.ts';
import type { Journey, Traveller } from './journey.ts';
import { emit } from './plan.ts';

type Made = { readonly engine: Engine; readonly state: string; readonly copy: Copy | null };
const made = new WeakMap<KnownPost, Made>();

/** A post as one side of a comparison; null if its platform is no longer declared. Made once for as long as it stays so. */
function copyOf(engine: Engine, post: KnownPost, now: Instant): Copy | null {
  const state = `${post.revision} ${post.history.length} ${post.observations.length}`;
  const known = made.get(post);
  // What will be seen later than now is rare, and only then does time matter.
  const timeless = post.observations.every(({ seenAt }) => seenAt <= now);
  if (timeless && known?.engine === engine && known.state === state) return known.copy;
  const copy = makeCopy(engine, post, now);
  if (timeless) made.set(post, { engine, state, copy });
  return copy;
}

function makeCopy(engine: Engine, post: KnownPost, now: Instant): Copy | null {
  const ground = engine.ground(post.platform);
  if (ground === null) return null;
  const inEffect = post.history.length === 0 ? null : effective(post.history, post.revision);
  const seen = seenOf(ground, post, now);
  const decisions = new Set(inEffect?.decisions ?? []);
  const acted = post.history.filter(({ id, decision }) => decisions.has(id) && decision.applied.measures.length > 0);
  return {
    post: post.id,
    platform: ground.platform,
    policySet: post.history.at(-1)?.decision.policySet ?? engine.set.hash,
    versions: Object.fromEntries(ground.inForce.map((id) => [id, ground.policies.get(id)?.version ?? ''])),
    readMore: engine.readMore,
    rungs: ground.ladder.rungs.map((rung) => ({ id: rung.id, kinds: kindsOf(rung) })),
    effective: inEffect,
    seen,
    postedAt: post.createdAt,
    actedAt: seen === null ? (acted[0]?.decision.decidedAt ?? null) : seen.measures.length > 0 ? seen.seenAt : null,
  };
}

/** What a platform that decides for itself was last seen to do. */
function seenOf(ground: Ground, post: KnownPost, now: Instant): Seen | null {
  if (ground.platform.mode === 'enforced') return null;
  const newest = newestObservation(post.observations, now);
  return newest === null ? null : readObservation(ground.ladder, newest);
}

/** How two posts differ; null if one of them cannot be compared. */
export function compare(engine: Engine, pair: readonly [KnownPost, KnownPost], now: Instant): Comparison | null {
  const [a, b] = [copyOf(engine, pair[0], now), copyOf(engine, pair[1], now)];
  return a === null || b === null ? null : compareCopies(a, b);
}

export function copiesOf(world: World, post: KnownPost): readonly KnownPost[] {
  return (world.clusters.get(post.cluster) ?? []).filter((copy) => copy.id !== post.id);
}

/** Copies that a new decision is compared with: of a flood of the same words, the newest. */
const COMPARED_MAX = 8;

function nearestCopies(world: World, post: KnownPost): readonly KnownPost[] {
  const cluster = world.clusters.get(post.cluster) ?? [];
  const nearest: KnownPost[] = [];
  for (let i = cluster.length - 1; i >= 0 && nearest.length < COMPARED_MAX; i--) {
    const copy = cluster[i] as KnownPost;
    if (copy.id !== post.id) nearest.push(copy);
  }
  return nearest;
}

/** Compares the post with each of its copies; differences that were found before are not told again. */
export function recordDivergences({ world, engine, plan, now }: Journey, { post }: Pick<Traveller, 'post'>): void {
  for (const other of nearestCopies(world, post)) {
    const [a, b] = other.id < post.id ? [other, post] : [post, other];
    const comparison = compare(engine, [a, b], now);
    if (comparison === null) continue;
    const key = divergenceKey(a.id, b.id);
    const kinds = JSON.stringify(comparison.kinds);
    if (kinds === (world.divergences.get(key) ?? '[]')) continue;
    world.divergences.set(key, kinds);
    emit(plan, { type: 'divergence.found', v: 1, cluster: post.cluster, a: a.id, b: b.id, kinds: comparison.kinds });
  }
}
