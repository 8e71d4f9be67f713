/** Does a condition have the same answer whatever is known? Then it says nothing. */
import { unknown } from '../no-answer.ts';
import type { Data, Node } from './node.ts';
import { walk } from './walk.ts';

const ANYTHING = unknown('anything');
const OPEN = new Set(['input', 'text', 'textField', 'sentences', 'inWords', 'matches', 'var']);

/** True or false if the condition always is; null if it depends on something. */
export function constantOf(tree: Node): boolean | null {
  const none = null as never;
  const answer = walk(opened(tree), { input: none, view: null, textKnown: false, constants: none, vars: [] });
  return typeof answer === 'boolean' ? answer : null;
}

/** Everything that is read from outside replaced by no answer. */
function opened(node: Node): Node {
  if (OPEN.has(node.op)) return { ...node, op: 'lit', kids: [], data: ANYTHING as unknown as Data };
  return { ...node, kids: node.kids.map(opened) };
}
