/** Decisions by persons on a post; those on accounts and persons are in `account-verdicts.ts`. They enter the pipeline at `decide` (A7). */
import type { Verdict } from '../app.ts';
import { decideVerdict } from '../decide/verdict.ts';
import type { HolderOf } from '../exemptions/exemption.ts';
import { nameKey } from '../facts/world.ts';
import type { PostAnswer } from '../publish/views.ts';
import type { KeyedHashes } from '../store/store.ts';
import { decideOnAccount, readAppealed } from './account-verdicts.ts';
import { contextOf, findPost } from './again.ts';
import type { AppContext } from './context.ts';
import type { Journey } from './journey.ts';
import { onceOnly } from './once-only.ts';
import { recordDecided } from './record.ts';
import { type Answer, answer, refuse } from './refusal.ts';

export async function decideAsPerson(context: AppContext, verdict: Verdict): Promise<Answer<PostAnswer>> {
  const { subject } = verdict;
  const name = { platform: subject.platform, id: subject.id };
  const { keys } = context.store;
  return context.exclusively(async () => {
    const key = keys.external('account', name.platform, name.id);
    const known = subject.kind === 'account' ? await context.store.lookup('accounts', 'external_key', [key]) : [];
    const ids = known.map((row) => row.id);
    const appealed = await readAppealed(context, verdict.rank, ids);
    const { holderOf } = appealed;
    return onceOnly<PostAnswer>(
      context,
      { by: verdict.by, key: verdict.idempotencyKey ?? null, request: verdict },
      (at) => ({
        at,
        accounts: subject.kind === 'account' ? [name] : [],
        posts: subject.kind === 'post' ? [name] : [],
        parents: [],
        clusters: [],
        tallies: [],
        withCopies: true,
      }),
      (journey) =>
        subject.kind === 'post'
          ? onPost(journey, keys, { ...verdict, holderOf })
          : decideOnAccount(journey, keys, { ...verdict, appealed }),
    );
  });
}

function onPost(
  journey: Journey,
  keys: KeyedHashes,
  verdict: Verdict & { readonly holderOf: HolderOf },
): Answer<PostAnswer> {
  const { platform, id } = verdict.subject;
  const { posts } = journey.world;
  const known = posts.get(nameKey(platform, id)) ?? posts.get(nameKey(platform, keys.external('post', platform, id)));
  if (known === undefined) return refuse('POST_UNKNOWN', `\`${platform}\` has sent no such post`);
  const found = findPost(journey, known.id);
  if (found === null) return refuse('PLATFORM_UNKNOWN', `the active policy set has no platform \`${platform}\``);
  const asked = verdict.subject.kind === 'post' ? verdict.subject.revision : undefined;
  if (asked !== undefined && asked !== known.revision) {
    return refuse('DECISION_NOT_EFFECTIVE', `revision ${asked} is not the newest`, '/subject/revision');
  }
  const context = contextOf(journey, found);
  const decided = decideVerdict({
    ...context,
    by: verdict.by,
    holderOf: verdict.holderOf,
    rank: verdict.rank,
    policy: verdict.policy,
    clause: verdict.clause ?? null,
    rung: verdict.rung,
    reason: verdict.reason,
    deviation: verdict.deviation ?? null,
    expectedDecision: verdict.expectedDecision ?? null,
  });
  if (!decided.ok) return decided;
  return answer(recordDecided(journey, found, { decided: decided.value, ids: context.ids, facts: [] }));
}
