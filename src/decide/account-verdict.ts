/** A person's decision on an account, or on a person: then of rank lead or above, one decision for each account listed. */
import { activePenalties, foldStanding, type Standing, type StandingChange } from '../accounts/standing.ts';
import type { Refusal } from '../errors.ts';
import type { HolderOf, Principal } from '../exemptions/exemption.ts';
import type { Instant } from '../lib/instant.ts';
import { no, ok, type Result, refusal } from '../lib/result.ts';
import type { AccountMeasure } from '../policy/measure.ts';
import { byPerson } from './conclude.ts';
import { type Consequences, type Standings, shareOf, untilOf } from './consequences.ts';
import type { Decision, Rank } from './decision.ts';
import { rankIndex } from './effective.ts';
import type { Ground } from './ground.ts';
import { outcomeOf } from './merge.ts';

/** Strikes come from posts only. */
export type PersonalMeasure = Exclude<AccountMeasure, { kind: 'strike' }>;

export type AccountVerdictInput = {
  readonly ground: Ground;
  readonly id: string;
  readonly now: Instant;
  readonly account: string;
  readonly standing: Standings;
  readonly by: Principal;
  readonly holderOf: HolderOf;
  /** Who made the decisions on which the penalties that run rest, the causes of those made by rules among them. */
  readonly deciders: readonly Principal[];
  readonly rank: Exclude<Rank, 'rule'>;
  readonly policy: string;
  readonly measure: PersonalMeasure;
  readonly reason: string;
  /** Id of a penalty's decision that is expected to run still. */
  readonly expectedDecision: string | null;
};

export type AccountDecided = { readonly decision: Decision; readonly standing: Consequences['standing'] };

/** Decides on one account as a person; the same for both standings, since status has no part in it. */
export function decideAccount(input: AccountVerdictInput): Result<AccountDecided, Refusal> {
  const refused = refusalOf(input);
  if (refused !== null) return no(refused);
  const { standing, now, id, measure } = input;
  const changesOf = (side: Standing): readonly StandingChange[] => {
    if (measure.kind === 'reinstate') {
      const running = activePenalties(side, now).map((penalty) => penalty.decision);
      return running.length === 0 ? [] : [{ kind: 'lift', decisions: running }];
    }
    const until = untilOf(measure, now, now);
    return [{ kind: 'penalty', penalty: { decision: id, measure, at: now, until, post: null, atPoints: null } }];
  };
  const changes = { baseline: changesOf(standing.baseline), applied: changesOf(standing.applied) };
  const after = {
    baseline: changes.baseline.reduce(foldStanding, standing.baseline),
    applied: changes.applied.reduce(foldStanding, standing.applied),
  };
  return ok({ decision: decisionOf(input), standing: { changes, after } });
}

function refusalOf(input: AccountVerdictInput): Refusal | null {
  const { ground, policy, measure, reason, expectedDecision, standing, now } = input;
  if (!ground.inForce.includes(policy)) {
    return refusal('POLICY_UNKNOWN', `policy \`${policy}\` is not in force on \`${ground.platform.id}\``, '/policy');
  }
  if (reason.trim() === '') return refusal('BODY_INVALID', 'a decision needs a reason', '/reason');
  // A10: nobody decides an appeal against their own decision.
  const { rank, by, deciders, holderOf } = input;
  if (rank === 'appeal' && deciders.some((each) => holderOf(each) === holderOf(by))) {
    return refusal('APPEAL_OWN_DECISION', 'the appeal is against a decision of the same principal');
  }
  const running = activePenalties(standing.applied, now);
  if (expectedDecision !== null && !running.some((penalty) => penalty.decision === expectedDecision)) {
    return refusal('DECISION_NOT_EFFECTIVE', `decision \`${expectedDecision}\` does not run`, '/expectedDecision');
  }
  if ('hours' in measure && !(Number.isFinite(measure.hours) && measure.hours > 0)) {
    return refusal('BODY_INVALID', `\`${measure.kind}\` needs an end`, '/rung');
  }
  if (measure.kind === 'terminate' && measure.criteria.trim() === '') {
    return refusal('BODY_INVALID', 'an open-ended measure needs criteria for its end', '/rung');
  }
  if (measure.kind !== 'reinstate' && !ground.platform.capabilities.includes(measure.kind)) {
    return ground.platform.mode === 'enforced'
      ? refusal('RUNG_UNKNOWN', `\`${ground.platform.id}\` cannot execute \`${measure.kind}\``, '/rung')
      : null;
  }
  return null;
}

function decisionOf(input: AccountVerdictInput): Decision {
  const { ground, now, account, rank, by, policy, measure, reason } = input;
  const basis = [shareOf('standing/penalty', measure)];
  return {
    subject: { kind: 'account', platform: ground.platform.id, account },
    trigger: rank === 'appeal' ? 'appeal' : 'verdict',
    rank,
    decidedBy: byPerson(by),
    decidedAt: now,
    policySet: ground.policySet,
    policies: [policy],
    findings: [],
    statusFindings: [],
    shadow: [],
    unknown: [],
    basis,
    baseline: outcomeOf(basis),
    applied: outcomeOf(basis),
    departures: [],
    unused: [],
    degraded: false,
    supersedes: [],
    causedBy: null,
    person: null,
    reason,
  };
}

export type PersonVerdictInput = Pick<AccountVerdictInput, 'now' | 'by' | 'holderOf' | 'rank' | 'policy' | 'reason'> & {
  readonly person: string;
  /** Each with the measure as its platform's ladder has it. */
  readonly accounts: readonly Pick<
    AccountVerdictInput,
    'ground' | 'id' | 'account' | 'standing' | 'measure' | 'deciders'
  >[];
};

/** Strikes never cross platforms by themselves: what follows a person everywhere is decided by a lead, account by account. */
export function decidePerson(input: PersonVerdictInput): Result<readonly AccountDecided[], Refusal> {
  const { accounts, person, ...shared } = input;
  if (rankIndex(input.rank) < rankIndex('lead')) {
    return no(refusal('RANK_TOO_LOW', `a decision on a person needs rank \`lead\`, not \`${input.rank}\``, '/rank'));
  }
  if (accounts.length === 0) return no(refusal('BODY_INVALID', 'the person has no accounts', '/subject'));
  const made: AccountDecided[] = [];
  const all = accounts.map((each) => each.account);
  for (const each of accounts) {
    const decided = decideAccount({ ...shared, ...each, expectedDecision: null });
    if (!decided.ok) return decided;
    const decision = { ...decided.value.decision, person: { id: person, accounts: all } };
    made.push({ ...decided.value, decision });
  }
  return ok(made);
}
