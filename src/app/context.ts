/** What the commands of the application share: the store, the clock, the rules in force, and one writer at a time. */
import type { Instant } from '../lib/instant.ts';
import type { Store } from '../store/store.ts';
import type { EditLimits } from './edit-limits.ts';
import type { Engines } from './engines.ts';
import type { Shell } from './shell.ts';

export type AppContext = {
  readonly store: Store;
  readonly shell: Shell;
  readonly engines: Engines;
  readonly demo: boolean;
  /** How much of edited policies is judged by, and for how long. */
  readonly editing: EditLimits;
  /** Others than who published it, without whom no set takes the place of the one in force. */
  readonly policyApprovals: number;
  now(): Instant;
  /** Work on the world, one after the other in this process; other processes are met by the guards. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Problems that a person should see, newest last. */
  readonly alerts: string[];
};

/** Runs one piece of work after the other, whatever becomes of each. */
export function createLine(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  };
}
