/**
 * Counters: how often something was posted in a window of time. Counts are kept in buckets of a sixtieth of the window,
 * so a value is exact to a sixtieth. Time is the time of receipt. A value never holds the post that asks for it.
 */
import { type Instant, instantOf, msOf } from '../lib/instant.ts';

const BUCKETS = 60;
const MINUTE_MS = 60_000;

export type Window = { readonly windowMinutes: number };

/**
 * One counter of one key. `base` was read from the store for one moment (`known`: which of the values asked about are
 * in it); what the running batch adds, or all of it where there is no store, is in `buckets` and `values`.
 */
export type Tally = {
  readonly base: number;
  readonly known: ReadonlySet<string>;
  readonly buckets: Map<number, number>;
  /** Distinct values, with the newest bucket in which each was seen. */
  readonly values: Map<string, number>;
};

export function tallyFrom(base: number, known: ReadonlySet<string> = NO_VALUES): Tally {
  return { base, known, buckets: new Map(), values: new Map() };
}
const NO_VALUES: ReadonlySet<string> = new Set();

/** Start of the bucket that holds `atMs`. */
function bucketMs({ windowMinutes }: Window, atMs: number): number {
  const sizeMs = (windowMinutes * MINUTE_MS) / BUCKETS;
  return Math.floor(atMs / sizeMs) * sizeMs;
}

export function bucketOf(window: Window, at: Instant): Instant {
  return startOf(bucketMs(window, msOf(at)));
}

/** The posts of a batch share their few buckets. */
const starts = new Map<number, Instant>();
const STARTS_MAX = 256;

function startOf(ms: number): Instant {
  let start = starts.get(ms);
  if (start === undefined) {
    if (starts.size === STARTS_MAX) starts.clear();
    start = instantOf(ms);
    starts.set(ms, start);
  }
  return start;
}

/** Newest bucket that the window no longer reaches. */
export function beforeWindow(window: Window, at: Instant): Instant {
  return instantOf(bucketMs(window, msOf(at) - window.windowMinutes * MINUTE_MS));
}

/** Value at `at`: what the window's buckets hold, the running one among them. */
export function tallied(
  tally: Tally | undefined,
  window: Window & { readonly distinct: string | null },
  at: Instant,
): number {
  if (tally === undefined) return 0;
  const atMs = msOf(at);
  const oldest = bucketMs(window, atMs - window.windowMinutes * MINUTE_MS);
  let total = tally.base;
  if (window.distinct !== null) {
    for (const [value, newest] of tally.values) {
      if (newest > oldest && newest <= atMs && !tally.known.has(value)) total++;
    }
    return total;
  }
  for (const [start, count] of tally.buckets) if (start > oldest && start <= atMs) total += count;
  return total;
}

/** Adds one post. What no window reaches any more is forgotten, so that a long run does not grow with its length. */
export function addTo(
  tally: Tally,
  window: Window,
  one: { readonly at: Instant; readonly value: string | null },
): void {
  const atMs = msOf(one.at);
  const bucket = bucketMs(window, atMs);
  if (one.value !== null) {
    tally.values.set(one.value, Math.max(tally.values.get(one.value) ?? bucket, bucket));
    return;
  }
  tally.buckets.set(bucket, (tally.buckets.get(bucket) ?? 0) + 1);
  if (tally.buckets.size > 2 * BUCKETS)
    forget(tally.buckets, bucketMs(window, atMs - window.windowMinutes * MINUTE_MS));
}

function forget(buckets: Map<number, number>, oldest: number): void {
  for (const start of buckets.keys()) if (start <= oldest) buckets.delete(start);
}
