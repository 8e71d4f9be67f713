/** Accounts, offices and persons: our own registers. */
import { z } from 'zod';
import { At, DayOrTime, OpaqueId, OwnId, pageOf, Reason, Said, Slug } from './fields.ts';
import { WireMeasure } from './measure.ts';
import { AUTHOR_STATES } from './words.ts';

const WireStrike = z.object({ decision: z.string(), points: z.number(), at: At, expiresAt: At });
const WirePenalty = z.object({ decision: z.string(), measure: WireMeasure, at: At, until: At.nullable() });
const WireStanding = z.object({
  points: z.number(),
  strikes: z.array(WireStrike),
  penalties: z.array(WirePenalty),
});

export const WireOffice = z
  .object({
    id: z.string(),
    title: z.string(),
    jurisdiction: z.string(),
    from: At,
    to: At.nullable(),
    source: z.string(),
    state: z.enum(['claimed', 'confirmed', 'withdrawn']),
    /** Who took the last step; somebody else confirms what it claims. `platform`: a payload. */
    changedBy: z.string(),
  })
  .meta({ id: 'Office' });
export type WireOffice = z.output<typeof WireOffice>;

export const WireAccount = z
  .object({
    platform: z.string(),
    id: z.string(),
    handle: z.string().nullable(),
    createdAt: At.nullable(),
    followers: z.number().nullable(),
    verified: z.boolean().nullable(),
    state: z.enum(AUTHOR_STATES),
    until: At.nullable(),
    offices: z.array(WireOffice),
    person: z.string().nullable(),
    lists: z.array(z.string()),
    standing: z.object({ baseline: WireStanding, applied: WireStanding }),
    /** The next step of the ladder and the points it takes; null when there is none. */
    next: z.object({ atPoints: z.number(), pointsLeft: z.number(), measure: WireMeasure }).nullable(),
  })
  .meta({ id: 'Account' });
export type WireAccount = z.output<typeof WireAccount>;

/**
 * Without `id` it claims a new office. With `id` it is one step: `claimed` amends it, which somebody else has to confirm;
 * `confirmed` and `withdrawn` take it as it stands.
 */
export const OfficeChange = z
  .strictObject({
    id: OwnId.nullable().default(null),
    title: Said(200),
    jurisdiction: z.string().trim().min(1).max(64),
    from: DayOrTime,
    to: DayOrTime.nullable().default(null),
    source: Said(2_000),
    state: z.enum(['claimed', 'confirmed', 'withdrawn']).default('claimed'),
  })
  .meta({ id: 'OfficeChange' });
export type OfficeChange = z.output<typeof OfficeChange>;

export const WirePerson = z
  .object({
    id: z.string(),
    name: z.string(),
    source: z.string(),
    /** Only a confirmed person links its accounts. */
    state: z.enum(['claimed', 'confirmed', 'withdrawn']),
    /** Who took the last step; somebody else confirms what it claims. */
    changedBy: z.string(),
    accounts: z.array(z.object({ platform: z.string(), id: z.string() })),
  })
  .meta({ id: 'Person' });
export type WirePerson = z.output<typeof WirePerson>;

/** How an office or a person came to be what it is, oldest first; texts are null once they are erased. */
export const RegisterHistory = z
  .object({
    items: z.array(
      z.object({
        n: z.int(),
        at: At,
        by: z.string(),
        state: z.enum(['claimed', 'confirmed', 'withdrawn']),
        title: z.string().nullable(),
        jurisdiction: z.string().nullable(),
        source: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'RegisterHistory' });
export const PersonsPage = pageOf(WirePerson).meta({ id: 'PersonsPage' });
export const OfficeClaims = pageOf(
  z.object({ platform: z.string(), id: z.string(), office: z.string(), title: z.string() }),
).meta({ id: 'OfficeClaims' });

/**
 * As for offices: without `id` it claims a new person. With `id` it is one step: `claimed` changes it, which somebody else
 * has to confirm; `confirmed` and `withdrawn` take it as it stands, with its accounts or without naming them.
 */
export const PersonChange = z
  .strictObject({
    id: OwnId.nullable().default(null),
    name: Said(200),
    source: Reason,
    accounts: z
      .array(z.strictObject({ platform: Slug, id: OpaqueId }))
      .max(1_000)
      .default([]),
    state: z.enum(['claimed', 'confirmed', 'withdrawn']).default('claimed'),
  })
  .meta({ id: 'PersonChange' });
export type PersonChange = z.output<typeof PersonChange>;
