/** Why, and why not: a rule's condition as a tree with what each part came to for one post. */
import type { Node } from '../policy/cel/node.ts';
import { loopOf } from '../policy/cel/node.ts';
import { type Walk, walk } from '../policy/cel/walk.ts';
import type { CompiledPolicySet } from '../policy/compile.ts';
import { NEUTRAL, type RuleInput } from '../policy/inputs.ts';
import { NoAnswer } from '../policy/no-answer.ts';
import { openGates } from './evaluate.ts';
import { missing, spansOf } from './trace.ts';

type Truth = 'true' | 'false' | 'unknown' | 'failed';
export type ExplainedPart = {
  /** As written in the policy; `start` and `end` are its offsets in the condition. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly truth: Truth | null;
  /** The value, if it is not a condition and can be shown. */
  readonly value: string | number | null;
  /** Inputs that kept it from an answer, or why it failed. */
  readonly missing: readonly string[];
  readonly spans: readonly { readonly start: number; readonly end: number }[];
  /** For a loop, the element that decided: its place in the list. */
  readonly element: number | null;
  readonly parts: readonly ExplainedPart[];
};
export type Explained = {
  readonly rule: string;
  readonly when: string;
  readonly explain: string;
  readonly truth: Truth;
  /** It was not applied: the post is older than the policy. */
  readonly tooOld: boolean;
  readonly tree: ExplainedPart;
};

/** `key` is `policy/rule`. Status facts are neutral unless `status` is 'real'. Null if the set has no such rule. */
export function explain(
  compiled: CompiledPolicySet,
  input: RuleInput,
  of: { readonly key: string; readonly status?: 'neutral' | 'real' },
): Explained | null {
  const rule = compiled.rules.find((r) => r.key === of.key);
  if (!rule) return null;
  const view = compiled.readsText ? compiled.lexicon.read(input.post.text, input.post.lang) : null;
  const w: Walk = {
    input: of.status === 'real' ? input : { ...input, status: NEUTRAL },
    view,
    textKnown: openGates(compiled, input.post.lang)[rule.gate] === 1,
    constants: compiled.constants,
    vars: [],
    memo: new Map(),
  };
  const tree = partOf(rule.tree, w, rule.rule.when);
  const { when, explain: words } = rule.rule;
  const tooOld = rule.policy.appliesTo === 'posts_after' && input.post.createdAt < rule.policy.effectiveFrom;
  return { rule: of.key, when, explain: words, truth: tree.truth as Truth, tooOld, tree };
}

/** What is worth showing below a part; words, numbers and names written out are not. */
const SHOWN_BELOW = new Set([
  'and',
  'or',
  'not',
  'if',
  'cmp',
  'math',
  'call',
  'index',
  'inList',
  'inSet',
  'inWords',
  'loop',
  'orValue',
]);

function partOf(node: Node, w: Walk, source: string): ExplainedPart {
  const answer = walk(node, w);
  const gaps = new Set<string>();
  if (answer instanceof NoAnswer) missing(node, w, (gap) => gaps.add(gap.what));
  const held = answer === true || (node.type !== 'bool' && !(answer instanceof NoAnswer));
  const { parts, element } =
    node.op === 'loop' ? loopParts(node, w, source) : { parts: partsBelow(node, w, source), element: null };
  return {
    text: source.slice(node.start, node.end),
    start: node.start,
    end: node.end,
    truth: node.type === 'bool' || answer instanceof NoAnswer ? truthOf(answer) : null,
    value: shown(answer),
    missing: [...gaps].sort(),
    spans: held ? [...spansOf(node, w)] : [],
    element,
    parts,
  };
}

function partsBelow(node: Node, w: Walk, source: string): ExplainedPart[] {
  if (!SHOWN_BELOW.has(node.op)) return [];
  return chained(node, node.op)
    .filter((kid) => kid.op !== 'lit')
    .map((kid) => partOf(kid, w, source));
}

/** `a && b && c` is shown as three parts, not as two of which one has two. */
const chained = (node: Node, op: string): Node[] =>
  node.kids.flatMap((kid) => (kid.op === op && (op === 'and' || op === 'or') ? chained(kid, op) : [kid]));

/** The body is shown for the element that decided, or else for the one that came nearest. */
function loopParts(node: Node, w: Walk, source: string): { parts: ExplainedPart[]; element: number | null } {
  const { kind, depth } = loopOf(node);
  const [over, body] = node.kids as [Node, Node];
  const list = walk(over, w);
  if (list instanceof NoAnswer) return { parts: [partOf(over, w, source)], element: null };
  const items = list as readonly unknown[];
  const inner = (item: unknown): Walk => ({ ...w, vars: [...w.vars.slice(0, depth), item] });
  const wanted = kind !== 'all';
  let element = items.findIndex((item) => walk(body, inner(item)) === wanted);
  if (element < 0) element = nearest(items, (item) => score(body, inner(item)));
  return element < 0 ? { parts: [], element: null } : { parts: [partOf(body, inner(items[element]), source)], element };
}

/** So many elements are compared to find the one that came nearest. */
const COMPARED_MAX = 200;

function nearest(items: readonly unknown[], scoreOf: (item: unknown) => number): number {
  let best = -1;
  let bestScore = -1;
  items.slice(0, COMPARED_MAX).forEach((item, i) => {
    const s = scoreOf(item);
    if (s > bestScore) {
      best = i;
      bestScore = s;
    }
  });
  return best;
}

/** How many of the conditions joined by `&&` held. */
const score = (node: Node, w: Walk): number =>
  node.op === 'and' ? node.kids.reduce((sum, kid) => sum + score(kid, w), 0) : walk(node, w) === true ? 1 : 0;

function truthOf(answer: unknown): Truth {
  if (answer instanceof NoAnswer) return answer.kind;
  return answer === true ? 'true' : 'false';
}

function shown(answer: unknown): string | number | null {
  if (typeof answer === 'number' || typeof answer === 'string') return answer;
  return Array.isArray(answer) ? `${answer.length} elements` : null;
}
