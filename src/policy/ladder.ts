/** Ladders: the rungs of a platform in order of severity, and what strikes lead to. */
import type { AccountMeasure, PostMeasure } from './measure.ts';

export type Rung = {
  /** `none` is implicit, always there, and the least severe; it is never listed. */
  readonly id: string;
  /** A `label` measure may be left out here: the rule's own label is added (see `Then`). */
  readonly measures: readonly PostMeasure[];
  /** Strike points for the account, 0 for none. */
  readonly strikePoints: number;
};

export type PenaltyStep = {
  /** Active strike points from which this step applies. */
  readonly atPoints: number;
  /** And, if given, the least share (0..1) of the account's posts in the period that drew a strike. */
  readonly minShare: number | null;
  readonly measure: AccountMeasure;
};

export type Ladder = {
  readonly id: string;
  readonly title: string;
  /** Least severe first, without `none`. */
  readonly rungs: readonly Rung[];
  /** The rung of holds and tripped breakers. */
  readonly interim: string;
  /** A rung that a rule names and this ladder lacks becomes the named one: a departure of kind `ladder`. */
  readonly substitutes: Readonly<Record<string, string>>;
  readonly strikes: {
    readonly expiresDays: number;
    /** Posts older than this when judged draw no strike. */
    readonly maxPostAgeDays: number;
    /** Window over which `minShare` is taken. */
    readonly shareDays: number;
    /** In rising order of `atPoints`. */
    readonly steps: readonly PenaltyStep[];
  };
};
