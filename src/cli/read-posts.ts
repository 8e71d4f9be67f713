/** Posts from a file, one at a time: NDJSON, or CSV with a column map. A line that cannot be read is yielded as such. */
import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import type { Parser } from 'csv-parse';
import { isBlank, linesOf } from '../http/ndjson.ts';
import { LINE_BYTES_MAX } from '../schema/limits.ts';
import { type ReadLine, readLine } from '../schema/read-line.ts';
import { type ColumnMap, type RowDefaults, readColumnMap, readRow } from './column-map.ts';
import { CliError } from './output.ts';

export type FileLine = {
  /** From 1: of a line of NDJSON, of the line where a row of CSV begins. */
  readonly line: number;
  readonly read: ReadLine;
};
export type PostSource = { readonly map: readonly string[]; readonly defaults: RowDefaults };

/** The text of the file, unpacked if it is gzip. `-` is stdin. */
async function openBytes(file: string): Promise<AsyncIterable<Buffer>> {
  if (file === '-') return process.stdin;
  const readable = await access(file, constants.R_OK).then(
    async () => !(await stat(file)).isDirectory(),
    () => false,
  );
  if (!readable) throw new CliError({ code: 'FILE_UNREADABLE', detail: `\`${file}\` cannot be read as a file` });
  const stream = createReadStream(file, { highWaterMark: 1 << 18 });
  if (!file.endsWith('.gz')) return stream;
  const unpacked = createGunzip();
  stream.on('error', (error) => unpacked.destroy(error)).pipe(unpacked);
  return unpacked;
}

export async function* readPosts(file: string, source: PostSource): AsyncGenerator<FileLine, void, void> {
  const bytes = await openBytes(file);
  if (/\.(csv|tsv)(\.gz)?$/i.test(file)) yield* rowsOf(bytes, source, /\.tsv(\.gz)?$/i.test(file) ? '\t' : ',');
  else yield* ndjsonOf(bytes);
}

async function* ndjsonOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<FileLine, void, void> {
  for await (const lines of linesOf(bytes, LINE_BYTES_MAX)) {
    for (const raw of lines) {
      if (raw.bytes === null) {
        const detail = `the line has more than ${LINE_BYTES_MAX} bytes`;
        yield { line: raw.line, read: { ok: false, error: { code: 'POST_TOO_LARGE', detail } } };
      } else if (!isBlank(raw.bytes)) {
        const text = raw.bytes.toString('utf8');
        yield { line: raw.line, read: readLine(text.startsWith('\ufeff') ? text.slice(1) : text) };
      }
    }
  }
}

type Parsed = { readonly record: string[]; readonly info: { readonly lines: number } };

async function* rowsOf(
  bytes: AsyncIterable<Buffer>,
  source: PostSource,
  delimiter: string,
): AsyncGenerator<FileLine, void, void> {
  const { parse } = await import('csv-parse');
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LINE_BYTES_MAX,
  });
  void pump(bytes, parser);
  let header: string[] | null = null;
  let map: ColumnMap = [];
  let number = 0;
  let line = 1;
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      if (header === null) {
        header = record;
        map = mapOf(source.map, header);
      } else {
        number += 1;
        yield { line, read: readRecord(record, header, { map, number, source }) };
      }
      line = info.lines + 1;
    }
  } catch (error) {
    if (error instanceof CliError) throw error;
    // The parser cannot find its way again after a broken quote: what follows would be guesswork.
    const code = (error as { code?: string }).code ?? 'CSV_INVALID';
    const detail = `the row that begins at line ${line} cannot be read (${code})`;
    throw new CliError({ code: 'CSV_INVALID', detail });
  }
}

function mapOf(pairs: readonly string[], header: readonly string[]): ColumnMap {
  const map = readColumnMap(pairs, header);
  if ('code' in map) throw new CliError(map, 2);
  return map;
}

function readRecord(
  record: readonly string[],
  header: readonly string[],
  of: { readonly map: ColumnMap; readonly number: number; readonly source: PostSource },
): ReadLine {
  if (record.length !== header.length) {
    const detail = `the row has ${record.length} columns and the header ${header.length}`;
    return { ok: false, error: { code: 'CSV_INVALID', detail } };
  }
  const row = Object.fromEntries(header.map((column, i) => [column, record[i] ?? '']));
  return readRow(row, of.map, { number: of.number, defaults: of.source.defaults });
}

/** Hands bytes to the parser as fast as it takes them; a read error ends it. */
async function pump(bytes: AsyncIterable<Buffer>, parser: Parser): Promise<void> {
  try {
    for await (const chunk of bytes) {
      if (parser.destroyed) return;
      if (!parser.write(chunk)) {
        await new Promise<void>((resolve) => {
          parser.once('drain', resolve);
          parser.once('close', resolve);
        });
      }
    }
    parser.end();
  } catch (error) {
    parser.destroy(error as Error);
  }
}
