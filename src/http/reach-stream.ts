/** Rows of reach, as NDJSON: recorded chunk by chunk, answered line by line. */
import { canSpeakFor, type Identity } from '../access/identity.ts';
import type { App } from '../app.ts';
import type { Refusal } from '../errors.ts';
import { readJson } from '../lib/read-json.ts';
import { JSON_DEPTH_MAX } from '../schema/limits.ts';
import { Reach, type ReachAnswerLine } from '../schema/observation.ts';
import { refusalOfIssues } from '../schema/refusal-of-issues.ts';
import { isBlank, linesOf, type RawLine } from './ndjson.ts';
import { presentProblem } from './problem.ts';

/** A row is short. */
const ROW_BYTES_MAX = 8_192;
const ROWS_AT_ONCE = 500;

export type ReadReach = { readonly ok: true; readonly row: Reach } | { readonly ok: false; readonly error: Refusal };

export function readReach(value: unknown): ReadReach {
  const result = Reach.safeParse(value);
  if (result.success) return { ok: true, row: result.data };
  return { ok: false, error: refusalOfIssues(result.error.issues, 'BODY_INVALID') };
}

function readRow(raw: RawLine, identity: Identity): ReadReach {
  if (raw.bytes === null) {
    const detail = `the line has more than ${ROW_BYTES_MAX} bytes`;
    return { ok: false, error: { code: 'BODY_TOO_LARGE', detail, pointer: null } };
  }
  const json = readJson(raw.bytes.toString('utf8'), JSON_DEPTH_MAX);
  if (!json.ok) return json;
  const read = readReach(json.value);
  const error = read.ok ? canSpeakFor(identity, read.row.platform, '/platform') : null;
  return error ? { ok: false, error } : read;
}

export async function* reachAnswersOf(
  chunks: AsyncIterable<Buffer>,
  options: { readonly app: App; readonly identity: Identity; readonly requestId: string },
): AsyncGenerator<string, void, void> {
  for await (const lines of linesOf(chunks, ROW_BYTES_MAX)) {
    const full = lines.filter((raw) => raw.bytes === null || !isBlank(raw.bytes));
    for (let from = 0; from < full.length; from += ROWS_AT_ONCE) {
      yield* answersOfRows(full.slice(from, from + ROWS_AT_ONCE), options);
    }
  }
}

async function* answersOfRows(
  lines: readonly RawLine[],
  options: { readonly app: App; readonly identity: Identity; readonly requestId: string },
): AsyncGenerator<string, void, void> {
  const reads = lines.map((raw) => ({ line: raw.line, read: readRow(raw, options.identity) }));
  const rows = reads.flatMap(({ read }) => (read.ok ? [read.row] : []));
  const answers = rows.length > 0 ? await options.app.reach(rows) : [];
  let next = 0;
  for (const { line, read } of reads) {
    const answer = read.ok ? answers[next++] : { ok: false as const, ...read.error };
    const wire: ReachAnswerLine =
      answer?.ok === false ? { line, problem: presentProblem(answer, options.requestId) } : { line, recorded: true };
    yield `${JSON.stringify(wire)}\n`;
  }
}
