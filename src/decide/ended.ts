/** A person's decision that rested on an exemption, after the exemption has ended. (A rule's is simply decided again.) */
import type { Evaluation } from '../evaluate/finding.ts';
import { byClock, conclude, type DecideContext, type Decided } from './conclude.ts';
import type { DecisionRecord } from './decision.ts';
import { effective } from './effective.ts';
import { departFinding, type FindingContext } from './findings.ts';

export type DecideEndedInput = DecideContext &
  Pick<FindingContext, 'author' | 'exemptions'> & {
    /** The decision that rests on it; `subject` must be of its revision. */
    readonly record: DecisionRecord;
    /** Id of the exemption that has ended. */
    readonly exemption: string;
  };

/** What the person found stands; what the exemption did to it is decided again. Null: nothing in effect rests on it. */
export function decideEnded(input: DecideEndedInput): Decided | null {
  const { record, exemption, subject, history } = input;
  const { decision } = record;
  if (decision.rank === 'rule' || decision.subject.kind !== 'post') return null;
  if (decision.subject.revision !== subject.revision) return null;
  const newest = Math.max(
    subject.revision,
    ...history.map((each) => (each.decision.subject.kind === 'post' ? each.decision.subject.revision : 0)),
  );
  const rests = new Set(decision.departures.filter((d) => d.ref === exemption).map((d) => d.finding));
  const resting = new Set(decision.basis.filter((share) => rests.has(share.finding)).map((share) => share.policy));
  const policies = effective(history, newest)
    .bindings.filter((binding) => binding.decision === record.id && resting.has(binding.policy))
    .map((binding) => binding.policy);
  if (policies.length === 0) return null;
  const findings = decision.findings.filter((finding) => policies.includes(finding.policy));
  const context: FindingContext = { ...input, evaluation: NOTHING_NEW, breakers: {} };
  const departed = findings.map((finding) => {
    const deviation = decision.departures.find(
      (d) => (d.kind === 'deviation' || d.kind === 'appeal') && d.finding === `${finding.policy}/${finding.rule}`,
    );
    return departFinding(context, { kind: 'judged', finding, deviation: deviation ?? null });
  });
  return conclude(input, {
    trigger: 'exemption',
    rank: decision.rank,
    decidedBy: byClock,
    policies,
    findings,
    statusFindings: [],
    evaluation: null,
    basis: departed.map((d) => d.share),
    departures: departed.flatMap((d) => d.departures),
    unused: departed.flatMap((d) => d.unused),
    causedBy: record.id,
    reason: decision.reason,
    cases: departed.flatMap((d) => d.cases),
    breakers: [],
    tripped: [],
  });
}

const NOTHING_NEW: Evaluation = {
  findings: [],
  status: { added: [], dropped: [] },
  shadow: [],
  unknown: [],
  facts: [],
  textCut: false,
};
