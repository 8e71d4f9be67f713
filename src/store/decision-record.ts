/**
 * A decision as the ledger keeps it and as it is read back. The event has what is counted and folded; texts are in the
 * vault. A decision whose texts were erased is read back from its event alone, with those texts empty.
 */
import type { Decision } from '../decide/decision.ts';
import type { FactUsed, Finding, UnknownRule } from '../evaluate/finding.ts';
import type { DecisionMade, StandingChanges, StoredFinding, VaultRef } from './events.ts';

type Recorded = {
  readonly id: string;
  readonly decision: Decision;
  readonly facts: readonly FactUsed[];
  readonly engine: DecisionMade['engine'];
  readonly standing: StandingChanges | null;
  /** Of the whole `decision`, sealed. */
  readonly texts: VaultRef;
};

/** The event of a decision: everything but its texts. */
export function decisionEvent({ id, decision, facts, engine, standing, texts }: Recorded): DecisionMade {
  return {
    type: 'decision.made',
    v: 1,
    decision: id,
    subject: decision.subject,
    trigger: decision.trigger,
    rank: decision.rank,
    decidedBy: decision.decidedBy,
    decidedAt: decision.decidedAt,
    set: decision.policySet,
    policies: decision.policies,
    findings: decision.findings.map(storedFinding),
    statusFindings: decision.statusFindings.map(storedFinding),
    shadow: decision.shadow.map(storedFinding),
    unknown: decision.unknown.map(({ then: _then, failed: _failed, ...rest }) => rest),
    basis: decision.basis,
    baseline: decision.baseline,
    applied: decision.applied,
    departures: decision.departures.map(({ reason: _reason, ...rest }) => rest),
    degraded: decision.degraded,
    supersedes: decision.supersedes,
    causedBy: decision.causedBy,
    person: decision.person,
    facts: facts.map(factInLedger),
    engine,
    standing,
    texts,
  };
}

/** What somebody wrote or is known by: links, titles of offices. It is in the vault, and is read there when asked for. */
const TEXTUAL: ReadonlySet<string> = new Set(['post', 'payload', 'register']);
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** The fact with its value if that can hold no text. */
function factInLedger(fact: FactUsed): FactUsed {
  const { value } = fact;
  const isBare =
    value === null ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && INSTANT.test(value));
  return isBare || !TEXTUAL.has(fact.source) ? fact : { ...fact, value: null };
}

function storedFinding({ policy, version, rule, then, exemptible, spans }: Finding): StoredFinding {
  return { policy, version, rule, rung: then.rung, exemptible, spans };
}

const bareFinding = ({ policy, version, rule, rung, exemptible, spans }: StoredFinding): Finding => ({
  policy,
  version,
  rule,
  explain: '',
  // biome-ignore lint/suspicious/noThenProperty: the word of the policy language, never awaited
  then: { rung, label: null },
  exemptible,
  clauses: [],
  spans,
});

const bareUnknown = (unknown: DecisionMade['unknown'][number]): UnknownRule => ({
  ...unknown,
  // biome-ignore lint/suspicious/noThenProperty: the word of the policy language, never awaited
  then: { rung: 'none', label: null },
  failed: null,
});

/** The decision without its texts: what is left when they have been erased, and all that folding needs. */
export function bareDecision(event: DecisionMade): Decision {
  return {
    subject: event.subject,
    trigger: event.trigger,
    rank: event.rank,
    decidedBy: event.decidedBy,
    decidedAt: event.decidedAt,
    policySet: event.set,
    policies: event.policies,
    findings: event.findings.map(bareFinding),
    statusFindings: event.statusFindings.map(bareFinding),
    shadow: event.shadow.map(bareFinding),
    unknown: event.unknown.map(bareUnknown),
    basis: event.basis,
    baseline: event.baseline,
    applied: event.applied,
    departures: event.departures.map((departure) => ({ ...departure, reason: '' })),
    unused: [],
    degraded: event.degraded,
    supersedes: event.supersedes,
    causedBy: event.causedBy,
    person: event.person,
    reason: '',
  };
}

/** A full decision made bare: `stripTexts(decision)` equals `bareDecision` of its event. */
export function stripTexts(decision: Decision): Decision {
  const { findings, statusFindings, shadow, unknown } = decision;
  const bare = (list: readonly Finding[]) => list.map((finding) => bareFinding(storedFinding(finding)));
  return {
    ...decision,
    findings: bare(findings),
    statusFindings: bare(statusFindings),
    shadow: bare(shadow),
    unknown: unknown.map(({ then: _then, failed: _failed, ...rest }) => bareUnknown(rest)),
    departures: decision.departures.map((departure) => ({ ...departure, reason: '' })),
    unused: [],
    reason: '',
  };
}
