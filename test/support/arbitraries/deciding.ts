/**
 * Arbitrary worlds for deciding: a policy set with its ladder, a register, and a history of things that happen to one
 * account's posts. `live` plays a history through the real functions.
 */
import fc from 'fast-check';
import { EMPTY_STANDING } from '../../../src/accounts/standing.ts';
import type { Decided, PostSubject } from '../../../src/decide/conclude.ts';
import type { Standings } from '../../../src/decide/consequences.ts';
import { decidePost } from '../../../src/decide/decide.ts';
import type { DecisionRecord } from '../../../src/decide/decision.ts';
import { decideExpiry } from '../../../src/decide/expiry.ts';
import { type Ground, groundOf } from '../../../src/decide/ground.ts';
import { decideVerdict } from '../../../src/decide/verdict.ts';
import type { Evaluation, Finding, UnknownRule } from '../../../src/evaluate/finding.ts';
import type { Exemption } from '../../../src/exemptions/exemption.ts';
import { addHours, type Instant } from '../../../src/lib/instant.ts';
import type { PostMeasure } from '../../../src/policy/measure.ts';
import type { PolicySet, Rule } from '../../../src/policy/policy-set.ts';

const START: Instant = '2026-11-01T09:00:00.000Z';
const RUNGS = ['context', 'limited', 'notice', 'removed'] as const;
/** One rung that a ladder may lack: then its substitute, or nothing, stands for it. */
const NAMED = [...RUNGS, 'withheld', 'none'] as const;
const POLICIES = ['p1', 'p2', 'p3'] as const;

export const measure: fc.Arbitrary<PostMeasure> = fc.oneof(
  fc.record({
    kind: fc.constant('label' as const),
    text: fc.record({ en: fc.constantFrom('Get the facts', 'See more') }),
    fact: fc.constantFrom('postal-ballots', null),
    href: fc.constant(null),
  }),
  fc.record({ kind: fc.constant('notice' as const), text: fc.record({ en: fc.constantFrom('Hidden', 'Behind') }) }),
  fc.record({
    kind: fc.constant('interaction_limit' as const),
    limits: fc.dictionary(
      fc.constantFrom('like', 'reply', 'share'),
      fc.constantFrom('prompt' as const, 'off' as const),
    ),
  }),
  fc.record({
    kind: fc.constant('demote' as const),
    surfaces: fc.uniqueArray(fc.constantFrom('recommendations' as const, 'search' as const, 'trends' as const)),
  }),
  fc.record({
    kind: fc.constant('geo_withhold' as const),
    countries: fc.uniqueArray(fc.constantFrom('AA', 'BB', 'CC'), { minLength: 1 }),
  }),
  fc.record({ kind: fc.constant('age_gate' as const), minAgeYears: fc.constantFrom(13, 16, 18) }),
  fc.constant({ kind: 'ad_exclusion' as const }),
  fc.constant({ kind: 'remove' as const }),
);

const rule = (id: string): fc.Arbitrary<Rule> =>
  fc.record({
    id: fc.constant(id),
    when: fc.constant('true'),
    explain: fc.constant(`Rule ${id}.`),
    // biome-ignore lint/suspicious/noThenProperty: the word of the policy language
    then: fc.record({
      rung: fc.constantFrom(...NAMED),
      label: fc.constantFrom(null, { text: { en: 'Get the facts' }, fact: 'postal-ballots', href: null }),
    }),
    mode: fc.constant('live' as const),
    onUnknown: fc.constantFrom('skip' as const, 'review' as const, 'hold' as const),
    limits: fc.option(
      // biome-ignore lint/suspicious/noThenProperty: the word of the policy language
      fc.record({ perHour: fc.constant(3), then: fc.constantFrom('review' as const, 'hold' as const) }),
    ),
    readsStatus: fc.constant(null),
  });

const policy = (id: string) =>
  fc.record({
    id: fc.constant(id),
    title: fc.constant(id),
    version: fc.constant('1.0.0'),
    effectiveFrom: fc.constantFrom('2026-01-01T00:00:00.000Z', addHours(START, 3)),
    appliesTo: fc.constantFrom('posts_after' as const, 'all' as const),
    category: fc.constant('VIOLENCE'),
    keywords: fc.constant([]),
    ground: fc.constant('terms' as const),
    languages: fc.constant(['en']),
    exemptible: fc.boolean(),
    rules: fc.tuple(rule('r1'), rule('r2')),
    counters: fc.constant([]),
    text: fc.constant('The standard.'),
  });

const steps = [
  { atPoints: 1, minShare: null, measure: { kind: 'warn' as const } },
  { atPoints: 2, minShare: null, measure: { kind: 'read_only' as const, hours: 12 } },
  { atPoints: 4, minShare: 0.4, measure: { kind: 'suspend' as const, hours: 72 } },
  { atPoints: 7, minShare: null, measure: { kind: 'terminate' as const, criteria: 'Ask after a year.' } },
];

