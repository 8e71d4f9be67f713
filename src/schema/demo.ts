/** The demo workspace's story: the same messages on two platforms, as readers see them, and why they differ. */
import { z } from 'zod';
import { WireDecision } from './decision.ts';
import { WireObservation } from './observation.ts';
import { Author, Post } from './post.ts';
import { WirePresentation } from './presentation.ts';
import { PolicyProblem } from './problem.ts';
import { PolicyEdits, TryAs } from './try.ts';
import { MODES } from './words.ts';

export const StoryPost = z
  .object({
    post: Post,
    author: Author,
    decision: WireDecision,
    presentation: WirePresentation,
    /** What an observed platform was seen to do; null: nobody looked, or it is enforced. */
    observed: WireObservation.nullable(),
  })
  .meta({ id: 'StoryPost' });
export type StoryPost = z.output<typeof StoryPost>;

export const StoryMessage = z
  .object({
    id: z.string(),
    title: z.string(),
    /** By platform id, in the order of `platforms`. */
    posts: z.record(z.string(), StoryPost),
    divergence: z.object({ kinds: z.array(z.string()), sentence: z.string() }),
  })
  .meta({ id: 'StoryMessage' });
export type StoryMessage = z.output<typeof StoryMessage>;

export const Story = z
  .object({
    platforms: z.array(z.object({ id: z.string(), title: z.string(), mode: z.enum(MODES) })),
    /** The messages of the running example, oldest first. */
    messages: z.array(StoryMessage),
    /** Posts of ordinary accounts. */
    others: z.array(StoryPost),
    /** Where the evenness table is. */
    evenness: z.string(),
    policySet: z.string(),
    /** `path` is the key to use in edits, `text` the whole file. */
    policies: z.array(
      z.object({ id: z.string(), title: z.string(), version: z.string(), path: z.string(), text: z.string() }),
    ),
  })
  .meta({ id: 'Story' });
export type Story = z.output<typeof Story>;

/** `as`: who posted the messages of the story; left out: as recorded. Text `ordinary account`: nobody in particular. */
export const DemoJudgeRequest = z
  .strictObject({ as: TryAs.optional(), policies: PolicyEdits.optional() })
  .meta({ id: 'DemoJudgeRequest' });
export type DemoJudgeRequest = z.output<typeof DemoJudgeRequest>;

/** The story judged again, and which of its posts come out otherwise than recorded. */
export const DemoJudgeAnswer = z
  .object({
    story: Story,
    edited: z.boolean(),
    problems: z.array(PolicyProblem),
    flips: z.array(
      z.object({
        platform: z.string(),
        id: z.string(),
        from: z.string(),
        to: z.string(),
        policies: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'DemoJudgeAnswer' });
export type DemoJudgeAnswer = z.output<typeof DemoJudgeAnswer>;

/** Where to go once the workspace answers (ask `/healthz` until `demo` in `/v1/status` would be false). */
export const DemoLeaveAnswer = z.object({ signIn: z.string() }).meta({ id: 'DemoLeaveAnswer' });
export type DemoLeaveAnswer = z.output<typeof DemoLeaveAnswer>;
