/** A person's decision on a post, and an appeal's: the same path as a rule's (A7). It binds the policy it names. */
import type { Refusal } from '../errors.ts';
import { type Finding, findingKey } from '../evaluate/finding.ts';
import type { Exemption, HolderOf, Principal } from '../exemptions/exemption.ts';
import { no, ok, type Result, refusal } from '../lib/result.ts';
import type { Then } from '../policy/policy-set.ts';
import { byPerson, conclude, type DecideContext, type Decided } from './conclude.ts';
import type { DecisionRecord, Departure, Rank } from './decision.ts';
import { type Binding, type Effective, effective, rankIndex } from './effective.ts';
import { departFinding, type FindingContext } from './findings.ts';
import { type Ground, hasRung, rungHere, severityOf, targetOf } from './ground.ts';

export type VerdictInput = DecideContext &
  Pick<FindingContext, 'author' | 'exemptions'> & {
    readonly exemptions: readonly Exemption[];
    readonly by: Principal;
    readonly holderOf: HolderOf;
    readonly rank: Exclude<Rank, 'rule'>;
    readonly policy: string;
    /** The rule of the policy that is meant; null: the policy as such. */
    readonly clause: string | null;
    /** `none`: the policy is not broken, or, with a deviation, nothing is done although it is. */
    readonly rung: string;
    readonly reason: string;
    /** Why the rung is another than the policy gives. */
    readonly deviation: string | null;
    /** Refused if it is no longer in effect on this policy. */
    readonly expectedDecision: string | null;
  };

export type VerdictAnswer = Result<Decided, Refusal>;

/** Decides as a person; refused where the person may not, or where the world has moved on. */
export function decideVerdict(input: VerdictInput): VerdictAnswer {
  const { ground, history, subject, policy } = input;
  const now = effective(history, subject.revision);
  const bound = now.bindings.filter((binding) => binding.policy === policy);
  const refused = refusalOf(input, now, bound);
  if (refused !== null) return no(refused);
  const given = givenBy(input, now);
  const isCleared = input.rung === 'none' && input.deviation === null;
  const deviates = !isCleared && given !== null && rungHere(ground, given.rung) !== input.rung;
  if (deviates && input.deviation === null) {
    const detail = `policy \`${policy}\` gives \`${rungHere(ground, given.rung)}\`, not \`${input.rung}\``;
    return no(refusal('DEVIATION_REASON_REQUIRED', detail, '/deviation'));
  }
  const finding = isCleared ? null : findingOf(input, now, given);
  const departed =
    finding === null
      ? []
      : [
          departFinding(contextOf(input), {
            kind: 'judged',
            finding,
            deviation: deviates ? deviationOf(input, finding) : null,
          }),
        ];
  return ok(
    conclude(input, {
      trigger: input.rank === 'appeal' ? 'appeal' : 'verdict',
      rank: input.rank,
      decidedBy: byPerson(input.by),
      policies: [policy],
      findings: finding === null ? [] : [finding],
      statusFindings: [],
      evaluation: null,
      basis: departed.map((d) => d.share),
      departures: departed.flatMap((d) => d.departures),
      unused: departed.flatMap((d) => d.unused),
      causedBy: null,
      reason: input.reason,
      cases: departed.flatMap((d) => d.cases),
      breakers: [],
      tripped: [],
    }),
  );
}

function refusalOf(input: VerdictInput, now: Effective, bound: readonly Binding[]): Refusal | null {
  const { ground, policy, rung, clause, expectedDecision, rank } = input;
  if (!ground.inForce.includes(policy)) {
    return refusal('POLICY_UNKNOWN', `policy \`${policy}\` is not in force on \`${ground.platform.id}\``, '/policy');
  }
  if (!hasRung(ground, rung)) {
    return refusal('RUNG_UNKNOWN', `the ladder of \`${ground.platform.id}\` has no rung \`${rung}\``, '/rung');
  }
  if (clause !== null && !ground.rules.has(findingKey({ policy, rule: clause }))) {
    return refusal('BODY_INVALID', `policy \`${policy}\` has no clause \`${clause}\``, '/clause');
  }
  if (input.reason.trim() === '') return refusal('BODY_INVALID', 'a decision needs a reason', '/reason');
  if (input.deviation !== null && input.deviation.trim() === '') {
    return refusal('BODY_INVALID', 'a deviation needs a reason', '/deviation');
  }
  if (expectedDecision !== null && !bound.some((binding) => binding.decision === expectedDecision)) {
    const detail = `decision \`${expectedDecision}\` is not in effect on \`${policy}\``;
    return refusal('DECISION_NOT_EFFECTIVE', detail, '/expectedDecision');
  }
  const higher = bound.find((binding) => !binding.carried && rankIndex(binding.rank) > rankIndex(rank));
  if (higher !== undefined) {
    return refusal('RANK_TOO_LOW', `a decision of rank \`${higher.rank}\` is in effect on \`${policy}\``, '/rank');
  }
  if (rank === 'appeal' && tookPart(input.history, now, input)) {
    return refusal('APPEAL_OWN_DECISION', 'the appeal is against a decision of the same principal');
  }
  return null;
}

