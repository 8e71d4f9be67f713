/** The engine door: cases on the pure functions, in memory, with no store, no network and a clock that is told. */
import { activePenalties, activePoints, nextStep } from '../../../src/accounts/standing.ts';
import { decideAccount, type PersonalMeasure } from '../../../src/decide/account-verdict.ts';
import { type Copy, compareCopies } from '../../../src/decide/compare/divergence.ts';
import { evenness, evennessRows } from '../../../src/decide/compare/evenness.ts';
import type { Decision, Outcome } from '../../../src/decide/decision.ts';
import { checkDeparted } from '../../../src/decide/departures.ts';
import { effective } from '../../../src/decide/effective.ts';
import { decideVerdict } from '../../../src/decide/verdict.ts';
import { authorState, present } from '../../../src/enforce/present.ts';
import type { Presentation } from '../../../src/enforce/presentation.ts';
import type { Exemption } from '../../../src/exemptions/exemption.ts';
import { propose, type RegisterEvent, step as stepExemption } from '../../../src/exemptions/register.ts';
import { readPost } from '../../../src/ingest/read.ts';
import { readInstant } from '../../../src/lib/instant.ts';
import { kindsOf, newestObservation, readObservation } from '../../../src/platforms/observe.ts';
import type { MeasureKind } from '../../../src/policy/measure.ts';
import { Post } from '../../../src/schema/post.ts';
import type { Door, ShownDecision, ShownOutcome, Sight, StepResult } from '../case-door.ts';
import type { CaseExemption, CaseOffice, CaseVerdict, Seen, Step } from '../case-format.ts';
import { holderOf, type Made, sha256, World, type WorldAccount, type WorldPost } from './engine-world.ts';

export const engineDoor: Door = {
  name: 'engine',
  cannot: () => null,
  async open(testCase, files) {
    const world = new World(files, readInstant(testCase.now) ?? testCase.now);
    return {
      play: async (step, now, named) => {
        world.moveTo(now);
        return play(world, step, named);
      },
      look: async (wanted) => look(world, wanted),
      close: async () => {},
    };
  },
};

const DONE: StepResult = { kind: 'done' };
const refused = (code: string): StepResult => ({ kind: 'refused', code });
const decided = (made: Made): StepResult => ({ kind: 'decided', decision: shown(made) });

function play(world: World, step: Step, named: ReadonlyMap<string, string>): StepResult {
  if (step.post !== undefined) return receive(world, step.post);
  if (step.delete !== undefined) {
    postOf(world, step.delete).deleted = true;
    return DONE;
  }
  if (step.decide !== undefined) {
    return step.decide.account === undefined ? decide(world, step.decide, named) : penalise(world, step.decide, named);
  }
  if (step.exempt !== undefined) return exempt(world, step.exempt);
  if (step.propose !== undefined) return proposeOne(world, step.propose);
  if (step.approve !== undefined)
    return register(world, step.approve.id, { kind: 'approve', by: step.approve.by, at: world.now });
  if (step.grant !== undefined)
    return register(world, step.grant.id, { kind: 'grant', by: step.grant.by, at: world.now });
  if (step.revoke !== undefined) {
    const { id, by, reason } = step.revoke;
    const ended = world.end(id, { kind: 'revoke', by, reason, at: world.now });
    return ended.ok ? DONE : refused(ended.code);
  }
  if (step.office !== undefined) return putOffice(world, step.office);
  if (step.person !== undefined) {
    for (const known of world.accounts.values()) if (known.person === step.person.id) known.person = null;
    for (const account of step.person.accounts) accountOf(world, account).person = step.person.id;
    return DONE;
  }
  if (step.observe !== undefined) {
    const measures = step.observe.measures as readonly MeasureKind[];
    postOf(world, step.observe.post).observations.push({ measures, seenAt: world.now });
    return DONE;
  }
  if (step.publish !== undefined) {
    const changed = new World({ ...world.files, ...step.publish }, world.now);
    world.files = changed.files;
    world.compiled = changed.compiled;
    return DONE;
  }
  if (step.reapply === true) for (const post of world.posts.values()) world.judge(post, 'policy');
  return DONE;
}

