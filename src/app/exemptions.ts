/** The register of exemptions: proposed, twice approved, ended; and what ends with them. */
import type { ExemptionEffect, ExemptionKind, ExemptionSubject } from '../exemptions/exemption.ts';

export type ExemptionProposal = {
  readonly platform: string;
  /** `post` and `account`: the platform's own id; `person`, `office`: ours; `class`: an id of `classes.yaml`. */
  readonly subject: ExemptionSubject;
  readonly kind: ExemptionKind;
  readonly policies: readonly string[];
  readonly effect: ExemptionEffect;
  readonly reason: string;
  readonly balancing: { readonly publicInterest: string; readonly riskOfHarm: string; readonly alternatives: string };
  /** Who grants it once two others approved; neither proposer nor grantor may approve. */
  readonly grantor: string;
  readonly expiresAt: string;
  readonly reviewBy?: string | undefined;
  readonly published: boolean;
  readonly afterEnd?: { readonly keep: boolean; readonly reason: string | null } | undefined;
};