const policySet: fc.Arbitrary<PolicySet> = fc
  .record({
    policies: fc.tuple(policy('p1'), policy('p2'), policy('p3')),
    rungs: fc.tuple(
      ...RUNGS.map((id) =>
        fc.record({
          id: fc.constant(id as string),
          measures: fc.array(measure, { maxLength: 3 }),
          strikePoints: fc.nat(2),
        }),
      ),
    ),
    mode: fc.constantFrom('enforced' as const, 'advised' as const, 'observed' as const),
    capabilities: fc.uniqueArray(
      fc.constantFrom('label' as const, 'notice' as const, 'remove' as const, 'demote' as const),
    ),
    inForce: fc.constantFrom(null, ['p1', 'p2']),
    substitute: fc.constantFrom('removed', 'none'),
  })
  .map(({ policies, rungs, mode, capabilities, inForce, substitute }) => ({
    hash: 'sha256:0',
    policies,
    platforms: [{ id: 'chirp', title: 'Chirp', mode, capabilities, ladder: 'chirp', policies: inForce }],
    ladders: [
      {
        id: 'chirp',
        title: 'Chirp',
        rungs,
        interim: 'limited',
        substitutes: { withheld: substitute },
        strikes: { expiresDays: 30, maxPostAgeDays: 30, shareDays: 30, steps },
      },
    ],
    lists: [],
    patterns: [],
    facts: [],
    classes: [{ id: 'office-holders', title: 'Office-holders', when: 'true' }],
    cues: {},
  }));

export const exemption = (id: string): fc.Arbitrary<Exemption> =>
  fc.record({
    id: fc.constant(id),
    platform: fc.constant('chirp'),
    subject: fc.constantFrom(
      { kind: 'class' as const, id: 'office-holders' },
      { kind: 'office' as const, id: 'o1' },
      { kind: 'person' as const, id: 'person-1' },
    ),
    kind: fc.constant('public_interest' as const),
    policies: fc.uniqueArray(fc.constantFrom(...POLICIES), { minLength: 1 }),
    effect: fc.oneof(
      fc.record({
        kind: fc.constant('soften' as const),
        from: fc.constantFrom(...RUNGS),
        to: fc.constantFrom(...RUNGS, 'none'),
      }),
      fc.record({ kind: fc.constant('hold' as const), rung: fc.constantFrom(...RUNGS), hours: fc.constantFrom(1, 24) }),
    ),
    reason: fc.constant('Voters should see it.'),
    balancing: fc.constant({ publicInterest: 'a', riskOfHarm: 'b', alternatives: 'c' }),
    state: fc.constant('active' as const),
    proposer: fc.constant('user:1'),
    grantor: fc.constant('user:2'),
    approvals: fc.constant([]),
    proposedAt: fc.constant('2026-10-01T00:00:00.000Z'),
    grantedAt: fc.constant('2026-10-01T00:00:00.000Z'),
    expiresAt: fc.constantFrom(addHours(START, 40), '2027-10-01T00:00:00.000Z'),
    reviewBy: fc.constant('2027-04-01T00:00:00.000Z'),
    published: fc.constant(true),
    afterEnd: fc.record({ keep: fc.boolean(), reason: fc.constant('Decided so.') }),
    endedAt: fc.constant(null),
  });

const RULES = POLICIES.flatMap((p) => ['r1', 'r2'].map((r) => `${p}/${r}`));

/** What is found in a text, by rule; `byStatus` and `dropped` only matter for an author with status. */
const text = fc.record({
  found: fc.subarray(RULES),
  unknown: fc.subarray(RULES, { maxLength: 2 }),
  byStatus: fc.subarray(RULES, { maxLength: 1 }),
  dropped: fc.subarray(RULES, { maxLength: 1 }),
});

const happening = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('post' as const), text, breaker: fc.nat(4) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('edit' as const), post: fc.nat(3), text, breaker: fc.nat(4) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('fact' as const), post: fc.nat(3), text, breaker: fc.nat(4) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('verdict' as const),
      post: fc.nat(3),
      policy: fc.constantFrom(...POLICIES),
      rung: fc.constantFrom(...RUNGS, 'none'),
      rank: fc.constantFrom('reviewer' as const, 'lead' as const, 'appeal' as const),
      deviation: fc.constantFrom(null, 'Because of the context.'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('clock' as const), hours: fc.constantFrom(2, 25, 24 * 20) }) },
);

export const world = fc.record({
  set: policySet,
  exemptions: fc.tuple(exemption('e1'), exemption('e2'), exemption('e3')),
  happenings: fc.array(happening, { minLength: 1, maxLength: 8 }),
});
export type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

