/** Words for what was done to a post, and how heavily it weighs on the page's scale. */
import type { WireMeasure } from '../../../src/schema/measure.ts';
import type { WirePresentation } from '../../../src/schema/presentation.ts';

const RUNGS: Readonly<Record<string, string>> = {
  none: 'untouched',
  context: 'context beside it',
  notice: 'behind a notice',
  'public-interest-notice': 'behind a notice',
  limited: 'limited',
  removed: 'removed',
};

/** A rung in words; ladders may name rungs that we have no words for. */
export const rungWords = (rung: string): string => RUNGS[rung] ?? rung.replaceAll(/[-_]/g, ' ');

/** A measure kind in words, as `interaction limit`. */
export const measureWords = (kind: string): string => kind.replaceAll('_', ' ');

/** 0 nothing, 1 words beside the post, 2 hidden behind a notice or limited, 3 gone. For drawing only. */
export function weightOf(presentation: WirePresentation): number {
  if (presentation.visibility === 'behind_notice') return 2;
  if (presentation.visibility !== 'shown') return 3;
  const limited = Object.values(presentation.interactions).includes('off');
  return limited ? 2 : presentation.labels.length > 0 ? 1 : 0;
}

/** What a reader sees of it, in two or three words. */
export function seenWords(presentation: WirePresentation): string {
  switch (presentation.visibility) {
    case 'removed':
      return 'removed';
    case 'deleted':
      return 'deleted by its author';
    case 'withheld':
      return 'withheld';
    case 'behind_notice':
      return 'behind a notice';
    case 'shown':
      return presentation.labels.length > 0 ? 'context beside it' : 'untouched';
  }
}

const listed = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** What a measure does, in its own terms; empty where its kind says it all. */
export function measureDetail(measure: WireMeasure): string {
  switch (measure.kind) {
    case 'label':
    case 'notice':
      return `“${measure.text.replaceAll('“', '‘').replaceAll('”', '’')}”`;
    case 'interaction_limit':
      return listed.format(Object.entries(measure.limits).map(([verb, state]) => `${verb} ${state}`));
    case 'demote':
      return `not in ${listed.format(measure.surfaces)}`;
    case 'geo_withhold':
      return listed.format(measure.countries);
    case 'age_gate':
      return `from ${measure.minAgeYears} years`;
    case 'strike':
      return `${measure.points} for ${measure.expiresDays} days`;
    case 'feature_limit':
      return `${listed.format(measure.features)}, ${measure.hours} h`;
    case 'read_only':
    case 'suspend':
      return `${measure.hours} h`;
    case 'terminate':
      return `until: ${measure.criteria}`;
    default:
      return '';
  }
}