function receive(world: World, wire: Readonly<Record<string, unknown>>): StepResult {
  const author = { id: 'somebody', ...(wire.author as Record<string, unknown> | undefined) };
  const parsed = Post.safeParse({ createdAt: world.now, lang: 'en', ...wire, author });
  if (!parsed.success) return refused('BODY_INVALID');
  const read = readPost(parsed.data, sha256);
  return read.ok ? decided(world.receive(read.post)) : refused(read.problem.code);
}

function postOf(world: World, name: string): WorldPost {
  const post = world.posts.get(name);
  if (post === undefined) throw new Error(`the case names a post that it did not send: ${name}`);
  return post;
}

/** Registers may know an account before it posts. */
function accountOf(world: World, name: string): WorldAccount {
  const [platform = '', ...id] = name.split('/');
  const identity = { id: id.join('/'), handle: null, createdAt: null, followers: null, verified: null, offices: [] };
  return world.accounts.get(name) ?? world.addAccount(name, platform, identity);
}

function decide(world: World, verdict: CaseVerdict, named: ReadonlyMap<string, string>): StepResult {
  const post = postOf(world, verdict.post ?? '');
  const context = world.context(post);
  const { policy, clause, rung, rank, by, reason, deviation } = verdict;
  const expectedDecision = verdict.expected === null ? null : (named.get(verdict.expected) ?? verdict.expected);
  const answer = decideVerdict({
    ...context,
    policy,
    clause,
    rung,
    rank,
    by,
    holderOf,
    reason,
    deviation,
    expectedDecision,
  });
  return answer.ok ? decided(world.keep(post, context.ids, answer.value)) : refused(answer.code);
}

function penalise(world: World, verdict: CaseVerdict, named: ReadonlyMap<string, string>): StepResult {
  const name = verdict.account ?? '';
  const account = accountOf(world, name);
  const ground = world.ground(account.platform);
  const step = ground.ladder.strikes.steps.find(({ measure }) => measure.kind === verdict.rung);
  const measure = verdict.rung === 'reinstate' ? { kind: 'reinstate' as const } : step?.measure;
  if (measure === undefined) return refused('RUNG_UNKNOWN');
  const id = world.newIds().account;
  const { policy, rank, by, reason } = verdict;
  const expectedDecision = verdict.expected === null ? null : (named.get(verdict.expected) ?? verdict.expected);
  const answer = decideAccount({
    holderOf,
    deciders: [],
    ground,
    id,
    now: world.now,
    account: name,
    standing: account.standing,
    by,
    rank,
    policy,
    measure: measure as PersonalMeasure,
    reason,
    expectedDecision,
  });
  if (!answer.ok) return refused(answer.code);
  const { decision, standing } = answer.value;
  if (checkDeparted(decision).length > 0) throw new Error('A9 does not hold of a decision on an account');
  account.standing = standing.after;
  return { kind: 'decided', decision: { ...shownDecision(id, decision), account: null } };
}

function readEffect(text: string): Exemption['effect'] {
  const hold = /^hold (\S+) (\d+)h$/.exec(text);
  if (hold !== null) return { kind: 'hold', rung: hold[1] ?? '', hours: Number(hold[2]) };
  const [from = '', to = ''] = text.split(' → ');
  return { kind: 'soften', from, to };
}

function proposeOne(world: World, said: CaseExemption): StepResult {
  const [kind, ...rest] = said.subject.split(' ');
  const id = rest.join(' ');
  const isOurs = kind === 'post' || kind === 'account';
  const { platform, policies, reason, balancing, keep } = said;
  const made = propose(
    {
      platform,
      subject: { kind: kind as Exemption['subject']['kind'], id: isOurs ? `${platform}/${id}` : id },
      kind: said.kind as Exemption['kind'],
      policies,
      effect: readEffect(said.effect),
      reason,
      balancing,
      expiresAt: said.expiresAt === null ? null : readInstant(said.expiresAt),
      reviewBy: said.reviewBy,
      published: true,
      afterEnd: { keep: keep !== undefined, reason: keep ?? null },
    },
    { id: said.id, by: 'user:proposer', at: world.now },
    world.registerGround(platform),
  );
  if (!made.ok) return refused(made.code);
  world.exemptions.set(said.id, made.value);
  return DONE;
}

