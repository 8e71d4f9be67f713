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

/** A post as one side of a comparison; null if its platform is no longer declared. */
export function copyOf(engine: Engine, post: KnownPost, now: Instant): Copy | null {
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

/** Compares the post with each of its copies; differences that were found before are not told again. */
export function recordDivergences({ world, engine, plan, now }: Journey, { post }: Pick<Traveller, 'post'>): void {
  for (const other of copiesOf(world, post)) {
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
