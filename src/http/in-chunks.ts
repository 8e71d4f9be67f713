/** Lines out in chunks: what is ready in one turn of the event loop leaves as one piece. Nothing ready is held back. */
import { Readable } from 'node:stream';

/** A piece that has grown to this leaves at once. */
const CHUNK_CHARS = 65_536;

export function inChunks(lines: AsyncGenerator<string, void, void>): Readable {
  let held = '';
  let isFlushing = false;
  let isFull = false;
  let resume = () => {};
  const stream = new Readable({
    read() {
      isFull = false;
      resume();
    },
    destroy(error, done) {
      isFull = false;
      resume();
      lines.return().then(
        () => done(error),
        (failed: Error) => done(error ?? failed),
      );
    },
  });
  const flush = () => {
    isFlushing = false;
    if (held === '' || stream.destroyed) return;
    const chunk = held;
    held = '';
    isFull = !stream.push(chunk);
  };
  const pump = async () => {
    for await (const line of lines) {
      held += line;
      if (held.length >= CHUNK_CHARS) flush();
      else if (!isFlushing) {
        isFlushing = true;
        setImmediate(flush);
      }
      while (isFull) await new Promise<void>((resolve) => (resume = resolve));
    }
    flush();
    stream.push(null);
  };
  pump().catch((error: Error) => stream.destroy(error));
  return stream;
}
