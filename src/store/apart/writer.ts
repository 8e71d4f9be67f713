/**
 * Big batches are written by a thread of their own (docs/decisions/0012): while one is written and synced, this thread
 * reads, judges and answers. The thread starts with the first batch, and a batch is answered for when it is synced.
 */
import { Worker } from 'node:worker_threads';
import type { Batch, CommitResult } from '../store.ts';
import { messageOf, type Reply } from './message.ts';

export type Writer = {
  commit(batch: Batch): Promise<CommitResult>;
  close(): Promise<void>;
};

// Run from source or from what was emitted for the package: the worker has the same ending.
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/** `serially` keeps every other transaction of this process out: the thread must not wait for a lock that we hold. */
export function createWriter(path: string, serially: <T>(work: () => Promise<T>) => Promise<T>): Writer {
  let worker: Worker | null = null;
  const start = (): Worker => {
    const started = new Worker(WORKER, { workerData: path });
    started.once('exit', () => {
      if (worker === started) worker = null;
    });
    return started;
  };
  return {
    commit: (batch) =>
      serially(() => {
        worker ??= start();
        return ask(worker, batch);
      }),
    async close() {
      const ended = worker;
      if (ended === null) return;
      const gone = new Promise((done) => ended.once('exit', done));
      ended.ref();
      ended.postMessage(null);
      await gone;
    },
  };
}

/** One batch at a time. A thread that ends meanwhile leaves open whether the batch was written: sending again tells. */
async function ask(worker: Worker, batch: Batch): Promise<CommitResult> {
  worker.ref();
  try {
    const reply = await new Promise<Reply>((answered, failed) => {
      const ended = (code: number) => failed(new Error(`the writing thread ended with ${code}`));
      worker.once('message', (answer: Reply) => {
        worker.off('exit', ended);
        worker.off('error', failed);
        answered(answer);
      });
      worker.once('exit', ended);
      worker.once('error', failed);
      worker.postMessage(messageOf(batch));
    });
    if (reply.ok) return reply.result;
    throw reply.error;
  } finally {
    worker.unref();
  }
}
