/**
 * Effects of a decision as data: what has to be delivered to a platform so that it does what was decided. Planning the
 * same change twice gives nothing the second time; keys let a receiver discard what it has seen.
 */
import type { Decision, Departure, OutcomeMeasure } from '../decide/decision.ts';
import type { Measure } from '../policy/measure.ts';
import type { Platform } from '../policy/platform.ts';

export type Effect = {
  /** Unique for ever: subject, decision, what is done. */
  readonly key: string;
  readonly kind: 'apply' | 'revert' | 'human_step';
  readonly subject: string;
  readonly decision: string;
  readonly measure: Measure | null;
  readonly findings: readonly string[];
  /** For a human step: what to do, and why the platform cannot. */
  readonly reason: string | null;
};

export type PlanInput = {
  readonly platform: Pick<Platform, 'mode'>;
  /** Internal id of the post with its revision, or of the account. */
  readonly subject: string;
  /** Id of the decision that changes the outcome. */
  readonly decision: string;
  readonly before: readonly OutcomeMeasure[];
  readonly after: readonly OutcomeMeasure[];
  readonly departures: readonly Departure[];
};

/** What to deliver so that the platform goes from the measures before to those after. Nothing for an observed one. */
export function planEffects(input: PlanInput): readonly Effect[] {
  const { before, after, subject, decision, departures, platform } = input;
  if (platform.mode === 'observed') return [];
  const had = new Set(before.map(({ measure }) => stableKey(measure)));
  const has = new Set(after.map(({ measure }) => stableKey(measure)));
  const effect = (kind: 'apply' | 'revert', { measure, findings }: OutcomeMeasure): Effect => ({
    key: `${subject}|${decision}|${kind}|${stableKey(measure)}`,
    kind,
    subject,
    decision,
    measure,
    findings,
    reason: null,
  });
  return [
    ...before.filter(({ measure }) => !has.has(stableKey(measure))).map((entry) => effect('revert', entry)),
    ...after.filter(({ measure }) => !had.has(stableKey(measure))).map((entry) => effect('apply', entry)),
    ...humanSteps(input, departures),
  ];
}

/** An account's decision only ever adds: penalties end by their own clocks, and `reinstate` is a measure too. */
export function planAccountEffects(
  input: Pick<PlanInput, 'platform' | 'subject' | 'decision'> & { readonly made: Pick<Decision, 'applied'> },
): readonly Effect[] {
  return planEffects({ ...input, before: [], after: input.made.applied.measures, departures: [] });
}

function humanSteps({ subject, decision }: PlanInput, departures: readonly Departure[]): readonly Effect[] {
  const byKind = Map.groupBy(
    departures.filter((departure) => departure.kind === 'capability'),
    (departure) => departure.from,
  );
  return [...byKind].map(([kind, group]) => ({
    key: `${subject}|${decision}|human_step|${kind}`,
    kind: 'human_step',
    subject,
    decision,
    measure: null,
    findings: group.map((departure) => departure.finding),
    reason: group[0]?.reason ?? null,
  }));
}

/** One text for one measure, in whatever order its fields were stored. */
function stableKey(measure: Measure): string {
  return JSON.stringify(measure, (_key, value: unknown) =>
    value === null || typeof value !== 'object' || Array.isArray(value)
      ? value
      : Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}
