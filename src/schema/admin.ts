/** Policy sets and keys, for operators. */
import { z } from 'zod';
import { At, OpaqueId, OwnId, PolicySetHash, Reason, Slug } from './fields.ts';
import { PolicyProblem } from './problem.ts';

/** `decide` is for reviewers; a key that decides at a higher rank has that rank's scope too. */
export const SCOPES = [
  'ingest',
  'read',
  'decide',
  'decide:lead',
  'decide:council',
  'decide:appeal',
  'register',
  'observe',
  'policies',
  'admin',
] as const;
export type Scope = (typeof SCOPES)[number];

export const WirePolicySet = z
  .object({
    hash: z.string(),
    active: z.boolean(),
    publishedAt: At,
    publishedBy: z.string(),
    /** Given since it was published or last in force, and how many are asked for. */
    approvals: z.array(z.object({ by: z.string(), at: At })),
    approvalsNeeded: z.int(),
    policies: z.array(z.object({ id: z.string(), version: z.string(), title: z.string() })),
  })
  .meta({ id: 'PolicySetSummary' });
export type WirePolicySet = z.output<typeof WirePolicySet>;
export const PolicySets = z.object({ items: z.array(WirePolicySet) }).meta({ id: 'PolicySets' });

/** All files of a policy folder, by path. */
export const PublishRequest = z
  .strictObject({ files: z.record(z.string().min(1).max(200), z.string()), activate: z.boolean().default(false) })
  .meta({ id: 'PublishRequest' });
export const PublishAnswer = z
  .object({ hash: z.string(), changed: z.boolean(), activated: z.boolean(), problems: z.array(PolicyProblem) })
  .meta({ id: 'PublishAnswer' });
export const ActivateRequest = z.strictObject({ hash: PolicySetHash }).meta({ id: 'ActivateRequest' });

export const KeyRequest = z
  .strictObject({
    name: Reason,
    scopes: z.array(z.enum(SCOPES)).min(1),
    /** Null: every platform. */
    platforms: z.array(Slug).min(1).nullable().default(null),
    /** Null: it is its maker's own. `new`, or a holder of other keys: given to somebody else, by whoever runs the server. */
    holder: OwnId.nullable().default(null),
  })
  .meta({ id: 'KeyRequest' });
export const WireKey = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    platforms: z.array(z.string()).nullable(),
    createdAt: At,
    createdBy: z.string(),
    /** Whom it stands for: wherever a step needs somebody else, a key is its holder. */
    holder: z.string(),
    revokedAt: At.nullable(),
  })
  .meta({ id: 'Key' });
export type WireKey = z.output<typeof WireKey>;
/** The only time that the secret is shown. */
export const NewKey = WireKey.extend({ secret: z.string() }).meta({ id: 'NewKey' });

export const ErasureRequest = z
  .strictObject({
    kind: z.enum(['post', 'account']),
    platform: Slug,
    id: OpaqueId,
    reason: z.enum(['request', 'law']).default('request'),
  })
  .meta({ id: 'ErasureRequest' });
const reapplied = {
  posts: z.int(),
  changed: z.int(),
  /** On which nothing had been found before. */
  plain: z.int(),
  /** Their content has left the vault: nobody can judge them again. */
  erased: z.int(),
  /** Some rules could not be decided on them: what those read was not recorded. */
  unknown: z.int(),
};
/** `changed` counts all whose outcome would differ; `flips` are the first thousand. */
export const ReapplyPreview = z
  .object({
    ...reapplied,
    flips: z.array(z.object({ platform: z.string(), id: z.string(), from: z.string(), to: z.string() })),
  })
  .meta({ id: 'ReapplyPreview' });
export const ReapplyAnswer = z.object(reapplied).meta({ id: 'ReapplyAnswer' });
export const Status = z
  .object({
    demo: z.boolean(),
    canLeaveDemo: z.boolean(),
    policySet: z.string().nullable(),
    position: z.int(),
    alerts: z.array(z.string()),
  })
  .meta({ id: 'Status' });
