/**
 * Parses and type-checks one condition by the library, within limits. Where a whole number stands beside a double
 * (`signals.spam > 1`), the literal is rewritten to a double first, so that both evaluators see the same tree.
 */
import type { Environment } from '@marcbachmann/cel-js';
import { closest, suggest } from '../closest.ts';
import { FUNCTIONS, TEXT_FIELDS } from '../functions.ts';
import { FIELDS } from '../inputs.ts';
import { LIMITS, rootsOf } from './environment.ts';
import { argsOf, type LibraryNode, partsOf, written } from './library-node.ts';
import { Refused } from './refused.ts';
import { HOW_LONG, wordReceiver, wordSyntax, wordTypes } from './wording.ts';

type LibraryError = {
  readonly code?: string;
  readonly summary?: string;
  readonly message: string;
  readonly range?: { start: number; end: number };
  readonly node?: LibraryNode;
};
type Checked = { valid: true; type: string } | { valid: false; error: LibraryError };
type Parsed = ((context: object) => unknown) & { check: () => Checked; ast: LibraryNode };

/** A parsed and checked condition: its tree, and the reference evaluation of it. */
export type CheckedCondition = {
  readonly ast: LibraryNode;
  readonly type: string;
  readonly run: (context: object) => unknown;
};

/** @throws {Refused} for whatever is wrong with it; nothing else. */
export function parseCondition(source: string, env: Environment, known: (type: string) => string[]): CheckedCondition {
  if (source.length > LIMITS.sourceChars) {
    throw new Refused(
      'CEL_TOO_BIG',
      { start: 0, end: 1 },
      `the condition is longer than ${LIMITS.sourceChars} characters`,
    );
  }
  const parsed = parse(source, env);
  checkSize(parsed.ast);
  for (const node of written(parsed.ast)) {
    if (node.op === 'list') widenList(node);
    else if (node.op === 'call') mendHas(node);
  }
  for (let rounds = 0; rounds <= LIMITS.nodes; rounds++) {
    const result = check(parsed);
    if (result.valid) return { ast: parsed.ast, type: result.type, run: (context) => parsed(context) };
    if (!widenLiterals(result.error)) throw refusal(result.error, source, known);
  }
  throw new Refused('CEL_TOO_BIG', parsed.ast, 'the condition has too many mixed numbers');
}

function parse(source: string, env: Environment): Parsed {
  try {
    return env.parse(source) as unknown as Parsed;
  } catch (error) {
    const { code, summary, message, range } = error as LibraryError;
    const at = range ?? { start: 0, end: source.length };
    if (code === 'limit_exceeded' || error instanceof RangeError) {
      throw new Refused('CEL_TOO_BIG', at, 'the condition is too big or too deep');
    }
    const worded = wordSyntax(source, lowerFirst(summary ?? message), at.start);
    throw new Refused('CEL_SYNTAX', at, worded.message, worded.help);
  }
}

/** The checker recurses, so size and depth are measured before it. */
function checkSize(root: LibraryNode): void {
  let nodes = 0;
  const stack: { node: LibraryNode; depth: number }[] = [{ node: root, depth: 1 }];
  for (let top = stack.pop(); top; top = stack.pop()) {
    if (++nodes > LIMITS.nodes)
      throw new Refused('CEL_TOO_BIG', root, `the condition has more than ${LIMITS.nodes} parts`);
    if (top.depth > LIMITS.depth) {
      throw new Refused('CEL_TOO_BIG', top.node, `the condition is nested more than ${LIMITS.depth} deep`);
    }
    // A chain `a && b && c` is as deep as it is long, and no burden.
    const { op } = top.node;
    for (const node of partsOf(top.node)) {
      const chained = node.op === op && (op === '&&' || op === '||');
      stack.push({ node, depth: chained ? top.depth : top.depth + 1 });
    }
  }
}

function check(parsed: Parsed): Checked {
  try {
    return parsed.check();
  } catch (error) {
    return { valid: false, error: error as LibraryError };
  }
}

type HasMacro = {
  args: LibraryNode[];
  typeCheck: (
    checker: { check: (node: LibraryNode, ctx: unknown) => unknown; getType: (name: string) => unknown },
    macro: HasMacro,
    ctx: unknown,
  ) => unknown;
  evaluate: (
    evaluator: { run: (node: LibraryNode, ctx: unknown) => unknown },
    macro: HasMacro,
    ctx: unknown,
  ) => unknown;
};

/**
 * The library's `has(a.b)` checks only `a`, and finds every declared field to be there. Ours checks the path, and
 * asks whether an optional has a value; of any other input it asks nothing but that it be known.
 */
function mendHas(call: LibraryNode): void {
  const macro = call.meta.macro as HasMacro | undefined;
  if (!macro || (call.args as unknown[])[0] !== 'has') return;
  macro.typeCheck = (checker, { args }, ctx) => {
    checker.check(args[0] as LibraryNode, ctx);
    return checker.getType('bool');
  };
  macro.evaluate = (evaluator, { args }, ctx) => {
    const value = evaluator.run(args[0] as LibraryNode, ctx) as { hasValue?: () => boolean };
    return typeof value?.hasValue === 'function' ? value.hasValue() : true;
  };
}

const MIXED = new Set(['no_such_overload', 'incompatible_ternary_branches']);
const NUMERIC = new Set(['==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', 'in']);

