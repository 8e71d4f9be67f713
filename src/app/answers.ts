/** Decisions and posts as views: joined with the platform's own names, and with what became of each measure. */
import type { Decision, DecisionRecord, MeasureStatus } from '../decide/decision.ts';
import { effective } from '../decide/effective.ts';
import { present } from '../enforce/present.ts';
import type { Presentation } from '../enforce/presentation.ts';
import type { KnownAccount, KnownPost, KnownRevision } from '../facts/world.ts';
import type { Instant } from '../lib/instant.ts';
import type { DecisionView, MeasureView, Naming } from '../publish/views.ts';
import { nothingFound } from '../texts/en.ts';
import type { Traveller } from './journey.ts';

export type Statuses = ReadonlyMap<string, { readonly status: MeasureStatus; readonly ackedAt: Instant | null }>;
const NO_STATUSES: Statuses = new Map();

export function namingOf({
  post,
  account,
}: {
  readonly post: KnownPost | null;
  readonly account: KnownAccount;
}): Naming {
  return { platform: account.platform, post: post?.externalId ?? null, author: account.externalId };
}

/** Applied measures, then those that the platform cannot execute. */
function measureViews(id: string, decision: Decision, statuses: Statuses = NO_STATUSES): readonly MeasureView[] {
  const view = (
    measureId: string,
    entry: Pick<MeasureView, 'measure' | 'findings'>,
    status: MeasureStatus,
  ): MeasureView => {
    const known = statuses.get(measureId);
    return { id: measureId, ...entry, status: known?.status ?? status, ackedAt: known?.ackedAt ?? null };
  };
  // The same list, in the same order, as the store keeps: ids must agree.
  const lacking = new Set(decision.departures.filter(({ kind }) => kind === 'capability').map(({ from }) => from));
  const unavailable = decision.baseline.measures.filter(({ measure }) => lacking.has(measure.kind));
  return [
    ...decision.applied.measures.map((entry, n) => view(`${id}.${n}`, entry, 'planned')),
    ...unavailable.map((entry, n) => view(`${id}.u${n}`, entry, 'unavailable')),
  ];
}

export function decisionView(
  record: DecisionRecord,
  about: {
    readonly naming: Naming;
    readonly history: readonly DecisionRecord[];
    readonly statuses?: Statuses;
    readonly position?: number | null;
  },
): DecisionView {
  const { history, naming } = about;
  const { subject } = record.decision;
  const successor = history.findLast(({ decision }) => decision.supersedes.includes(record.id));
  const newest = history.reduce(
    (max, { decision: d }) => Math.max(max, d.subject.kind === 'post' ? d.subject.revision : 0),
    0,
  );
  const counts = subject.kind === 'account' || effective(history, newest).decisions.includes(record.id);
  return {
    id: record.id,
    position: about.position ?? null,
    decision: record.decision,
    naming,
    measures: measureViews(record.id, record.decision, about.statuses),
    supersededBy: successor?.id ?? null,
    effective: counts,
  };
}

/** A post on which no rule found anything has no event of its own: its decision is written out from its revision. */
const plainId = (post: string, revision: number): string => `${post}.${revision}`;

export function plainDecision(about: {
  readonly post: Pick<KnownPost, 'id' | 'platform'>;
  readonly revision: Pick<KnownRevision, 'revision' | 'receivedAt' | 'setHash'>;
  readonly policies: readonly string[];
}): Decision {
  const { post, revision } = about;
  return {
    subject: { kind: 'post', platform: post.platform, post: post.id, revision: revision.revision },
    trigger: revision.revision === 1 ? 'ingest' : 'edit',
    rank: 'rule',
    decidedBy: { kind: 'rule', principal: null },
    decidedAt: revision.receivedAt,
    policySet: revision.setHash,
    policies: about.policies,
    findings: [],
    statusFindings: [],
    shadow: [],
    unknown: [],
    basis: [],
    baseline: { rung: 'none', measures: [] },
    applied: { rung: 'none', measures: [] },
    departures: [],
    unused: [],
    degraded: false,
    supersedes: [],
    causedBy: null,
    person: null,
    reason: nothingFound(0),
  };
}

export function plainView(
  traveller: Traveller,
  about: {
    readonly revision: KnownRevision;
    readonly policies: readonly string[];
    readonly unknown?: Decision['unknown'];
  },
): DecisionView {
  const { post } = traveller;
  const plain = plainDecision({ post, revision: about.revision, policies: about.policies });
  const unknown = about.unknown ?? [];
  return {
    id: plainId(post.id, about.revision.revision),
    position: null,
    decision: { ...plain, unknown, degraded: unknown.length > 0, reason: nothingFound(unknown.length) },
    naming: namingOf(traveller),
    measures: [],
    supersededBy: post.history[0]?.id ?? null,
    effective: post.history.length === 0 && post.revision === about.revision.revision,
  };
}

/** What readers are shown of the post now. */
export function presentationOf(
  { post, account }: Traveller,
  reader: { readonly now: Instant; readonly lang?: string | null; readonly country?: string | null },
): Presentation {
  return present({
    effective: post.history.length === 0 ? null : effective(post.history, post.revision),
    penalties: account.standing.applied.penalties,
    deleted: post.deletedAt !== null,
    now: reader.now,
    lang: reader.lang ?? null,
    country: reader.country ?? null,
  });
}
