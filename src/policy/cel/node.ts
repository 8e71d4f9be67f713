/**
 * Conditions as a checked tree of our own: what the compiler, the interpreter and the explanations walk.
 * It is made by `lower.ts` from the library's tree, after the library's type check.
 */

/** What `data` and `kids` hold, by `op`. */
export type Op =
  /** data: the value; times and durations in milliseconds. */
  | 'lit'
  /** data: path of a scalar, optional or list input. */
  | 'input'
  /** data: depth of the loop that binds it, from 0. */
  | 'var'
  /** data: property; kids: the element. */
  | 'field'
  /** kids: both sides. */
  | 'and'
  | 'or'
  /** kids: one. */
  | 'not'
  | 'neg'
  /** kids: condition, then, else. */
  | 'if'
  /** data: sign; kids: both sides. */
  | 'cmp'
  | 'math'
  /** data: the literal values; kids: the element. */
  | 'inSet'
  /** kids: the element, the list. */
  | 'inList'
  /** data: id of the word list; kids: the element. */
  | 'inWords'
  /** kids: list, index. */
  | 'index'
  /** kids: elements. */
  | 'list'
  /** data: kind and depth; kids: list, body, and for `map` with a condition that condition. */
  | 'loop'
  /** kids: what `has()` asks of. */
  | 'known'
  /** data: name; kids: receiver, arguments. */
  | 'call'
  /** kids: the optional, the alternative. */
  | 'orValue'
  /** data: source of the regular expression; kids: the string. */
  | 'matches'
  /** data: the question; kids: the sentence, or none for the whole text. */
  | 'text'
  /** data: property; no kids. */
  | 'textField'
  /** The list of sentences. */
  | 'sentences';

export type LoopKind = 'exists' | 'all' | 'exists_one' | 'map' | 'filter';
export type LoopData = { readonly kind: LoopKind; readonly depth: number };
export type TextFn = 'has' | 'count' | 'near' | 'inOrder' | 'negated' | 'targets' | 'onlyQuoted' | 'onlyFigurative';
/** `terms` are indexes into the lexicon's terms. */
export type TextData = { readonly fn: TextFn; readonly terms: readonly number[]; readonly within: number | null };
export type Data = string | number | boolean | null | readonly (string | number | boolean)[] | LoopData | TextData;

export type Node = {
  readonly op: Op;
  /** CEL type name. */
  readonly type: string;
  readonly kids: readonly Node[];
  readonly data: Data;
  /** UTF-16 offsets in the condition's source. */
  readonly start: number;
  readonly end: number;
};

export const loopOf = (node: Node): LoopData => node.data as LoopData;
export const textOf = (node: Node): TextData => node.data as TextData;

/** Every node, the root first. */
export function* nodesOf(root: Node): Generator<Node> {
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    for (let i = node.kids.length - 1; i >= 0; i--) stack.push(node.kids[i] as Node);
  }
}

/** Paths of the declared inputs that a condition reads; `text` for anything asked of the words. */
export function readsOf(root: Node): Set<string> {
  const paths = new Set<string>();
  for (const node of nodesOf(root)) {
    if (node.op === 'input') paths.add(node.data as string);
    else if (node.op === 'text' || node.op === 'textField' || node.op === 'sentences') paths.add('text');
    else if (node.op === 'field' && node.data === 'sameAuthor') {
      const of = (node.kids[0] as Node).kids[0];
      if (of?.op === 'input') paths.add(`${of.data}.sameAuthor`);
    }
  }
  return paths;
}
