/** Evenness: the same policy, cell by cell, for those in office and all others. Every cell keeps the posts behind it. */
import { type Instant, msOf } from '../../lib/instant.ts';
import type { DecidedBy, Departure, DepartureKind } from '../decision.ts';
import { isCommon } from '../departures.ts';
import type { Effective } from '../effective.ts';

/** One post under one policy that found something in it. */
export type EvennessRow = {
  readonly post: string;
  readonly policy: string;
  readonly officeHolder: boolean;
  readonly platform: string;
  readonly lang: string | null;
  readonly decidedBy: DecidedBy['kind'];
  /** A measure is in force: decided where we decide, seen where we only observe. Null: nobody has looked. */
  readonly acted: boolean | null;
  /** What the platform's published policy, its register included, gives is a measure. */
  readonly given: boolean;
  readonly departed: readonly DepartureKind[];
  /** Milliseconds from posting until the measure; null: not acted. */
  readonly shownMs: number | null;
  /** Views until then, where reach is known. */
  readonly viewsWhileShown: number | null;
};

export type EvennessCell = Pick<EvennessRow, 'policy' | 'officeHolder' | 'platform' | 'lang' | 'decidedBy'> & {
  readonly found: number;
  readonly acted: number;
  /** On how many its published policy acts: the same as acted wherever we decide. */
  readonly given: number;
  /** On an observed platform, how many nobody has looked at. */
  readonly unseen: number;
  readonly departed: Readonly<Partial<Record<DepartureKind, number>>>;
  readonly medianShownMs: number | null;
  readonly viewsWhileShown: number | null;
  readonly posts: readonly string[];
};

export type EvennessPost = Pick<EvennessRow, 'post' | 'officeHolder' | 'platform' | 'lang'> & {
  readonly effective: Pick<Effective, 'shares' | 'departures'>;
  /** Who made each of the effective decisions, and when. */
  readonly decisions: Readonly<Record<string, { readonly by: DecidedBy['kind']; readonly at: Instant }>>;
  readonly postedAt: Instant;
  /** What its platform was seen to do, newest; null: nobody looked. Left out: we decide there. */
  readonly seen?: { readonly measures: readonly string[]; readonly seenAt: Instant } | null;
  /** Cumulative views, in any order. */
  readonly reach: readonly { readonly at: Instant; readonly views: number }[];
};

/** The rows of one post: one for each policy that asks for something, for this author or for an ordinary account. */
export function evennessRows(post: EvennessPost): readonly EvennessRow[] {
  const { baseline, applied } = post.effective.shares;
  const scoped = new Set(post.effective.departures.filter((d) => d.kind === 'scope').map((d) => d.finding));
  const counted = [...baseline, ...applied].filter((share) => share.severity > 0 || scoped.has(share.finding));
  const policies = new Set(counted.map((share) => share.policy));
  return [...policies].map((policy) => {
    const own = applied.filter((share) => share.policy === policy);
    const acting = own.filter((share) => share.severity > 0 && share.measures.length > 0);
    const findings = new Set(own.map((share) => share.finding));
    const departures = post.effective.departures.filter((d) => findings.has(d.finding));
    const deciders = own.map((share) => post.decisions[share.decision]).filter((each) => each !== undefined);
    const decidedAt = acting
      .map((share) => post.decisions[share.decision]?.at)
      .filter((at) => at !== undefined)
      .sort()[0];
    const given = acting.length > 0;
    const { seen } = post;
    const acted = seen === undefined ? given : seen === null ? null : seen.measures.length > 0;
    const actedAt = seen === undefined ? decidedAt : acted ? seen?.seenAt : undefined;
    return {
      post: post.post,
      policy,
      officeHolder: post.officeHolder,
      platform: post.platform,
      lang: post.lang,
      decidedBy: deciders.find((each) => each.by !== 'rule')?.by ?? 'rule',
      acted,
      given,
      departed: kindsOf(departures),
      shownMs: actedAt === undefined ? null : Math.max(0, msOf(actedAt) - msOf(post.postedAt)),
      viewsWhileShown: viewsUntil(post.reach, actedAt ?? null),
    };
  });
}

/** `ladder` and `scope` hold for everybody: they are no departure from evenness, but they are told. */
function kindsOf(departures: readonly Departure[]): readonly DepartureKind[] {
  const told = [...departures].sort((a, b) => Number(isCommon(a)) - Number(isCommon(b)));
  return [...new Set(told.map((departure) => departure.kind))];
}

/** The newest count no later than `until`; of a post that nothing was done to, the newest. */
function viewsUntil(reach: EvennessPost['reach'], until: Instant | null): number | null {
  const before = reach.filter(({ at }) => until === null || at <= until);
  return before.length === 0 ? null : Math.max(...before.map(({ views }) => views));
}

/** Cells in order of policy, platform, office-holders first, language, decider. */
export function evenness(rows: readonly EvennessRow[]): readonly EvennessCell[] {
  const groups = Map.groupBy(rows, (row) =>
    JSON.stringify([row.policy, row.platform, row.officeHolder ? 0 : 1, row.lang, row.decidedBy]),
  );
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => {
      const [first] = group as [EvennessRow];
      const views = group.map((row) => row.viewsWhileShown).filter((each) => each !== null);
      return {
        policy: first.policy,
        officeHolder: first.officeHolder,
        platform: first.platform,
        lang: first.lang,
        decidedBy: first.decidedBy,
        found: group.length,
        acted: group.filter((row) => row.acted === true).length,
        given: group.filter((row) => row.given).length,
        unseen: group.filter((row) => row.acted === null).length,
        departed: countKinds(group),
        medianShownMs: median(group.map((row) => row.shownMs).filter((each) => each !== null)),
        viewsWhileShown: views.length === 0 ? null : views.reduce((sum, each) => sum + each, 0),
        posts: group.map((row) => row.post),
      };
    });
}

function countKinds(rows: readonly EvennessRow[]): Partial<Record<DepartureKind, number>> {
  const counts: Partial<Record<DepartureKind, number>> = {};
  for (const kind of rows.flatMap((row) => row.departed)) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
