/** Measures as wire objects: one language each, links resolved. */

import type { OutcomeMeasure } from '../decide/decision.ts';
import type { Measure, Words } from '../policy/measure.ts';
import type { AppliedMeasure, WireMeasure } from '../schema/measure.ts';
import type { MeasureView } from './views.ts';

/** How to write for one reader: `lang` asked for, and what addresses of ours begin with (empty: they stay relative). */
export type Writing = { readonly lang: string | null; readonly base: string };
export const PLAIN_WRITING: Writing = { lang: null, base: '' };

/** The words in the language asked for, else in its primary language, else English, else the first there is. */
function pickWords(words: Words, lang: string | null): { readonly text: string; readonly lang: string } {
  const tags = Object.keys(words);
  const wanted = lang?.toLowerCase() ?? 'en';
  const primary = wanted.split('-')[0];
  const tag =
    tags.find((each) => each.toLowerCase() === wanted) ??
    tags.find((each) => each.toLowerCase().split('-')[0] === primary) ??
    tags.find((each) => each === 'en') ??
    tags[0];
  return tag === undefined ? { text: '', lang: 'en' } : { text: words[tag] ?? '', lang: tag };
}

/** Addresses of ours become absolute where a base is known; others stay as they are. */
export function addressOf(href: string | null, base: string): string | null {
  return href?.startsWith('/') && !href.startsWith('//') ? `${base}${href}` : href;
}

export function presentMeasure(measure: Measure, writing: Writing): WireMeasure {
  switch (measure.kind) {
    case 'label': {
      const href = measure.fact === null ? measure.href : `/f/${encodeURIComponent(measure.fact)}`;
      return { kind: 'label', ...pickWords(measure.text, writing.lang), href: addressOf(href, writing.base) };
    }
    case 'notice':
      return { kind: 'notice', ...pickWords(measure.text, writing.lang) };
    case 'interaction_limit':
      return { kind: measure.kind, limits: { ...measure.limits } };
    case 'demote':
      return { kind: measure.kind, surfaces: [...measure.surfaces] };
    case 'geo_withhold':
      return { kind: measure.kind, countries: [...measure.countries] };
    case 'feature_limit':
      return { kind: measure.kind, features: [...measure.features], hours: measure.hours };
    default:
      return { ...measure };
  }
}

export function presentOutcomeMeasure(of: OutcomeMeasure, writing: Writing): WireMeasure {
  return { ...presentMeasure(of.measure, writing), findings: [...of.findings] };
}

export function presentAppliedMeasure(view: MeasureView, writing: Writing): AppliedMeasure {
  return { ...presentOutcomeMeasure(view, writing), id: view.id, status: view.status };
}
