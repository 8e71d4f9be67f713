/** The doctor on ledger and vault: row hashes, positions, commitments, departures, and vault text in the ledger. */
import { hash } from 'node:crypto';
import { checkDeparted } from '../../decide/departures.ts';
import type { Reader } from '../database/driver.ts';
import { bareDecision } from '../decision-record.ts';
import type { LedgerEvent, VaultRef } from '../events.ts';
import { type LedgerRow, readEvent, rowsAfterSeq } from '../ledger.ts';
import { vaultRefs } from '../project/project.ts';
import type { Row } from '../tables.ts';
import { commits } from '../vault.ts';
import type { Report } from './doctor.ts';
import { freeTexts, ledgerText } from './ledger-text.ts';

/** One row may hold five hundred posts. */
const STEP_ROWS = 10;

type Read = { readonly row: LedgerRow; readonly event: LedgerEvent };

export async function examineLedger(reader: Reader, report: Report): Promise<void> {
  const erased = new Set<string>();
  const text = ledgerText(await policyBodies(reader));
  let numbered = 0;
  for await (const { row, event } of readAll(reader)) {
    if (hash('sha256', row.body, 'hex') !== row.hash) report({ check: 'ledger_whole', where: `ledger ${row.id}` });
    if (row.position !== null) numbered += 1;
    if (event.type === 'erased') for (const vault of event.vaults) erased.add(vault);
    if (event.type === 'decision.made') {
      for (const { kind } of checkDeparted(bareDecision(event))) {
        report({ check: 'departed', where: `decision ${event.decision} ${kind}` });
      }
    }
    text.add(JSON.parse(row.body));
  }
  await examinePositions(reader, numbered, report);
  const named = await examineVault(reader, { erased, report, leaked: text.leaked });
  const [count] = await reader.all<{ n: number }>('select count(*) as n from vault');
  if (count !== undefined && Number(count.n) > named) {
    report({ check: 'vault_committed', where: `vault: ${Number(count.n) - named} rows that no event names` });
  }
}

async function* readAll(reader: Reader): AsyncGenerator<Read> {
  for await (const page of pages(reader)) yield* page;
}

async function* pages(reader: Reader): AsyncGenerator<Read[]> {
  let after = 0;
  for (;;) {
    const rows = await rowsAfterSeq(reader, after, STEP_ROWS);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.seq;
    yield rows.map((row) => ({ row, event: readEvent(row).event }));
  }
}

async function policyBodies(reader: Reader): Promise<string[]> {
  return (await reader.all<Row<'policy_sets'>>('select * from policy_sets')).map((row) => row.body);
}

/** Positions are unique by the table itself, so they have no gap if the highest is their number. */
async function examinePositions(reader: Reader, numbered: number, report: Report): Promise<void> {
  const [row] = await reader.all<{ first: number | null; last: number | null }>(
    'select min(position) as first, max(position) as last from ledger',
  );
  if (numbered === 0 || row === undefined) return;
  if (row.first !== 1 || row.last !== numbered) {
    report({ check: 'ledger_whole', where: `positions ${row.first} to ${row.last} for ${numbered} rows` });
  }
}

type Examination = {
  readonly erased: ReadonlySet<string>;
  readonly report: Report;
  readonly leaked: (text: string) => boolean;
};

/** Returns how many of the rows that events name are in the vault. */
async function examineVault(reader: Reader, { erased, report, leaked }: Examination): Promise<number> {
  let named = 0;
  for await (const page of pages(reader)) {
    const refs = page.flatMap(({ event }) => vaultRefs(event).map((ref) => ({ ref, type: event.type })));
    const ids = refs.map(({ ref }) => ref.vault);
    const rows = new Map((await reader.lookup('vault', 'id', ids)).map((row) => [row.id, row]));
    for (const { ref, type } of refs) {
      const row = rows.get(ref.vault);
      const problem = vaultProblem(ref, row, erased);
      if (problem !== null) report({ check: 'vault_committed', where: `vault ${ref.vault} ${problem}` });
      if (row === undefined) continue;
      named += 1;
      if (freeTexts(type, JSON.parse(row.content)).some(leaked)) {
        report({ check: 'ledger_text', where: `vault ${ref.vault} of ${type}` });
      }
    }
  }
  return named;
}

function vaultProblem(ref: VaultRef, row: Row<'vault'> | undefined, erased: ReadonlySet<string>): string | null {
  if (row === undefined) return erased.has(ref.vault) ? null : 'is missing and was not erased';
  if (erased.has(ref.vault)) return 'was erased and is still there';
  return commits(ref, row) ? null : 'is not what was committed to';
}
