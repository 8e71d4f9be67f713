/** A post as recorded: its content if we still hold it, its copies, its decisions, and how the copies diverge. */
import { z } from 'zod';
import { RuleAnswer, WireDecision } from './decision.ts';
import { WireExemption } from './exemption.ts';
import { At } from './fields.ts';
import { WireObservation } from './observation.ts';
import { Post } from './post.ts';
import { WirePresentation } from './presentation.ts';

export const WireCopy = z.object({
  platform: z.string(),
  id: z.string(),
  revision: z.int(),
  createdAt: At,
  decision: WireDecision,
  presentation: WirePresentation,
  observed: WireObservation.nullable(),
});
export type WireCopy = z.output<typeof WireCopy>;
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
    state: z.enum(['known', 'deleted', 'erased']),
    /** Null when it was erased or its time of keeping ran out. */
    post: Post.nullable(),
    presentation: WirePresentation,
    /** Newest first. */
    decisions: z.array(WireDecision),
    copies: z.array(WireCopy),
    divergence: z.array(WireDivergence),
    /** Newest first. */
    observations: z.array(WireObservation),
    reach: z.object({ at: At, views: z.number(), reposts: z.number() }).nullable(),
  })
  .meta({ id: 'StoredPost' });
export type StoredPost = z.output<typeof StoredPost>;

/** One decision with all that it rests on. `rules` is there when `explain` was asked for and the text is still held. */
export const DecisionDetail = z
  .object({
    decision: WireDecision,
    facts: z.array(
      z.object({
        path: z.string(),
        known: z.boolean(),
        value: z.unknown(),
        source: z.string(),
        version: z.string().nullable(),
      }),
    ),
    copies: z.array(WireCopy),
    divergence: z.array(WireDivergence),
    exemptions: z.array(WireExemption.omit({ uses: true })),
    /** Of a decision on a person: every account that it was made for. */
    accounts: z.array(z.object({ platform: z.string(), id: z.string() })),
    rules: z.array(RuleAnswer).nullable(),
  })
  .meta({ id: 'DecisionDetail' });
export type DecisionDetail = z.output<typeof DecisionDetail>;
export const ExplainQuery = z.strictObject({ explain: z.enum(['why', 'whynot']).optional() });
