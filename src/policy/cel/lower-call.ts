/** Calls and macros: the part of `lower.ts` that knows functions by name. */
import { FUNCTIONS } from '../functions.ts';
import type { LibraryNode } from './library-node.ts';
import { lower, node, rootName, type Scope, typeOf } from './lower.ts';
import type { LoopKind, Node, TextData, TextFn } from './node.ts';
import { Refused } from './refused.ts';

const LOOPS = new Set<string>(['exists', 'all', 'exists_one', 'map', 'filter'] satisfies LoopKind[]);
const MAX_WITHIN = 100;
const HUNDRED_YEARS_MS = 100 * 366 * 86_400_000;

export function lowerCall(ast: LibraryNode, scope: Scope): Node {
  if (ast.op === 'call') {
    const [name, args] = ast.args as [string, LibraryNode[]];
    return globalCall(ast, name, args, scope);
  }
  const [name, receiver, args] = ast.args as [string, LibraryNode, LibraryNode[]];
  if (LOOPS.has(name) && ast.meta.alternate) return loop(ast, name as LoopKind, receiver, args, scope);
  const type = typeOf(receiver);
  if (type === 'Text' || type === 'Sentence') return textCall(ast, name, receiver, args, scope);
  if (name === 'orValue') return node(ast, 'orValue', [lower(receiver, scope), lower(args[0] as LibraryNode, scope)]);
  if (name === 'matches') {
    const source = literalText(args[0] as LibraryNode, 'a regular expression');
    return node(ast, 'matches', [lower(receiver, scope)], source);
  }
  const kind = type.replace(/<.*$/, '');
  if (!FUNCTIONS.some((fn) => fn.receiver === kind && fn.name === name && fn.args.length === args.length)) {
    throw new Refused('CEL_UNSUPPORTED', ast, `\`${name}\` of ${type} is not part of this language`);
  }
  return node(
    ast,
    'call',
    [receiver, ...args].map((part) => lower(part, scope)),
    `${kind}.${name}`,
  );
}

function globalCall(ast: LibraryNode, name: string, args: LibraryNode[], scope: Scope): Node {
  const [first] = args as [LibraryNode];
  if (name === 'has' && ast.meta.macro) return node(ast, 'known', [hasArgument(first, scope)]);
  if (name === 'size' && /^(string|list)/.test(typeOf(first))) {
    return node(ast, 'call', [lower(first, scope)], `${typeOf(first).replace(/<.*$/, '')}.size`);
  }
  if (name === 'timestamp') return moment(ast, literalText(first, 'a time'));
  if (name === 'duration') return span(ast, literalText(first, 'a duration'));
  if ((name === 'double' && typeOf(first) === 'int') || (name === 'int' && typeOf(first) === 'double')) {
    return node(ast, 'call', [lower(first, scope)], name);
  }
  throw new Refused(
    'CEL_UNSUPPORTED',
    ast,
    `\`${name}\` of ${args.map(typeOf).join(', ')} is not part of this language`,
  );
}

/** `has(x.y)`: the library does not check what is inside, so the path is looked up here. */
function hasArgument(ast: LibraryNode, scope: Scope): Node {
  if (ast.checkedType) return lower(ast, scope);
  throw new Refused('CEL_UNSUPPORTED', ast, '`has` is for a declared input, such as `has(author.person)`');
}

function moment(ast: LibraryNode, text: string): Node {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms))
    throw new Refused('CEL_LITERAL', ast, `\`${text.slice(0, 40)}\` is not a time`, 'such as "2026-11-01T00:00:00Z"');
  return node(ast, 'lit', [], ms);
}

const UNITS_MS: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

function span(ast: LibraryNode, text: string): Node {
  let ms = 0;
  let rest = text;
  while (rest !== '') {
    const part = /^(\d{1,12})(h|ms|m|s)/.exec(rest);
    if (!part) break;
    ms += Number(part[1]) * (UNITS_MS[part[2] as string] as number);
    rest = rest.slice(part[0].length);
  }
  if (rest !== '' || text === '' || ms > HUNDRED_YEARS_MS) {
    throw new Refused(
      'CEL_LITERAL',
      ast,
      `\`${text.slice(0, 40)}\` is not a duration`,
      'whole numbers with h, m, s, ms: "1h30m"',
    );
  }
  return node(ast, 'lit', [], ms);
}

