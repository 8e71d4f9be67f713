/** What a reader's client must show of a post. Public: never any post text. */
import { z } from 'zod';
import { At, Country, Lang, OpaqueId, Slug } from './fields.ts';
import { PRESENTATIONS_MAX } from './limits.ts';
import { AUTHOR_STATES, INTERACTION_STATES, VISIBILITIES } from './words.ts';

const direction = z.enum(['ltr', 'rtl']);
const interaction = z.enum(INTERACTION_STATES);

export const WirePresentation = z
  .object({
    visibility: z.enum(VISIBILITIES),
    labels: z.array(
      z.object({
        text: z.string(),
        href: z.string().nullable(),
        kind: z.literal('context'),
        policy: z.string(),
        decision: z.string(),
        lang: z.string(),
        dir: direction,
      }),
    ),
    notice: z
      .object({
        text: z.string(),
        policies: z.array(z.string()),
        decision: z.string(),
        lang: z.string(),
        dir: direction,
      })
      .nullable(),
    interactions: z.object({
      like: interaction,
      reply: interaction,
      repost: interaction,
      quote: interaction,
      share: interaction,
    }),
    surfaces: z.object({ recommendations: z.boolean(), search: z.boolean(), trends: z.boolean() }),
    ageGateYears: z.number().nullable(),
    withheldIn: z.array(z.string()),
    adExclusion: z.boolean(),
    author: z.object({
      state: z.enum(AUTHOR_STATES),
      until: At.nullable(),
      features: z.array(z.string()),
    }),
    decisions: z.array(z.string()),
    appeal: z.null(),
  })
  .meta({ id: 'Presentation' });
export type WirePresentation = z.output<typeof WirePresentation>;

export const PresentationsRequest = z
  .strictObject({
    platform: Slug,
    posts: z.array(OpaqueId).min(1).max(PRESENTATIONS_MAX),
    country: Country.optional(),
    lang: Lang.optional(),
  })
  .meta({ id: 'PresentationsRequest' });
export type PresentationsRequest = z.output<typeof PresentationsRequest>;

/** For few posts: `?platform=chirp&post=1&post=2`. */
export const PresentationsQuery = z.strictObject({
  platform: Slug,
  post: z.union([OpaqueId.transform((one) => [one]), z.array(OpaqueId).min(1).max(50)]),
  country: Country.optional(),
  lang: Lang.optional(),
});

export const Presentations = z
  .object({
    items: z.array(
      z.object({
        post: z.string(),
        state: z.enum(['known', 'unknown', 'deleted']),
        presentation: WirePresentation.nullable(),
      }),
    ),
    /** Ask again then at the latest. */
    validUntil: At,
  })
  .meta({ id: 'Presentations' });
export type Presentations = z.output<typeof Presentations>;
