/** The ledger: events as rows, appended in commit order, read back through the upcasters. */
import { hash } from 'node:crypto';
import type { Instant } from '../lib/instant.ts';
import type { Reader, Tx } from './database/driver.ts';
import type { LedgerEvent, StoredEvent } from './events.ts';
import { newId } from './ids.ts';
import type { Row } from './tables.ts';
import { upcast } from './upcast.ts';

export type LedgerRow = Row<'ledger'>;
/** A row before the transaction has given it a place. */
export type UnplacedRow = Omit<LedgerRow, 'seq' | 'position'>;

/** Events as rows. Done before the transaction: turning them into text is most of the work. */
export function ledgerRows(events: readonly LedgerEvent[], at: Instant): UnplacedRow[] {
  return rowsOfBodies(events, bodiesOf(events), at);
}

const texts = new WeakMap<readonly LedgerEvent[], readonly string[]>();

/** The texts that the ledger will keep. Made once: a batch that waits for the one before has them when its turn comes. */
export function bodiesOf(events: readonly LedgerEvent[]): readonly string[] {
  let made = texts.get(events);
  if (made === undefined) {
    made = events.map((event) => JSON.stringify(event));
    texts.set(events, made);
  }
  return made;
}

/** As `ledgerRows`, where the texts are there already. */
export function rowsOfBodies(events: readonly LedgerEvent[], bodies: readonly string[], at: Instant): UnplacedRow[] {
  return events.map((event, i) => {
    const body = bodies[i] as string;
    return { id: newId(), at, type: event.type, v: event.v, body, hash: hash('sha256', body, 'hex') };
  });
}

/**
 * Appends rows and gives each its `seq`. On SQLite the writer is alone, so position and seq are one; on PostgreSQL
 * positions come later, from the sequencer.
 * INVARIANT: every row that this transaction reads in order to change it is locked before, so that of two transactions
 * that touch the same row the later one has the higher `seq`.
 */
export async function append(tx: Tx, rows: readonly UnplacedRow[]): Promise<LedgerRow[]> {
  const placed = tx.alone ? await placeAlone(tx, rows) : await placeBesideOthers(tx, rows);
  await tx.write('ledger', 'insert', placed);
  return placed;
}

async function placeAlone(tx: Tx, rows: readonly UnplacedRow[]): Promise<LedgerRow[]> {
  const [last] = await tx.all<{ seq: number | null }>('select max(seq) as seq from ledger');
  const first = (last?.seq ?? 0) + 1;
  return rows.map((row, i) => ({ ...row, seq: first + i, position: first + i }));
}

async function placeBesideOthers(tx: Tx, rows: readonly UnplacedRow[]): Promise<LedgerRow[]> {
  const seqs = await tx.all<{ seq: number }>(
    "select nextval(pg_get_serial_sequence('ledger', 'seq')) as seq from generate_series(1, ?::int8)",
    [rows.length],
  );
  const ordered = seqs.map((row) => Number(row.seq)).sort((a, b) => a - b);
  return rows.map((row, i) => ({ ...row, seq: ordered[i] as number, position: null }));
}

export function readEvent(row: LedgerRow): StoredEvent {
  return { position: row.position as number, id: row.id, at: row.at, event: upcast(JSON.parse(row.body)) };
}

/** Numbered rows after a position, oldest first. */
export async function rowsAfter(reader: Reader, after: number, limit: number): Promise<LedgerRow[]> {
  return reader.all<LedgerRow>('select * from ledger where position > ? order by position limit ?', [after, limit]);
}

/** All rows, numbered or not, in the order in which they are folded. */
export async function rowsAfterSeq(reader: Reader, after: number, limit: number): Promise<LedgerRow[]> {
  return reader.all<LedgerRow>('select * from ledger where seq > ? order by seq limit ?', [after, limit]);
}

const MENTIONING_ROWS = 500;

/** Rows of one type whose body has this id anywhere. Reads them all: for rare work only. */
export async function* rowsMentioning(
  reader: Reader,
  type: LedgerEvent['type'],
  id: string,
): AsyncGenerator<LedgerRow> {
  let after = 0;
  for (;;) {
    const sql = 'select * from ledger where seq > ? and type = ? and body like ? order by seq limit ?';
    const page = await reader.all<LedgerRow>(sql, [after, type, `%${id}%`, MENTIONING_ROWS]);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < MENTIONING_ROWS) return;
    after = last.seq;
  }
}
