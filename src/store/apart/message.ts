/**
 * A batch on its way to the thread that writes. Events travel as the texts that the ledger keeps: they have to be made
 * anyway, and copying texts from thread to thread costs far less than copying objects.
 */
import type { LedgerEvent } from '../events.ts';
import { bodiesOf } from '../ledger.ts';
import type { Batch, CommitResult, SealedRow } from '../store.ts';

export type BatchMessage = Pick<Batch, 'at' | 'policySets' | 'idempotency'> & {
  readonly guards: string;
  readonly bodies: readonly string[];
  /** Id, salt and content of one row after the other. */
  readonly vault: readonly string[];
};
export type Reply =
  | { readonly ok: true; readonly result: CommitResult }
  | { readonly ok: false; readonly error: unknown };

const VAULT_COLUMNS = 3;

export function messageOf(batch: Batch): BatchMessage {
  const { at, guards, policySets, idempotency } = batch;
  return {
    at,
    guards: JSON.stringify(guards),
    ...(policySets === undefined ? {} : { policySets }),
    ...(idempotency === undefined ? {} : { idempotency }),
    bodies: bodiesOf(batch.events),
    vault: batch.vault.flatMap((row) => [row.id, row.salt, row.content]),
  };
}

/** The batch again. Events are as they will be read back from the ledger. */
export function batchOf({ bodies, vault, guards, ...rest }: BatchMessage): Batch {
  const rows: SealedRow[] = [];
  for (let at = 0; at < vault.length; at += VAULT_COLUMNS) {
    const [id, salt, content] = [vault[at] as string, vault[at + 1] as string, vault[at + 2] as string];
    rows.push({ id, salt, content });
  }
  const events = bodies.map((body) => JSON.parse(body) as LedgerEvent);
  return { ...rest, guards: JSON.parse(guards) as Batch['guards'], events, vault: rows };
}
