/**
 * From the library's checked tree to ours. Whatever is not named here is refused when the policy is checked,
 * never met when a post is judged.
 */
import { TEXT_FIELDS } from '../functions.ts';
import { FIELDS, INPUTS } from '../inputs.ts';
import { argsOf, type LibraryNode } from './library-node.ts';
import { lowerCall } from './lower-call.ts';
import type { Data, Node, Op } from './node.ts';
import { Refused } from './refused.ts';
import type { TermTable } from './terms.ts';

export type Scope = {
  readonly terms: TermTable;
  /** Where the condition stands, for the terms' problems. */
  readonly where: string;
  /** Loop variables, the innermost last. */
  readonly loops: readonly { readonly name: string; readonly type: string }[];
};

export const TIME = 'google.protobuf.Timestamp';
const DURATION = 'google.protobuf.Duration';
const SCALARS = new Set(['bool', 'int', 'double', 'string', TIME, DURATION]);
const ORDERED = new Set(['int', 'double', 'string', TIME, DURATION]);

export const typeOf = (node: LibraryNode): string => node.checkedType?.name ?? 'dyn';

export function node(at: LibraryNode, op: Op, kids: readonly Node[], data: Data = null): Node {
  return { op, type: typeOf(at), kids, data, start: at.start, end: at.end };
}

/** @throws {Refused} */
export function lower(ast: LibraryNode, scope: Scope): Node {
  switch (ast.op) {
    case 'value':
      return literal(ast);
    case 'id':
      return variable(ast, scope);
    case '.':
      return access(ast, scope);
    case '[]':
      return index(ast, scope);
    case '&&':
    case '||':
      return node(ast, ast.op === '&&' ? 'and' : 'or', both(ast, scope));
    case '!_':
      return node(ast, 'not', [lower(ast.args as LibraryNode, scope)]);
    case '-_':
      return node(ast, 'neg', [lower(ast.args as LibraryNode, scope)]);
    case '?:':
      return node(
        ast,
        'if',
        argsOf(ast).map((part) => lower(part, scope)),
      );
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(ast, scope);
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return math(ast, scope);
    case 'in':
      return membership(ast, scope);
    case 'list':
      return list(ast, scope);
    case 'call':
    case 'rcall':
      return lowerCall(ast, scope);
    default:
      throw new Refused('CEL_UNSUPPORTED', ast, `\`${ast.op}\` is not part of this language`);
  }
}

const both = (ast: LibraryNode, scope: Scope): Node[] => argsOf(ast).map((side) => lower(side, scope));

function literal(ast: LibraryNode): Node {
  const value = ast.args;
  if (typeof value === 'bigint') {
    if (!Number.isSafeInteger(Number(value))) throw new Refused('CEL_LITERAL', ast, 'whole numbers end at 2^53 here');
    return node(ast, 'lit', [], Number(value));
  }
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return node(ast, 'lit', [], value);
  throw new Refused('CEL_UNSUPPORTED', ast, 'null, bytes and unsigned numbers are not part of this language');
}

const WHOLE_INPUTS = new Set(INPUTS.filter((spec) => !spec.path.includes('.')).map((spec) => spec.path));

function variable(ast: LibraryNode, scope: Scope): Node {
  const name = ast.args as string;
  const depth = scope.loops.findLastIndex((loop) => loop.name === name);
  if (depth >= 0) return node(ast, 'var', [], depth);
  if (name === 'text')
    throw new Refused('CEL_TYPES', ast, '`text` alone is not a value: ask it something, as in `text.has(…)`');
  if (WHOLE_INPUTS.has(name)) return node(ast, 'input', [], name);
  throw new Refused('CEL_TYPES', ast, `\`${name}\` alone is not a value: read one of its fields`);
}

/** The root that a path begins with, unless a loop variable hides it. */
export function rootName(ast: LibraryNode, scope: Scope): string | null {
  if (ast.op !== 'id') return null;
  const name = ast.args as string;
  return scope.loops.some((loop) => loop.name === name) ? null : name;
}

