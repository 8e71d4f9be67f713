/**
 * The vocabulary that wire types spell out. The domain owns these words; here they are written again, because the
 * wire imports no station, and the compiler refuses a list that lacks one or has one too many.
 */
import type { DepartureKind, MeasureStatus, Rank, Trigger } from '../decide/decision.ts';
import type { Presentation } from '../enforce/presentation.ts';
import type { ExemptionKind, ExemptionState, ExemptionSubject } from '../exemptions/exemption.ts';
import type { Visibility } from '../ingest/post.ts';
import type { Interaction, InteractionState, MeasureKind, Surface } from '../policy/measure.ts';
import type { PlatformMode } from '../policy/platform.ts';

/** A list of all the words of `T`: no less, no more. */
function all<T extends string>() {
  return <const L extends readonly T[]>(list: [T] extends [L[number]] ? L : never): L => list;
}

export const RANKS = all<Rank>()(['rule', 'reviewer', 'lead', 'council', 'appeal']);
export const TRIGGERS = all<Trigger>()([
  'ingest',
  'edit',
  'fact',
  'policy',
  'exemption',
  'report',
  'verdict',
  'appeal',
  'expiry',
]);
export const DEPARTURE_KINDS = all<DepartureKind>()([
  'exemption',
  'capability',
  'ladder',
  'breaker',
  'hold',
  'degraded',
  'deviation',
  'scope',
  'status_rule',
  'appeal',
]);
export const MEASURE_STATUSES = all<MeasureStatus>()([
  'planned',
  'delivered',
  'confirmed',
  'failed',
  'unavailable',
  'reverted',
]);
export const MEASURE_KINDS = all<MeasureKind>()([
  'label',
  'notice',
  'interaction_limit',
  'demote',
  'geo_withhold',
  'age_gate',
  'ad_exclusion',
  'remove',
  'warn',
  'strike',
  'feature_limit',
  'read_only',
  'suspend',
  'terminate',
  'reinstate',
]);
export const INTERACTIONS = all<Interaction>()(['like', 'reply', 'repost', 'quote', 'share']);
export const INTERACTION_STATES = all<InteractionState>()(['allowed', 'prompt', 'off']);
export const SURFACES = all<Surface>()(['recommendations', 'search', 'trends']);
export const VISIBILITIES = all<Presentation['visibility']>()([
  'shown',
  'behind_notice',
  'withheld',
  'removed',
  'deleted',
]);
export const AUTHOR_STATES = all<Presentation['author']['state']>()([
  'active',
  'limited',
  'read_only',
  'suspended',
  'terminated',
]);
export const AUDIENCES = all<Visibility>()(['public', 'unlisted', 'followers', 'direct']);
export const MODES = all<PlatformMode>()(['enforced', 'advised', 'observed']);
export const EXEMPTION_KINDS = all<ExemptionKind>()([
  'public_interest',
  'newsworthy',
  'secondary_review',
  'statutory',
  'operational',
]);
export const EXEMPTION_SUBJECT_KINDS = all<ExemptionSubject['kind']>()([
  'post',
  'account',
  'person',
  'office',
  'class',
]);
export const EXEMPTION_STATES = all<ExemptionState>()(['proposed', 'approved', 'active', 'expired', 'revoked']);
