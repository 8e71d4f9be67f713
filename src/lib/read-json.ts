/**
 * Reads JSON from strangers: refuses what JSON.parse lets pass in silence (the same key twice, nesting without end).
 * One pass beside JSON.parse, linear in the length, no recursion. A key `__proto__` stays an ordinary own key.
 */
import type { Refusal } from '../errors.ts';

export type ReadJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: Refusal };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Reads one JSON value; at most `depthMax` containers deep. */
export function readJson(text: string, depthMax: number): ReadJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, error: { code: 'JSON_MALFORMED', detail: whereItStopped(text, error), pointer: null } };
  }
  const error = scan(text, depthMax);
  return error ? { ok: false, error } : { ok: true, value };
}

/** The engine's message without the excerpt that it quotes: an excerpt may be a post's text. */
function whereItStopped(text: string, error: unknown): string {
  if (text.trim() === '') return 'there is nothing to read';
  const position = /at position (\d+)/.exec(String(error))?.[1];
  return position ? `reading stopped at character ${Number(position) + 1}` : 'reading stopped at the end of the text';
}

type Container = { readonly keys: Set<string> | null; expectsKey: boolean };

/** The text is known to be JSON. Strings are jumped over, so braces inside them do not count. */
function scan(text: string, depthMax: number): Refusal | null {
  const open: Container[] = [];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const top = open[open.length - 1];
    if (unit === QUOTE) {
      const end = stringEnd(text, at);
      if (top?.keys && top.expectsKey) {
        const key = keyOf(text, at, end);
        if (top.keys.has(key)) {
          const shown = key.length > 64 ? `${key.slice(0, 64)}…` : key;
          return { code: 'JSON_DUPLICATE_KEY', detail: `\`${shown}\` is there twice in one object`, pointer: null };
        }
        top.keys.add(key);
        top.expectsKey = false;
      }
      at = end;
    } else if (unit === 0x7b || unit === 0x5b) {
      if (open.length === depthMax) {
        return { code: 'JSON_TOO_DEEP', detail: `it is nested more than ${depthMax} levels`, pointer: null };
      }
      open.push({ keys: unit === 0x7b ? new Set() : null, expectsKey: unit === 0x7b });
    } else if (unit === 0x7d || unit === 0x5d) {
      open.pop();
    } else if (unit === 0x2c && top?.keys) {
      top.expectsKey = true;
    }
  }
  return null;
}

/** Index of the quote that closes the string opened at `start`. */
function stringEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (text.charCodeAt(end - 1) === BACKSLASH && isEscaped(text, end, start)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, quote: number, start: number): boolean {
  let slashes = 0;
  for (let at = quote - 1; at > start && text.charCodeAt(at) === BACKSLASH; at--) slashes++;
  return slashes % 2 === 1;
}

/** Decoded: `"a"` and `"\u0061"` are one key. */
function keyOf(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end);
  return raw.includes('\\') ? (JSON.parse(text.slice(start, end + 1)) as string) : raw;
}
