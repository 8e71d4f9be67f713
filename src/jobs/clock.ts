/**
 * The clock: holds that run out, exemptions that expire, posts whose time in the vault is over, counts that are too old. The same functions run at
 * start-up and on a timer, so that what was missed while nobody ran is done first; run twice, they find nothing to do.
 */
import type { AppContext } from '../app/context.ts';
import { decideAgainAfter, endHolds } from '../app/ended.ts';
import { change } from '../app/exemptions.ts';
import type { Exemption } from '../exemptions/exemption.ts';
import { beforeWindow } from '../facts/counting.ts';
import { addDays, addHours, type Instant } from '../lib/instant.ts';
import { forgetAnswers } from '../store/upkeep/answers.ts';
import { pruneCounters } from '../store/upkeep/prune.ts';
import { retain } from '../store/upkeep/retention.ts';

export type ClockSettings = { readonly everyMs: number; readonly retentionPlainDays: number };
export type Done = {
  readonly holds: number;
  readonly exemptions: number;
  readonly decidedAgain: number;
  readonly erased: number;
  /** Counts that no window reaches any more. */
  readonly pruned: number;
};

/** One turn of the clock. */
export async function runDue(context: AppContext, settings: Pick<ClockSettings, 'retentionPlainDays'>): Promise<Done> {
  const exemptions = await expireExemptions(context);
  const decidedAgain = await finishEnded(context);
  const holds = await endHolds(context);
  const { store, exclusively } = context;
  const now = context.now();
  const erased = await retain(store, { now, days: settings.retentionPlainDays, exclusively });
  await forgetAnswers(store, now);
  return { holds, exemptions, decidedAgain, erased, pruned: await pruneDue(context) };
}

async function expireExemptions(context: AppContext): Promise<number> {
  const due = await context.store.db
    .selectFrom('exemptions')
    .select('id')
    .where('state', 'in', ['proposed', 'approved', 'active'])
    .where('expires_at', '<=', context.now())
    .where('body', 'is not', null)
    .execute();
  let ended = 0;
  for (const { id } of due) {
    const changed = await change(context, id, (at) => ({ kind: 'expire', at }));
    if (changed.ok) ended++;
  }
  return ended;
}

/** When this process last finished what exemptions that had ended left to do. */
const finished = new WeakMap<AppContext, Instant>();

/**
 * Posts under exemptions that have ended: just now, or in a run that did not get to them. The first turn of a process
 * looks at all that ever ended, later ones at what has changed since.
 */
async function finishEnded(context: AppContext): Promise<number> {
  const since = finished.get(context) ?? '';
  const now = context.now();
  const rows = await context.store.db
    .selectFrom('exemptions')
    .select('body')
    .where('state', 'in', ['expired', 'revoked'])
    .where('changed_at', '>=', since)
    .where('body', 'is not', null)
    .execute();
  let done = 0;
  for (const row of rows) done += await decideAgainAfter(context, JSON.parse(row.body as string) as Exemption);
  finished.set(context, now);
  return done;
}

const PRUNE_EVERY_HOURS = 1;
/** The longest window that the policy language takes, and a day. */
const LONGEST_DAYS = 91;
const pruned = new WeakMap<AppContext, Instant>();

async function pruneDue(context: AppContext): Promise<number> {
  const now = context.now();
  const last = pruned.get(context);
  if (last !== undefined && addHours(last, PRUNE_EVERY_HOURS) > now) return 0;
  const engine = await context.shell.engine();
  const windows = (engine?.counters ?? []).map((counter) => [counter.stored, beforeWindow(counter, now)]);
  const unread = { counters: Object.fromEntries(windows), others: addDays(now, -LONGEST_DAYS) };
  const removed = await pruneCounters(context.store, unread);
  pruned.set(context, now);
  return removed;
}

/** Runs until closed; a failure is told and tried again at the next turn. */
export function startClock(context: AppContext, settings: ClockSettings): { close(): Promise<void> } {
  let closed = false;
  let running: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const turn = () => {
    running = runDue(context, settings)
      .catch((error: unknown) => {
        context.alerts.push(`the clock failed: ${error instanceof Error ? error.message : String(error)}`);
      })
      .finally(() => {
        if (!closed) timer = setTimeout(turn, settings.everyMs).unref();
      });
  };
  turn();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
