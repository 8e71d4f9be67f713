/** What a door is: a way in through which a case can be played. Doors answer in these words, whatever they speak. */
import type { Case, Seen, Step } from './case-format.ts';

export type ShownOutcome = { readonly rung: string; readonly measures: readonly string[] };

/** A decision as seen through a door. What a door cannot see is left out, and is then not looked at. */
export type ShownDecision = {
  /** The door's own id of it. */
  readonly id: string;
  readonly findings: readonly string[];
  readonly shadow: readonly string[];
  readonly unknown: readonly string[];
  readonly baseline: ShownOutcome;
  readonly applied: ShownOutcome;
  /** `kind policy/rule from→to`. */
  readonly departures: readonly string[];
  /** Names of exemptions as the case gives them. */
  readonly unused?: readonly string[];
  readonly cases?: readonly string[];
  readonly tripped?: readonly string[];
  /** Times at which holds end. */
  readonly holds?: readonly string[];
  readonly degraded: boolean;
  readonly supersedes: readonly string[];
  readonly trigger: string;
  readonly by: string;
  readonly replayed?: boolean;
  readonly account?: {
    readonly baseline: ShownOutcome;
    readonly applied: ShownOutcome;
    readonly departures: readonly string[];
  } | null;
};

export type StepResult =
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'decided'; readonly decision: ShownDecision };

/** The answer to `see`: the same shape, filled with what is. Parts that the door cannot see are left out. */
export type Sight = Seen;

export type Session = {
  /** Plays one step at `now`. Clocks that have run out by then must have struck before. */
  play(step: Step, now: string, named: ReadonlyMap<string, string>): Promise<StepResult>;
  /** Looks at what `wanted` names. */
  look(wanted: Seen, now: string): Promise<Sight>;
  close(): Promise<void>;
};

export type Door = {
  readonly name: string;
  /** Why this door cannot play the case; null: it can. */
  cannot(testCase: Case): string | null;
  open(testCase: Case, files: Readonly<Record<string, string>>): Promise<Session>;
};
