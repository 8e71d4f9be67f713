/** What travels through the pipeline with a post: the rules, the world as gathered, and the plan that grows. */
import type { Engine } from '../facts/engine.ts';
import type { KnownAccount, KnownPost, World } from '../facts/world.ts';
import type { Instant } from '../lib/instant.ts';
import type { Plan } from './plan.ts';

export type Journey = {
  readonly engine: Engine;
  readonly world: World;
  readonly plan: Plan;
  /** Time of receipt and of deciding: the one clock of the batch. */
  readonly now: Instant;
  /** False: breakers are counted and reported, and keep no rule from acting (`evaluate FILE`). */
  readonly breakersAct: boolean;
};

/** A post on its way, with its author's account, both as they will be when the batch is committed. */
export type Traveller = { readonly post: KnownPost; readonly account: KnownAccount };
