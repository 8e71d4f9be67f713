/** What the pipeline needs of the world outside: rules, clock, reading and committing. The application has one. */
import type { Engine } from '../facts/engine.ts';
import type { Wanted } from '../facts/store.ts';
import type { World } from '../facts/world.ts';
import type { Instant } from '../lib/instant.ts';
import type { Batch, CommitResult } from '../store/store.ts';
import type { Source } from './plan.ts';

export type Shell = {
  readonly source: Source;
  now(): Instant;
  /** Of the active set; null: none is active. */
  engine(): Promise<Engine | null>;
  /** `before`: a world of which only what it lacks is read; the answer shares its rows. */
  gather(wanted: Wanted, before?: World): Promise<World>;
  /** A batch without events is nothing to write. */
  commit(batch: Batch): Promise<CommitResult>;
};
