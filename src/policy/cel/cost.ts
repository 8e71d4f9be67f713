/** About how much it costs to ask a part of a condition, so that of two the cheaper can be asked first. */
import type { Shared } from './graph.ts';
import { textOf } from './node.ts';

const TIMES = new Set(['post.createdAt', 'post.ageMinutes', 'author.ageHours', 'now']);
/** A loop is taken to go round so often. */
const ROUNDS = 4;

/** What a sentence does is found out from cues, and those from the language. */
const MEANINGS = new Set(['mood', 'person', 'quoted', 'condemned', 'figurative', 'joking', 'hypothetical']);
/** One in so many times the second side is asked as well. */
const SECOND = 4;

/** In reads of a field, roughly. */
export function costOf({ node, kids }: Shared): number {
  const costs = kids.map(costOf);
  const below = costs.reduce((sum, cost) => sum + cost, 0);
  switch (node.op) {
    case 'and':
    case 'or':
      return Math.min(...costs) + Math.max(...costs) / SECOND;
    case 'field':
      return below + (MEANINGS.has(node.data as string) ? 100 : 1);
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
      const over = costs[0] as number;
      return over + ROUNDS * (below - over + 1);
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
