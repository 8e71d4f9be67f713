/** Evenness, events, policy sets, keys and the demo's story as wire objects. */

import type { Instant } from '../lib/instant.ts';
import type { WireKey, WirePolicySet } from '../schema/admin.ts';
import type { DemoJudgeAnswer, Story, StoryPost } from '../schema/demo.ts';
import type { Evenness, Events } from '../schema/evenness.ts';
import type { DemoJudgement, DemoStory, StoryPostView } from './demo-views.ts';
import { presentDecision } from './present-decision.ts';
import type { Writing } from './present-measure.ts';
import { presentAuthor, presentContent, presentObservation, presentPresentation } from './present-post.ts';
import type { EvennessCell as CellView, EventView, KeyView, PolicySetView } from './views.ts';

export function presentEvenness(cells: readonly CellView[], at: Instant): Evenness {
  const present = (cell: CellView): Evenness['cells'][number] => {
    const query = new URLSearchParams({ policy: cell.policy, platform: cell.platform });
    return {
      ...cell,
      departed: { ...cell.departed },
      posts: `/v1/decisions?${query}`,
      items: cell.posts.map(({ platform, id }) => ({ platform, id })),
    };
  };
  return { cells: cells.map(present), at };
}

export function presentEvents(items: readonly EventView[], next: number): Events {
  return { items: items.map(({ seq, id, type, at, data }) => ({ seq, id, type, at, data: { ...data } })), next };
}

export function presentPolicySet(view: PolicySetView): WirePolicySet {
  const { by, policies, approvals, ...rest } = view;
  return {
    ...rest,
    publishedBy: by,
    policies: policies.map((each) => ({ ...each })),
    approvals: approvals.map((each) => ({ ...each })),
  };
}

export function presentKey(view: KeyView): WireKey {
  return { ...view, scopes: [...view.scopes], platforms: view.platforms && [...view.platforms] };
}

function presentStoryPost(view: StoryPostView, writing: Writing): StoryPost {
  return {
    post: presentContent(view.naming, view.content, view.author),
    author: presentAuthor(view.author),
    decision: presentDecision(view.decision, writing),
    presentation: presentPresentation(view.presentation, writing),
    observed: view.observed && presentObservation(view.observed),
  };
}

export function presentStory(story: DemoStory, writing: Writing): Story {
  return {
    platforms: story.platforms.map(({ id, title, mode }) => ({ id, title, mode })),
    messages: story.messages.map(({ id, title, posts, divergence }) => ({
      id,
      title,
      posts: Object.fromEntries(posts.map((post) => [post.naming.platform, presentStoryPost(post, writing)])),
      divergence: { kinds: [...divergence.kinds], sentence: divergence.sentence },
    })),
    others: story.others.map((post) => presentStoryPost(post, writing)),
    evenness: '/v1/evenness',
    policySet: story.policySet,
    policies: story.policies.map((each) => ({ ...each })),
  };
}

export function presentJudgement(judgement: DemoJudgement, writing: Writing): DemoJudgeAnswer {
  return {
    story: presentStory(judgement.story, writing),
    edited: judgement.edited,
    problems: judgement.problems.map((each) => ({ ...each })),
    flips: judgement.flips.map((each) => ({ ...each, policies: [...each.policies] })),
  };
}
