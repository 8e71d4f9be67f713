/** Policy sets as the database holds them, compiled and kept: the active one, and whichever else is asked for. */
import { createHash } from 'node:crypto';
import type { Engine } from '../facts/engine.ts';
import { wellFormed } from '../ingest/well-formed.ts';
import type { Instant } from '../lib/instant.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import type { Store } from '../store/store.ts';
import { compileEngine } from './engine.ts';

/** What `policy_sets.body` holds: the set that judges, and the texts that it was made from. */
export type StoredSet = { readonly set: PolicySet; readonly files: Readonly<Record<string, string>> };

export type Engines = {
  /** Null: no set is active. */
  active(): Promise<Engine | null>;
  /** Null: never published. */
  byHash(hash: string): Promise<Engine | null>;
  stored(hash: string): Promise<StoredSet | null>;
};

export const sha256Hex = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const KEPT_MAX = 6;

export function createEngines(store: Store): Engines {
  const kept = new Map<string, Promise<Engine | null>>();
  const byHash = (hash: string): Promise<Engine | null> => {
    const known = kept.get(hash);
    if (known !== undefined) return known;
    const made = make(store, hash);
    kept.set(hash, made);
    for (const old of [...kept.keys()].slice(0, -KEPT_MAX)) kept.delete(old);
    made.catch(() => kept.delete(hash));
    return made;
  };
  return {
    async active() {
      const row = await store.db.selectFrom('active_set').select('set_hash').executeTakeFirst();
      return row === undefined ? null : byHash(row.set_hash);
    },
    byHash,
    stored: (hash) => readStored(store, hash),
  };
}

async function readStored(store: Store, hash: string): Promise<StoredSet | null> {
  const row = await store.db
    .selectFrom('policy_sets')
    .select('body')
    .where('hash', '=', wellFormed(hash))
    .executeTakeFirst();
  return row === undefined ? null : (JSON.parse(row.body) as StoredSet);
}

async function make(store: Store, hash: string): Promise<Engine | null> {
  const stored = await readStored(store, hash);
  if (stored === null) return null;
  return compileEngine(stored.set, await countedSince(store, stored.set));
}

/**
 * From when each counter was kept under its definition of now: back through the sets that were active before, as long as
 * they declare it alike. Counters kept since before the first post miss nothing.
 */
async function countedSince(store: Store, set: PolicySet): Promise<ReadonlyMap<string, Instant>> {
  const counters = set.policies.flatMap((policy) => policy.counters);
  const since = new Map<string, Instant>();
  if (counters.length === 0) return since;
  const first = await store.db
    .selectFrom('revisions')
    .select(({ fn }) => fn.min('received_at').as('at'))
    .executeTakeFirst();
  if (first?.at == null) return since;
  const rows = await store.db
    .selectFrom('ledger')
    .select(['at', 'body'])
    .where('type', '=', 'policy_set.activated')
    .orderBy('seq', 'desc')
    .execute();
  const open = new Map(counters.map((counter) => [counter.name, JSON.stringify(counter)]));
  for (const row of rows) {
    const { set: active } = JSON.parse(row.body) as { readonly set: string };
    const earlier = active === set.hash ? set : (await readStored(store, active))?.set;
    const there = new Map(
      earlier?.policies.flatMap((policy) => policy.counters).map((each) => [each.name, JSON.stringify(each)]),
    );
    for (const [name, definition] of open) {
      if (there.get(name) === definition) since.set(name, row.at);
      else open.delete(name);
    }
    if (open.size === 0) break;
  }
  const began = first.at;
  for (const [name, at] of since) if (at <= began) since.delete(name);
  return since;
}