function register(world: World, id: string, event: RegisterEvent): StepResult {
  const exemption = world.exemptions.get(id);
  if (exemption === undefined) return refused('EXEMPTION_UNKNOWN');
  const answer = stepExemption(exemption, event, world.registerGround(exemption.platform));
  if (!answer.ok) return refused(answer.code);
  world.exemptions.set(id, answer.value);
  return DONE;
}

function exempt(world: World, said: CaseExemption): StepResult {
  const at = world.now;
  const steps: readonly RegisterEvent[] = [
    { kind: 'approve', by: 'user:first', at },
    { kind: 'approve', by: 'user:second', at },
    { kind: 'grant', by: 'user:grantor', at },
  ];
  return steps.reduce<StepResult>(
    (result, event) => (result.kind === 'refused' ? result : register(world, said.id, event)),
    proposeOne(world, said),
  );
}

function putOffice(world: World, { account, ...office }: CaseOffice): StepResult {
  const holder = accountOf(world, account);
  holder.offices = [
    ...holder.offices.filter(({ id }) => id !== office.id),
    { ...office, source: 'The register of the case.' },
  ];
  return DONE;
}

const shownOutcome = ({ rung, measures }: Outcome): ShownOutcome => ({
  rung,
  measures: measures.map(({ measure }) => measure.kind),
});
const shownDepartures = (decision: Decision): readonly string[] =>
  decision.departures.map(({ kind, finding, from, to }) => `${kind} ${finding} ${from}→${to}`);
const keyOf = ({ policy, rule }: { readonly policy: string; readonly rule: string }): string => `${policy}/${rule}`;

function shownDecision(id: string, decision: Decision): ShownDecision {
  return {
    id,
    findings: [...decision.findings, ...decision.statusFindings].map(keyOf),
    shadow: decision.shadow.map(keyOf),
    unknown: decision.unknown.map(keyOf),
    baseline: shownOutcome(decision.baseline),
    applied: shownOutcome(decision.applied),
    departures: shownDepartures(decision),
    unused: decision.unused.map(({ exemption }) => exemption),
    degraded: decision.degraded,
    supersedes: decision.supersedes,
    trigger: decision.trigger,
    by: `${decision.decidedBy.kind} ${decision.rank}`,
  };
}

function shown({ id, decided: made, replayed }: Made): ShownDecision {
  const { account } = made;
  return {
    ...shownDecision(id, made.decision),
    cases: made.cases.map(({ kind }) => kind),
    tripped: made.tripped,
    holds: made.holds.map(({ until }) => until),
    replayed,
    account:
      account === null
        ? null
        : {
            baseline: shownOutcome(account.baseline),
            applied: shownOutcome(account.applied),
            departures: shownDepartures(account),
          },
  };
}

function look(world: World, wanted: Seen): Sight {
  const { now } = world;
  return {
    effective: mapped(wanted.effective, (name) => {
      const { baseline, applied } = effectiveOf(postOf(world, name));
      return {
        baseline: { ...shownOutcome(baseline), measures: [...shownOutcome(baseline).measures] },
        applied: { ...shownOutcome(applied), measures: [...shownOutcome(applied).measures] },
      };
    }),
    presentations: wanted.presentations?.map((each) => ({
      post: each.post,
      lang: each.lang,
      country: each.country,
      ...presentationOf(world, each),
    })),
    standing: mapped(wanted.standing, (name) => {
      const account = accountOf(world, name);
      const { baseline, applied } = account.standing;
      return {
        baseline: activePoints(baseline, now),
        applied: activePoints(applied, now),
        state: authorState(activePenalties(applied, now), now).state,
        next: nextStep(applied, world.ground(account.platform).ladder.strikes, now)?.atPoints ?? null,
      };
    }),
    divergence: wanted.divergence?.map(({ a, b }) => {
      const { kinds, sentence } = compareCopies(copyOf(world, a), copyOf(world, b));
      return { a, b, kinds: [...kinds], sentence };
    }),
    evenness: wanted.evenness === undefined ? undefined : evennessOf(world),
    exemptions: mapped(wanted.exemptions, (id) => world.exemptions.get(id)?.state ?? 'unknown'),
  };
}

