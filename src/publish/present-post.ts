/** Posts, their presentations, copies and divergences as wire objects. */

import type { Presentation } from '../enforce/presentation.ts';
import type { AuthorFields, PostContent } from '../ingest/post.ts';
import type { PersonAnswer, PostAnswer } from '../schema/answer.ts';
import type { WireObservation } from '../schema/observation.ts';
import type { Author, Post } from '../schema/post.ts';
import type { WirePresentation } from '../schema/presentation.ts';
import type { DecisionDetail, StoredPost, WireCopy, WireDivergence } from '../schema/stored-post.ts';
import type { TryAnswer } from '../schema/try.ts';
import { presentExemption } from './present-account.ts';
import { presentDecision, presentTrace } from './present-decision.ts';
import { addressOf, type Writing } from './present-measure.ts';
import type {
  CopyView,
  DecisionDetail as DecisionDetailView,
  DivergenceView,
  Naming,
  ObservationView,
  PersonAnswer as PersonAnswerView,
  PostAnswer as PostAnswerView,
  PostView,
  TryView,
} from './views.ts';

export function presentPresentation(of: Presentation, writing: Writing): WirePresentation {
  return {
    visibility: of.visibility,
    labels: of.labels.map((label) => ({ ...label, href: addressOf(label.href, writing.base) })),
    notice: of.notice && { ...of.notice, policies: [...of.notice.policies] },
    interactions: { ...of.interactions },
    surfaces: { ...of.surfaces },
    ageGateYears: of.ageGateYears,
    withheldIn: [...of.withheldIn],
    adExclusion: of.adExclusion,
    author: { ...of.author, features: [...of.author.features] },
    decisions: [...of.decisions],
    appeal: null,
  };
}

export function presentAuthor(author: AuthorFields): Author {
  return { ...author, offices: author.offices.map((each) => ({ ...each })) };
}

/** A post as it was sent. Signals are not kept with the content. */
export function presentContent(naming: Naming, content: PostContent, author: AuthorFields): Post {
  return {
    platform: naming.platform,
    id: naming.post ?? '',
    ...content,
    author: presentAuthor(author),
    links: content.links.map((link) => link.url),
    media: content.media.map((item) => ({ ...item })),
    signals: {},
  };
}

export function presentObservation(view: ObservationView): WireObservation {
  return { id: view.id, measures: [...view.measures], seenAt: view.seenAt, evidenceUrl: view.evidenceUrl };
}

export function presentPostAnswer(view: PostAnswerView, writing: Writing): PostAnswer {
  return {
    replayed: view.replayed,
    outOfOrder: view.outOfOrder,
    decision: presentDecision(view.decision, writing),
    presentation: presentPresentation(view.presentation, writing),
    consequences: view.consequences.map((each) => presentDecision(each, writing)),
  };
}

export function presentPersonAnswer(view: PersonAnswerView, writing: Writing): PersonAnswer {
  return { person: view.person, decisions: view.decisions.map((each) => presentDecision(each, writing)) };
}

const nameOf = (naming: Naming) => ({ platform: naming.platform, id: naming.post ?? naming.author });

function presentCopy(view: CopyView, writing: Writing): WireCopy {
  return {
    ...nameOf(view.naming),
    revision: view.revision,
    createdAt: view.createdAt,
    decision: presentDecision(view.decision, writing),
    presentation: presentPresentation(view.presentation, writing),
    observed: view.observed && presentObservation(view.observed),
  };
}

function presentDivergence(view: DivergenceView): WireDivergence {
  return { a: nameOf(view.a), b: nameOf(view.b), kinds: [...view.kinds], sentence: view.sentence };
}

export function presentStoredPost(view: PostView, writing: Writing): StoredPost {
  const { content, author } = view;
  return {
    ...nameOf(view.naming),
    revision: view.revision,
    receivedAt: view.receivedAt,
    deletedAt: view.deletedAt,
    state: view.state,
    post: content && author && presentContent(view.naming, content, author),
    presentation: presentPresentation(view.presentation, writing),
    decisions: view.decisions.map((each) => presentDecision(each, writing)),
    copies: view.copies.map((each) => presentCopy(each, writing)),
    divergence: view.divergences.map(presentDivergence),
    observations: view.observations.map(presentObservation),
    reach: view.reach && { ...view.reach },
  };
}

export function presentDecisionDetail(view: DecisionDetailView, writing: Writing): DecisionDetail {
  return {
    decision: presentDecision(view, writing),
    facts: view.facts.map(({ path, known, value, source, version }) => ({ path, known, value, source, version })),
    copies: view.copies.map((each) => presentCopy(each, writing)),
    divergence: view.divergences.map(presentDivergence),
    exemptions: view.exemptions.map(presentExemption),
    accounts: view.accounts.map((each) => ({ ...each })),
    rules: view.trace?.map(presentTrace) ?? null,
  };
}

export function presentTry(view: TryView, writing: Writing): TryAnswer {
  return {
    text: view.text,
    decision: presentDecision(view.decision, writing),
    presentation: presentPresentation(view.presentation, writing),
    otherLanguage: view.otherLanguage,
    edited: view.edited,
    problems: view.problems.map((each) => ({ ...each })),
  };
}
