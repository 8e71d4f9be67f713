/**
 * The format of conformance cases (`spec/cases/<area>/<name>.yaml`). A case says what happens, step by step, and what
 * must be seen; the same case is played through every door. Unknown fields are refused. See spec/cases/README.md.
 */
import { z } from 'zod';

const name = z.string().regex(/^[a-z][a-z0-9-]*\/.+$/, 'write `platform/id`');
const time = z.string();
/** `kind policy/rule from→to`; for a measure that cannot be executed the kind of the measure and `unavailable`. */
const departure = z.string().regex(/^[a-z_]+ \S+ \S+→\S+$/, 'write `kind policy/rule from→to`');
/** A rung, or a rung with the kinds of its measures in order. */
const outcome = z.union([z.string(), z.strictObject({ rung: z.string(), measures: z.array(z.string()) })]);

/** What a decision must be. What is left out must be empty, `none` or null, unless it says otherwise. */
export const WantedDecision = z.strictObject({
  /** The step is refused with this code; nothing else is looked at. */
  refused: z.string().optional(),
  findings: z.array(z.string()).default([]),
  shadow: z.array(z.string()).default([]),
  /** Rules without an answer. */
  unknown: z.array(z.string()).default([]),
  baseline: outcome.default('none'),
  applied: outcome.default('none'),
  departures: z.array(departure).default([]),
  /** Exemptions that matched and were not used. */
  unused: z.array(z.string()).default([]),
  /** Kinds of cases that open. */
  cases: z.array(z.string()).default([]),
  /** Rules whose breaker tripped. */
  tripped: z.array(z.string()).default([]),
  /** When holds end, as offsets from now. */
  holds: z.array(z.string()).default([]),
  degraded: z.boolean().default(false),
  /** Names of the steps whose decisions it replaces; left out: not looked at. */
  supersedes: z.array(z.string()).optional(),
  trigger: z.string().optional(),
  /** `rule`, `person` or `clock`, and the rank: `person lead`. */
  by: z.string().optional(),
  replayed: z.boolean().default(false),
  /** The decision on the author's account. */
  account: z
    .strictObject({
      baseline: outcome.default('none'),
      applied: outcome.default('none'),
      departures: z.array(departure).default([]),
    })
    .nullable()
    .default(null),
});
export type WantedDecision = z.output<typeof WantedDecision>;

/** What must be seen at a moment; only what is named is looked at. */
export const Seen = z.strictObject({
  effective: z.record(name, z.strictObject({ baseline: outcome, applied: outcome })).optional(),
  /** Parts of presentations; `lang` and `country` as the reader's. */
  presentations: z
    .array(
      z.strictObject({
        post: name,
        lang: z.string().optional(),
        country: z.string().optional(),
        visibility: z.string().optional(),
        labels: z.array(z.string()).optional(),
        notice: z.string().nullable().optional(),
        noticePolicies: z.array(z.string()).optional(),
        dir: z.string().optional(),
        interactions: z.record(z.string(), z.string()).optional(),
        surfaces: z.record(z.string(), z.boolean()).optional(),
        ageGateYears: z.number().nullable().optional(),
        withheldIn: z.array(z.string()).optional(),
        author: z.string().optional(),
      }),
    )
    .optional(),
  standing: z
    .record(
      name,
      z.strictObject({
        baseline: z.number(),
        applied: z.number(),
        state: z.string().optional(),
        /** Points of the next step; null: none. */
        next: z.number().nullable().optional(),
      }),
    )
    .optional(),
  divergence: z
    .array(z.strictObject({ a: name, b: name, kinds: z.array(z.string()), sentence: z.string().optional() }))
    .optional(),
  /** All cells, in order. */
  evenness: z
    .array(
      z.strictObject({
        policy: z.string(),
        platform: z.string(),
        officeHolder: z.boolean(),
        found: z.number(),
        acted: z.number(),
        departed: z.record(z.string(), z.number()).default({}),
        posts: z.array(name).optional(),
      }),
    )
    .optional(),
  exemptions: z.record(z.string(), z.string()).optional(),
});
export type Seen = z.output<typeof Seen>;

