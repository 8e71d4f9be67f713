/** About how much it costs to ask a part of a condition, so that of two the cheaper can be asked first. */
import type { Shared } from './graph.ts';
import { loopOf, textOf } from './node.ts';

const TIMES = new Set(['post.createdAt', 'post.ageMinutes', 'author.ageHours', 'now']);
/** A loop is taken to go round so often. */
const ROUNDS = 4;

/** In reads of a field, roughly. */
export function costOf({ node, kids }: Shared): number {
  const below = kids.reduce((sum, kid) => sum + costOf(kid), 0);
  switch (node.op) {
    case 'lit':
    case 'var':
      return 0;
    case 'input':
      return node.data === 'post.length' || TIMES.has(node.data as string) ? 20 : 1;
    case 'text':
      return below + (ASKED[textOf(node).fn] ?? 5);
    case 'textField':
      return node.data === 'mentions' ? 1 : 30;
    case 'sentences':
      return 50;
    case 'matches':
      return below + 200;
    case 'loop': {
      const [over, ...bodies] = kids as [Shared, ...Shared[]];
      const body = bodies.reduce((sum, kid) => sum + costOf(kid), 0);
      return costOf(over) + ROUNDS * (body + (loopOf(node).kind === 'map' ? 2 : 1));
    }
    default:
      return below + 1;
  }
}

/** Words found are at hand; what they mean is found out when first asked. */
const ASKED: Readonly<Record<string, number>> = {
  has: 5,
  count: 10,
  near: 15,
  inOrder: 15,
  negated: 100,
  targets: 100,
  onlyQuoted: 100,
  onlyFigurative: 100,
};
