/**
 * Retention: the content of plain posts leaves the vault after RETENTION_PLAIN_DAYS. Plain: no finding, no case, no
 * observation, and no copy that was decided on. What the ledger keeps of them is hashes and times.
 */
import { addDays, addHours, type Instant } from '../../lib/instant.ts';
import { driverOf } from '../open.ts';
import type { Store } from '../store.ts';
import { eraseVaults } from './erase.ts';

const RETENTION_PLAIN_DAYS = 30;
const STEP_ROWS = 500;

type Due = { readonly vault: string; readonly post: string; readonly revision: number; readonly received_at: string };

const DUE = `select r.vault, r.post, r.revision, r.received_at from revisions r
  join posts p on p.id = r.post
  where r.plain = 1 and r.erased_at is null and p.plain = 1
    and (r.received_at, r.post, r.revision) > (?, ?, ?) and r.received_at < ?
    and not exists (select 1 from posts c where c.cluster = r.cluster and c.plain = 0)
    and not exists (select 1 from observations o where o.post = r.post)
  order by r.received_at, r.post, r.revision limit ?`;

export type Retention = { readonly now: Instant; readonly days?: number };

/** Erases what is due; returns how many revisions lost their content. Asked again, it does what is left. */
export async function retain(store: Store, { now, days = RETENTION_PLAIN_DAYS }: Retention): Promise<number> {
  const before = addDays(now, -days);
  let after: readonly [string, string, number] = ['', '', 0];
  let erased = 0;
  for (;;) {
    const due = await driverOf(store).reader.all<Due>(DUE, [...after, before, STEP_ROWS]);
    const last = due.at(-1);
    if (last === undefined) return erased;
    after = [last.received_at, last.post, last.revision];
    erased += await eraseVaults(
      store,
      due.map((row) => row.vault),
      { reason: 'retention', at: now },
    );
  }
}

/**
 * Answers kept for idempotency keys hold what was answered, texts included, outside the vault: they are kept only as long
 * as somebody may still send the same request again.
 */
const ANSWERS_KEPT_HOURS = 24;

export async function forgetAnswers(store: Store, now: Instant): Promise<void> {
  const before = addHours(now, -ANSWERS_KEPT_HOURS);
  await driverOf(store).transaction((tx) => tx.run('delete from idempotency where at < ?', [before]));
}
