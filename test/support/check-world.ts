/** Asks the doctor about a whole database; throws what it found. Run after every test that used one. */
import type { Store } from '../../src/store/store.ts';
import { doctor } from '../../src/store/upkeep/doctor.ts';

export async function checkWorld(store: Store): Promise<void> {
  const { healthy, findings } = await doctor(store);
  if (healthy) return;
  throw new Error(
    `the database does not agree with itself:\n${findings.map((f) => `${f.check}: ${f.where}`).join('\n')}`,
  );
}
