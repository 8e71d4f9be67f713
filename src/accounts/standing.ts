/** Standing: an account's strikes and penalties on one platform. Kept twice, baseline and applied, by one fold. */
import type { Instant } from '../lib/instant.ts';
import type { AccountMeasure } from '../policy/measure.ts';

export type Strike = {
  /** The decision that gave it. */
  readonly decision: string;
  /** The post (internal id) and revision it is for: one strike per revision, the most severe. */
  readonly post: string;
  readonly points: number;
  readonly at: Instant;
  readonly expiresAt: Instant;
};

export type Penalty = {
  readonly decision: string;
  readonly measure: AccountMeasure;
  readonly at: Instant;
  /** Null only for `terminate`, which has criteria instead. */
  readonly until: Instant | null;
};

export type Standing = {
  readonly strikes: readonly Strike[];
  readonly penalties: readonly Penalty[];
  /** Posts judged per day of the share window, for proportions: [day `YYYY-MM-DD`, count]. */
  readonly posts: readonly (readonly [string, number])[];
};

export const EMPTY_STANDING: Standing = { strikes: [], penalties: [], posts: [] };
