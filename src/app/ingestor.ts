/**
 * The way in for posts: items of all connections wait in one queue and are taken by up to 500 at a time, so that many
 * posts share one commit. One batch after the other; where there is always a full one waiting, it is judged while the
 * one before is written. An answer leaves only after the commit that holds it returned.
 */
import type { Flight, Turn } from './behind.ts';
import type { Line } from './context.ts';
import { type Answer, refuse } from './refusal.ts';

export const BATCH_MAX = 500;
/** Items that one stream may have in the queue ahead of the answers that were read. */
const AHEAD_MAX = 2_000;
/** Turns of the event loop that a batch waits for while items keep arriving. */
const FILL_TURNS_MAX = 20;
/** Batches follow one another for so long at most: then everything they stand on is read anew. */
const RUN_MS = 1_000;
/** Items that fail one after the other before the fault is taken to be ours rather than the item's. */
const FAILURES_MAX = 3;

export type Ingestor<I, A> = {
  submit(item: I): Promise<Answer<A>>;
  /** Answers in the order of the items. Reading stops while too many answers wait to be read. */
  stream(items: AsyncIterable<I> | Iterable<I>): AsyncIterable<Answer<A>>;
  /** Resolves when everything submitted so far is answered; what is submitted later is refused. */
  close(): Promise<void>;
};

type Waiting<I, A> = { item: I; answer: (answer: Answer<A>) => void; fail: (error: unknown) => void };

type Surroundings = {
  /** Somebody should know. */
  readonly tell: (error: unknown) => void;
  readonly exclusively: Line;
};
const NOBODY: Surroundings = { tell: () => {}, exclusively: (work) => work(() => false) };

export function createIngestor<I, A>(run: Run<I, A>, { tell, exclusively }: Surroundings = NOBODY): Ingestor<I, A> {
  const queue: Waiting<I, A>[] = [];
  let working: Promise<void> | null = null;
  let closing = false;
  let onFull = () => {};

  /** Lets what has arrived be read: a commit on SQLite is synchronous, and sockets wait meanwhile. */
  async function fill(): Promise<void> {
    for (let turns = 0, before = 0; turns < FILL_TURNS_MAX; turns++) {
      await new Promise((turn) => setImmediate(turn));
      if (queue.length >= BATCH_MAX || queue.length === before) return;
      before = queue.length;
    }
  }

  async function drain(): Promise<void> {
    do {
      await fill();
      await exclusively(batchAfterBatch);
    } while (queue.length > 0);
    working = null;
  }

  /** One batch, and those after it for as long as a full one waits and nobody else does. */
  async function batchAfterBatch(others: () => boolean): Promise<void> {
    const until = performance.now() + RUN_MS;
    let before: Flight | null = null;
    let settled: Promise<void> = Promise.resolve();
    do {
      const passed = Promise.withResolvers<Flight | null>();
      const turn: Turn = { before, settled, pass: passed.resolve };
      settled = answerBatch(queue.splice(0, BATCH_MAX), { run, tell, turn }).then(() => passed.resolve(null));
      before = await passed.promise;
      if (queue.length < BATCH_MAX) await Promise.race([settled, new Promise<void>((full) => (onFull = full))]);
    } while (before !== null && queue.length >= BATCH_MAX && performance.now() < until && !others());
    await settled;
  }

  function submit(item: I): Promise<Answer<A>> {
    if (closing) return Promise.resolve(refuse('SHUTTING_DOWN', 'nothing more is taken in'));
    return new Promise((answer, fail) => {
      if (queue.push({ item, answer, fail }) === BATCH_MAX) onFull();
      working ??= drain();
    });
  }

  return {
    submit,
    stream: (items) => inOrder(items, submit),
    async close() {
      closing = true;
      await working;
    },
  };
}

type Run<I, A> = (items: readonly I[], turn: Turn) => Promise<readonly Answer<A>[]>;
type Running<I, A> = { readonly run: Run<I, A>; readonly tell: Surroundings['tell']; readonly turn: Turn };

async function answerBatch<I, A>(batch: readonly Waiting<I, A>[], { run, tell, turn }: Running<I, A>): Promise<void> {
  try {
    const answers = await run(
      batch.map((waiting) => waiting.item),
      turn,
    );
    batch.forEach((waiting, i) => {
      waiting.answer(answers[i] as Answer<A>);
    });
  } catch (error) {
    // Nothing of the batch was recorded. One item may be what broke it: the others must not suffer for it.
    tell(error);
    if (batch.length === 1) return batch[0]?.fail(error);
    await turn.settled;
    await answerSingly(batch, (items) => run(items, { ...turn, before: null, pass: () => {} }));
  }
}

async function answerSingly<I, A>(
  batch: readonly Waiting<I, A>[],
  run: (items: readonly I[]) => Promise<readonly Answer<A>[]>,
): Promise<void> {
  let failures = 0;
  for (const waiting of batch) {
    if (failures === FAILURES_MAX) {
      waiting.fail(new Error('the items before this one could not be recorded'));
      continue;
    }
    try {
      const [only] = await run([waiting.item]);
      waiting.answer(only as Answer<A>);
      failures = 0;
    } catch (error) {
      failures++;
      waiting.fail(error);
    }
  }
}

/**
 * Reads ahead of the answers, so that many items share a batch, and answers in order. Reader and answerer never wait at
 * once: the one waits when too much is pending, the other when nothing is.
 */
async function* inOrder<I, A>(
  items: AsyncIterable<I> | Iterable<I>,
  submit: (item: I) => Promise<Answer<A>>,
): AsyncIterable<Answer<A>> {
  const pending = createFifo<Promise<Answer<A>>>();
  let wake = () => {};
  const woken = () => new Promise<void>((resolve) => (wake = resolve));
  let left = false;
  let end: { readonly error: unknown } | null = null;
  const read = async () => {
    for await (const item of items) {
      const answered = submit(item);
      // A failure is met where the answer is read; unheard until then it would end the process.
      answered.catch(() => {});
      pending.push(answered);
      wake();
      while (!left && pending.size() >= AHEAD_MAX) await woken();
      if (left) return;
    }
  };
  read()
    .then(() => ({ error: null }))
    .catch((error: unknown) => ({ error }))
    .then((ended) => {
      end = ended;
      wake();
    });
  let failures = 0;
  try {
    while (true) {
      const next = pending.shift();
      if (next !== undefined) {
        wake();
        const settled = await next.catch((error: unknown) => ({ error }));
        failures = 'error' in settled ? failures + 1 : 0;
        // One line that breaks us harms no other; line after line, it is not the lines.
        if ('error' in settled && failures === FAILURES_MAX) throw settled.error;
        yield 'error' in settled
          ? refuse('INTERNAL', 'this line could not be judged; nothing of it was recorded')
          : settled;
      } else if (end !== null) {
        const { error } = end as { readonly error: unknown };
        if (error !== null) throw error;
        return;
      } else {
        await woken();
      }
    }
  } finally {
    left = true;
    wake();
  }
}

/** First in, first out, without moving what waits behind at every step. */
function createFifo<T>() {
  let items: T[] = [];
  let head = 0;
  return {
    push: (item: T) => items.push(item),
    size: () => items.length - head,
    shift(): T | undefined {
      const item = items[head];
      if (head < items.length) head++;
      if (head === AHEAD_MAX) {
        items = items.slice(head);
        head = 0;
      }
      return item;
    },
  };
}
