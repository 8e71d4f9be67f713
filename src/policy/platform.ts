/** Platforms as policy text declares them: who executes what, on which ladder. */
import type { MeasureKind } from './measure.ts';

export type PlatformMode = 'enforced' | 'advised' | 'observed';

export type Platform = {
  readonly id: string;
  readonly title: string;
  readonly mode: PlatformMode;
  /** Measures that the platform can execute. For an observed platform: those of its published policy. */
  readonly capabilities: readonly MeasureKind[];
  /** Id of a ladder of the same set. */
  readonly ladder: string;
  /** Ids of the policies in force there; null: all of the set. */
  readonly policies: readonly string[] | null;
};
