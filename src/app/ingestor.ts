/**
 * The way in for posts: items of all connections wait in one queue and are taken by up to 500 at a time, so that many
 * posts share one commit. One batch at a time; an answer leaves only after the commit that holds it returned.
 */
import { type Answer, refuse } from './refusal.ts';

export const BATCH_MAX = 500;
/** Items that one stream may have in the queue ahead of the answers that were read. */
const AHEAD_MAX = 2_000;
/** Turns of the event loop that a batch waits for while items keep arriving. */
const FILL_TURNS_MAX = 20;
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

export function createIngestor<I, A>(
  run: (items: readonly I[]) => Promise<readonly Answer<A>[]>,
  tell: (error: unknown) => void = () => {},
): Ingestor<I, A> {
  const queue: Waiting<I, A>[] = [];
  let working: Promise<void> | null = null;
  let closing = false;

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
      await answerBatch(queue.splice(0, BATCH_MAX), { run, tell });
    } while (queue.length > 0);
    working = null;
  }

  function submit(item: I): Promise<Answer<A>> {
    if (closing) return Promise.resolve(refuse('SHUTTING_DOWN', 'nothing more is taken in'));
    return new Promise((answer, fail) => {
      queue.push({ item, answer, fail });
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

type Running<I, A> = {
  readonly run: (items: readonly I[]) => Promise<readonly Answer<A>[]>;
  /** Somebody should know. */
  readonly tell: (error: unknown) => void;
};

async function answerBatch<I, A>(batch: readonly Waiting<I, A>[], { run, tell }: Running<I, A>): Promise<void> {
  try {
    const answers = await run(batch.map((waiting) => waiting.item));
    batch.forEach((waiting, i) => {
      waiting.answer(answers[i] as Answer<A>);
    });
  } catch (error) {
    // Nothing of the batch was recorded. One item may be what broke it: the others must not suffer for it.
    tell(error);
    if (batch.length === 1) return batch[0]?.fail(error);
    await answerSingly(batch, run);
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