function loop(ast: LibraryNode, kind: LoopKind, receiver: LibraryNode, args: LibraryNode[], scope: Scope): Node {
  const over = lower(receiver, scope);
  if (!over.type.startsWith('list<')) throw new Refused('CEL_UNSUPPORTED', receiver, `\`${kind}\` is for lists`);
  if (scope.loops.length > 0 && over.op !== 'list') {
    throw new Refused(
      'CEL_LOOP_IN_LOOP',
      ast,
      `\`${kind}\` inside another loop makes the time grow with the square of the post`,
    );
  }
  const [name] = args as [LibraryNode];
  const variable = { name: name.args as string, type: over.type.slice(5, -1) };
  if (NAMES.has(variable.name) || scope.loops.some((outer) => outer.name === variable.name)) {
    throw new Refused('CEL_TYPES', name, `\`${variable.name}\` is taken`, 'give the loop variable another name');
  }
  const inner = { ...scope, loops: [...scope.loops, variable] };
  const [where, body] =
    args.length === 3 ? [args[1] as LibraryNode, args[2] as LibraryNode] : [null, args[1] as LibraryNode];
  const kids = [over, lower(body, inner), ...(where ? [lower(where, inner)] : [])];
  return node(ast, 'loop', kids, { kind, depth: scope.loops.length });
}

const NAMES = new Set([
  'post',
  'author',
  'text',
  'links',
  'media',
  'thread',
  'claims',
  'signals',
  'counters',
  'standing',
  'lists',
  'patterns',
  'now',
]);

function textCall(ast: LibraryNode, name: string, receiver: LibraryNode, args: LibraryNode[], scope: Scope): Node {
  const kids = rootName(receiver, scope) === 'text' ? [] : [lower(receiver, scope)];
  if (name === 'matches') {
    const source = literalText(args[0] as LibraryNode, 'a regular expression');
    const term = scope.terms.regex(source, { where: scope.where, start: args[0]?.start ?? 0, end: args[0]?.end ?? 0 });
    return node(ast, 'text', kids, { fn: 'has', terms: [term], within: null });
  }
  const spec = FUNCTIONS.find((fn) => fn.receiver === 'Text' && fn.name === name && fn.args.length === args.length);
  if (!spec) throw new Refused('CEL_UNSUPPORTED', ast, `\`${name}\` is not a text function`);
  const terms: number[] = [];
  let within: number | null = null;
  spec.args.forEach((kind, i) => {
    const arg = args[i] as LibraryNode;
    if (kind === 'Count') within = count(arg);
    else terms.push(term(arg, scope));
  });
  return node(ast, 'text', kids, { fn: name as TextFn, terms, within } satisfies TextData);
}

function count(arg: LibraryNode): number {
  const value = typeof arg.args === 'bigint' ? Number(arg.args) : Number.NaN;
  if (arg.op === 'value' && value >= 0 && value <= MAX_WITHIN) return value;
  throw new Refused('CEL_LITERAL', arg, `the number of words between is written out, from 0 to ${MAX_WITHIN}`);
}

function term(arg: LibraryNode, scope: Scope): number {
  const use = { where: scope.where, start: arg.start, end: arg.end };
  if (arg.op === 'value' && typeof arg.args === 'string') {
    if (arg.args.trim() === '') throw new Refused('CEL_LITERAL', arg, 'an empty phrase occurs nowhere');
    return scope.terms.phrase(arg.args, use);
  }
  if (arg.op === '.') {
    const [of, id] = arg.args as [LibraryNode, string];
    const root = rootName(of, scope);
    if (root === 'lists') return scope.terms.list(id, use);
    if (root === 'patterns') return scope.terms.pattern(id, use);
  }
  throw new Refused(
    'CEL_LITERAL',
    arg,
    'the words are written out here',
    'a "phrase", `lists.<id>` or `patterns.<id>`',
  );
}

function literalText(arg: LibraryNode, what: string): string {
  if (arg.op === 'value' && typeof arg.args === 'string') return arg.args;
  throw new Refused('CEL_LITERAL', arg, `${what} is written out here`);
}
