/**
 * Measures: what can be done to a post or an account. A rung is a named bundle of them.
 * Each kind carries only its own parameters; where measures of several findings meet, `decide/merge.ts`
 * joins them to the stricter.
 */

/** Words in one or more languages, keyed by BCP 47 language tag, at least one entry. */
export type Words = Readonly<Record<string, string>>;

export const INTERACTIONS = ['like', 'reply', 'repost', 'quote', 'share'] as const;
export type Interaction = (typeof INTERACTIONS)[number];

/** `prompt`: the reader is asked to confirm first. Order is strictness. */
export const INTERACTION_STATES = ['allowed', 'prompt', 'off'] as const;
export type InteractionState = (typeof INTERACTION_STATES)[number];

export const SURFACES = ['recommendations', 'search', 'trends'] as const;
export type Surface = (typeof SURFACES)[number];

export type PostMeasure =
  /** Text beside the post. `fact` names a fact page; `href` is used when there is none. */
  | { readonly kind: 'label'; readonly text: Words; readonly fact: string | null; readonly href: string | null }
  /** The page in front of a hidden post, opened by the reader. */
  | { readonly kind: 'notice'; readonly text: Words }
  | { readonly kind: 'interaction_limit'; readonly limits: Readonly<Partial<Record<Interaction, 'prompt' | 'off'>>> }
  | { readonly kind: 'demote'; readonly surfaces: readonly Surface[] }
  /** ISO 3166-1 alpha-2, upper case. */
  | { readonly kind: 'geo_withhold'; readonly countries: readonly string[] }
  | { readonly kind: 'age_gate'; readonly minAgeYears: number }
  | { readonly kind: 'ad_exclusion' }
  | { readonly kind: 'remove' };

export type AccountMeasure =
  | { readonly kind: 'warn' }
  | { readonly kind: 'strike'; readonly points: number; readonly expiresDays: number }
  | { readonly kind: 'feature_limit'; readonly features: readonly string[]; readonly hours: number }
  | { readonly kind: 'read_only'; readonly hours: number }
  | { readonly kind: 'suspend'; readonly hours: number }
  /** Open-ended, so criteria for reinstatement are required. */
  | { readonly kind: 'terminate'; readonly criteria: string }
  | { readonly kind: 'reinstate' };

export type Measure = PostMeasure | AccountMeasure;
export type MeasureKind = Measure['kind'];

export const POST_MEASURE_KINDS = [
  'label',
  'notice',
  'interaction_limit',
  'demote',
  'geo_withhold',
  'age_gate',
  'ad_exclusion',
  'remove',
] as const satisfies readonly PostMeasure['kind'][];
export const ACCOUNT_MEASURE_KINDS = [
  'warn',
  'strike',
  'feature_limit',
  'read_only',
  'suspend',
  'terminate',
  'reinstate',
] as const satisfies readonly AccountMeasure['kind'][];
