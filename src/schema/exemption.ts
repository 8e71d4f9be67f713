/** The register: exemptions as proposed and as recorded. */
import { z } from 'zod';
import { At, OpaqueId, PageQuery, pageOf, Reason, Slug, Time } from './fields.ts';
import { EXEMPTION_KINDS, EXEMPTION_STATES, EXEMPTION_SUBJECT_KINDS } from './words.ts';

const subject = z.strictObject({ kind: z.enum(EXEMPTION_SUBJECT_KINDS), id: OpaqueId });
const effect = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('soften'), from: Slug, to: Slug }),
  z.strictObject({ kind: z.literal('hold'), rung: Slug, hours: z.number().min(0.25).max(24) }),
]);
const balancing = z.strictObject({ publicInterest: Reason, riskOfHarm: Reason, alternatives: Reason });

/** `subject.id` of a post or account is the platform's id; of a person, an office or a class, ours. */
export const ExemptionProposal = z
  .strictObject({
    platform: Slug,
    subject,
    kind: z.enum(EXEMPTION_KINDS),
    policies: z.array(Slug).min(1).max(100),
    effect,
    reason: Reason,
    balancing,
    expiresAt: Time,
    reviewBy: Time,
    published: z.boolean().default(true),
    afterEnd: z
      .strictObject({ keep: z.boolean(), reason: Reason.nullable().default(null) })
      .default({ keep: false, reason: null }),
  })
  .meta({ id: 'ExemptionProposal' });
export type ExemptionProposal = z.output<typeof ExemptionProposal>;

export const WireExemption = z
  .object({
    id: z.string(),
    platform: z.string(),
    subject: z.object({ kind: z.enum(EXEMPTION_SUBJECT_KINDS), id: z.string() }),
    kind: z.enum(EXEMPTION_KINDS),
    policies: z.array(z.string()),
    effect: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('soften'), from: z.string(), to: z.string() }),
      z.object({ kind: z.literal('hold'), rung: z.string(), hours: z.number() }),
    ]),
    reason: z.string(),
    balancing: z.object({ publicInterest: z.string(), riskOfHarm: z.string(), alternatives: z.string() }),
    state: z.enum(EXEMPTION_STATES),
    proposer: z.string(),
    grantor: z.string().nullable(),
    approvals: z.array(z.object({ by: z.string(), at: At })),
    proposedAt: At,
    grantedAt: At.nullable(),
    expiresAt: At,
    reviewBy: At,
    published: z.boolean(),
    afterEnd: z.object({ keep: z.boolean(), reason: z.string().nullable() }),
    endedAt: At.nullable(),
    /** Decisions that used it. */
    uses: z.int(),
  })
  .meta({ id: 'Exemption' });
export type WireExemption = z.output<typeof WireExemption>;

export const ExemptionsQuery = z.strictObject({
  platform: Slug.optional(),
  state: z.enum(EXEMPTION_STATES).optional(),
  policy: Slug.optional(),
  ...PageQuery,
});
export type ExemptionsQuery = z.output<typeof ExemptionsQuery>;
export const ExemptionsPage = pageOf(WireExemption).meta({ id: 'ExemptionsPage' });
/** `as: grantor` grants; `as: approver` is one of the two approvals. */
export const ExemptionApproval = z.strictObject({ as: z.enum(['approver', 'grantor']).default('approver') });
export const ExemptionRevocation = z.strictObject({ reason: Reason });
