/**
 * Merging on a lattice: measures that meet are joined to the stricter, so that the order of findings, and
 * merging twice, change nothing. `merge` is associative, commutative and idempotent (merge.prop.test.ts).
 */
import type { Measure } from '../policy/measure.ts';
import { ACCOUNT_MEASURE_KINDS, INTERACTION_STATES, INTERACTIONS, POST_MEASURE_KINDS } from '../policy/measure.ts';
import type { Outcome, OutcomeMeasure, Share } from './decision.ts';

/** A merged measure that still knows the first policy that asked for it: labels are shown in policy order. */
export type MergedMeasure = OutcomeMeasure & { readonly order: number };
export type Merged = { readonly rung: string; readonly severity: number; readonly measures: readonly MergedMeasure[] };

export const NOTHING: Merged = { rung: 'none', severity: 0, measures: [] };

const KINDS: readonly string[] = [...POST_MEASURE_KINDS, ...ACCOUNT_MEASURE_KINDS];

/** Measures with equal keys are joined into one; the others stand beside each other. */
function keyOf(measure: Measure): string {
  switch (measure.kind) {
    case 'label':
      return JSON.stringify(['label', wordsKey(measure.text), measure.fact, measure.href]);
    case 'notice':
      return JSON.stringify(['notice', wordsKey(measure.text)]);
    case 'terminate':
      return JSON.stringify(['terminate', measure.criteria]);
    default:
      return measure.kind;
  }
}

function wordsKey(words: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(words).sort(([a], [b]) => compare(a, b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function union<T extends string>(a: readonly T[], b: readonly T[]): readonly T[] {
  return [...new Set([...a, ...b])].sort(compare);
}

/** One measure in its normal form: sets sorted, interactions in their order. */
function normal(measure: Measure): Measure {
  switch (measure.kind) {
    case 'label':
    case 'notice':
      return { ...measure, text: Object.fromEntries(wordsKey(measure.text)) };
    default:
      return joinSame(measure, measure);
  }
}

/** The stricter of two measures with the same key. */
function joinSame(a: Measure, b: Measure): Measure {
  if (a.kind === 'interaction_limit' && b.kind === 'interaction_limit') {
    const limits: Partial<Record<(typeof INTERACTIONS)[number], 'prompt' | 'off'>> = {};
    for (const interaction of INTERACTIONS) {
      const states = [a.limits[interaction], b.limits[interaction]];
      const state = INTERACTION_STATES.findLast((s) => states.includes(s as 'prompt' | 'off'));
      if (state === 'prompt' || state === 'off') limits[interaction] = state;
    }
    return { kind: 'interaction_limit', limits };
  }
  if (a.kind === 'demote' && b.kind === 'demote') return { kind: 'demote', surfaces: union(a.surfaces, b.surfaces) };
  if (a.kind === 'geo_withhold' && b.kind === 'geo_withhold')
    return { kind: 'geo_withhold', countries: union(a.countries, b.countries) };
  if (a.kind === 'age_gate' && b.kind === 'age_gate')
    return { kind: 'age_gate', minAgeYears: Math.max(a.minAgeYears, b.minAgeYears) };
  if (a.kind === 'strike' && b.kind === 'strike')
    return {
      kind: 'strike',
      points: Math.max(a.points, b.points),
      expiresDays: Math.max(a.expiresDays, b.expiresDays),
    };
  if (a.kind === 'feature_limit' && b.kind === 'feature_limit')
    return { kind: 'feature_limit', features: union(a.features, b.features), hours: Math.max(a.hours, b.hours) };
  if (a.kind === 'read_only' && b.kind === 'read_only') return { kind: 'read_only', hours: Math.max(a.hours, b.hours) };
  if (a.kind === 'suspend' && b.kind === 'suspend') return { kind: 'suspend', hours: Math.max(a.hours, b.hours) };
  return a;
}

/** Joins two outcomes to the stricter in every respect. */
export function merge(a: Merged, b: Merged): Merged {
  const byKey = new Map<string, MergedMeasure>();
  for (const entry of [...a.measures, ...b.measures]) {
    const key = keyOf(entry.measure);
    const seen = byKey.get(key);
    byKey.set(key, seen === undefined ? entry : joinEntries(seen, entry));
  }
  // Visibility is the maximum: what is removed needs no page in front of it.
  const removed = byKey.has('remove');
  const measures = [...byKey]
    .filter(([, entry]) => !(removed && entry.measure.kind === 'notice'))
    .sort(([ka, ea], [kb, eb]) => rankOf(ea) - rankOf(eb) || ea.order - eb.order || compare(ka, kb))
    .map(([, entry]) => entry);
  const top = a.severity - b.severity || compare(a.rung, b.rung);
  return { rung: top >= 0 ? a.rung : b.rung, severity: Math.max(a.severity, b.severity), measures };
}

function rankOf(entry: MergedMeasure): number {
  return KINDS.indexOf(entry.measure.kind);
}

function joinEntries(a: MergedMeasure, b: MergedMeasure): MergedMeasure {
  return {
    measure: joinSame(a.measure, b.measure),
    findings: union(a.findings, b.findings),
    order: Math.min(a.order, b.order),
  };
}

/** What one share comes to by itself. A share of rung `none` asks for nothing. */
export function mergedOf(share: Share): Merged {
  const rung = share.severity === 0 ? NOTHING : { rung: share.rung, severity: share.severity, measures: [] };
  return share.measures
    .map((measure) => ({
      ...rung,
      measures: [{ measure: normal(measure), findings: [share.finding], order: share.order }],
    }))
    .reduce(merge, rung);
}

/** The outcome of many shares: rung by the most severe, measures by the stricter. */
export function outcomeOf(shares: readonly Share[]): Outcome {
  if (shares.length === 0) return { rung: 'none', measures: [] };
  const merged = shares.map(mergedOf).reduce(merge, NOTHING);
  return {
    rung: merged.rung,
    measures: merged.measures.map(({ measure, findings }) => ({ measure, findings })),
  };
}

/** Whether two outcomes are one and the same, in whatever order their fields were stored. */
export function sameOutcome(a: Outcome, b: Outcome): boolean {
  return JSON.stringify(a, sortKeys) === JSON.stringify(b, sortKeys);
}

function sortKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([x], [y]) => compare(x, y)));
}
