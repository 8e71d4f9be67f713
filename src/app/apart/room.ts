/**
 * A room of its own for work that could take for ever: a worker thread with a deadline for each piece of work, a limit
 * to its memory, and a short queue. What overruns is ended with its worker; everybody else goes on meanwhile. The worker
 * stays warm from one piece of work to the next.
 */
import { Worker } from 'node:worker_threads';
import { type Answer, refuse } from '../refusal.ts';
import type { Work, WorkDone } from './work.ts';

export type RoomLimits = {
  /** Of the worker's own time at work, so that a busy machine ends nobody's; and five times as long by the clock. */
  readonly deadlineMs: number;
  readonly memoryMb: number;
  /** Pieces of work that may wait; further ones are refused. */
  readonly waitingMax: number;
  /** How long the worker is kept without work; null: as long as the room. */
  readonly idleMs: number | null;
};
export type Room = {
  /** Pieces of work are done in order. `make` is asked when its turn comes, and told whether the worker is a new one. */
  run<K extends Work['kind']>(
    make: (isNewWorker: boolean) => Work & { readonly kind: K },
  ): Promise<Answer<WorkDone[K]>>;
  /** Makes the worker ready before there is work. */
  warm(): void;
  close(): Promise<void>;
};

type Waiting = {
  readonly make: (isNewWorker: boolean) => Work;
  readonly done: (answer: Answer<unknown>) => void;
  readonly failed: (error: unknown) => void;
};
type Hand = { readonly worker: Worker; isReady: boolean; isNew: boolean };

// Run from source or from what was emitted for the package: the worker has the same ending.
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);
const CLOCK_TIMES = 5;
const LOOK_AGAIN_MS = 20;
const OUT_OF_MEMORY = 'ERR_WORKER_OUT_OF_MEMORY';

export function createRoom(limits: RoomLimits): Room {
  const waiting: Waiting[] = [];
  let hand: Hand | null = null;
  let current: Waiting | null = null;
  let timer: NodeJS.Timeout | null = null;
  let last: NodeJS.Timeout | null = null;
  let idle: NodeJS.Timeout | null = null;
  let jobs = 0;

  function warm(): Hand {
    if (hand !== null) return hand;
    const worker = new Worker(WORKER, { resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb } });
    // A worker without work keeps no process from ending.
    worker.unref();
    const made: Hand = { worker, isReady: false, isNew: true };
    worker.on('message', (message: 'ready' | { readonly id: number; readonly answer: Answer<unknown> }) => {
      if (hand !== made) return;
      if (message === 'ready') {
        made.isReady = true;
        if (current !== null) startClock();
      } else if (message.id === jobs) settle(({ done }) => done(message.answer));
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (hand === made) lose((work) => (error.code === OUT_OF_MEMORY ? work.done(tooCostly()) : work.failed(error)));
    });
    worker.on('exit', () => {
      if (hand === made) lose((work) => work.failed(new Error('the worker that judges edited policies ended')));
    });
    hand = made;
    return made;
  }

  /** The deadline counts from when the worker can work: starting it is not the asker's doing. */
  function startClock(): void {
    const at = hand?.worker;
    const job = jobs;
    const isOver = () => job !== jobs || current === null || at === undefined || hand?.worker !== at;
    const before = at === undefined ? Promise.resolve(0) : workedMs(at);
    const end = () => lose((work) => work.done(tooCostly()));
    const lookAfter = (waitMs: number) => {
      timer = setTimeout(async () => {
        const used = isOver() ? 0 : (await workedMs(at as Worker)) - (await before);
        if (isOver()) return;
        if (used < limits.deadlineMs) lookAfter(Math.max(LOOK_AGAIN_MS, limits.deadlineMs - used));
        else end();
      }, waitMs);
    };
    lookAfter(limits.deadlineMs);
    // Also of a worker that no longer says how long it has worked.
    last = setTimeout(end, limits.deadlineMs * CLOCK_TIMES);
  }

  function tooCostly(): Answer<never> {
    const seconds = limits.deadlineMs / 1_000;
    return refuse(
      'POLICIES_TOO_COSTLY',
      `after ${seconds} s or ${limits.memoryMb} MB there was no answer`,
      '/policies',
    );
  }

  /** Ends the worker, and whatever it was doing with it. */
  function lose(tell: (work: Waiting) => void): void {
    const lost = hand;
    hand = null;
    void lost?.worker.terminate();
    settle(tell);
  }

  function settle(tell: (work: Waiting) => void): void {
    if (timer !== null) clearTimeout(timer);
    if (last !== null) clearTimeout(last);
    timer = null;
    last = null;
    const work = current;
    current = null;
    hand?.worker.unref();
    if (work !== null) tell(work);
    next();
  }

  function next(): void {
    if (current !== null) return;
    if (idle !== null) clearTimeout(idle);
    idle = null;
    const work = waiting.shift();
    if (work === undefined) {
      if (limits.idleMs !== null && hand !== null) idle = setTimeout(() => lose(() => {}), limits.idleMs).unref();
      return;
    }
    const at = warm();
    current = work;
    at.worker.ref();
    jobs++;
    try {
      at.worker.postMessage({ id: jobs, work: work.make(at.isNew) });
      at.isNew = false;
      if (at.isReady) startClock();
    } catch (error) {
      settle(({ failed }) => failed(error));
    }
  }

  return {
    run<K extends Work['kind']>(make: (isNewWorker: boolean) => Work & { readonly kind: K }) {
      if (waiting.length >= limits.waitingMax) {
        return Promise.resolve(refuse('OVERLOADED', `${waiting.length} others wait to have their policies judged`));
      }
      return new Promise<Answer<WorkDone[K]>>((resolve, reject) => {
        waiting.push({ make, done: (answer) => resolve(answer as Answer<WorkDone[K]>), failed: reject });
        next();
      });
    },
    warm() {
      warm();
      // Without work it is let go after a while.
      next();
    },
    async close() {
      const open = [...waiting.splice(0), ...(current === null ? [] : [current])];
      current = null;
      if (timer !== null) clearTimeout(timer);
      if (last !== null) clearTimeout(last);
      if (idle !== null) clearTimeout(idle);
      const worker = hand?.worker;
      hand = null;
      for (const work of open) work.done(refuse('SHUTTING_DOWN', 'the server is stopping'));
      await worker?.terminate();
    },
  };
}

/** Time that the worker has had on a processor; one that has ended has had for ever. */
async function workedMs(worker: Worker): Promise<number> {
  const used = await worker.cpuUsage().catch(() => null);
  return used === null ? Number.POSITIVE_INFINITY : (used.user + used.system) / 1_000;
}
