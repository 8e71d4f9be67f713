/**
 * The journey without a store: one world in memory, filled by the posts themselves. Trying a post, evaluating a file and
 * judging the demo again go this way, through the same functions as posts that are recorded.
 */
import { hash } from 'node:crypto';
import type { Engine } from '../facts/engine.ts';
import { emptyWorld, type World } from '../facts/world.ts';
import type { IncomingPost } from '../ingest/post.ts';
import type { Instant } from '../lib/instant.ts';
import { judgePost } from '../pipeline.ts';
import type { PostAnswer } from '../publish/views.ts';
import type { KeyedHashes } from '../store/store.ts';
import type { Journey } from './journey.ts';
import { createPlan, type Plan, type Source } from './plan.ts';
import { prepare } from './posts.ts';
import type { Answer } from './refusal.ts';

/** Nothing leaves this process, so the keys need no secret: they only have to be short. */
const short = (text: string): string => hash('sha256', text, 'base64url');
export const PLAIN_KEYS: KeyedHashes = {
  external: (kind, platform, id) => `${kind}\n${platform}\n${id}`,
  text: (kind, text) => (text.length < 64 ? `${kind}\n${text}` : `${kind}\n${short(text)}`),
};

/** Ids that are the same in every run, and nothing sealed. */
export function plainSource(prefix: string, start = 0): Source & { count(): number } {
  let n = start;
  return {
    newId: () => `${prefix}${++n}`,
    seal: (content) => ({ ref: { vault: '', commitment: '' }, row: { id: '', salt: '', content: '', value: content } }),
    count: () => n,
  };
}

export type Memory = {
  readonly world: World;
  /** Judges one post as received at `now`. The plan is what would have been written. */
  take(post: IncomingPost, now: Instant): { readonly answer: Answer<PostAnswer>; readonly plan: Plan };
};

export function createMemory(
  engine: Engine,
  options: { readonly world?: World; readonly source?: Source; readonly breakersAct?: boolean } = {},
): Memory {
  const world = options.world ?? emptyWorld();
  const source = options.source ?? plainSource('n');
  return {
    world,
    take(post, now) {
      const plan = createPlan(source, now, engine.set.hash);
      const journey: Journey = { engine, world, plan, now, breakersAct: options.breakersAct ?? false };
      return { answer: judgePost(journey, prepare(PLAIN_KEYS, engine, post)), plan };
    },
  };
}
