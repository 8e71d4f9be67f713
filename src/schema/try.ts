/** Judging without recording. */
import { z } from 'zod';
import { WireDecision } from './decision.ts';
import { TryPost } from './post.ts';
import { WirePresentation } from './presentation.ts';
import { PolicyProblem } from './problem.ts';

/** Who is taken to have posted: status facts only. A text is the title of an office: `head of state`. */
export const TryAs = z.union([
  z.string().trim().min(1).max(200),
  z.strictObject({
    offices: z
      .array(z.strictObject({ title: z.string().min(1).max(200), jurisdiction: z.string().max(64).default('') }))
      .max(20)
      .default([]),
    verified: z.boolean().default(false),
    followers: z.int().min(0).default(0),
    lists: z.array(z.string().max(100)).max(100).default([]),
  }),
]);
export type TryAs = z.output<typeof TryAs>;

/** Files of the policy folder, by path, laid over the active set: `{"incitement/policy.md": "…"}`. */
export const PolicyEdits = z.record(z.string().min(1).max(200), z.string().max(1_048_576));

export const TryRequest = z
  .strictObject({ post: TryPost, as: TryAs.optional(), policies: PolicyEdits.optional() })
  .meta({ id: 'TryRequest' });
export type TryRequest = z.output<typeof TryRequest>;

/** With problems of severity error in the edits, the active set is used unedited and `edited` is false. */
export const TryAnswer = z
  .object({
    /** The text that spans index: as received, after it was made well-formed. */
    text: z.string(),
    decision: WireDecision,
    presentation: WirePresentation,
    /** Said by the post or guessed from its words: a language that no policy is written for. Null: one that is, or unknown. */
    otherLanguage: z.string().nullable(),
    edited: z.boolean(),
    problems: z.array(PolicyProblem),
  })
  .meta({ id: 'TryAnswer' });
export type TryAnswer = z.output<typeof TryAnswer>;
