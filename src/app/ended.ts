/**
 * What ends with time: holds that run out, exemptions that expire, and the posts that rested on them. The same functions
 * run at start-up and on the clock (`jobs/`), and after a revocation; run again, they find nothing left to do.
 */
import type { Exemption } from '../exemptions/exemption.ts';
import { afterEnd } from '../exemptions/register.ts';
import type { Instant } from '../lib/instant.ts';
import { travel } from '../pipeline.ts';
import { decideWithout, expireHold, findPost } from './again.ts';
import type { AppContext } from './context.ts';
import { answer } from './refusal.ts';

const PAGE = 100;

/** Posts whose decision in force used the exemption are decided again without it, page by page. Gives their number. */
export async function decideAgainAfter(context: AppContext, exemption: Exemption): Promise<number> {
  if (!afterEnd(exemption).again) return 0;
  let done = 0;
  let after = '';
  for (;;) {
    const posts = await restingOn(context, exemption.id, after);
    for (const post of posts) if (await decidePostWithout(context, post, exemption.id)) done++;
    const last = posts.at(-1);
    if (last === undefined || posts.length < PAGE) return done;
    after = last;
  }
}

async function restingOn({ store }: AppContext, exemption: string, after: string): Promise<readonly string[]> {
  const rows = await store.db
    .selectFrom('exemption_uses')
    .innerJoin('decisions', 'decisions.id', 'exemption_uses.decision')
    .select('exemption_uses.post')
    .distinct()
    .where('exemption_uses.exemption', '=', exemption)
    .where('exemption_uses.post', '>', after)
    .where('decisions.superseded_by', 'is', null)
    .orderBy('exemption_uses.post')
    .limit(PAGE)
    .execute();
  return rows.flatMap((row) => (row.post === null ? [] : [row.post]));
}

async function decidePostWithout(context: AppContext, post: string, exemption: string): Promise<boolean> {
  const decided = await context.exclusively(() =>
    travel(context.shell, wantedFor(post), (journey) => {
      const found = findPost(journey, post);
      return answer(found !== null && decideWithout(journey, found, exemption));
    }),
  );
  return decided.ok && decided.value;
}

const wantedFor = (post: string) => (at: Instant) => ({
  at,
  accounts: [],
  posts: [],
  parents: [],
  clusters: [],
  tallies: [],
  postIds: [post],
  withCopies: true,
});

/** Ends the holds whose clocks have run out. Gives their number. */
export async function endHolds(context: AppContext): Promise<number> {
  let done = 0;
  for (;;) {
    const due = await context.store.db
      .selectFrom('holds')
      .innerJoin('decisions', 'decisions.id', 'holds.decision')
      .select(['holds.id', 'holds.decision', 'decisions.post'])
      .where('holds.ended_at', 'is', null)
      .where('holds.until_at', '<=', context.now())
      .orderBy('holds.until_at')
      .limit(PAGE)
      .execute();
    for (const hold of due)
      done += (await endHold(context, { id: hold.id, decision: hold.decision, post: hold.post })) ? 1 : 0;
    if (due.length < PAGE) return done;
  }
}

function endHold(
  context: AppContext,
  hold: { readonly id: string; readonly decision: string; readonly post: string | null },
): Promise<boolean> {
  const { post } = hold;
  if (post === null) return Promise.resolve(false);
  return context
    .exclusively(() =>
      travel(context.shell, wantedFor(post), (journey) => {
        const found = findPost(journey, post);
        return answer(found === null ? null : expireHold(journey, hold, found));
      }),
    )
    .then((ended) => ended.ok);
}