/** Turns whole-number literals beside a double into doubles; false if there is nothing to turn. */
function widenLiterals(error: LibraryError): boolean {
  if (!error.node || !MIXED.has(error.code ?? '')) return false;
  const node = error.node;
  if (node.op === '?:') return widenAll(argsOf(node).slice(1));
  if (NUMERIC.has(node.op)) return widenAll(argsOf(node));
  return false;
}

function widenAll(sides: LibraryNode[]): boolean {
  if (!sides.some((side) => isDouble(side))) return false;
  let widened = false;
  for (const side of sides) if (!isDouble(side)) widened = widen(side) || widened;
  return widened;
}

/** `[1, 2.5]`: one double makes all of them doubles. */
function widenList(list: LibraryNode): void {
  const items = argsOf(list);
  if (items.every(isLiteral) && items.some((item) => typeof item.args === 'number')) items.forEach(widen);
}

const isDouble = (node: LibraryNode): boolean =>
  node.checkedType?.name === 'double' || node.checkedType?.name === 'list<double>';

function widen(node: LibraryNode): boolean {
  delete node.checkedType;
  if (node.op === 'value' && typeof node.args === 'bigint') {
    node.args = Number(node.args);
    return true;
  }
  if (node.op === '-_') return widen(node.args as LibraryNode);
  if (node.op === 'list' || ['+', '-', '*'].includes(node.op)) {
    const parts = argsOf(node);
    return parts.every((part) => isLiteral(part)) && parts.map(widen).every(Boolean);
  }
  return false;
}

const isLiteral = (node: LibraryNode): boolean =>
  node.op === 'value' || (node.op === '-_' && isLiteral(node.args as LibraryNode));

function refusal(error: LibraryError, source: string, known: (type: string) => string[]): Refused {
  const at = error.range ?? { start: 0, end: source.length };
  const summary = lowerFirst(error.summary ?? error.message);
  if (error instanceof RangeError) return new Refused('CEL_TOO_BIG', at, 'the condition is too deep');
  switch (error.code) {
    case 'unknown_variable': {
      const name = String(error.node?.args);
      return new Refused(
        'CEL_UNKNOWN_NAME',
        at,
        `\`${name}\` is not an input`,
        suggest(
          name,
          rootsOf().map((r) => r.name),
        ),
      );
    }
    case 'no_such_key': {
      const [of, key] = (error.node?.args ?? []) as [LibraryNode | undefined, unknown];
      const what = of ? source.slice(of.start, of.end) : 'it';
      const name = fieldName(key, source);
      const type = of?.checkedType?.name ?? '';
      const help = type === 'Text' && name === 'length' ? HOW_LONG : suggest(name, known(type));
      return new Refused('CEL_UNKNOWN_FIELD', at, `\`${what}\` has no \`${name}\``, help);
    }
    case 'no_matching_overload':
      return unknownFunction(error, at, summary);
    default: {
      const worded = wordTypes(summary, source, at);
      return new Refused('CEL_TYPES', at, worded.message, worded.help);
    }
  }
}

/** The name in `x.name`, or what is written in `x["name"]`. */
function fieldName(key: unknown, source: string): string {
  if (typeof key === 'string') return key;
  const { op, args, start, end } = key as LibraryNode;
  return op === 'value' && typeof args === 'string' ? args : source.slice(start, end);
}

function unknownFunction(error: LibraryError, at: { start: number; end: number }, summary: string): Refused {
  const [called, of] = (error.node?.args ?? []) as [unknown, LibraryNode | undefined];
  const name = String(called);
  const worded = error.node?.op === 'rcall' ? wordReceiver(of?.checkedType?.name ?? null, name) : null;
  const same = FUNCTIONS.filter((fn) => fn.name === name);
  if (worded !== null && !same.some((fn) => fn.receiver === of?.checkedType?.name))
    return new Refused('CEL_TYPES', at, worded.message, worded.help);
  if (same.length > 0) {
    const shapes = [
      ...new Set(same.map((fn) => `${fn.receiver ? `${fn.receiver}.` : ''}${name}(${fn.args.join(', ')})`)),
    ];
    const written = summary.replace(/^found no matching overload for '(.+)'$/, 'there is no `$1`');
    return new Refused('CEL_TYPES', at, written, `it is written ${shapes.map((s) => `\`${s}\``).join(' or ')}`);
  }
  const near = closest(name, [
    ...FUNCTIONS.map((fn) => fn.name),
    'exists',
    'all',
    'exists_one',
    'filter',
    'map',
    'size',
  ]);
  return new Refused(
    'CEL_UNKNOWN_FUNCTION',
    at,
    `there is no function \`${name}\``,
    near && `did you mean \`${near}\`?`,
  );
}

/** Field names of our own types, for suggestions. */
export function knownFields(type: string, roots: (root: string) => readonly string[]): string[] {
  if (type.endsWith('Root')) return [...roots(type.slice(0, -4).toLowerCase())];
  const own = [...FIELDS, ...TEXT_FIELDS].filter((field) => field.owner === type).map((field) => field.name);
  return type === 'Text' ? ['sentences', ...own] : own;
}

const lowerFirst = (text: string): string => (text[0] ?? '').toLowerCase() + text.slice(1);
