/** Decisions on the wire: what was found, what follows for an ordinary account, what was applied, and why they differ. */
import { z } from 'zod';
import { At, OpaqueId, OwnId, PageQuery, pageOf, Reason, Slug } from './fields.ts';
import { AppliedMeasure, WireMeasure } from './measure.ts';
import { DEPARTURE_KINDS, RANKS, TRIGGERS } from './words.ts';

/** UTF-16 units of the text as received, half-open, whole graphemes. */
const WireSpan = z.object({ start: z.int().min(0), end: z.int().min(0), clause: z.string() });
export const WireFinding = z
  .object({
    policy: z.string(),
    version: z.string(),
    rule: z.string(),
    rung: z.string(),
    explain: z.string(),
    exemptible: z.boolean(),
    spans: z.array(WireSpan),
  })
  .meta({ id: 'Finding' });
export type WireFinding = z.output<typeof WireFinding>;

const WireUnknown = z.object({
  policy: z.string(),
  rule: z.string(),
  inputs: z.array(z.string()),
  failed: z.string().nullable(),
});

export const WireDeparture = z
  .object({
    kind: z.enum(DEPARTURE_KINDS),
    finding: z.string().nullable(),
    from: z.string(),
    to: z.string(),
    ref: z.string(),
    reason: z.string(),
    until: At.nullable(),
  })
  .meta({ id: 'Departure' });
export type WireDeparture = z.output<typeof WireDeparture>;

const WireSubject = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('post'), platform: z.string(), id: z.string(), revision: z.int() }),
  z.object({ kind: z.literal('account'), platform: z.string(), id: z.string() }),
]);

export const WireDecision = z
  .object({
    id: z.string(),
    subject: WireSubject,
    trigger: z.enum(TRIGGERS),
    decidedBy: z.object({ kind: z.enum(['rule', 'person', 'clock']), rank: z.enum(RANKS) }),
    decidedAt: At,
    policySet: z.string(),
    degraded: z.boolean(),
    policies: z.array(z.string()),
    findings: z.array(WireFinding),
    shadow: z.array(WireFinding),
    unknown: z.array(WireUnknown),
    baseline: z.object({ rung: z.string(), measures: z.array(WireMeasure) }),
    applied: z.object({ rung: z.string(), measures: z.array(AppliedMeasure) }),
    departures: z.array(WireDeparture),
    unused: z.array(z.object({ exemption: z.string(), finding: z.string(), reason: z.string() })),
    supersedes: z.array(z.string()),
    supersededBy: z.string().nullable(),
    /** Still (part of) the effective outcome of its subject. */
    effective: z.boolean(),
    causedBy: z.string().nullable(),
    /** Of a decision on an account that was made on a person, with all other accounts: the person. */
    person: z.string().nullable(),
    reason: z.string(),
    automation: z.object({ detection: z.boolean(), decision: z.enum(['full', 'partial', 'none']) }),
  })
  .meta({ id: 'Decision' });
export type WireDecision = z.output<typeof WireDecision>;

/** `why`: the clauses of each finding and what made them hold; `whynot`: for each rule that did not hold, what was missing. */
export const RuleAnswer = z.object({
  policy: z.string(),
  rule: z.string(),
  mode: z.enum(['off', 'shadow', 'live']),
  held: z.enum(['true', 'false', 'unknown', 'failed', 'off']),
  clauses: z.array(
    z.object({
      text: z.string(),
      held: z.enum(['true', 'false', 'unknown', 'failed']),
      spans: z.array(z.object({ start: z.int(), end: z.int() })),
      inputs: z.array(z.string()),
    }),
  ),
});

export type RuleAnswer = z.output<typeof RuleAnswer>;

export const DecisionsQuery = z.strictObject({
  policy: Slug.optional(),
  platform: Slug.optional(),
  author: OpaqueId.optional(),
  rung: Slug.optional(),
  departure: z.enum(DEPARTURE_KINDS).optional(),
  after: z.coerce.number().int().min(0).optional().meta({ description: 'ledger position; only later decisions' }),
  ...PageQuery,
});
export type DecisionsQuery = z.output<typeof DecisionsQuery>;
export const DecisionsPage = pageOf(WireDecision).meta({ id: 'DecisionsPage' });

/** A `person` by our own id: rank lead or above, and a decision for each account. */
const VerdictSubject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('post'), platform: Slug, id: OpaqueId, revision: z.int().min(1).optional() }),
  z.strictObject({ kind: z.literal('account'), platform: Slug, id: OpaqueId }),
  z.strictObject({ kind: z.literal('person'), id: OwnId }),
]);
/** A person's decision. It binds the policy that it names, no other. */
export const Verdict = z
  .strictObject({
    subject: VerdictSubject,
    policy: Slug,
    clause: z.string().max(2_000).nullable().default(null),
    rung: Slug,
    reason: Reason,
    rank: z.enum(['reviewer', 'lead', 'council', 'appeal']).default('reviewer'),
    expectedDecision: OwnId.nullable().default(null),
    /** Why the rung is not the one that the policy gives; recorded as a departure. */
    deviation: Reason.nullable().default(null),
  })
  .meta({ id: 'Verdict' });
export type Verdict = z.output<typeof Verdict>;
