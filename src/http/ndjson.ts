/** NDJSON in: splits a stream of bytes into lines, whatever the chunks. Bytes are counted by hand; no line is kept whole beyond the limit. */
const NEWLINE = 0x0a;

export type RawLine = {
  /** From 1; blank lines count and get no answer. */
  readonly line: number;
  /** Null: longer than the limit. */
  readonly bytes: Buffer | null;
};

/** Yields all lines that a chunk completes at once: one resumption per chunk, not per line. */
export async function* linesOf(chunks: AsyncIterable<Buffer>, bytesMax: number): AsyncGenerator<readonly RawLine[]> {
  let line = 0;
  let parts: Buffer[] = [];
  let size = 0;
  const finish = (): RawLine => {
    line += 1;
    const bytes = size > bytesMax ? null : parts.length === 1 ? (parts[0] ?? null) : Buffer.concat(parts, size);
    parts = [];
    size = 0;
    return { line, bytes };
  };
  const add = (part: Buffer) => {
    size += part.length;
    if (size > bytesMax) parts = [];
    else parts.push(part);
  };
  for await (const chunk of chunks) {
    const lines: RawLine[] = [];
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      add(chunk.subarray(from, at));
      lines.push(finish());
      from = at + 1;
    }
    if (from < chunk.length) add(chunk.subarray(from));
    if (lines.length > 0) yield lines;
  }
  if (size > 0) yield [finish()];
}

/** Nothing but JSON's white space. */
export function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
