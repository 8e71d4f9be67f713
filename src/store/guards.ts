/** Guards: versions at which facts were read, checked again in the transaction that writes what follows from them. */
import type { Tx } from './database/driver.ts';
import type { LedgerEvent } from './events.ts';
import type { Rows, Want } from './rows.ts';
import type { Guard } from './store.ts';

/**
 * Locks by name for what is read by everybody or has no row to lock yet. Readers of the active set and of the register
 * share; who changes them, or counts on a breaker, goes alone.
 */
export async function lockGuards(tx: Tx, guards: readonly Guard[], events: readonly LedgerEvent[]): Promise<void> {
  if (tx.alone) return;
  const names = new Map<string, boolean>();
  for (const guard of guards) {
    if (guard.kind === 'active_set' || guard.kind === 'register') names.set(guard.kind, true);
    if (guard.kind === 'breaker') names.set(`breaker ${guard.breaker} ${guard.bucket}`, false);
  }
  for (const event of events) {
    if (event.type === 'policy_set.activated') names.set('active_set', false);
    if (event.type === 'exemption.changed') names.set('register', false);
    if (event.type === 'breaker.counted') names.set(`breaker ${event.breaker} ${event.bucket}`, false);
  }
  const ordered = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
  await tx.lockNames(ordered.map(([name, shared]) => ({ name, shared })));
}

/** Ids that the batch itself makes: a unique key refuses them if they are there, so they need not be looked for. */
export function madeHere(events: readonly LedgerEvent[]): { accounts: Set<string>; posts: Set<string> } {
  const accounts = new Set<string>();
  const posts = new Set<string>();
  for (const event of events) {
    if (event.type === 'account.recorded') accounts.add(event.account);
    if (event.type === 'post.received' && event.post.revision === 1) posts.add(event.post.post);
    if (event.type === 'posts.judged') {
      for (const post of event.posts) if (post.revision === 1) posts.add(post.post);
    }
  }
  return { accounts, posts };
}

export function guardWants(guards: readonly Guard[]): Want[] {
  return guards.flatMap((guard): Want[] => {
    if (guard.kind === 'account') return [{ table: 'accounts', column: 'id', value: guard.id }];
    if (guard.kind === 'post') return [{ table: 'posts', column: 'id', value: guard.id }];
    if (guard.kind === 'register') return [{ table: 'register_version', column: 'id', value: 1 }];
    return guard.kind === 'active_set' ? [{ table: 'active_set', column: 'id', value: 1 }] : [];
  });
}

/** Guards that no longer hold, before anything of the batch is applied. */
export async function staleGuards(tx: Tx, rows: Rows, guards: readonly Guard[]): Promise<Guard[]> {
  const stale: Guard[] = [];
  for (const guard of guards) if (!(await holds(tx, rows, guard))) stale.push(guard);
  return stale;
}

async function holds(tx: Tx, rows: Rows, guard: Guard): Promise<boolean> {
  switch (guard.kind) {
    case 'account':
      return (rows.get('accounts', guard.id)?.version ?? null) === guard.version;
    case 'post':
      return (rows.get('posts', guard.id)?.version ?? null) === guard.version;
    case 'register':
      return (rows.get('register_version', 1)?.version ?? 0) === guard.version;
    case 'active_set':
      return (rows.get('active_set', 1)?.set_hash ?? null) === guard.hash;
    case 'nothing_since': {
      const [last] = await tx.all<{ seq: number | null }>('select max(seq) as seq from ledger');
      return last?.seq === guard.seq;
    }
    case 'breaker': {
      const sql = 'select count from breakers where breaker = ? and bucket = ?';
      const [row] = await tx.all<{ count: number }>(sql, [guard.breaker, guard.bucket]);
      return (row?.count ?? 0) === (guard.count ?? 0);
    }
  }
}

/** The version at which the rows of a batch leave what the guard names; null: it has none. */
export function versionOf(rows: Rows, guard: Guard): number | null {
  if (guard.kind === 'account') return rows.get('accounts', guard.id)?.version ?? null;
  if (guard.kind === 'post') return rows.get('posts', guard.id)?.version ?? null;
  return null;
}
