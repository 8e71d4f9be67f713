/** What compiled conditions and the interpreter share: the operations that can fail, and the functions by name. */
import { FAILED, type NoAnswer, OVERFLOW } from '../no-answer.ts';

/** The sum, difference or product of whole numbers, as long as it is exact. Never -0, which whole numbers have not. */
export const exact = (n: number): number | NoAnswer => (Number.isSafeInteger(n) ? n + 0 : OVERFLOW);

export const divide = (a: number, b: number): number | NoAnswer => (b === 0 ? FAILED.division : (a - (a % b)) / b + 0);
export const remainder = (a: number, b: number): number | NoAnswer => (b === 0 ? FAILED.division : (a % b) + 0);

export const at = (list: readonly unknown[], i: number): unknown =>
  i >= 0 && i < list.length ? list[i] : FAILED.index;

export function includes(list: readonly unknown[], element: unknown): boolean {
  for (const item of list) if (item === element) return true;
  return false;
}

/** How a string is looked up in a word list by `in`. */
export const listKey = (text: string): string => text.trim().toLowerCase();

function codePoints(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const next = text.charCodeAt(i + 1);
    if (unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00 && next < 0xe000) i++;
    count++;
  }
  return count;
}

function wholeOf(n: number): number | NoAnswer {
  if (!Number.isFinite(n)) return FAILED.notFinite;
  return exact(Math.trunc(n));
}

type Call = { readonly run: (...args: never[]) => unknown; readonly canFail: boolean };
const sure = (run: (...args: never[]) => unknown): Call => ({ run, canFail: false });

/** By the name that `lower-call.ts` gives: receiver type and function. Arguments are never NoAnswer. */
export const CALLS: Readonly<Record<string, Call>> = {
  'string.startsWith': sure((a: string, b: string) => a.startsWith(b)),
  'string.endsWith': sure((a: string, b: string) => a.endsWith(b)),
  'string.contains': sure((a: string, b: string) => a.includes(b)),
  'string.lowerAscii': sure((a: string) => a.toLowerCase()),
  'string.size': sure(codePoints),
  'list.size': sure((a: readonly unknown[]) => a.length),
  'optional.hasValue': sure((a: unknown) => a !== null),
  'optional.value': { run: (a: unknown) => (a === null ? FAILED.absent : a), canFail: true },
  'google.protobuf.Timestamp.getHours': sure((ms: number) => new Date(ms).getUTCHours()),
  'google.protobuf.Timestamp.getMinutes': sure((ms: number) => new Date(ms).getUTCMinutes()),
  'google.protobuf.Timestamp.getDayOfWeek': sure((ms: number) => new Date(ms).getUTCDay()),
  'google.protobuf.Timestamp.getDate': sure((ms: number) => new Date(ms).getUTCDate()),
  'google.protobuf.Timestamp.getMonth': sure((ms: number) => new Date(ms).getUTCMonth()),
  'google.protobuf.Timestamp.getFullYear': sure((ms: number) => new Date(ms).getUTCFullYear()),
  double: sure((n: number) => n),
  int: { run: wholeOf, canFail: true },
};
