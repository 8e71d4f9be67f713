/** Errors as `application/problem+json`, and problems in policy text. */
import { z } from 'zod';

export const PolicyProblem = z
  .object({
    file: z.string(),
    line: z.int(),
    column: z.int(),
    severity: z.enum(['error', 'warning']),
    code: z.string(),
    message: z.string(),
    help: z.string(),
  })
  .meta({ id: 'PolicyProblem' });
export type PolicyProblem = z.output<typeof PolicyProblem>;

export const WireProblem = z
  .object({
    /** The page of the code. */
    type: z.string(),
    code: z.string(),
    status: z.int(),
    title: z.string(),
    detail: z.string(),
    /** RFC 6901, into the body or line; a query or path parameter is named as `/name`. Null where it concerns no part. */
    pointer: z.string().nullable(),
    help: z.string(),
    requestId: z.string(),
    /** Errors in policy text, each placed. */
    problems: z.array(PolicyProblem).optional(),
  })
  .meta({ id: 'Problem' });
export type WireProblem = z.output<typeof WireProblem>;
