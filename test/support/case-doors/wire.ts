/** Wire objects in the words of cases: what the doors that speak the wire share. */
import type { PostAnswer } from '../../../src/schema/answer.ts';
import type { WireDecision } from '../../../src/schema/decision.ts';
import type { ShownDecision, ShownOutcome } from '../case-door.ts';

type Outcome = {
  readonly rung: string;
  readonly measures: readonly { readonly kind: string; readonly status?: string }[];
};

/** Measures that the platform cannot execute are listed on the wire, and are no part of the outcome. */
export function shownOutcome({ rung, measures }: Outcome): ShownOutcome {
  return { rung, measures: measures.filter(({ status }) => status !== 'unavailable').map(({ kind }) => kind) };
}

const keyOf = ({ policy, rule }: { readonly policy: string; readonly rule: string }) => `${policy}/${rule}`;
const departuresOf = (decision: WireDecision) =>
  decision.departures.map(({ kind, finding, from, to }) => `${kind} ${finding} ${from}→${to}`);

export function shownAnswer({ decision, replayed, consequences }: PostAnswer): ShownDecision {
  const [account] = consequences;
  const shownAccount = account && {
    baseline: shownOutcome(account.baseline),
    applied: shownOutcome(account.applied),
    departures: departuresOf(account),
  };
  return {
    id: decision.id,
    findings: decision.findings.map(keyOf),
    shadow: decision.shadow.map(keyOf),
    unknown: decision.unknown.map(keyOf),
    baseline: shownOutcome(decision.baseline),
    applied: shownOutcome(decision.applied),
    departures: departuresOf(decision),
    unused: decision.unused.map(({ exemption }) => exemption),
    degraded: decision.degraded,
    supersedes: decision.supersedes,
    trigger: decision.trigger,
    by: `${decision.decidedBy.kind} ${decision.decidedBy.rank}`,
    replayed,
    account: shownAccount ?? null,
  };
}
