/** What another platform was seen to do, read as a rung of the ladder that it publishes. */
import type { Instant } from '../lib/instant.ts';
import type { Ladder, Rung } from '../policy/ladder.ts';
import type { MeasureKind } from '../policy/measure.ts';

export type Observation = {
  readonly measures: readonly MeasureKind[];
  readonly seenAt: Instant;
};

export type Seen = {
  /** The rung; null: what was seen is no rung of the ladder, nor contains one. */
  readonly rung: string | null;
  /** False: the rung is only the nearest to what was seen. */
  readonly exact: boolean;
  readonly measures: readonly MeasureKind[];
  readonly seenAt: Instant;
};

/** Measures by which people would name what was done, the most telling first. */
const TELLING: readonly MeasureKind[] = [
  'remove',
  'notice',
  'age_gate',
  'geo_withhold',
  'interaction_limit',
  'demote',
  'ad_exclusion',
  'label',
];

/** The measure by which people would name what was done; null: nothing was. */
export function strongest(kinds: readonly MeasureKind[]): MeasureKind | null {
  return TELLING.find((kind) => kinds.includes(kind)) ?? null;
}

/**
 * The rung that best explains what was seen: the one with the same measures; else with the same strongest measure,
 * since a reader cannot see everything that a rung does; else the most severe one whose measures were all seen.
 * Nothing seen is `none`. A rung that lists no measure has the label that its rules add.
 */
export function readObservation(ladder: Ladder, observation: Observation): Seen {
  const { seenAt } = observation;
  const measures = [...new Set(observation.measures)];
  if (measures.length === 0) return { rung: 'none', exact: true, measures, seenAt };
  const exact = ladder.rungs.findLast((rung) => {
    const kinds = kindsOf(rung);
    return kinds.length === measures.length && kinds.every((kind) => measures.includes(kind));
  });
  const alike = ladder.rungs.findLast((rung) => strongest(kindsOf(rung)) === strongest(measures));
  const within = ladder.rungs.findLast((rung) => kindsOf(rung).every((kind) => measures.includes(kind)));
  return { rung: (exact ?? alike ?? within)?.id ?? null, exact: exact !== undefined, measures, seenAt };
}

/** The kinds of measures by which a rung can be recognised. */
export function kindsOf(rung: Rung): readonly MeasureKind[] {
  const kinds = [...new Set(rung.measures.map((measure) => measure.kind))];
  return kinds.length === 0 ? ['label'] : kinds;
}

/** The newest observation at or before `now`; null: nobody has looked. */
export function newestObservation<T extends Observation>(observations: readonly T[], now: Instant): T | null {
  return observations
    .filter(({ seenAt }) => seenAt <= now)
    .reduce<T | null>((best, each) => (best === null || each.seenAt >= best.seenAt ? each : best), null);
}
