/** Decisions as wire objects. */

import type { Decision } from '../decide/decision.ts';
import type { Finding } from '../evaluate/finding.ts';
import type { RuleAnswer, WireDecision, WireFinding } from '../schema/decision.ts';
import { presentAppliedMeasure, presentOutcomeMeasure, type Writing } from './present-measure.ts';
import type { DecisionView, RuleTrace } from './views.ts';

function presentFinding(finding: Finding): WireFinding {
  return {
    policy: finding.policy,
    version: finding.version,
    rule: finding.rule,
    rung: finding.then.rung,
    explain: finding.explain,
    exemptible: finding.exemptible,
    spans: finding.spans.map(({ start, end, clause }) => ({ start, end, clause: finding.clauses[clause] ?? '' })),
  };
}

/** What a machine did: found by rule, and decided without, with, or only by a person. */
function automationOf(decision: Decision): WireDecision['automation'] {
  const detection = decision.findings.length > 0 && decision.decidedBy.kind !== 'person';
  const byMachine = decision.decidedBy.kind !== 'person';
  const isHeld = decision.departures.some((each) => each.kind === 'hold' || each.kind === 'breaker');
  return { detection, decision: byMachine ? (isHeld ? 'partial' : 'full') : 'none' };
}

function subjectOf(view: DecisionView): WireDecision['subject'] {
  const { subject } = view.decision;
  if (subject.kind === 'account') return { kind: 'account', platform: subject.platform, id: view.naming.author };
  return { kind: 'post', platform: subject.platform, id: view.naming.post ?? '', revision: subject.revision };
}

export function presentDecision(view: DecisionView, writing: Writing): WireDecision {
  const { decision } = view;
  return {
    id: view.id,
    subject: subjectOf(view),
    trigger: decision.trigger,
    decidedBy: { kind: decision.decidedBy.kind, rank: decision.rank },
    decidedAt: decision.decidedAt,
    policySet: decision.policySet,
    degraded: decision.degraded,
    policies: [...decision.policies],
    findings: [...decision.findings, ...decision.statusFindings].map(presentFinding),
    shadow: decision.shadow.map(presentFinding),
    unknown: decision.unknown.map(({ policy, rule, inputs, failed }) => ({
      policy,
      rule,
      inputs: [...inputs],
      failed,
    })),
    baseline: {
      rung: decision.baseline.rung,
      measures: decision.baseline.measures.map((each) => presentOutcomeMeasure(each, writing)),
    },
    applied: {
      rung: decision.applied.rung,
      measures: view.measures.map((each) => presentAppliedMeasure(each, writing)),
    },
    departures: decision.departures.map(({ kind, finding, from, to, ref, reason, until }) => ({
      kind,
      finding,
      from,
      to,
      ref,
      reason,
      until,
    })),
    unused: decision.unused.map((each) => ({ ...each })),
    supersedes: [...decision.supersedes],
    supersededBy: view.supersededBy,
    effective: view.effective,
    causedBy: decision.causedBy,
    person: decision.person?.id ?? null,
    reason: decision.reason,
    automation: automationOf(decision),
  };
}

export function presentTrace(trace: RuleTrace): RuleAnswer {
  return {
    policy: trace.policy,
    rule: trace.rule,
    mode: trace.mode,
    held: trace.held,
    clauses: trace.clauses.map(({ text, held, spans, inputs }) => ({
      text,
      held,
      spans: spans.map(({ start, end }) => ({ start, end })),
      inputs: [...inputs],
    })),
  };
}
