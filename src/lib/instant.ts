/**
 * Times. Everywhere inside Evenhand a time is an `Instant`: ISO 8601 text in UTC with milliseconds
 * (`2026-11-01T09:00:00.000Z`), so that comparing two of them as text compares them as times,
 * and the ledger, the database and the wire write one and the same thing.
 */
export type Instant = string;

const HOUR_MS = 3_600_000;

/** The instant of `ms` milliseconds since 1970-01-01T00:00Z. `ms` must be within ±8.64e15. */
export function instantOf(ms: number): Instant {
  return new Date(ms).toISOString();
}

/** Milliseconds since 1970-01-01T00:00Z. */
export function msOf(at: Instant): number {
  if (at !== asked) {
    askedMs = Date.parse(at);
    asked = at;
  }
  return askedMs;
}
/** Whoever judges asks for the time of judging again and again. */
let asked: Instant = '';
let askedMs = Number.NaN;

export function addHours(at: Instant, hours: number): Instant {
  return instantOf(msOf(at) + hours * HOUR_MS);
}

export function addDays(at: Instant, days: number): Instant {
  return addHours(at, days * 24);
}

/** Reads RFC 3339 text (any offset) into an Instant; null if it is not a time. */
export function readInstant(text: string): Instant | null {
  if (INSTANT.test(text)) return text;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : instantOf(ms);
}
/** Text that is an Instant as it stands, whatever the month: days from the 29th on are looked up. */
const INSTANT = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
