/** Clocks of holds: started once for a post, never by an edit or a second look, and never longer than a day. */
import type { FindingKey } from '../evaluate/finding.ts';
import { addHours, type Instant } from '../lib/instant.ts';
import type { DecideContext } from './conclude.ts';
import type { DepartureKind } from './decision.ts';

/** The longest that anything is held. */
export const HOLD_HOURS = 24;

/** When the hold ends: as first started on any revision of the post. Null: it has run out already. */
export function clockUntil(
  { history, now }: Pick<DecideContext, 'history' | 'now'>,
  hold: {
    readonly kind: DepartureKind;
    readonly finding: FindingKey;
    readonly ref: string;
    readonly hours: number;
  },
): Instant | null {
  const started = history
    .flatMap(({ decision }) => decision.departures)
    .find((d) => d.kind === hold.kind && d.finding === hold.finding && d.ref === hold.ref && d.until !== null);
  const until = started?.until ?? addHours(now, Math.min(hold.hours, HOLD_HOURS));
  return until > now ? until : null;
}
