/** Persons for tests: claimed by one and confirmed by another, as the register asks. */
import type { App } from '../../src/app.ts';
import type { PersonView } from '../../src/publish/views.ts';
import type { PersonChange } from '../../src/schema/account.ts';
import { must } from './journey.ts';

export const PERSON: PersonChange = {
  id: null,
  name: 'Ann',
  source: 'Both name each other.',
  accounts: [],
  state: 'claimed',
};

export async function linked(app: App, accounts: PersonChange['accounts']): Promise<PersonView> {
  const { id } = must(await app.persons.put({ ...PERSON, accounts }, 'user:clerk'));
  return must(await app.persons.put({ ...PERSON, id, state: 'confirmed' }, 'user:registrar'));
}