function evaluationOf(
  set: PolicySet,
  t: typeof text extends fc.Arbitrary<infer T> ? T : never,
  hasStatus: boolean,
): Evaluation {
  const find = (key: string): Finding => {
    const [p, r] = key.split('/') as [string, string];
    const owner = set.policies.find((each) => each.id === p)!;
    const found = owner.rules.find((each) => each.id === r)!;
    return {
      policy: p,
      version: owner.version,
      rule: r,
      explain: found.explain,
      // biome-ignore lint/suspicious/noThenProperty: the word of the policy language
      then: found.then,
      exemptible: owner.exemptible,
      clauses: [],
      spans: [],
    };
  };
  const found = new Set(t.found);
  const unknown = t.unknown.filter((key) => !found.has(key));
  const byStatus = t.byStatus.filter((key) => !found.has(key) && !unknown.includes(key));
  return {
    findings: t.found.map(find),
    status: hasStatus
      ? { added: byStatus.map(find), dropped: t.dropped.filter((key) => found.has(key)) }
      : { added: [], dropped: [] },
    shadow: [],
    unknown: unknown.map((key): UnknownRule => {
      const { policy: p, rule: r, then, exemptible } = find(key);
      const { onUnknown } = set.policies.find((each) => each.id === p)!.rules.find((each) => each.id === r)!;
      return { policy: p, rule: r, then, exemptible, onUnknown, inputs: ['signals.x'], failed: null };
    }),
    facts: [],
    textCut: false,
  };
}

type LivePost = { readonly id: string; subject: PostSubject; readonly history: DecisionRecord[] };
export type Lived = {
  readonly index: number;
  readonly decided: Decided;
  readonly ids: { decision: string; account: string };
};

/** Plays a history for an author with or without status; gives every decision, and where it all ended. */
export function live(w: World, hasStatus: boolean) {
  const ground = groundOf(w.set, 'chirp') as Ground;
  const author = hasStatus
    ? { person: 'person-1', offices: ['o1'], classes: ['office-holders'] }
    : { person: null, offices: [], classes: [] };
  const posts: LivePost[] = [];
  const made: Lived[] = [];
  let standing: Standings = { baseline: EMPTY_STANDING, applied: EMPTY_STANDING };
  let now = START;
  const keep = (post: LivePost, lived: Lived): void => {
    post.history.push({ id: lived.ids.decision, decision: lived.decided.decision });
    standing = lived.decided.standing.after;
    made.push(lived);
  };
  w.happenings.forEach((h, index) => {
    now = addHours(now, 1);
    const ids = { decision: `d${index}`, account: `a${index}` };
    const context = (post: LivePost) => ({
      ground,
      ids,
      now,
      subject: post.subject,
      history: post.history,
      standing,
      author,
    });
    if (h.kind === 'clock') {
      now = addHours(now, h.hours);
      posts.forEach((post, p) => {
        post.history.slice().forEach((held, i) => {
          const own = { decision: `d${index}.${p}.${i}`, account: `a${index}.${p}.${i}` };
          const decided = decideExpiry({ ...context(post), ids: own, held });
          if (decided !== null) keep(post, { index, decided, ids: own });
        });
      });
      return;
    }
    if (h.kind === 'post') {
      const id = `post${posts.length}`;
      posts.push({
        id,
        subject: { post: id, revision: 1, account: 'acc', createdAt: now, receivedAt: now },
        history: [],
      });
    }
    const post = h.kind === 'post' ? posts.at(-1) : posts[h.post % Math.max(1, posts.length)];
    if (post === undefined) return;
    if (h.kind === 'verdict') {
      const answer = decideVerdict({
        ...context(post),
        exemptions: w.exemptions,
        by: `user:${index}`,
        holderOf: (principal) => principal,
        rank: h.rank,
        policy: h.policy,
        clause: null,
        rung: h.rung,
        reason: 'Looked at.',
        deviation: h.deviation,
        expectedDecision: null,
      });
      if (answer.ok) keep(post, { index, decided: answer.value, ids });
      return;
    }
    if (h.kind === 'edit') {
      post.subject = { ...post.subject, revision: post.subject.revision + 1, receivedAt: now };
    }
    const decided = decidePost({
      ...context(post),
      trigger: h.kind === 'post' ? 'ingest' : h.kind,
      evaluation: evaluationOf(w.set, h.text, hasStatus),
      exemptions: w.exemptions,
      breakers: Object.fromEntries(RULES.map((key) => [key, h.breaker])),
    });
    keep(post, { index, decided, ids });
  });
  return { ground, made, posts, standing, now };
}

/** How many runs a property gets: more by `PBT_RUNS`, a failing seed again by `PBT_SEED`. */
export const runs = (modest: number): fc.Parameters<unknown> => ({
  numRuns: Number(process.env.PBT_RUNS ?? modest),
  ...(process.env.PBT_SEED === undefined ? {} : { seed: Number(process.env.PBT_SEED) }),
});