/**
 * A10: whether somebody took part in what is appealed, in the decision in force on the policy or in any that it
 * replaced on the same post.
 */
function tookPart(
  history: readonly DecisionRecord[],
  now: Pick<Effective, 'revision'>,
  who: Pick<VerdictInput, 'policy' | 'by' | 'holderOf'>,
): boolean {
  return history.some(
    ({ decision }) =>
      decision.decidedBy.principal !== null &&
      who.holderOf(decision.decidedBy.principal) === who.holderOf(who.by) &&
      decision.policies.includes(who.policy) &&
      decision.subject.kind === 'post' &&
      decision.subject.revision <= now.revision,
  );
}

/**
 * What the policy gives here: by the clause named, else by what was found, else by its rules if they all say the same.
 * Null: the policy leaves it open, and any rung of its rules is in line with it.
 */
function givenBy({ ground, policy, clause, rung }: VerdictInput, now: Effective): Then | null {
  if (clause !== null) return ground.rules.get(findingKey({ policy, rule: clause }))?.then ?? null;
  const found = now.shares.baseline.filter((share) => share.policy === policy && share.severity > 0);
  const top = found.reduce<(typeof found)[number] | null>((a, b) => (a && a.severity >= b.severity ? a : b), null);
  if (top !== null) return ground.rules.get(top.finding)?.then ?? { rung: top.rung, label: null };
  const thens =
    ground.policies
      .get(policy)
      ?.rules.filter((rule) => rule.mode !== 'off')
      .map((rule) => rule.then) ?? [];
  const same = thens.find((then) => rungHere(ground, then.rung) === rung);
  return same ?? mildest(ground, thens);
}

/** The rung nearest to the policy's intent where a person's is not among those that its rules name. */
function mildest(ground: Ground, thens: readonly Then[]): Then | null {
  const bySeverity = [...thens].sort(
    (a, b) => severityOf(ground, rungHere(ground, a.rung)) - severityOf(ground, rungHere(ground, b.rung)),
  );
  return bySeverity[0] ?? null;
}

/** The finding of a verdict: the rule's, where one found it, with its words; otherwise the person's own. */
function findingOf(input: VerdictInput, now: Effective, given: Then | null): Finding {
  const { ground, policy, clause, history } = input;
  const key = now.shares.baseline.find((share) => share.policy === policy)?.finding;
  const known = history
    .filter(({ id }) => now.decisions.includes(id))
    .flatMap(({ decision }) => decision.findings)
    .find((finding) =>
      clause === null ? findingKey(finding) === key : finding.policy === policy && finding.rule === clause,
    );
  const then = given ?? { rung: input.rung, label: null };
  return {
    policy,
    version: ground.policies.get(policy)?.version ?? '',
    rule: clause ?? known?.rule ?? 'verdict',
    explain: known?.explain ?? (clause === null ? input.reason : explainOf(ground, policy, clause)),
    then,
    exemptible: ground.policies.get(policy)?.exemptible ?? true,
    clauses: known?.clauses ?? [],
    spans: known?.spans ?? [],
  };
}

function explainOf(ground: Ground, policy: string, rule: string): string {
  return ground.rules.get(findingKey({ policy, rule }))?.explain ?? '';
}

function deviationOf({ ground, rung, deviation, rank, ids }: VerdictInput, finding: Finding): Departure {
  const label = rung === 'none' ? null : finding.then.label;
  const { rung: to, ...target } = targetOf(ground, rung, { policy: finding.policy, label });
  return {
    kind: rank === 'appeal' ? 'appeal' : 'deviation',
    finding: findingKey(finding),
    from: rungHere(ground, finding.then.rung),
    to,
    target,
    ref: ids.decision,
    who: null,
    reason: deviation ?? '',
    until: null,
  };
}

/** What `departFinding` needs, for a finding that no rule made: nothing is unknown, and no breaker counts people. */
function contextOf(input: VerdictInput): FindingContext {
  const evaluation = {
    findings: [],
    status: { added: [], dropped: [] },
    shadow: [],
    unknown: [],
    facts: [],
    textCut: false,
  };
  return { ...input, evaluation, breakers: {} };
}
