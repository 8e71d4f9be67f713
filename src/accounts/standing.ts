/** Standing: an account's strikes and penalties on one platform. Kept twice, baseline and applied, by one fold. */
import { addDays, type Instant } from '../lib/instant.ts';
import type { Ladder, PenaltyStep } from '../policy/ladder.ts';
import type { AccountMeasure } from '../policy/measure.ts';

export type Strike = {
  /** The decision that gave it. */
  readonly decision: string;
  /** The post (internal id) and revision it is for: one strike per revision, the most severe. */
  readonly post: string;
  readonly points: number;
  readonly at: Instant;
  readonly expiresAt: Instant;
  /** On a strike that the two standings do not share alike: the departures that made them differ. */
  readonly because: readonly { readonly kind: string; readonly ref: string }[];
};

export type Penalty = {
  readonly decision: string;
  readonly measure: AccountMeasure;
  readonly at: Instant;
  /** Null only for `terminate`, which has criteria instead. */
  readonly until: Instant | null;
  /** The post and revision whose strike led to it, and the points of its step; null: a person gave it. */
  readonly post: string | null;
  readonly atPoints: number | null;
};

export type Standing = {
  readonly strikes: readonly Strike[];
  readonly penalties: readonly Penalty[];
  /** Posts judged per day of the share window, for proportions: [day `YYYY-MM-DD`, count]. */
  readonly posts: readonly (readonly [string, number])[];
};

export const EMPTY_STANDING: Standing = { strikes: [], penalties: [], posts: [] };

/** What one account decision does to one of the two standings. The store keeps these in the decision's event. */
export type StandingChange =
  /** A new post of the account was judged. */
  | { readonly kind: 'post'; readonly at: Instant; readonly keepDays: number }
  /** The strike for a post and revision is now this one; 0 points take it away. */
  | { readonly kind: 'strike'; readonly strike: Strike; readonly keepDays: number }
  | { readonly kind: 'penalty'; readonly penalty: Penalty }
  /** Penalties given by these account decisions end. */
  | { readonly kind: 'lift'; readonly decisions: readonly string[] };

/** The one fold behind both standings. */
export function foldStanding(standing: Standing, change: StandingChange): Standing {
  switch (change.kind) {
    case 'post':
      return { ...standing, posts: countPost(standing.posts, change) };
    case 'strike': {
      const { strike, keepDays } = change;
      const oldest = addDays(strike.at, -keepDays);
      const others = standing.strikes.filter(
        (s) => s.post !== strike.post && (s.at >= oldest || s.expiresAt > strike.at),
      );
      return { ...standing, strikes: strike.points > 0 ? [...others, strike] : others };
    }
    case 'penalty':
      return { ...standing, penalties: [...standing.penalties, change.penalty] };
    case 'lift':
      return {
        ...standing,
        penalties: standing.penalties.filter((penalty) => !change.decisions.includes(penalty.decision)),
      };
  }
}

const dayOf = (at: Instant): string => at.slice(0, 10);

function countPost(posts: Standing['posts'], change: Extract<StandingChange, { kind: 'post' }>): Standing['posts'] {
  const day = dayOf(change.at);
  const last = posts.at(-1);
  if (last?.[0] === day) return [...posts.slice(0, -1), [day, last[1] + 1]];
  const oldest = dayOf(addDays(change.at, -change.keepDays));
  const kept = posts.filter(([d]) => d >= oldest && d !== day);
  const today = posts.find(([d]) => d === day)?.[1] ?? 0;
  return [...kept, [day, today + 1] as const].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Strike points that have not expired at `now`. */
export function activePoints(standing: Standing, now: Instant): number {
  return standing.strikes.filter((s) => s.expiresAt > now).reduce((sum, s) => sum + s.points, 0);
}

/** Share (0..1) of the account's posts of the last `days` that drew a strike. */
export function struckShare(standing: Standing, now: Instant, days: number): number {
  const since = addDays(now, -days);
  const struck = standing.strikes.filter((s) => s.at >= since).length;
  const posts = standing.posts.filter(([day]) => day >= dayOf(since)).reduce((sum, [, n]) => sum + n, 0);
  return struck === 0 ? 0 : struck / Math.max(posts, struck);
}

export function activePenalties(standing: Pick<Standing, 'penalties'>, now: Instant): readonly Penalty[] {
  return standing.penalties.filter((penalty) => penalty.until === null || penalty.until > now);
}

/** The highest step that points and share have reached; null: none. */
export function stepReached(standing: Standing, strikes: Ladder['strikes'], now: Instant): PenaltyStep | null {
  const points = activePoints(standing, now);
  const share = struckShare(standing, now, strikes.shareDays);
  return (
    strikes.steps.findLast((step) => points >= step.atPoints && (step.minShare === null || share >= step.minShare)) ??
    null
  );
}

/** What comes next: the lowest step above the points of now; null: nothing more. */
export function nextStep(standing: Standing, strikes: Ladder['strikes'], now: Instant): PenaltyStep | null {
  const points = activePoints(standing, now);
  return strikes.steps.find((step) => step.atPoints > points) ?? null;
}
