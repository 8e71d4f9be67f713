/**
 * All conditions of a set as one graph in which equal parts are one node (hash-consing), so that compiled code
 * computes each at most once for a post.
 */
import { TEXT_FIELDS } from '../functions.ts';
import { FIELDS, inputSpec } from '../inputs.ts';
import { loopOf, type Node } from './node.ts';
import { CALLS } from './runtime.ts';

export type Shared = {
  readonly id: number;
  readonly node: Node;
  readonly kids: readonly Shared[];
  /** It may give NoAnswer. */
  readonly canFail: boolean;
  /** Bit d: it reads the variable of the loop at depth d from outside of that loop. */
  readonly free: number;
  /** Group of languages whose texts it may read; null: it asks nothing of the text itself. */
  readonly gate: number | null;
  /** How many different nodes or rules refer to it. */
  uses: number;
  /** It stands inside a loop that it does not depend on. */
  inLoop: boolean;
};

export class Graph {
  readonly nodes: Shared[] = [];
  readonly #byKey = new Map<string, Shared>();
  readonly #gated: boolean;

  /** `gated`: the text may be unknown to some rules, by its language. */
  constructor(gated: boolean) {
    this.#gated = gated;
  }

  /** Adds a condition; `gate` is the rule's group of languages. */
  add(root: Node, gate: number): Shared {
    const shared = this.#intern(root, gate);
    shared.uses++;
    return shared;
  }

  #intern(node: Node, gate: number): Shared {
    const kids = node.kids.map((kid) => this.#intern(kid, gate));
    const own = this.#gated && asksText(node) ? gate : null;
    const key = `${node.op}|${node.type}|${own}|${kids.map((kid) => kid.id).join(',')}|${JSON.stringify(node.data)}`;
    const known = this.#byKey.get(key);
    if (known) return known;
    const free = freeOf(node, kids);
    const canFail = own !== null || kids.some((kid) => kid.canFail) || failsByItself(node, kids);
    const shared: Shared = { id: this.nodes.length, node, kids, canFail, free, gate: own, uses: 0, inLoop: false };
    for (const kid of new Set(kids)) kid.uses++;
    if (node.op === 'loop') for (const kid of kids.slice(1)) markClosed(kid);
    this.nodes.push(shared);
    this.#byKey.set(key, shared);
    return shared;
  }
}

/** Does it look at the text itself, rather than at a sentence that it was given? */
const asksText = (node: Node): boolean =>
  node.op === 'sentences' ||
  (node.op === 'textField' && node.data !== 'lang') ||
  (node.op === 'text' && node.kids.length === 0);

function freeOf(node: Node, kids: readonly Shared[]): number {
  if (node.op === 'var') return 1 << (node.data as number);
  const all = kids.reduce((mask, kid) => mask | kid.free, 0);
  if (node.op !== 'loop') return all;
  const bound = 1 << loopOf(node).depth;
  return (kids[0] as Shared).free | (all & ~bound);
}

function markClosed(node: Shared): void {
  if (node.free === 0) node.inLoop = true;
  else for (const kid of node.kids) markClosed(kid);
}

function failsByItself(node: Node, kids: readonly Shared[]): boolean {
  switch (node.op) {
    case 'input':
      return inputSpec(node.data as string)?.unknownWhen !== null;
    case 'field':
      return FIELDS.some((field) => field.name === node.data && field.mayBeUnknown);
    case 'math':
      return node.type === 'int';
    case 'neg':
      return false;
    case 'index':
      return true;
    case 'call':
      return CALLS[node.data as string]?.canFail === true;
    default:
      return kids.some((kid) => kid.canFail);
  }
}

/** The property of a field, taken from the tables so that no text of a policy becomes code. */
export function propertyOf(name: string): string {
  const found = FIELDS.find((field) => field.name === name) ?? TEXT_FIELDS.find((field) => field.name === name);
  if (!found) throw new Error(`no field ${name}`);
  return found.name;
}
