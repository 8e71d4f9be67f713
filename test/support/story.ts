/** The running example (design.md §1) as policy set and register, for tests of pure functions that need no policy text. */
import { EMPTY_STANDING } from '../../src/accounts/standing.ts';
import { type DecidePostInput, decidePost } from '../../src/decide/decide.ts';
import { type Ground, groundOf } from '../../src/decide/ground.ts';
import type { Evaluation, Finding } from '../../src/evaluate/finding.ts';
import type { Exemption } from '../../src/exemptions/exemption.ts';
import type { Ladder } from '../../src/policy/ladder.ts';
import type { Policy, PolicySet, Rule } from '../../src/policy/policy-set.ts';

export const NOW = '2026-11-20T12:00:00.000Z';
const SET = 'sha256:story';

const rule = (id: string, rung: string, change: Partial<Rule> = {}): Rule => ({
  id,
  when: 'true',
  explain: `Rule ${id} holds.`,
  // biome-ignore lint/suspicious/noThenProperty: the word of the policy language
  then: {
    rung,
    label:
      rung === 'context'
        ? { text: { en: 'Get the facts about postal ballots' }, fact: 'postal-ballots', href: null }
        : null,
  },
  mode: 'live',
  onUnknown: 'skip',
  limits: null,
  readsStatus: null,
  ...change,
});

const policy = (id: string, rules: readonly Rule[], exemptible = true): Policy => ({
  id,
  title: id,
  version: '1.0.0',
  effectiveFrom: '2026-01-01T00:00:00.000Z',
  appliesTo: 'posts_after',
  category: 'VIOLENCE',
  keywords: [],
  ground: 'terms',
  languages: ['en'],
  exemptible,
  rules,
  counters: [],
  text: 'The standard.',
});

const strikes: Ladder['strikes'] = {
  expiresDays: 90,
  maxPostAgeDays: 30,
  shareDays: 30,
  steps: [
    { atPoints: 2, minShare: null, measure: { kind: 'warn' } },
    { atPoints: 4, minShare: null, measure: { kind: 'suspend', hours: 24 } },
  ],
};

export const STORY: PolicySet = {
  hash: SET,
  policies: [
    policy('civic-integrity', [rule('ballot-fraud-claim', 'context')]),
    policy('glorifying-violence', [rule('looting-shooting', 'removed')]),
    policy('incitement', [rule('call-to-act', 'removed')], false),
  ],
  platforms: [
    {
      id: 'chirp',
      title: 'Chirp',
      mode: 'enforced',
      capabilities: [
        'label',
        'notice',
        'interaction_limit',
        'demote',
        'remove',
        'warn',
        'strike',
        'suspend',
        'reinstate',
      ],
      ladder: 'chirp',
      policies: null,
    },
    {
      id: 'facewall',
      title: 'Facewall',
      mode: 'observed',
      capabilities: ['label', 'remove'],
      ladder: 'facewall',
      policies: null,
    },
  ],
  ladders: [
    {
      id: 'chirp',
      title: 'Chirp',
      rungs: [
        { id: 'context', measures: [], strikePoints: 0 },
        {
          id: 'notice',
          measures: [
            { kind: 'notice', text: { en: 'It broke the rules.' } },
            { kind: 'interaction_limit', limits: { like: 'off', reply: 'off', repost: 'off', share: 'off' } },
            { kind: 'demote', surfaces: ['recommendations', 'search', 'trends'] },
          ],
          strikePoints: 1,
        },
        { id: 'removed', measures: [{ kind: 'remove' }], strikePoints: 2 },
      ],
      interim: 'context',
      substitutes: {},
      strikes,
    },
    {
      id: 'facewall',
      title: 'Facewall',
      rungs: [
        { id: 'context', measures: [], strikePoints: 0 },
        { id: 'removed', measures: [{ kind: 'remove' }], strikePoints: 1 },
      ],
      interim: 'context',
      substitutes: { notice: 'removed' },
      strikes,
    },
  ],
  lists: [],
  patterns: [],
  facts: [],
  classes: [{ id: 'office-holders', title: 'Holders of public office', when: 'author.offices.size() > 0' }],
  cues: {},
};

function exemptionOf(
  change: Partial<Exemption> & Pick<Exemption, 'id' | 'platform' | 'policies' | 'effect'>,
): Exemption {
  return {
    subject: { kind: 'class', id: 'office-holders' },
    kind: 'public_interest',
    reason: 'Voters should see it.',
    balancing: { publicInterest: 'High.', riskOfHarm: 'Limited.', alternatives: 'Removal.' },
    state: 'active',
    proposer: 'user:p',
    grantor: 'user:g',
    approvals: [],
    proposedAt: '2026-10-01T00:00:00.000Z',
    grantedAt: '2026-10-02T00:00:00.000Z',
    expiresAt: '2027-10-01T00:00:00.000Z',
    reviewBy: '2027-04-01T00:00:00.000Z',
    published: true,
    afterEnd: { keep: false, reason: null },
    endedAt: null,
    ...change,
  };
}

const REGISTER: readonly Exemption[] = [
  exemptionOf({
    id: 'e-chirp',
    platform: 'chirp',
    policies: ['glorifying-violence'],
    effect: { kind: 'soften', from: 'removed', to: 'notice' },
  }),
  exemptionOf({
    id: 'e-civic',
    platform: 'facewall',
    policies: ['civic-integrity'],
    effect: { kind: 'soften', from: 'context', to: 'none' },
  }),
  exemptionOf({
    id: 'e-violence',
    platform: 'facewall',
    policies: ['glorifying-violence'],
    effect: { kind: 'soften', from: 'removed', to: 'none' },
  }),
];

/** A finding of a rule of the set. */
function findingOf(set: PolicySet, key: string): Finding {
  const [policyId, ruleId] = key.split('/');
  const owner = set.policies.find((each) => each.id === policyId);
  const found = owner?.rules.find((each) => each.id === ruleId);
  if (owner === undefined || found === undefined) throw new Error(`no rule ${key}`);
  return {
    policy: owner.id,
    version: owner.version,
    rule: found.id,
    explain: found.explain,
    // biome-ignore lint/suspicious/noThenProperty: the word of the policy language
    then: found.then,
    exemptible: owner.exemptible,
    clauses: [],
    spans: [],
  };
}

function evaluationOf(set: PolicySet, found: readonly string[]): Evaluation {
  return {
    findings: found.map((key) => findingOf(set, key)),
    status: { added: [], dropped: [] },
    shadow: [],
    unknown: [],
    facts: [],
    textCut: false,
  };
}

const OFFICE_HOLDER = { person: null, offices: ['o1'], classes: ['office-holders'] };
export const ORDINARY = { person: null, offices: [], classes: [] };

/** What deciding on one new post of the story needs. */
export function inputFor(
  platform: string,
  found: readonly string[],
  change: Partial<DecidePostInput> = {},
): DecidePostInput {
  return {
    ground: groundOf(STORY, platform) as Ground,
    ids: { decision: `d-${platform}`, account: `a-${platform}` },
    now: NOW,
    trigger: 'ingest',
    subject: { post: `post-${platform}`, revision: 1, account: `acc-${platform}`, createdAt: NOW, receivedAt: NOW },
    author: OFFICE_HOLDER,
    evaluation: evaluationOf(STORY, found),
    exemptions: REGISTER,
    breakers: {},
    history: [],
    standing: { baseline: EMPTY_STANDING, applied: EMPTY_STANDING },
    ...change,
  };
}

export const judge = (platform: string, found: readonly string[], change: Partial<DecidePostInput> = {}) =>
  decidePost(inputFor(platform, found, change));
