/** Erasing: rows and salts leave the vault, `erased` is appended, derived rows become tombstones (A13). */
import type { Instant } from '../../lib/instant.ts';
import type { LedgerEvent } from '../events.ts';
import { readEvent, rowsMentioning } from '../ledger.ts';
import { driverOf } from '../open.ts';
import { vaultRefs } from '../project/project.ts';
import type { Store } from '../store.ts';
import { forgetAnswersOn } from './answers.ts';

type EraseReason = 'request' | 'retention' | 'law';
export type Erasure = { readonly reason: EraseReason; readonly at: Instant };

const VAULTS_PER_EVENT = 500;

/** Erases these vault rows. Rows that are gone already are left out. Returns how many were erased. */
export async function eraseVaults(store: Store, vaults: readonly string[], { reason, at }: Erasure): Promise<number> {
  const there = (await driverOf(store).reader.lookup('vault', 'id', [...new Set(vaults)])).map((row) => row.id);
  for (let i = 0; i < there.length; i += VAULTS_PER_EVENT) {
    const some = there.slice(i, i + VAULTS_PER_EVENT);
    // Crash between two of these: what is erased stays erased, and asking again erases the rest.
    await commitAlone(store, { type: 'erased', v: 1, vaults: some, reason }, at);
  }
  return there.length;
}

const ATTEMPTS_MAX = 5;

/** Without guards only a deadlock with another writer can refuse it, and then the other has gone on. */
async function commitAlone(store: Store, event: LedgerEvent, at: Instant): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    if ((await store.commit({ at, events: [event], vault: [], guards: [] })).ok) return;
  }
  throw new Error('erasing met other writers again and again');
}

/** All that the vault holds of these posts: every revision, the texts of decisions on them, evidence about them. */
export async function erasePosts(store: Store, posts: readonly string[], erasure: Erasure): Promise<number> {
  await forgetAnswersOn(store, posts);
  return eraseVaults(store, await vaultsOfPosts(store, posts), erasure);
}

async function vaultsOfPosts(store: Store, posts: readonly string[]): Promise<string[]> {
  const { reader } = driverOf(store);
  const rows = await Promise.all([
    reader.lookup('revisions', 'post', posts),
    reader.lookup('decisions', 'post', posts),
    reader.lookup('observations', 'post', posts),
  ]);
  return rows.flat().map((row) => row.vault);
}

/**
 * All that the vault holds of an account: its posts, decisions on it, offices, and every identity it ever had, also
 * those that newer ones replaced. The register of exemptions and what was written of a person stay: they are records of
 * ours, erased by their own ids.
 */
export async function eraseAccount(store: Store, account: string, erasure: Erasure): Promise<number> {
  const { reader } = driverOf(store);
  const posts = (await reader.lookup('posts', 'account', [account])).map((post) => post.id);
  await forgetAnswersOn(store, [account, ...posts]);
  const ofPosts = await vaultsOfPosts(store, posts);
  const decisions = await reader.lookup('decisions', 'account', [account]);
  const identities = await identityVaults(store, account);
  return eraseVaults(store, [...ofPosts, ...decisions.map((row) => row.vault), ...identities], erasure);
}

async function identityVaults(store: Store, account: string): Promise<string[]> {
  const vaults: string[] = [];
  for (const type of ['account.recorded', 'office.changed'] as const) {
    for await (const row of rowsMentioning(driverOf(store).reader, type, account)) {
      const { event } = readEvent(row);
      if ('account' in event && event.account === account) vaults.push(...vaultRefs(event).map((ref) => ref.vault));
    }
  }
  return vaults;
}
