/**
 * Decided again without being received again: when a hold's clock runs out, and when an exemption ends. Both enter the
 * pipeline at `decide`; what was found is taken from the record, so that nothing is judged by rules of another day.
 */
import { decidePost } from '../decide/decide.ts';
import type { Decision, DecisionRecord } from '../decide/decision.ts';
import { effective } from '../decide/effective.ts';
import { decideEnded } from '../decide/ended.ts';
import { decideExpiry } from '../decide/expiry.ts';
import type { Ground } from '../decide/ground.ts';
import { type Evaluation, findingKey } from '../evaluate/finding.ts';
import { type KnownAccount, type KnownPost, type KnownRevision, statusOf } from '../facts/world.ts';
import type { PostAnswer } from '../publish/views.ts';
import type { Journey } from './journey.ts';
import { emit, guard } from './plan.ts';
import { decisionIds, recordDecided } from './record.ts';

export type Found = { readonly post: KnownPost; readonly account: KnownAccount; readonly ground: Ground };

/** The post with its author and its platform as things are; null if the platform is gone. */
export function findPost({ world, engine }: Journey, id: string): Found | null {
  const post = world.postsById.get(id);
  const account = post === undefined ? undefined : world.accountsById.get(post.account);
  const ground = post === undefined ? null : engine.ground(post.platform);
  return post === undefined || account === undefined || ground === null ? null : { post, account, ground };
}

/** What deciding on a revision of the post needs, whoever decides. */
export function contextOf(journey: Journey, { post, account, ground }: Found, revisionNumber = post.revision) {
  const { now, world, engine, plan } = journey;
  const revision = post.revisions.find((each) => each.revision === revisionNumber) as KnownRevision;
  const status = statusOf(account, revision.receivedAt);
  guard(plan, { kind: 'post', id: post.id, version: post.version });
  guard(plan, { kind: 'account', id: account.id, version: account.version });
  return {
    ground,
    ids: decisionIds(journey),
    now,
    subject: {
      post: post.id,
      revision: revision.revision,
      account: account.id,
      createdAt: post.createdAt,
      receivedAt: revision.receivedAt,
    },
    history: post.history,
    standing: account.standing,
    author: { person: status.person, offices: status.offices.map(({ id }) => id), classes: engine.classesOf(status) },
    exemptions: world.exemptions.filter((exemption) => exemption.platform === post.platform),
  };
}

/** A hold's clock has run out: the baseline applies by itself, unless somebody has decided meanwhile. */
export function expireHold(
  journey: Journey,
  hold: { readonly id: string; readonly decision: string },
  found: Found,
): PostAnswer | null {
  const { post, account } = found;
  const held = post.history.find((record) => record.id === hold.decision);
  const revision = held?.decision.subject.kind === 'post' ? held.decision.subject.revision : post.revision;
  const context = held === undefined ? null : contextOf(journey, found, revision);
  const decided = context === null ? null : decideExpiry({ ...context, held: held as DecisionRecord });
  emit(journey.plan, { type: 'hold.ended', v: 1, hold: hold.id, by: 'clock' });
  if (decided === null || context === null) return null;
  return recordDecided(journey, { post, account }, { decided, ids: context.ids, facts: [] });
}

/** What the rules found when they last decided on the revision, put together again. */
function evaluationOf(decision: Decision): Evaluation {
  const dropped = decision.departures
    .filter((departure) => departure.kind === 'status_rule' && departure.to === 'none')
    .map((departure) => departure.finding);
  return {
    findings: decision.findings,
    status: { added: decision.statusFindings, dropped },
    shadow: decision.shadow,
    unknown: decision.unknown,
    facts: [],
    textCut: false,
  };
}

/** The newest decision by rule on the newest revision. */
export function lastByRule(post: KnownPost): DecisionRecord | undefined {
  return post.history.findLast(
    ({ decision }) =>
      decision.rank === 'rule' &&
      decision.decidedBy.kind === 'rule' &&
      decision.subject.kind === 'post' &&
      decision.subject.revision === post.revision,
  );
}

/**
 * An exemption ended: what rests on it is decided again without it, what rules found and what persons found alike.
 * False: nothing here rests on it.
 */
export function decideWithout(journey: Journey, found: Found, exemption: string): boolean {
  const byRule = ruleWithout(journey, found, exemption);
  const { post, account } = found;
  let byPersons = false;
  for (const id of effective(post.history, post.revision).decisions) {
    const record = post.history.find((each) => each.id === id) as DecisionRecord;
    const { rank, subject, departures } = record.decision;
    if (rank === 'rule' || subject.kind !== 'post' || !departures.some(({ ref }) => ref === exemption)) continue;
    const context = contextOf(journey, found, subject.revision);
    const decided = decideEnded({ ...context, record, exemption });
    if (decided === null) continue;
    recordDecided(journey, { post, account }, { decided, ids: context.ids, facts: [] });
    byPersons = true;
  }
  return byRule || byPersons;
}

function ruleWithout(journey: Journey, found: Found, exemption: string): boolean {
  const { post, account } = found;
  const last = lastByRule(post);
  if (last === undefined || !last.decision.departures.some((departure) => departure.ref === exemption)) return false;
  const context = contextOf(journey, found);
  const evaluation = evaluationOf(last.decision);
  const decided = decidePost({
    ...context,
    trigger: 'exemption',
    evaluation,
    // Held back before, it stays held back; no count is added for a post that was counted.
    breakers: Object.fromEntries(evaluation.findings.map((finding) => [findingKey(finding), 0])),
  });
  recordDecided(journey, { post, account }, { decided, ids: context.ids, facts: [] });
  return true;
}
