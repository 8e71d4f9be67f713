/**
 * Terms without which a condition is false, so that most rules need not be evaluated for most posts.
 *
 * INVARIANT: if of any one need no term occurs in a text that is known, the condition is false, and not NoAnswer.
 */
import { loopOf, type Node, textOf } from './node.ts';

/** One of these terms must occur. */
export type Need = readonly number[];

/** All of these needs must be met; none: nothing is known to be needed. The narrowest first. */
export function necessaryTerms(node: Node): readonly Need[] {
  const needs = needsOf(node).map((need) => [...new Set(need)].sort((a, b) => a - b));
  const different = new Map(needs.map((need) => [need.join(), need]));
  return [...different.values()].sort((a, b) => a.length - b.length);
}

function needsOf(node: Node): readonly Need[] {
  switch (node.op) {
    case 'and':
      return node.kids.flatMap(needsOf);
    case 'or': {
      const sides = node.kids.map((kid) => narrowest(needsOf(kid)));
      return sides.every((side) => side !== undefined) ? [sides.flat()] : [];
    }
    case 'text':
      return node.type === 'bool' && isKnown(node) ? textOf(node).terms.map((term) => [term]) : [];
    case 'loop':
      return loopOf(node).kind === 'exists' && cannotFail(node.kids[0] as Node) ? needsOf(node.kids[1] as Node) : [];
    case 'cmp':
      return counted(node);
    default:
      return [];
  }
}

const narrowest = (needs: readonly Need[]): Need | undefined => [...needs].sort((a, b) => a.length - b.length)[0];

/** Asked of the text, or of a sentence that a loop gives. */
const isKnown = (node: Node): boolean => node.kids.length === 0 || node.kids[0]?.op === 'var';

const cannotFail = (over: Node): boolean =>
  over.op === 'sentences' || (over.op === 'input' && (over.data === 'links' || over.data === 'media'));

/** `count(x) > 0` and the like: a count that must be at least 1. */
function counted(node: Node): readonly Need[] {
  const [left, right] = node.kids as [Node, Node];
  const sign = node.data as string;
  const [count, limit, least] =
    left.op === 'text' ? [left, right, LEAST[sign]] : [right, left, LEAST[FLIPPED[sign] ?? sign]];
  if (count.op !== 'text' || !isKnown(count) || limit.op !== 'lit' || least === undefined) return [];
  return (limit.data as number) >= least ? [textOf(count).terms] : [];
}

/** From which limit on the comparison needs a count of 1 or more. */
const LEAST: Record<string, number> = { '>': 0, '>=': 1, '==': 1 };
const FLIPPED: Record<string, string> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