function mapped<W, T>(
  wanted: Readonly<Record<string, W>> | undefined,
  of: (name: string) => T,
): Record<string, T> | undefined {
  return wanted === undefined ? undefined : Object.fromEntries(Object.keys(wanted).map((name) => [name, of(name)]));
}

const effectiveOf = (post: WorldPost) => effective(post.history, post.revision);

function presentationOf(
  world: World,
  reader: { readonly post: string; readonly lang?: string | undefined; readonly country?: string | undefined },
) {
  const post = postOf(world, reader.post);
  const presented: Presentation = present({
    effective: effectiveOf(post),
    penalties: world.accountOf(post).standing.applied.penalties,
    deleted: post.deleted,
    now: world.now,
    lang: reader.lang ?? null,
    country: reader.country ?? null,
  });
  const { visibility, labels, notice, interactions, surfaces, ageGateYears, withheldIn, author } = presented;
  return {
    visibility,
    labels: labels.map(({ text }) => text),
    notice: notice?.text ?? null,
    noticePolicies: [...(notice?.policies ?? [])],
    dir: notice?.dir ?? labels[0]?.dir ?? 'ltr',
    interactions,
    surfaces,
    ageGateYears,
    withheldIn: [...withheldIn],
    author: author.state,
  };
}

function copyOf(world: World, name: string): Copy {
  const post = postOf(world, name);
  const ground = world.ground(post.incoming.platform);
  const now = effectiveOf(post);
  const observed = ground.platform.mode === 'enforced' ? null : newestObservation(post.observations, world.now);
  const acting = post.history.filter(
    ({ id, decision }) => now.decisions.includes(id) && decision.applied.measures.length > 0,
  );
  return {
    post: post.name,
    platform: ground.platform,
    policySet: post.history.at(-1)?.decision.policySet ?? '',
    versions: Object.fromEntries(ground.inForce.map((id) => [id, ground.policies.get(id)?.version ?? ''])),
    readMore: new Set(world.compiled.rules.filter((rule) => rule.readsMore).map((rule) => rule.key)),
    rungs: ground.ladder.rungs.map((rung) => ({ id: rung.id, kinds: kindsOf(rung) })),
    effective: now,
    seen: observed === null ? null : readObservation(ground.ladder, observed),
    postedAt: post.createdAt,
    actedAt: observed === null ? (acting[0]?.decision.decidedAt ?? null) : observed.seenAt,
  };
}

function evennessOf(world: World): NonNullable<Seen['evenness']> {
  const rows = [...world.posts.values()].flatMap((post) =>
    evennessRows({
      post: post.name,
      officeHolder: world.context(post).author.offices.length > 0,
      platform: post.incoming.platform,
      lang: null,
      effective: effectiveOf(post),
      decisions: Object.fromEntries(
        post.history.map(({ id, decision }) => [id, { by: decision.decidedBy.kind, at: decision.decidedAt }]),
      ),
      postedAt: post.createdAt,
      reach: [],
      ...(world.ground(post.incoming.platform).platform.mode === 'observed' && {
        seen: newestObservation(post.observations, world.now),
      }),
    }),
  );
  return evenness(rows).map(({ policy, platform, officeHolder, found, acted, departed, posts }) => ({
    policy,
    platform,
    officeHolder,
    found,
    acted,
    departed: departed as Record<string, number>,
    posts: [...posts],
  }));
}
