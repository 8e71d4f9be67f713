/** A post as recorded: its content if we still hold it, its copies, its decisions, and how the copies diverge. */
import { z } from 'zod';
import { At } from './common.ts';
import { WireDecision } from './decision.ts';
import { WireObservation } from './observation.ts';
import { Post } from './post.ts';
import { WirePresentation } from './presentation.ts';

export const WireCopy = z.object({
  platform: z.string(),
  id: z.string(),
  revision: z.int(),
  decision: WireDecision.nullable(),
  presentation: WirePresentation.nullable(),
  observed: WireObservation.nullable(),
});
export const WireDivergence = z
  .object({
    a: z.object({ platform: z.string(), id: z.string() }),
    b: z.object({ platform: z.string(), id: z.string() }),
    kinds: z.array(z.string()),
    sentence: z.string(),
  })
  .meta({ id: 'Divergence' });
export type WireDivergence = z.output<typeof WireDivergence>;

export const StoredPost = z
  .object({
    platform: z.string(),
    id: z.string(),
    revision: z.int(),
    receivedAt: At,
    deletedAt: At.nullable(),
    /** Null when it was erased or its time of keeping ran out. */
    post: Post.nullable(),
    presentation: WirePresentation,
    /** Newest first. */
    decisions: z.array(WireDecision),
    copies: z.array(WireCopy),
    divergence: z.array(WireDivergence),
  })
  .meta({ id: 'StoredPost' });
export type StoredPost = z.output<typeof StoredPost>;
