/** When a clock runs out without a decision, the baseline applies by itself. */
import { holdEnded } from '../texts/en.ts';
import { byClock, conclude, type DecideContext, type Decided } from './conclude.ts';
import type { DecisionRecord, Departure } from './decision.ts';
import { effective } from './effective.ts';

export type DecideExpiryInput = DecideContext & {
  /** The decision that holds. */
  readonly held: DecisionRecord;
};

const CLOCKED: readonly Departure['kind'][] = ['hold', 'breaker', 'degraded'];

/**
 * The decision that follows a hold, for the policies whose clocks have run out; null if nothing is left to do,
 * because the clock still runs or somebody has decided meanwhile.
 */
export function decideExpiry(input: DecideExpiryInput): Decided | null {
  const { held, now, history } = input;
  const { decision } = held;
  if (decision.subject.kind !== 'post' || decision.subject.revision !== input.subject.revision) return null;
  const over = decision.departures.filter((d) => CLOCKED.includes(d.kind) && d.until !== null && d.until <= now);
  const findings = new Set(over.map((departure) => departure.finding));
  const policyOf = new Map(decision.basis.map((share) => [share.finding, share.policy]));
  const ended = new Set([...findings].map((finding) => policyOf.get(finding)));
  const binding = effective(history, input.subject.revision).bindings;
  const policies = decision.policies.filter(
    (policy) => ended.has(policy) && binding.some((b) => b.policy === policy && b.decision === held.id && !b.carried),
  );
  if (policies.length === 0) return null;
  const isOurs = ({ policy }: { readonly policy: string }) => policies.includes(policy);
  const basis = decision.basis.filter(isOurs);
  const kept = new Set(basis.map((share) => share.finding));
  return conclude(input, {
    trigger: 'expiry',
    rank: decision.rank,
    decidedBy: byClock,
    policies,
    findings: decision.findings.filter(isOurs),
    statusFindings: decision.statusFindings.filter(isOurs),
    evaluation: { shadow: [], unknown: decision.unknown.filter(isOurs) },
    basis,
    departures: decision.departures.filter((d) => kept.has(d.finding) && stays(d, over)),
    unused: decision.unused.filter((u) => kept.has(u.finding)),
    causedBy: held.id,
    reason: holdEnded,
    cases: [],
    breakers: [],
    tripped: [],
  });
}

/**
 * What outlasts the clock: all but the holds that are over and what was built on them. Capabilities are taken again
 * by `conclude`, for the measures that apply now.
 */
function stays(departure: Departure, over: readonly Departure[]): boolean {
  if (departure.kind === 'capability' || over.includes(departure)) return false;
  const unknown = over.some((d) => d.finding === departure.finding && d.kind === 'degraded');
  return !unknown;
}
