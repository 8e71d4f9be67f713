/** The shape of the library's tree, as far as we read or set it (its own types leave out what its checker adds). */
export type LibraryNode = {
  readonly op: string;
  args: unknown;
  readonly start: number;
  readonly end: number;
  /** Set by the type checker, and kept: delete it to check again. */
  checkedType?: { readonly name: string; readonly kind: string };
  /** Set by the type checker: does the operation in the reference evaluator. */
  handle?: (...args: never[]) => unknown;
  readonly meta: {
    /** What a macro such as `exists` stands for. */
    readonly alternate?: LibraryNode;
    readonly macro?: { evaluate: unknown };
  };
};

const isNode = (value: unknown): value is LibraryNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;

/** The direct parts of a node, macros as they are written. */
export function partsOf(node: LibraryNode): LibraryNode[] {
  const parts: LibraryNode[] = [];
  const add = (value: unknown) => {
    if (isNode(value)) parts.push(value);
    else if (Array.isArray(value)) for (const item of value) add(item);
  };
  add(node.args);
  return parts;
}

/** Everything written in a condition, without recursion: it may be as deep as its author liked. */
export function* written(root: LibraryNode): Generator<LibraryNode> {
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    stack.push(...partsOf(node));
  }
}

export const argsOf = (node: LibraryNode): LibraryNode[] => node.args as LibraryNode[];
