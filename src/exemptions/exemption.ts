/** Exemptions: recorded, reasoned, approved, expiring permissions to soften or hold. */
import type { Instant } from '../lib/instant.ts';

export const EXEMPTION_SUBJECT_KINDS = ['post', 'account', 'person', 'office', 'class'] as const;
/** Most specific first. */
export type ExemptionSubject = { readonly kind: (typeof EXEMPTION_SUBJECT_KINDS)[number]; readonly id: string };
const EXEMPTION_KINDS = ['public_interest', 'newsworthy', 'secondary_review', 'statutory', 'operational'] as const;
export type ExemptionKind = (typeof EXEMPTION_KINDS)[number];

export type ExemptionEffect =
  | { readonly kind: 'soften'; readonly from: string; readonly to: string }
  | { readonly kind: 'hold'; readonly rung: string; readonly hours: number };

export type ExemptionState = 'proposed' | 'approved' | 'active' | 'expired' | 'revoked';

/** A principal: `user:ID`, `key:ID` or `system:NAME`. */
export type Principal = string;

/**
 * Whom a principal stands for. A key stands for its holder, so that nobody becomes two by making keys: wherever a step
 * needs somebody else, holders are compared.
 */
export type HolderOf = (principal: Principal) => Principal;

export type Exemption = {
  readonly id: string;
  readonly platform: string;
  readonly subject: ExemptionSubject;
  readonly kind: ExemptionKind;
  readonly policies: readonly string[];
  readonly effect: ExemptionEffect;
  readonly reason: string;
  readonly balancing: { readonly publicInterest: string; readonly riskOfHarm: string; readonly alternatives: string };
  readonly state: ExemptionState;
  readonly proposer: Principal;
  readonly grantor: Principal | null;
  readonly approvals: readonly { readonly by: Principal; readonly at: Instant }[];
  readonly proposedAt: Instant;
  readonly grantedAt: Instant | null;
  readonly expiresAt: Instant;
  readonly reviewBy: Instant;
  readonly published: boolean;
  readonly afterEnd: { readonly keep: boolean; readonly reason: string | null };
  readonly endedAt: Instant | null;
};
