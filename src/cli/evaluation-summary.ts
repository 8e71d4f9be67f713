/** What a file came to, in numbers: rungs, policies, problems. Pure. */
import type { AnswerLine } from '../schema/answer.ts';

export type EvaluationSummary = {
  lines: number;
  problems: number;
  replayed: number;
  degraded: number;
  /** Posts by applied rung. */
  readonly rungs: Map<string, number>;
  /** Posts with a finding, by policy, and those of them whose applied rung is not `none`. */
  readonly policies: Map<string, { found: number; acted: number }>;
  readonly problemCodes: Map<string, number>;
  add(answer: AnswerLine): void;
};

export function tally(): EvaluationSummary {
  return {
    lines: 0,
    problems: 0,
    replayed: 0,
    degraded: 0,
    rungs: new Map(),
    policies: new Map(),
    problemCodes: new Map(),
    add(answer) {
      this.lines += 1;
      if ('problem' in answer) {
        this.problems += 1;
        count(this.problemCodes, answer.problem.code);
      } else if ('decision' in answer) addDecision(this, answer);
    },
  };
}

function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

function addDecision(to: EvaluationSummary, answer: Extract<AnswerLine, { decision: unknown }>): void {
  const { decision } = answer;
  if (answer.replayed) to.replayed += 1;
  if (decision.degraded) to.degraded += 1;
  count(to.rungs, decision.applied.rung);
  for (const policy of new Set(decision.findings.map((finding) => finding.policy))) {
    const known = to.policies.get(policy) ?? { found: 0, acted: 0 };
    known.found += 1;
    if (decision.applied.rung !== 'none') known.acted += 1;
    to.policies.set(policy, known);
  }
}

const byCount = (a: readonly [string, number], b: readonly [string, number]) => b[1] - a[1];

export function summaryText(of: EvaluationSummary, tookMs: number): string {
  const rate = Math.round((of.lines * 1_000) / Math.max(tookMs, 1));
  const lines = [`${of.lines} lines in ${(tookMs / 1_000).toFixed(1)} s (${rate} a second)`];
  const rungs = [...of.rungs].sort(byCount).map(([rung, posts]) => `${rung} ${posts}`);
  if (rungs.length > 0) lines.push(`applied: ${rungs.join(', ')}`);
  for (const [policy, { found, acted }] of [...of.policies].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push(`  ${policy}: found in ${found}, acted on ${acted}`);
  }
  if (of.replayed > 0) lines.push(`${of.replayed} were there already`);
  if (of.degraded > 0) lines.push(`${of.degraded} judged without all facts`);
  for (const [code, problems] of [...of.problemCodes].sort(byCount)) lines.push(`${problems} lines with ${code}`);
  return lines.join('\n');
}
