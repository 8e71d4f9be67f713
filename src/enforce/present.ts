/** What readers are shown: a pure function of the effective outcome, the author's penalties and deletion. */
import { activePenalties, type Penalty } from '../accounts/standing.ts';
import type { OutcomeMeasure } from '../decide/decision.ts';
import type { Effective } from '../decide/effective.ts';
import type { Instant } from '../lib/instant.ts';
import {
  INTERACTIONS,
  type Interaction,
  type InteractionState,
  type PostMeasure,
  SURFACES,
  type Surface,
} from '../policy/measure.ts';
import { dirOf, pickWords } from '../texts/languages.ts';
import type { Presentation, PresentedLabel } from './presentation.ts';

export type PresentInput = {
  /** Null: nothing was decided on the post. */
  readonly effective: Pick<Effective, 'applied' | 'shares' | 'decisions'> | null;
  /** The author's penalties as applied. */
  readonly penalties: readonly Penalty[];
  /** The author deleted the post. */
  readonly deleted: boolean;
  readonly now: Instant;
  /** BCP 47; null: English, else the first language there is. */
  readonly lang: string | null;
  /** Where the reader is, upper case; null: not known, so nothing is withheld by country, only listed. */
  readonly country: string | null;
};

/** The presentation of a post for one reader. */
export function present(input: PresentInput): Presentation {
  const measures = input.effective?.applied.measures ?? [];
  const author = authorState(input.penalties, input.now);
  const withheldIn = oneOf(measures, 'geo_withhold')?.countries ?? [];
  const visibility = visibilityOf(input, author.state, withheldIn);
  const isGone = visibility !== 'shown' && visibility !== 'behind_notice';
  return {
    visibility,
    labels: isGone ? [] : labelsOf(input, measures),
    notice: visibility === 'behind_notice' ? noticeOf(input, measures) : null,
    interactions: interactionsOf(measures, isGone),
    surfaces: surfacesOf(measures, isGone),
    ageGateYears: oneOf(measures, 'age_gate')?.minAgeYears ?? null,
    withheldIn,
    adExclusion: isGone || oneOf(measures, 'ad_exclusion') !== null,
    author,
    decisions: input.effective?.decisions ?? [],
    appeal: null,
  };
}

type Of<K extends PostMeasure['kind']> = Extract<PostMeasure, { kind: K }>;

function oneOf<K extends PostMeasure['kind']>(measures: readonly OutcomeMeasure[], kind: K): Of<K> | null {
  return (measures.find(({ measure }) => measure.kind === kind)?.measure as Of<K> | undefined) ?? null;
}

/** The strongest reason not to show it, first. */
function visibilityOf(
  { effective, deleted, country }: PresentInput,
  state: Presentation['author']['state'],
  withheldIn: readonly string[],
): Presentation['visibility'] {
  const measures = effective?.applied.measures ?? [];
  if (deleted) return 'deleted';
  if (oneOf(measures, 'remove') !== null) return 'removed';
  if (state === 'suspended' || state === 'terminated') return 'withheld';
  if (country !== null && withheldIn.includes(country)) return 'withheld';
  return oneOf(measures, 'notice') === null ? 'shown' : 'behind_notice';
}

/** The decision that a merged measure comes from: that of the first of its findings. */
function decisionOf({ effective }: PresentInput, entry: OutcomeMeasure): { policy: string; decision: string } {
  const share = effective?.shares.applied.find((s) => entry.findings.includes(s.finding));
  return { policy: share?.policy ?? '', decision: share?.decision ?? '' };
}

function labelsOf(input: PresentInput, measures: readonly OutcomeMeasure[]): readonly PresentedLabel[] {
  return measures.flatMap((entry) => {
    if (entry.measure.kind !== 'label') return [];
    const { fact, href, text } = entry.measure;
    const words = pickWords(text, input.lang);
    return [
      {
        ...words,
        href: fact === null ? href : `/f/${encodeURIComponent(fact)}`,
        kind: 'context' as const,
        ...decisionOf(input, entry),
        dir: dirOf(words.lang),
      },
    ];
  });
}

/** One page stands in front, the first in policy order; it names every policy that asked for one. */
function noticeOf(input: PresentInput, measures: readonly OutcomeMeasure[]): Presentation['notice'] {
  const notices = measures.filter(({ measure }) => measure.kind === 'notice');
  const first = notices[0];
  if (first?.measure.kind !== 'notice') return null;
  const words = pickWords(first.measure.text, input.lang);
  const findings = new Set(notices.flatMap((entry) => entry.findings));
  const asked = input.effective?.shares.applied.filter((share) => findings.has(share.finding)) ?? [];
  return {
    ...words,
    policies: [...new Set(asked.map((share) => share.policy))],
    decision: decisionOf(input, first).decision,
    dir: dirOf(words.lang),
  };
}

function interactionsOf(
  measures: readonly OutcomeMeasure[],
  isGone: boolean,
): Readonly<Record<Interaction, InteractionState>> {
  const limits = oneOf(measures, 'interaction_limit')?.limits ?? {};
  const state = (each: Interaction): InteractionState => (isGone ? 'off' : (limits[each] ?? 'allowed'));
  return Object.fromEntries(INTERACTIONS.map((each) => [each, state(each)])) as Record<Interaction, InteractionState>;
}

function surfacesOf(measures: readonly OutcomeMeasure[], isGone: boolean): Readonly<Record<Surface, boolean>> {
  const demoted = oneOf(measures, 'demote')?.surfaces ?? [];
  const entries = SURFACES.map((surface) => [surface, !isGone && !demoted.includes(surface)]);
  return Object.fromEntries(entries) as Record<Surface, boolean>;
}

const STATES = ['active', 'limited', 'read_only', 'suspended', 'terminated'] as const;
const STATE_OF: Readonly<Partial<Record<Penalty['measure']['kind'], (typeof STATES)[number]>>> = {
  feature_limit: 'limited',
  read_only: 'read_only',
  suspend: 'suspended',
  terminate: 'terminated',
};

/** The author's state by the strictest penalty that runs; `until` is when that state ends, null: not by itself. */
export function authorState(penalties: readonly Penalty[], now: Instant): Presentation['author'] {
  const running = activePenalties({ penalties }, now);
  const rank = (penalty: Penalty): number => STATES.indexOf(STATE_OF[penalty.measure.kind] ?? 'active');
  const worst = Math.max(0, ...running.map(rank));
  const ends = running.filter((penalty) => worst > 0 && rank(penalty) === worst).map((penalty) => penalty.until);
  const features = running.flatMap(({ measure }) => (measure.kind === 'feature_limit' ? measure.features : []));
  return {
    state: STATES[worst] ?? 'active',
    until: ends.includes(null) ? null : (ends.toSorted().at(-1) ?? null),
    features: [...new Set(features)].sort(),
  };
}
