/**
 * Retention: the content of plain posts leaves the vault after RETENTION_PLAIN_DAYS. Plain: no finding, no case, no
 * observation, and no copy that was decided on. What the ledger keeps of them is hashes and times.
 */
import { addDays, type Instant } from '../../lib/instant.ts';
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

export type Retention = {
  readonly now: Instant;
  readonly days?: number;
  /** Runs each step apart from what this process writes meanwhile. */
  readonly exclusively?: <T>(work: () => Promise<T>) => Promise<T>;
};

type Position = readonly [receivedAt: string, post: string, revision: number];

/** Erases what is due; returns how many revisions lost their content. Asked again, it does what is left. */
export async function retain(store: Store, { now, days, exclusively }: Retention): Promise<number> {
  const before = addDays(now, -(days ?? RETENTION_PLAIN_DAYS));
  let erased = 0;
  let after: Position | null = ['', '', 0];
  const step = async (from: Position): Promise<Position | null> => {
    const due = await driverOf(store).reader.all<Due>(DUE, [...from, before, STEP_ROWS]);
    const vaults = due.map((row) => row.vault);
    erased += await eraseVaults(store, vaults, { reason: 'retention', at: now });
    const last = due.at(-1);
    return last === undefined ? null : [last.received_at, last.post, last.revision];
  };
  while (after !== null) {
    const from: Position = after;
    after = await (exclusively === undefined ? step(from) : exclusively(() => step(from)));
  }
  return erased;
}
