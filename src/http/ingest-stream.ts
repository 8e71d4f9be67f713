/**
 * NDJSON in, NDJSON out: lines go to the application in order, answers come back in order, and a line that cannot be
 * read is answered in its place without touching the others. Back-pressured on both sides.
 */
import type { Readable } from 'node:stream';
import type { Identity } from '../access/identity.ts';
import { canSpeakFor } from '../access/identity.ts';
import type { App, IngestAnswer, IngestItem } from '../app.ts';
import type { Refusal } from '../errors.ts';
import type { Writing } from '../publish/present-measure.ts';
import { presentPostAnswer } from '../publish/present-post.ts';
import type { AnswerLine, Op } from '../schema/answer.ts';
import { LINE_BYTES_MAX } from '../schema/limits.ts';
import type { Post } from '../schema/post.ts';
import { readLine } from '../schema/read-line.ts';
import { isBlank, linesOf, type RawLine } from './ndjson.ts';
import { presentProblem } from './problem.ts';

/** Lines that cannot be read, before others get a turn. */
const REFUSED_PER_TURN = 200;
/** Unanswered lines held for one connection. */
const AHEAD_MAX = 4_000;

export type StreamOptions = {
  readonly app: App;
  readonly identity: Identity;
  readonly requestId: string;
  readonly writing: Writing;
  readonly stopping: AbortSignal;
};

/** What a line asks for: something of the application, or nothing because it cannot be read. */
type Entry = { readonly line: number; readonly refusal: Refusal | null };

export function itemOf(line: { readonly op: 'post'; readonly post: Post } | Op): IngestItem {
  if (line.op !== 'account') return line;
  const { platform, op, ...author } = line;
  return { op, platform, author };
}

const platformOfItem = (item: IngestItem) => (item.op === 'post' ? item.post.platform : item.platform);

export async function* answersOf(chunks: Readable, options: StreamOptions): AsyncGenerator<string, void, void> {
  const queue = new EntryQueue();
  const answers = options.app
    .ingest(itemsOf(chunks, queue, options), options.identity.principal)
    [Symbol.asyncIterator]();
  const pull = () => {
    const next = answers.next();
    next.catch(() => queue.end()); // reported where it is awaited
    return next;
  };
  let next = pull();
  try {
    for (;;) {
      const entry = queue.take();
      if (entry?.refusal) {
        yield lineOf({ line: entry.line, problem: presentProblem(entry.refusal, options.requestId) });
      } else if (entry) {
        const answer = await next;
        if (answer.done) throw new Error('the application ended before all lines were answered');
        next = pull();
        yield lineOf(presentAnswer(entry.line, answer.value, options));
      } else if (queue.ended) {
        await next;
        return;
      } else {
        await queue.changed();
      }
    }
  } finally {
    queue.end();
    await answers.return?.();
  }
}

async function* itemsOf(
  chunks: Readable,
  queue: EntryQueue,
  options: StreamOptions,
): AsyncGenerator<IngestItem, void, void> {
  let last = 0;
  let refused = 0;
  try {
    for await (const lines of linesOf(untilStopped(chunks, options.stopping), LINE_BYTES_MAX)) {
      for (const raw of lines) {
        if (options.stopping.aborted) return;
        last = raw.line;
        if (raw.bytes && isBlank(raw.bytes)) continue;
        await queue.room();
        if (queue.ended) return;
        const read = readRaw(raw, options.identity);
        queue.put({ line: raw.line, refusal: 'item' in read ? null : read });
        if ('item' in read) yield read.item;
        else if (++refused % REFUSED_PER_TURN === 0) await new Promise((turn) => setImmediate(turn));
      }
    }
  } finally {
    if (options.stopping.aborted && !chunks.readableEnded) {
      const detail = 'this line and those after it were not taken';
      queue.put({ line: last + 1, refusal: { code: 'SHUTTING_DOWN', detail, pointer: null } });
    }
    queue.end();
  }
}

/** Bytes until the server stops, even while the client sends none. The request is left open for its answers. */
async function* untilStopped(chunks: Readable, stopping: AbortSignal): AsyncGenerator<Buffer, void, void> {
  const reader: AsyncIterator<Buffer> = chunks.iterator({ destroyOnReturn: false });
  let wake = () => {};
  const stop = () => wake();
  stopping.addEventListener('abort', stop, { once: true });
  try {
    while (!stopping.aborted) {
      const next = reader.next();
      // A promise of its own for each read: one that outlived them would keep every chunk for as long.
      const chunk = await new Promise<IteratorResult<Buffer> | null>((resolve, reject) => {
        wake = () => resolve(null);
        next.then(resolve, reject);
      });
      if (chunk === null || chunk.done) return;
      yield chunk.value;
    }
  } finally {
    stopping.removeEventListener('abort', stop);
    // Not awaited: while a read is open it would wait for the client's next byte.
    reader.return?.().catch(() => {});
  }
}

function readRaw(raw: RawLine, identity: Identity): { readonly item: IngestItem } | Refusal {
  if (raw.bytes === null) {
    return { code: 'POST_TOO_LARGE', detail: `the line has more than ${LINE_BYTES_MAX} bytes`, pointer: null };
  }
  const text = raw.bytes.toString('utf8');
  const read = readLine(raw.line === 1 && text.startsWith('\ufeff') ? text.slice(1) : text);
  if (!read.ok) return read.error;
  const item = itemOf(read.line);
  return canSpeakFor(identity, platformOfItem(item), '/platform') ?? { item };
}

function presentAnswer(line: number, answer: IngestAnswer, options: StreamOptions): AnswerLine {
  if (!answer.ok) return { line, problem: presentProblem(answer, options.requestId) };
  const { value } = answer;
  if (value.op === 'post') return { line, ...presentPostAnswer(value, options.writing) };
  return { line, op: value.op, changed: value.changed };
}

const lineOf = (answer: AnswerLine) => `${JSON.stringify(answer)}\n`;

/** Lines read and not yet answered, in order: written by the reader of lines, taken by the writer of answers. */
class EntryQueue {
  #entries: Entry[] = [];
  #taken = 0;
  #wake: (() => void)[] = [];
  ended = false;

  put(entry: Entry): void {
    this.#entries.push(entry);
    this.#notify();
  }

  take(): Entry | undefined {
    const entry = this.#entries[this.#taken];
    if (!entry) return undefined;
    this.#taken += 1;
    if (this.#taken > 1_024) {
      this.#entries = this.#entries.slice(this.#taken);
      this.#taken = 0;
    }
    this.#notify();
    return entry;
  }

  end(): void {
    this.ended = true;
    this.#notify();
  }

  changed(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  /** Resolves when another line may be read. */
  async room(): Promise<void> {
    while (this.#entries.length - this.#taken >= AHEAD_MAX && !this.ended) await this.changed();
  }

  #notify(): void {
    if (this.#wake.length === 0) return;
    const wake = this.#wake;
    this.#wake = [];
    for (const resolve of wake) resolve();
  }
}
