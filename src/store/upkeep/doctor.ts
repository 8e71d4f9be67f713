/** `doctor`: proves that ledger, vault and tables agree. Reads only, all of it as of one moment. */
import type { Reader } from '../database/driver.ts';
import { driverOf } from '../open.ts';
import type { Store } from '../store.ts';
import { compareDerived } from './compare.ts';
import { examineLedger } from './doctor-ledger.ts';
import { examineTables } from './doctor-tables.ts';
import { withFolded } from './fold.ts';

/** What is proved. Each finding names rows by table and id, never their contents. */
export const CHECKS = {
  ledger_text: 'no ledger row contains text of the vault',
  ledger_whole: 'every ledger row is as it was written, and positions have no gap',
  vault_committed: 'every vault row is what its event committed to; what is gone was erased',
  departed: 'applied is baseline with its departures, in every decision',
  decision_has_set: 'every decision and revision names a policy set that is stored',
  shown_has_decision: 'every label and notice has its decision',
  no_orphans: 'every measure, hold, finding and departure belongs to a decision',
  rebuilt: 'every derived table is what ledger and vault give',
} as const;

export type CheckName = keyof typeof CHECKS;
type Finding = { readonly check: CheckName; readonly where: string };
export type Report = (finding: Finding) => void;

/** Problems told per check; the rest are counted. */
const TOLD_MAX = 50;

export type Diagnosis = {
  readonly healthy: boolean;
  readonly findings: readonly Finding[];
  /** Per check, how many problems there were in all. */
  readonly counts: Readonly<Record<CheckName, number>>;
};

export async function doctor(store: Store): Promise<Diagnosis> {
  // Numbers what has been committed so far, so that a row without a position is one committed meanwhile.
  await store.lastPosition();
  const findings: Finding[] = [];
  const counts = Object.fromEntries(Object.keys(CHECKS).map((name) => [name, 0])) as Record<CheckName, number>;
  const report: Report = (finding) => {
    counts[finding.check] += 1;
    if (counts[finding.check] <= TOLD_MAX) findings.push(finding);
  };
  await driverOf(store).snapshot(async (reader) => {
    await examineLedger(reader, report);
    await examineTables(reader, report);
    await examineRebuild(reader, report);
  });
  return { healthy: findings.length === 0, findings, counts };
}

async function examineRebuild(reader: Reader, report: Report): Promise<void> {
  await withFolded(reader, (folded) =>
    folded.snapshot(async (should) => {
      for (const { table, key, kind, columns } of await compareDerived(reader, should)) {
        report({ check: 'rebuilt', where: `${table} ${key.join(' ')} ${kind} ${columns.join(', ')}`.trim() });
      }
    }),
  );
}
