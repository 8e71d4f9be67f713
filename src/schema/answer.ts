/** Lines of `POST /v1/posts`: what may be sent, and what comes back for each. */
import { z } from 'zod';
import { WireDecision } from './decision.ts';
import { OpaqueId, Slug } from './fields.ts';
import { AccountFields } from './post.ts';
import { WirePresentation } from './presentation.ts';
import { WireProblem } from './problem.ts';

/** The author deleted the post. */
export const DeleteOp = z.strictObject({ op: z.literal('delete'), platform: Slug, id: OpaqueId });
/** The account changed without a post. */
export const AccountOp = z.strictObject({
  op: z.literal('account'),
  platform: Slug,
  id: OpaqueId,
  ...AccountFields.shape,
});
export const Op = z.discriminatedUnion('op', [DeleteOp, AccountOp]).meta({ id: 'Op' });
export type Op = z.output<typeof Op>;

export const PostAnswer = z
  .object({
    /** The same content as before: nothing was recorded, the decision is the one made then. */
    replayed: z.boolean(),
    /** Older than the newest revision: stored, changes nothing. */
    outOfOrder: z.boolean(),
    decision: WireDecision,
    presentation: WirePresentation,
    /** Decisions on the account that this one caused. */
    consequences: z.array(WireDecision),
  })
  .meta({ id: 'PostAnswer' });
export type PostAnswer = z.output<typeof PostAnswer>;

/** A decision on a person: one for each account, all of them or none. */
export const PersonAnswer = z
  .object({ person: z.string(), decisions: z.array(WireDecision) })
  .meta({ id: 'PersonAnswer' });
export type PersonAnswer = z.output<typeof PersonAnswer>;

const line = z.int().min(1);
/** One answer line per line sent, in the same order. */
export const AnswerLine = z
  .union([
    PostAnswer.extend({ line }),
    z.object({ line, op: z.enum(['delete', 'account']), changed: z.boolean() }),
    z.object({ line, problem: WireProblem }),
  ])
  .meta({ id: 'AnswerLine' });
export type AnswerLine = z.output<typeof AnswerLine>;
