/** What the demo answers with: its story, and the story judged again. */
import type { Presentation } from '../enforce/presentation.ts';
import type { AuthorFields, PostContent } from '../ingest/post.ts';
import type { PlatformMode } from '../policy/platform.ts';
import type { Problem } from '../policy/policy-set.ts';
import type { DecisionView, Naming, ObservationView } from './views.ts';

export type StoryPostView = {
  readonly naming: Naming;
  readonly content: PostContent;
  readonly author: AuthorFields;
  readonly decision: DecisionView;
  readonly presentation: Presentation;
  readonly observed: ObservationView | null;
};

type DemoMessage = {
  readonly id: string;
  readonly title: string;
  /** In the order of `platforms`. */
  readonly posts: readonly StoryPostView[];
  readonly divergence: { readonly kinds: readonly string[]; readonly sentence: string };
};

export type DemoStory = {
  readonly platforms: readonly { readonly id: string; readonly title: string; readonly mode: PlatformMode }[];
  readonly messages: readonly DemoMessage[];
  /** Posts by ordinary accounts, in the order posted. */
  readonly others: readonly StoryPostView[];
  readonly policySet: string;
  /** `path` is the key to use in edits, `text` the whole file. */
  readonly policies: readonly {
    readonly id: string;
    readonly title: string;
    readonly version: string;
    readonly path: string;
    readonly text: string;
  }[];
};

export type DemoJudgement = {
  readonly story: DemoStory;
  readonly edited: boolean;
  readonly problems: readonly Problem[];
  /** Posts that come out otherwise than recorded. */
  readonly flips: readonly {
    readonly platform: string;
    readonly id: string;
    readonly from: string;
    readonly to: string;
    /** Policies with findings gained, lost or departed from otherwise. */
    readonly policies: readonly string[];
  }[];
};
