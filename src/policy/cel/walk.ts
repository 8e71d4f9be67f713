/**
 * The interpreter: answers a condition node by node. Explanations, spans and places where code cannot be generated
 * use it; tests hold it equal to the compiled code and to the library's evaluator.
 */
import { type RuleInput, readerOf } from '../inputs.ts';
import { NoAnswer, unknown } from '../no-answer.ts';
import type { Asked, SentenceView, TextView } from '../text/index.ts';
import type { Constants } from './emit.ts';
import { queryOf } from './emit.ts';
import { loopOf, type Node, textOf } from './node.ts';
import { at, CALLS, divide, exact, includes, listKey, remainder } from './runtime.ts';

export type Walk = {
  readonly input: RuleInput;
  readonly view: TextView | null;
  /** False: the post is in another language than the rule. */
  readonly textKnown: boolean;
  readonly constants: Constants;
  /** Values of the loop variables, by depth. */
  readonly vars: readonly unknown[];
  /** Questions to the whole text that were answered inside a loop: asked once, so that time stays linear. */
  readonly memo?: Map<Node, unknown> | undefined;
};

/** The value of a node, or NoAnswer. */
export function walk(node: Node, w: Walk): unknown {
  const kid = (i: number) => walk(node.kids[i] as Node, w);
  switch (node.op) {
    case 'lit':
      return node.data;
    case 'input':
      return readerOf(node.data as string)(w.input);
    case 'var':
      return w.vars[node.data as number];
    case 'and':
      return logic(kid(0), () => kid(1), false);
    case 'or':
      return logic(kid(0), () => kid(1), true);
    case 'if': {
      const test = kid(0);
      return test === true ? kid(1) : test === false ? kid(2) : test;
    }
    case 'orValue': {
      const value = kid(0);
      return value === null ? kid(1) : value;
    }
    case 'loop':
      return loop(node, w);
    case 'sentences':
      return w.textKnown ? (w.view as TextView).sentences : unknown('text');
    case 'textField':
      return textField(node, w);
    case 'text':
      return node.kids.length === 0 && w.vars.length > 0 ? remembered(node, w) : question(node, w);
    default:
      return operation(node, w);
  }
}

/** CEL's `&&` and `||`: the absorbing answer wins from either side. */
function logic(left: unknown, right: () => unknown, absorbing: boolean): unknown {
  if (left === absorbing) return absorbing;
  const r = right();
  if (r === absorbing) return absorbing;
  return r instanceof NoAnswer ? r : left;
}

function operation(node: Node, w: Walk): unknown {
  const values: unknown[] = new Array(node.kids.length);
  const fromRight = node.op === 'call' || node.op === 'list';
  for (let n = 0; n < values.length; n++) {
    const i = fromRight ? values.length - 1 - n : n;
    const value = walk(node.kids[i] as Node, w);
    if (value instanceof NoAnswer) return value;
    values[i] = value;
  }
  const [a, b] = values;
  switch (node.op) {
    case 'field':
      return (a as Record<string, unknown>)[node.data as string];
    case 'not':
      return a !== true;
    case 'neg':
      return node.type === 'int' ? 0 - (a as number) : -(a as number);
    case 'cmp':
      return compare(node.data as string, a as number, b as number);
    case 'math':
      return math(node, a as number, b as number);
    case 'index':
      return at(a as unknown[], b as number);
    case 'list':
      return values;
    case 'known':
      return (node.kids[0] as Node).type.startsWith('optional') ? a !== null : true;
    case 'call':
      return callOf(node)(...values);
    case 'inSet':
      return (node.data as unknown[]).includes(a);
    case 'inList':
      return includes(b as unknown[], a);
    case 'inWords':
      return w.constants.wordSet(node.data as string).has(listKey(a as string));
    case 'matches':
      return w.constants.regex(node.data as string).test(a as string);
    default:
      throw new Error(`cannot interpret ${node.op}`);
  }
}

const callOf = (node: Node) => (CALLS[node.data as string] as { run: unknown }).run as (...args: unknown[]) => unknown;

function compare(sign: string, a: number, b: number): boolean {
  switch (sign) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
}

function math(node: Node, a: number, b: number): unknown {
  const whole = node.type === 'int';
  switch (node.data) {
    case '+':
      return whole ? exact(a + b) : a + b;
    case '-':
      return whole ? exact(a - b) : a - b;
    case '*':
      return whole ? exact(a * b) : a * b;
    case '/':
      return whole ? divide(a, b) : a / b;
    default:
      return remainder(a, b);
  }
}

function loop(node: Node, w: Walk): unknown {
  const { kind, depth } = loopOf(node);
  const [over, body, where] = node.kids as [Node, Node, Node | undefined];
  const list = walk(over, w);
  if (list instanceof NoAnswer) return list;
  const absorbing = kind === 'exists';
  let first: NoAnswer | null = null;
  let found = 0;
  const out: unknown[] = [];
  for (const item of list as readonly unknown[]) {
    const inner = { ...w, vars: [...w.vars.slice(0, depth), item] };
    if (where) {
      const wanted = walk(where, inner);
      if (wanted instanceof NoAnswer) return wanted;
      if (wanted !== true) continue;
    }
    const answer = walk(body, inner);
    if (kind === 'exists' || kind === 'all') {
      if (answer === absorbing) return absorbing;
      if (answer instanceof NoAnswer) first ??= answer;
    } else if (answer instanceof NoAnswer) return answer;
    else if (kind === 'map') out.push(answer);
    else if (answer === true) found = kind === 'filter' ? out.push(item) : found + 1;
  }
  if (kind === 'exists' || kind === 'all') return first ?? !absorbing;
  return kind === 'exists_one' ? found === 1 : out;
}

/** What a text question is asked of, or NoAnswer if the text is not known. */
export function askedOf(node: Node, w: Walk): Asked | NoAnswer {
  const sentence = node.kids[0];
  if (sentence) return walk(sentence, w) as SentenceView | NoAnswer;
  return w.textKnown ? (w.view as TextView) : unknown('text');
}

function remembered(node: Node, w: Walk): unknown {
  const known = w.memo?.get(node);
  if (known !== undefined) return known;
  const answer = question(node, w);
  w.memo?.set(node, answer);
  return answer;
}

function question(node: Node, w: Walk): unknown {
  const of = askedOf(node, w);
  if (of instanceof NoAnswer) return of;
  const data = textOf(node);
  const [a, b] = data.terms as [number, number];
  switch (data.fn) {
    case 'has':
      return of.has(a);
    case 'count':
      return of.count(a);
    case 'near':
      return of.near(a, b, data.within as number);
    case 'inOrder':
      return of.inOrder(a, b, data.within as number);
    case 'negated':
      return of.negated(a);
    case 'targets':
      return data.terms.length > 1 ? of.targets(a, b) : of.targets(a);
    case 'onlyQuoted':
      return of.quotedAt(queryOf(data));
    case 'onlyFigurative':
      return of.figurativeAt(queryOf(data));
  }
}

function textField(node: Node, w: Walk): unknown {
  const view = w.view as TextView;
  if (node.data === 'lang') return view.lang ?? 'und';
  if (!w.textKnown) return unknown('text');
  return view[node.data as keyof TextView];
}
