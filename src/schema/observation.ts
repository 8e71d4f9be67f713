/** What platforms did, how far posts went, and what became of measures. */
import { z } from 'zod';
import { At, OpaqueId, Slug, Time, WebUrl } from './fields.ts';
import { WireProblem } from './problem.ts';
import { MEASURE_KINDS } from './words.ts';

/** `measures: []`: it was looked at and nothing was seen. */
export const Observation = z
  .strictObject({
    platform: Slug,
    post: OpaqueId,
    measures: z.array(z.enum(MEASURE_KINDS)).max(20),
    seenAt: Time,
    evidenceUrl: WebUrl.nullable().default(null),
  })
  .meta({ id: 'Observation' });
export type Observation = z.output<typeof Observation>;
export const WireObservation = z.object({
  id: z.string(),
  measures: z.array(z.string()),
  seenAt: At,
  evidenceUrl: z.string().nullable(),
});
export type WireObservation = z.output<typeof WireObservation>;

/** Cumulative counts at a time. */
export const Reach = z
  .strictObject({ platform: Slug, post: OpaqueId, at: Time, views: z.int().min(0), reposts: z.int().min(0).default(0) })
  .meta({ id: 'Reach' });
export type Reach = z.output<typeof Reach>;

/** What the platform says of a measure. */
export const Ack = z
  .strictObject({ status: z.enum(['confirmed', 'failed', 'reverted']), at: Time })
  .meta({ id: 'Ack' });
export type Ack = z.output<typeof Ack>;
export const ReachAnswerLine = z
  .union([
    z.object({ line: z.int().min(1), recorded: z.literal(true) }),
    z.object({ line: z.int().min(1), problem: WireProblem }),
  ])
  .meta({ id: 'ReachAnswerLine' });
export type ReachAnswerLine = z.output<typeof ReachAnswerLine>;
