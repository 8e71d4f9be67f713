/** The evenness table: the same policy, cell by cell, and the posts behind each cell. */
import { z } from 'zod';
import { At, PageQuery, Slug, Time } from './fields.ts';

export const EvennessQuery = z.strictObject({
  policy: Slug.optional(),
  platform: Slug.optional(),
  from: Time.optional(),
  to: Time.optional(),
});
export type EvennessQuery = z.output<typeof EvennessQuery>;

/**
 * `found` counts posts with a finding of the policy; `acted` those with a measure applied, or, on an observed platform, those
 * where one was seen; `given` those where its published policy gives one; `unseen` those nobody looked at; `departed` by kind.
 */
const EvennessCell = z.object({
  policy: z.string(),
  platform: z.string(),
  officeHolder: z.boolean(),
  lang: z.string().nullable(),
  decidedBy: z.enum(['rule', 'person', 'clock']),
  found: z.int(),
  acted: z.int(),
  given: z.int(),
  unseen: z.int(),
  departed: z.record(z.string(), z.int()),
  medianShownMs: z.number().nullable(),
  viewsWhileShown: z.number().nullable(),
  /** Where the decisions on the cell's policy and platform are listed. */
  posts: z.string(),
  /** The posts of the cell. */
  items: z.array(z.object({ platform: z.string(), id: z.string() })),
});
export const Evenness = z.object({ cells: z.array(EvennessCell), at: At }).meta({ id: 'Evenness' });
export type Evenness = z.output<typeof Evenness>;

/** The pull twin of webhooks: events after a ledger position, in commit order. */
export const EventsQuery = z.strictObject({ after: z.coerce.number().int().min(0).default(0), limit: PageQuery.limit });
const WireEvent = z.object({ seq: z.int(), id: z.string(), type: z.string(), at: At, data: z.unknown() });
export const Events = z.object({ items: z.array(WireEvent), next: z.int() }).meta({ id: 'Events' });
export type Events = z.output<typeof Events>;
