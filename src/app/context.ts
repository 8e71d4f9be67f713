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
  exclusively: Line;
  /** Problems that a person should see, newest last. */
  readonly alerts: string[];
};

/** `others` tells long work whether somebody waits for it to end. */
export type Line = <T>(work: (others: () => boolean) => Promise<T>) => Promise<T>;

/** Runs one piece of work after the other, whatever becomes of each. */
export function createLine(): Line {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return (work) => {
    waiting++;
    const begin = () => {
      waiting--;
      return work(() => waiting > 0);
    };
    const next = last.then(begin);
    last = next.catch(() => {});
    return next;
  };
}
