/** Findings × exemptions × ladder × standing → the decision on a post, and everything that follows from it. */
import { type Evaluation, type Finding, type FindingKey, findingKey } from '../evaluate/finding.ts';
import type { Exemption } from '../exemptions/exemption.ts';
import { foundReason, nothingFound } from '../texts/en.ts';
import { byRule, conclude, type DecideContext, type Decided } from './conclude.ts';
import type { Trigger } from './decision.ts';
import { departFinding, type FindingContext } from './findings.ts';

export type DecidePostInput = DecideContext & {
  readonly trigger: Trigger;
  /** By our registers, at the time of receipt; what a payload claims is not asked. */
  readonly author: {
    readonly person: string | null;
    readonly offices: readonly string[];
    readonly classes: readonly string[];
  };
  readonly evaluation: Evaluation;
  /** Of this platform; any state: those not in force at receipt are passed over. */
  readonly exemptions: readonly Exemption[];
  /** What each rule with a limit found in the running hour, over all posts. */
  readonly breakers: Readonly<Record<FindingKey, number>>;
};

/** Decides a post by rule. Pure: the same input gives the same decision. */
export function decidePost(input: DecidePostInput): Decided {
  const { evaluation, ground } = input;
  const context: FindingContext = input;
  const found = [
    ...evaluation.findings.map((finding) => departFinding(context, { kind: 'found', finding })),
    ...evaluation.status.added.map((finding) => departFinding(context, { kind: 'by_status', finding })),
    ...evaluation.unknown.map((rule) => departFinding(context, { kind: 'unknown', rule })),
  ];
  return conclude(input, {
    trigger: input.trigger,
    rank: 'rule',
    decidedBy: byRule,
    policies: ground.inForce,
    findings: evaluation.findings,
    statusFindings: evaluation.status.added,
    evaluation,
    basis: found.map((f) => f.share),
    departures: found.flatMap((f) => f.departures),
    unused: found.flatMap((f) => f.unused),
    causedBy: null,
    reason: reasonOf([...evaluation.findings, ...evaluation.status.added], evaluation.unknown.length),
    cases: found.flatMap((f) => f.cases),
    breakers: newlyFound(input),
    tripped: found.filter((f) => f.tripped).map((f) => f.share.finding),
  });
}

const reasonOf = (findings: readonly Finding[], unknown: number): string =>
  findings.length === 0 ? nothingFound(unknown) : foundReason(findings.map((finding) => finding.explain));

/** A breaker counts posts on which a rule found something, each post and revision once. */
function newlyFound({ evaluation, history, subject, ground }: DecidePostInput): readonly FindingKey[] {
  const seen = new Set(
    history
      .filter(({ decision }) => decision.subject.kind === 'post' && decision.subject.revision === subject.revision)
      .flatMap(({ decision }) => decision.findings.map(findingKey)),
  );
  return evaluation.findings.map(findingKey).filter((key) => !seen.has(key) && ground.rules.get(key)?.limits != null);
}