function access(ast: LibraryNode, scope: Scope): Node {
  const [of, name] = ast.args as [LibraryNode, string];
  const root = rootName(of, scope);
  if (root === 'text') return name === 'sentences' ? node(ast, 'sentences', []) : node(ast, 'textField', [], name);
  if (root === 'lists' || root === 'patterns') {
    throw new Refused(
      'CEL_TYPES',
      ast,
      `\`${root}.${name}\` stands only as an argument of text functions, or a list after \`in\``,
    );
  }
  if (root !== null && !WHOLE_INPUTS.has(root)) return node(ast, 'input', [], `${root}.${name}`);
  const owner = typeOf(of);
  if (
    FIELDS.some((f) => f.owner === owner && f.name === name) ||
    TEXT_FIELDS.some((f) => f.owner === owner && f.name === name)
  ) {
    return node(ast, 'field', [lower(of, scope)], name);
  }
  if (owner.startsWith('optional')) {
    throw new Refused('CEL_UNSUPPORTED', ast, 'an optional has no fields', 'ask `.hasValue()`, then `.value()`');
  }
  throw new Refused('CEL_UNSUPPORTED', ast, `\`.${name}\` cannot be read here`);
}

function index(ast: LibraryNode, scope: Scope): Node {
  const [of, at] = argsOf(ast) as [LibraryNode, LibraryNode];
  if (!typeOf(of).startsWith('list<'))
    throw new Refused('CEL_UNSUPPORTED', ast, '`[…]` is for lists: write `.name` for fields');
  return node(ast, 'index', [lower(of, scope), lower(at, scope)]);
}

function compare(ast: LibraryNode, scope: Scope): Node {
  const kids = both(ast, scope);
  const equality = ast.op === '==' || ast.op === '!=';
  for (const side of argsOf(ast)) {
    if (!(equality ? SCALARS : ORDERED).has(typeOf(side))) {
      throw new Refused('CEL_TYPES', side, `\`${ast.op}\` cannot compare ${typeOf(side)}`);
    }
  }
  return node(ast, 'cmp', kids, ast.op);
}

function math(ast: LibraryNode, scope: Scope): Node {
  const [l, r] = argsOf(ast).map(typeOf) as [string, string];
  const numbers = l === r && (l === 'int' || l === 'double');
  const strings = l === 'string' && r === 'string' && ast.op === '+';
  const times = l === TIME && (r === DURATION || (r === TIME && ast.op === '-'));
  if (!numbers && !strings && !times) {
    throw new Refused('CEL_UNSUPPORTED', ast, `\`${ast.op}\` of ${l} and ${r} is not part of this language`);
  }
  return node(ast, 'math', both(ast, scope), ast.op);
}

function membership(ast: LibraryNode, scope: Scope): Node {
  const [element, of] = argsOf(ast) as [LibraryNode, LibraryNode];
  if (of.op === '.' && rootName(argsOf(of)[0] as LibraryNode, scope) === 'lists') {
    const id = (of.args as [LibraryNode, string])[1];
    return node(ast, 'inWords', [lower(element, scope)], id);
  }
  const el = lower(element, scope);
  if (!SCALARS.has(el.type)) throw new Refused('CEL_TYPES', element, `\`in\` cannot look for ${el.type}`);
  const items = lower(of, scope);
  if (!items.type.startsWith('list<')) throw new Refused('CEL_UNSUPPORTED', of, '`in` is for lists');
  if (items.op === 'list' && items.kids.every((kid) => kid.op === 'lit')) {
    return node(
      ast,
      'inSet',
      [el],
      items.kids.map((kid) => kid.data as string | number | boolean),
    );
  }
  if (scope.loops.length > 0 && items.op !== 'list' && !(items.op === 'input' && items.data === 'author.lists')) {
    throw new Refused(
      'CEL_LOOP_IN_LOOP',
      of,
      'inside a loop `in` is for written-out lists, `lists.<id>` and `author.lists`',
    );
  }
  return node(ast, 'inList', [el, items]);
}

function list(ast: LibraryNode, scope: Scope): Node {
  const items = argsOf(ast);
  if (items.length === 0) throw new Refused('CEL_UNSUPPORTED', ast, 'an empty list is of no use here');
  for (const item of items) {
    if (!SCALARS.has(typeOf(item)))
      throw new Refused('CEL_UNSUPPORTED', item, `a list of ${typeOf(item)} cannot be written out`);
  }
  return node(
    ast,
    'list',
    items.map((item) => lower(item, scope)),
  );
}
