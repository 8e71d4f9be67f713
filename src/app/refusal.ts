/**
 * Refusals: what a caller may expect to be told instead of an answer. Each code has an entry in `src/errors.ts`
 * (status, title, help); here only which code, about what, and where in the input.
 */
export const REFUSAL_CODES = [
  /** Shape or content of the input. */
  'POST_INVALID',
  'POST_TOO_LARGE',
  'PLATFORM_UNKNOWN',
  'POST_UNKNOWN',
  'POST_DELETED',
  'ACCOUNT_UNKNOWN',
  'DECISION_UNKNOWN',
  'EXEMPTION_UNKNOWN',
  'OFFICE_UNKNOWN',
  'PERSON_UNKNOWN',
  'MEASURE_UNKNOWN',
  'KEY_UNKNOWN',
  'POLICY_UNKNOWN',
  'POLICY_SET_UNKNOWN',
  'RUNG_UNKNOWN',
  'INPUT_INVALID',
  /** The world moved on, or never was as the caller thinks. */
  'DECISION_NOT_EFFECTIVE',
  'IDEMPOTENCY_KEY_REUSED',
  'TOO_CONTENDED',
  'REASON_MISSING',
  'EXPIRY_REQUIRED',
  'EXEMPTION_STATE',
  'EXEMPTION_APPROVER',
  'EXEMPTION_RUNG',
  'MEASURE_STATE',
  'RANK_TOO_LOW',
  'PLATFORM_NOT_OBSERVED',
  'REACH_DECREASED',
  /** Policies. */
  'NO_ACTIVE_POLICY_SET',
  'POLICY_PROBLEMS',
  'POLICY_EXAMPLES_FAILED',
  'POLICY_VERSION_NOT_RAISED',
  'NOT_ON_RECORD',
  'DEMO_ONLY',
  'CLOSING',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

export type Refusal = {
  readonly ok: false;
  readonly code: RefusalCode;
  /** Lowercase single sentence, input in backticks, no full stop. Never post text. */
  readonly detail: string;
  /** JSON pointer into the input, where one place is at fault. */
  readonly pointer: string | null;
  /** For `POLICY_PROBLEMS` and `POLICY_EXAMPLES_FAILED`. */
  readonly problems?: readonly import('../policy/policy-set.ts').Problem[];
};

export type Answer<T> = { readonly ok: true; readonly value: T } | Refusal;

export const answer = <T>(value: T): Answer<T> => ({ ok: true, value });

export function refuse(code: RefusalCode, detail: string, pointer: string | null = null): Refusal {
  return { ok: false, code, detail, pointer };
}
