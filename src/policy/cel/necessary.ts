/**
 * Terms without which a condition is false, so that most rules need not be evaluated for most posts.
 *
 * INVARIANT: if none of the terms occurs in a text that is known, the condition is false, and not NoAnswer.
 */
import { loopOf, type Node, textOf } from './node.ts';

/** One of these terms must occur; null: nothing is known to be needed. */
export function necessaryTerms(node: Node): readonly number[] | null {
  switch (node.op) {
    case 'and':
      return node.kids.map(necessaryTerms).reduce(fewer, null);
    case 'or': {
      const sides = node.kids.map(necessaryTerms);
      return sides.every((side) => side !== null) ? [...new Set(sides.flat() as number[])] : null;
    }
    case 'text':
      return node.type === 'bool' && isKnown(node) ? [...textOf(node).terms.slice(0, 1)] : null;
    case 'loop':
      return loopOf(node).kind === 'exists' && cannotFail(node.kids[0] as Node)
        ? necessaryTerms(node.kids[1] as Node)
        : null;
    case 'cmp':
      return counted(node);
    default:
      return null;
  }
}

const fewer = (a: readonly number[] | null, b: readonly number[] | null) =>
  a === null ? b : b === null || a.length <= b.length ? a : b;

/** Asked of the text, or of a sentence that a loop gives. */
const isKnown = (node: Node): boolean => node.kids.length === 0 || node.kids[0]?.op === 'var';

const cannotFail = (over: Node): boolean =>
  over.op === 'sentences' || (over.op === 'input' && (over.data === 'links' || over.data === 'media'));

/** `count(x) > 0` and the like: a count that must be at least 1. */
function counted(node: Node): readonly number[] | null {
  const [left, right] = node.kids as [Node, Node];
  const sign = node.data as string;
  const [count, limit, least] =
    left.op === 'text' ? [left, right, LEAST[sign]] : [right, left, LEAST[FLIPPED[sign] ?? sign]];
  if (count.op !== 'text' || !isKnown(count) || limit.op !== 'lit' || least === undefined) return null;
  return (limit.data as number) >= least ? [...textOf(count).terms] : null;
}

/** From which limit on the comparison needs a count of 1 or more. */
const LEAST: Record<string, number> = { '>': 0, '>=': 1, '==': 1 };
const FLIPPED: Record<string, string> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
