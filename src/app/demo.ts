/** The running example (design.md §1), seeded through the real write path. */
import type { Decision } from '../decide/decision.ts';
import type { Presentation } from '../enforce/presentation.ts';

export type DemoMessage = {
  readonly id: string;
  readonly title: string;
  /** The post on each platform; `sentence` says why they differ. */
  readonly posts: readonly { readonly platform: string; readonly id: string }[];
  readonly sentence: string;
};

export type DemoStory = {
  readonly platforms: readonly string[];
  readonly headOfState: string;
  readonly messages: readonly DemoMessage[];
  /** Every other post, in the order posted. */
  readonly others: readonly { readonly platform: string; readonly id: string }[];
};

export type DemoJudgement = {
  readonly posts: readonly {
    readonly platform: string;
    readonly id: string;
    readonly decision: Decision;
    readonly presentation: Presentation;
    /** Its outcome differs from the one on record. */
    readonly flipped: boolean;
    /** Findings gained and lost against the record, `policy/rule`. */
    readonly gained: readonly string[];
    readonly lost: readonly string[];
  }[];
  readonly flips: number;
};
