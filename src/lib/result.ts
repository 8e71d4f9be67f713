/** Answers that may be refused: a value, or why not. Expected refusals are values; only bugs are thrown. */
import type { ErrorCode, Refusal } from '../errors.ts';

export type Result<T, R> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & R);

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const no = <R>(refusal: R): { readonly ok: false } & R => ({ ok: false, ...refusal });

/** `detail`: one sentence in lower case without a full stop, input in backticks; `pointer` into what was sent. */
export const refusal = (code: ErrorCode, detail: string, pointer: string | null = null): Refusal => ({
  code,
  detail,
  pointer,
});