const exemption = z.strictObject({
  id: z.string(),
  platform: z.string(),
  /** `class office-holders`, `account 25073877` (the platform's id), `person p1`, `office o1`, `post 12`. */
  subject: z.string().regex(/^(post|account|person|office|class) .+$/),
  kind: z.string().default('public_interest'),
  policies: z.array(z.string()),
  /** `removed → notice`, or `hold notice 4h`. */
  effect: z.string(),
  reason: z.string().default('What those in office say must stay reachable.'),
  balancing: z
    .strictObject({ publicInterest: z.string(), riskOfHarm: z.string(), alternatives: z.string() })
    .default({ publicInterest: 'High.', riskOfHarm: 'Limited.', alternatives: 'Removal.' }),
  expiresAt: z.string().nullable().default('2027-06-01T00:00:00.000Z'),
  reviewBy: z.string().default('2027-01-01T00:00:00.000Z'),
  keep: z.string().optional(),
});
export type CaseExemption = z.output<typeof exemption>;

const office = z.strictObject({
  id: z.string(),
  account: name,
  title: z.string(),
  jurisdiction: z.string().default('AA'),
  from: z.string().default('2025-01-20T00:00:00.000Z'),
  to: z.string().nullable().default(null),
  state: z.enum(['claimed', 'confirmed', 'withdrawn']).default('confirmed'),
});
export type CaseOffice = z.output<typeof office>;
const person = z.strictObject({ id: z.string(), accounts: z.array(name) });

/** A post as on the wire; id, author and times may be short. */
const post = z.record(z.string(), z.unknown());

const verdict = z.strictObject({
  post: name.optional(),
  account: name.optional(),
  policy: z.string(),
  clause: z.string().nullable().default(null),
  /** For an account the kind of a step's measure, or `reinstate`. */
  rung: z.string(),
  rank: z.enum(['reviewer', 'lead', 'council', 'appeal']).default('reviewer'),
  by: z.string().default('user:reviewer'),
  reason: z.string().default('Looked at by a person.'),
  deviation: z.string().nullable().default(null),
  /** Name of a step. */
  expected: z.string().nullable().default(null),
});
export type CaseVerdict = z.output<typeof verdict>;

/** Exactly one of these says what happens. */
const happenings = {
  post: post.optional(),
  delete: name.optional(),
  decide: verdict.optional(),
  /** Proposed, approved by two, granted. */
  exempt: exemption.optional(),
  propose: exemption.optional(),
  approve: z.strictObject({ id: z.string(), by: z.string() }).optional(),
  grant: z.strictObject({ id: z.string(), by: z.string() }).optional(),
  revoke: z
    .strictObject({
      id: z.string(),
      by: z.string().default('user:revoker'),
      reason: z.string().default('No longer needed.'),
    })
    .optional(),
  office: office.optional(),
  person: person.optional(),
  observe: z.strictObject({ post: name, measures: z.array(z.string()) }).optional(),
  /** Files laid over those of the set, published and made active. */
  publish: z.record(z.string(), z.string()).optional(),
  /** Decided posts are judged again under the active set. */
  reapply: z.literal(true).optional(),
  /** Nothing but time. */
  wait: z.literal(true).optional(),
};
export type Happening = keyof typeof happenings;
export const HAPPENINGS = Object.keys(happenings) as readonly Happening[];

const Step = z
  .strictObject({
    ...happenings,
    /** Offset from the beginning of the case (`+90m`, `+26h`, `+3d`), never back; default: the same moment. */
    at: time.optional(),
    /** A name for the decision that the step makes. */
    as: z.string().optional(),
    /** What the step's decision must be; for steps that decide nothing, `refused` alone. */
    want: WantedDecision.optional(),
    /** What must be seen after the step. */
    see: Seen.optional(),
  })
  .refine(
    (step) => HAPPENINGS.filter((key) => step[key] !== undefined).length === 1,
    'a step is exactly one happening',
  );
export type Step = z.output<typeof Step>;

export const Case = z.strictObject({
  note: z.string(),
  /** Sections of spec/deciding.md. */
  spec: z.array(z.string()).min(1),
  /** A folder of spec/fixtures. */
  policies: z.string().default('two-platforms'),
  /** Laid over the folder's files. */
  files: z.record(z.string(), z.string()).default({}),
  now: z.string().default('2026-11-20T12:00:00.000Z'),
  /** Doors through which it cannot go, each with why. */
  skip: z.record(z.string(), z.string()).default({}),
  steps: z.array(Step).min(1),
});
export type Case = z.output<typeof Case>;
