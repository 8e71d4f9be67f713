/** How large policies may be that nobody has vouched for, and how long they may take. */
import type { RoomLimits } from './apart/room.ts';

export type EditLimits = RoomLimits & { readonly filesMax: number; readonly charsMax: number };

/** With a key: whoever edits whole policies, lists and all. */
export const KEYED_EDITS: EditLimits = {
  deadlineMs: 5_000,
  memoryMb: 512,
  waitingMax: 32,
  idleMs: 600_000,
  filesMax: 200,
  charsMax: 1_048_576,
};
/** In the demo: anybody, who edits one policy at a time. */
export const DEMO_EDITS: EditLimits = {
  ...KEYED_EDITS,
  deadlineMs: 2_000,
  memoryMb: 448,
  waitingMax: 8,
  filesMax: 8,
  charsMax: 65_536,
};

/** Whoever publishes may use more time and memory, for whole folders with all their examples. */
export const PUBLISHING: RoomLimits = { deadlineMs: 60_000, memoryMb: 1_024, waitingMax: 4, idleMs: 10_000 };
