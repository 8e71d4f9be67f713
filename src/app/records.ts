/** What platforms did and how far posts went: observations, reach, acknowledgements. */
import type { App } from '../app.ts';
import { nameKey } from '../facts/world.ts';
import { wellFormed } from '../ingest/well-formed.ts';
import { type Instant, readInstant } from '../lib/instant.ts';
import { travel } from '../pipeline.ts';
import type { MeasureKind } from '../policy/measure.ts';
import type { AppContext } from './context.ts';
import { recordDivergences } from './diverge.ts';
import { emit, guard, seal } from './plan.ts';
import { type Answer, answer, refuse } from './refusal.ts';

const NOTHING = { accounts: [], posts: [], parents: [], clusters: [], tallies: [] };

export function recordCommands(context: AppContext): Pick<App, 'observe' | 'reach' | 'ack' | 'platformOfMeasure'> {
  const { store } = context;
  return {
    observe: ({ platform, post: id, measures, seenAt, evidenceUrl: url }) => {
      const evidenceUrl = url === null ? null : wellFormed(url);
      return context.exclusively(() =>
        travel(
          context.shell,
          (at) => ({ ...NOTHING, at, posts: [{ platform, id }], withCopies: true }),
          (journey) => {
            const post = journey.world.posts.get(nameKey(platform, id));
            if (post === undefined) return refuse('POST_UNKNOWN', `\`${platform}\` has sent no such post`, '/post');
            const at = readInstant(seenAt);
            if (at === null) return refuse('BODY_INVALID', 'seenAt is not a time', '/seenAt');
            const seen = {
              id: journey.plan.source.newId(),
              measures: [...new Set(measures)] as MeasureKind[],
              seenAt: at,
              evidenceUrl,
            };
            guard(journey.plan, { kind: 'post', id: post.id, version: post.version });
            const evidence = seal(journey.plan, { evidenceUrl });
            const { measures: kinds } = seen;
            emit(journey.plan, {
              type: 'observation.recorded',
              v: 1,
              observation: seen.id,
              post: post.id,
              platform,
              measures: kinds,
              seenAt: at,
              evidence,
            });
            post.observations = [...post.observations, seen].sort((a, b) => (a.seenAt < b.seenAt ? -1 : 1));
            recordDivergences(journey, { post });
            return answer(seen);
          },
        ),
      );
    },
    reach: (rows) => context.exclusively(() => recordReach(context, rows)),
    ack: (measure, ack) => context.exclusively(() => acknowledge(context, wellFormed(measure), ack)),
    async platformOfMeasure(measure) {
      const row = await store.db
        .selectFrom('measures')
        .innerJoin('decisions', 'decisions.id', 'measures.decision')
        .select('decisions.platform')
        .where('measures.id', '=', wellFormed(measure))
        .executeTakeFirst();
      return row?.platform ?? null;
    },
  };
}

type ReachRow = Parameters<App['reach']>[0][number];

async function recordReach(context: AppContext, rows: readonly ReachRow[]): Promise<readonly Answer<null>[]> {
  const recorded = await travel<readonly Answer<null>[]>(
    context.shell,
    (at) => ({ ...NOTHING, at, posts: [], parents: rows.map(({ platform, post }) => ({ platform, id: post })) }),
    ({ world, plan }) => {
      const known: { post: string; at: Instant; views: number; reposts: number }[] = [];
      const answers = rows.map((row): Answer<null> => {
        const post = world.posts.get(nameKey(row.platform, row.post));
        const at = readInstant(row.at);
        if (post === undefined) return refuse('POST_UNKNOWN', `\`${row.platform}\` has sent no such post`, '/post');
        if (at === null) return refuse('BODY_INVALID', 'at is not a time', '/at');
        known.push({ post: post.id, at, views: row.views, reposts: row.reposts });
        return answer(null);
      });
      // Two figures for one moment: the later line counts.
      const last = [...new Map(known.map((each) => [`${each.post} ${each.at}`, each])).values()];
      if (last.length > 0) emit(plan, { type: 'reach.recorded', v: 1, rows: last });
      return answer(answers);
    },
  );
  return recorded.ok ? recorded.value : rows.map(() => recorded);
}

async function acknowledge(
  context: AppContext,
  measure: string,
  ack: Parameters<App['ack']>[1],
): Promise<Answer<{ readonly measure: string; readonly status: string }>> {
  const [row] = await context.store.lookup('measures', 'id', [measure]);
  if (row === undefined) return refuse('MEASURE_UNKNOWN', `no measure has the id \`${measure.slice(0, 80)}\``);
  const at = readInstant(ack.at);
  if (at === null) return refuse('BODY_INVALID', 'at is not a time', '/at');
  return travel(
    context.shell,
    (now) => ({ ...NOTHING, at: now }),
    ({ plan }) => {
      emit(plan, { type: 'measure.acked', v: 1, measure, status: ack.status, at });
      return answer({ measure, status: ack.status });
    },
  );
}
