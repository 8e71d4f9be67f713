/** Why a rule held, with the words that made it hold; and what kept a rule from an answer. Walks only such rules. */

import { queryOf } from '../policy/cel/emit.ts';
import type { Node } from '../policy/cel/node.ts';
import { loopOf, textOf } from '../policy/cel/node.ts';
import { askedOf, type Walk, walk } from '../policy/cel/walk.ts';
import type { CompiledRule } from '../policy/compile.ts';
import { NoAnswer } from '../policy/no-answer.ts';
import type { SentenceView, TextSpan } from '../policy/text/index.ts';
import type { Finding, Span, UnknownRule } from './finding.ts';

/** Enough for a person to see; a text may hold thousands of hits. */
const SPANS_MAX = 100;

export function findingOf({ policy, rule, tree }: CompiledRule, w: Walk): Finding {
  const held = clausesThatHeld(tree, w);
  const spans: Span[] = [];
  for (let i = 0; i < held.length; i++) {
    for (const { start, end } of spansOf(held[i] as Node, w)) spans.push({ start, end, clause: i });
  }
  return {
    policy: policy.id,
    version: policy.version,
    rule: rule.id,
    explain: rule.explain,
    // biome-ignore lint/suspicious/noThenProperty: the word of the policy language, never awaited
    then: rule.then,
    exemptible: policy.exemptible,
    clauses: held.map((clause) => rule.when.slice(clause.start, clause.end)),
    spans: tidy(spans),
  };
}

/** The conditions at the top: all of an `&&`, those of an `||` that held. */
function clausesThatHeld(node: Node, w: Walk): Node[] {
  if (node.op !== 'and' && node.op !== 'or') return [node];
  if (node.op === 'and') return node.kids.flatMap((kid) => clausesThatHeld(kid, w));
  return node.kids.filter((kid) => walk(kid, w) === true).flatMap((kid) => clausesThatHeld(kid, w));
}

/** In order of the text, each once, at most SPANS_MAX. */
function tidy(spans: Span[]): Span[] {
  if (spans.length < 2) return spans;
  const sorted = spans.sort((a, b) => a.start - b.start || a.end - b.end || a.clause - b.clause);
  const different = sorted.filter((span, i) => {
    const last = sorted[i - 1];
    return !last || last.start !== span.start || last.end !== span.end || last.clause !== span.clause;
  });
  return different.slice(0, SPANS_MAX);
}

/** The words on account of which a condition that held held. A negation has none. */
export function spansOf(node: Node, w: Walk): readonly TextSpan[] {
  switch (node.op) {
    case 'text': {
      const of = askedOf(node, w);
      if (of instanceof NoAnswer) return [];
      const spans = of.spansOf(queryOf(textOf(node)));
      return spans.length > SPANS_MAX ? spans.slice(0, SPANS_MAX) : spans;
    }
    case 'or':
      return node.kids.filter((kid) => walk(kid, w) === true).flatMap((kid) => spansOf(kid, w));
    case 'if':
      return spansOf(node.kids[walk(node.kids[0] as Node, w) === true ? 1 : 2] as Node, w);
    case 'and':
    case 'cmp':
    case 'call':
    case 'math':
      return node.kids.flatMap((kid) => spansOf(kid, w));
    case 'loop':
      return loopSpans(node, w);
    default:
      return [];
  }
}

function loopSpans(node: Node, w: Walk): TextSpan[] {
  const { kind, depth } = loopOf(node);
  const [over, body] = node.kids as [Node, Node];
  const list = walk(over, w);
  const spans: TextSpan[] = [];
  if (kind === 'map' || list instanceof NoAnswer) return spans;
  for (const item of list as readonly unknown[]) {
    const inner = { ...w, vars: [...w.vars.slice(0, depth), item] };
    if (walk(body, inner) !== true) continue;
    const found = spansOf(body, inner);
    if (found.length > 0) spans.push(...found);
    else if (over.op === 'sentences') spans.push((item as SentenceView).span);
    if (spans.length >= SPANS_MAX) break;
  }
  return spans;
}

export function unknownOf({ policy, rule, tree }: CompiledRule, w: Walk): UnknownRule {
  const inputs = new Set<string>();
  const failures = new Set<string>();
  missing(tree, w, (answer) => (answer.kind === 'unknown' ? inputs : failures).add(answer.what));
  return {
    policy: policy.id,
    rule: rule.id,
    onUnknown: rule.onUnknown,
    // biome-ignore lint/suspicious/noThenProperty: the word of the policy language, never awaited
    then: rule.then,
    exemptible: policy.exemptible,
    inputs: [...inputs].sort(),
    failed: failures.size > 0 ? [...failures].sort().join('; ') : null,
  };
}

/** Tells of every missing input that kept the node from an answer. */
export function missing(node: Node, w: Walk, tell: (answer: NoAnswer) => void): void {
  const answer = walk(node, w);
  if (!(answer instanceof NoAnswer)) return;
  if (node.op === 'loop') {
    missingInLoop(node, w, tell);
    return;
  }
  const before = node.kids.filter((kid) => walk(kid, w) instanceof NoAnswer);
  if (before.length === 0 || (node.op === 'if' && !before.includes(node.kids[0] as Node))) {
    const branch = node.op === 'if' ? node.kids[walk(node.kids[0] as Node, w) === true ? 1 : 2] : undefined;
    if (branch) missing(branch, w, tell);
    else tell(answer);
  } else for (const kid of node.op === 'if' ? before.slice(0, 1) : before) missing(kid, w, tell);
}

function missingInLoop(node: Node, w: Walk, tell: (answer: NoAnswer) => void): void {
  const { depth } = loopOf(node);
  const [over, ...bodies] = node.kids as [Node, Node];
  const list = walk(over, w);
  if (list instanceof NoAnswer) {
    missing(over, w, tell);
    return;
  }
  for (const item of list as readonly unknown[]) {
    const inner = { ...w, vars: [...w.vars.slice(0, depth), item] };
    for (const body of bodies) missing(body, inner, tell);
  }
}
