/** Decisions by persons: on a post or on an account. They enter the pipeline at `decide` (A7). */
import type { Verdict } from '../app.ts';
import { decideAccount, type PersonalMeasure } from '../decide/account-verdict.ts';
import type { Ground } from '../decide/ground.ts';
import { decideVerdict } from '../decide/verdict.ts';
import { present } from '../enforce/present.ts';
import { nameKey } from '../facts/world.ts';
import type { PostAnswer } from '../publish/views.ts';
import type { KeyedHashes } from '../store/store.ts';
import { contextOf, findPost } from './again.ts';
import { decisionView } from './answers.ts';
import type { AppContext } from './context.ts';
import type { Journey } from './journey.ts';
import { onceOnly } from './once-only.ts';
import { emit, emitDecision, guard } from './plan.ts';
import { recordDecided } from './record.ts';
import { type Answer, answer, refuse } from './refusal.ts';

export function decideAsPerson(context: AppContext, verdict: Verdict): Promise<Answer<PostAnswer>> {
  const { subject } = verdict;
  const name = { platform: subject.platform, id: subject.id };
  const { keys } = context.store;
  return context.exclusively(() =>
    onceOnly<PostAnswer>(
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
      (journey) => (subject.kind === 'post' ? onPost(journey, keys, verdict) : onAccount(journey, keys, verdict)),
    ),
  );
}

function onPost(journey: Journey, keys: KeyedHashes, verdict: Verdict): Answer<PostAnswer> {
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

function onAccount(journey: Journey, keys: KeyedHashes, verdict: Verdict): Answer<PostAnswer> {
  const { world, plan, engine, now } = journey;
  const { platform, id } = verdict.subject;
  const account =
    world.accounts.get(nameKey(platform, id)) ??
    world.accounts.get(nameKey(platform, keys.external('account', platform, id)));
  const ground = engine.ground(platform);
  if (account === undefined) return refuse('ACCOUNT_UNKNOWN', `no account of \`${platform}\` has this id`);
  if (ground === null) return refuse('PLATFORM_UNKNOWN', `the active policy set has no platform \`${platform}\``);
  const measure = personalMeasure(ground, verdict.rung);
  if (measure === null)
    return refuse('RUNG_UNKNOWN', `the ladder of \`${platform}\` has no step \`${verdict.rung}\``, '/rung');
  const decisionId = plan.source.newId();
  const decided = decideAccount({
    ground,
    id: decisionId,
    now,
    account: account.id,
    standing: account.standing,
    by: verdict.by,
    rank: verdict.rank,
    policy: verdict.policy,
    measure,
    reason: verdict.reason,
    expectedDecision: verdict.expectedDecision ?? null,
  });
  if (!decided.ok) return decided;
  const { decision, standing } = decided.value;
  guard(plan, { kind: 'account', id: account.id, version: account.version });
  emitDecision(plan, { id: decisionId, decision, facts: [], engine: engine.version, standing: standing.changes });
  const until = standing.changes.applied.flatMap((change) =>
    change.kind === 'penalty' ? [change.penalty.until] : [],
  )[0];
  emit(plan, {
    type: 'account.penalised',
    v: 1,
    account: account.id,
    decision: decisionId,
    measures: [measure],
    until: until ?? null,
  });
  account.standing = standing.after;
  const naming = { platform, post: null, author: account.externalId };
  return answer({
    replayed: false,
    outOfOrder: false,
    revision: 0,
    decision: decisionView({ id: decisionId, decision }, { naming, history: [] }),
    // Of a post by this account on which nothing else was decided.
    presentation: present({
      effective: null,
      penalties: account.standing.applied.penalties,
      deleted: false,
      now,
      lang: null,
      country: null,
    }),
    consequences: [],
  });
}

/** `reinstate`, `warn`, or the mildest step of the ladder with that measure. */
function personalMeasure(ground: Ground, rung: string): PersonalMeasure | null {
  if (rung === 'reinstate' || rung === 'none') return { kind: 'reinstate' };
  if (rung === 'warn') return { kind: 'warn' };
  const step = ground.ladder.strikes.steps.find(({ measure }) => measure.kind === rung);
  return step === undefined || step.measure.kind === 'strike' ? null : step.measure;
}
