/** Offices for tests: claimed by one and confirmed by another, as the register asks. */
import type { App } from '../../src/app.ts';
import type { OfficeChange } from '../../src/schema/account.ts';
import { must, type TestApp } from './journey.ts';

export const OFFICE: OfficeChange = {
  id: null,
  title: 'mayor',
  jurisdiction: 'X',
  from: '2020-01-01',
  to: null,
  source: 'gazette',
  state: 'claimed',
};

type Holder = { readonly platform: string; readonly id: string };

/** Records a claim, and gives what confirms it. */
export async function claim(app: App, { platform, id }: Holder, office: OfficeChange = OFFICE): Promise<OfficeChange> {
  const known = new Set(must(await app.accounts.get(platform, id)).offices.map((each) => each.id));
  const { offices } = must(await app.accounts.putOffice(platform, id, { office, by: 'user:clerk' }));
  const made = offices.find((each) => !known.has(each.id));
  return { ...office, id: made?.id ?? null, state: 'confirmed' };
}

export async function confirmed(app: App, holder: Holder, office: OfficeChange = OFFICE): Promise<void> {
  const confirm = await claim(app, holder, office);
  must(await app.accounts.putOffice(holder.platform, holder.id, { office: confirm, by: 'user:registrar' }));
}

/** A mayor on a platform, by the register. */
export async function mayor({ app }: Pick<TestApp, 'app'>, platform = 'chirp', id = 'mayor'): Promise<void> {
  const author = { id, handle: null, createdAt: null, followers: null, verified: null, offices: [] };
  must(await app.accounts.put(platform, author, 'user:r'));
  await confirmed(app, { platform, id });
}
