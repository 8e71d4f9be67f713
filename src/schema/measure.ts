/** Measures on the wire: one language each, links resolved. */
import { z } from 'zod';
import { Lang } from './fields.ts';
import { INTERACTIONS, MEASURE_STATUSES, SURFACES } from './words.ts';

const finding = z.string().meta({ description: '`policy/rule`' });
const common = { findings: z.array(finding).optional() };
const InteractionLimits = z.partialRecord(z.enum(INTERACTIONS), z.enum(['prompt', 'off']));

export const WireMeasure = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('label'), text: z.string(), lang: Lang, href: z.string().nullable(), ...common }),
    z.object({ kind: z.literal('notice'), text: z.string(), lang: Lang, ...common }),
    z.object({ kind: z.literal('interaction_limit'), limits: InteractionLimits, ...common }),
    z.object({ kind: z.literal('demote'), surfaces: z.array(z.enum(SURFACES)), ...common }),
    z.object({ kind: z.literal('geo_withhold'), countries: z.array(z.string()), ...common }),
    z.object({ kind: z.literal('age_gate'), minAgeYears: z.number(), ...common }),
    z.object({ kind: z.literal('ad_exclusion'), ...common }),
    z.object({ kind: z.literal('remove'), ...common }),
    z.object({ kind: z.literal('warn'), ...common }),
    z.object({ kind: z.literal('strike'), points: z.number(), expiresDays: z.number(), ...common }),
    z.object({ kind: z.literal('feature_limit'), features: z.array(z.string()), hours: z.number(), ...common }),
    z.object({ kind: z.literal('read_only'), hours: z.number(), ...common }),
    z.object({ kind: z.literal('suspend'), hours: z.number(), ...common }),
    z.object({ kind: z.literal('terminate'), criteria: z.string(), ...common }),
    z.object({ kind: z.literal('reinstate'), ...common }),
  ])
  .meta({ id: 'Measure' });
export type WireMeasure = z.output<typeof WireMeasure>;

const MeasureStatus = z.enum(MEASURE_STATUSES);
/** A measure that was decided: `id` is for its acknowledgement. Without a confirmation it is decided, not enforced. */
export const AppliedMeasure = z
  .intersection(WireMeasure, z.object({ id: z.string().nullable(), status: MeasureStatus }))
  .meta({ id: 'AppliedMeasure' });
export type AppliedMeasure = z.output<typeof AppliedMeasure>;
