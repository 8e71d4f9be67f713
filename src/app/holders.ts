/** Whom principals stand for: a key for its holder, anybody else for themselves. A key's holder never changes. */
import type { HolderOf } from '../exemptions/exemption.ts';
import type { Store } from '../store/store.ts';

const KEY = 'key:';

/** For steps that need somebody else. They are few, and keys too, so all of them are read. */
export async function readHolders({ db }: Store): Promise<HolderOf> {
  const rows = await db.selectFrom('api_keys').select(['id', 'holder']).execute();
  const holders = new Map(rows.map((row) => [row.id, row.holder]));
  return (principal) => (principal.startsWith(KEY) && holders.get(principal.slice(KEY.length))) || principal;
}
