/** Answers of the application: a value, or a refusal that the caller can expect, with a code of `src/errors.ts`. */
import type { ErrorCode, Refusal } from '../errors.ts';
import type { Problem } from '../policy/policy-set.ts';

export type Refused = Refusal & {
  readonly ok: false;
  /** Placed problems in policy text, for `POLICY_SET_INVALID` and `POLICY_VERSION_NOT_RAISED`. */
  readonly problems?: readonly Problem[];
};
export type Answer<T> = { readonly ok: true; readonly value: T } | Refused;

export const answer = <T>(value: T): Answer<T> => ({ ok: true, value });

/** `detail`: lower case, one sentence, input in backticks, no full stop, never a post's text. */
export function refuse(code: ErrorCode, detail: string, pointer: string | null = null): Refused {
  return { ok: false, code, detail, pointer };
}
