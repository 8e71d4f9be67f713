/**
 * Writes one JavaScript function for all conditions of a set.
 *
 * INVARIANT: the code is made of this file's own words, generated names, numbers, and property names from the
 * tables. Every text of a policy, and every object, goes through the table of constants: no policy can run code.
 */
import { readerOf } from '../inputs.ts';
import { NoAnswer, unknown } from '../no-answer.ts';
import type { TextQuery } from '../text/index.ts';
import { costOf } from './cost.ts';
import { propertyOf, type Shared } from './graph.ts';
import { loopOf, type TextData, textOf } from './node.ts';
import { at, CALLS, divide, exact, includes, listKey, remainder } from './runtime.ts';

export type Constants = {
  readonly wordSet: (listId: string) => ReadonlySet<string>;
  readonly regex: (source: string) => { test(text: string): boolean };
};

/** Set by `begin`; then each rule answers true, false or NoAnswer. */
export type Program = {
  readonly begin: (input: unknown, view: unknown, open: Uint8Array) => void;
  readonly rules: readonly (() => unknown)[];
};

const TEXT_UNKNOWN = unknown('text');

export function emit(roots: readonly Shared[], constants: Constants): Program {
  const writer = new Writer(constants);
  const rules = roots.map((root) => writer.lambda('r', [], root));
  const names = writer.constants.map((_, i) => `k${i}`);
  const source = [
    '"use strict";',
    `return function (X, S, ${names.join(', ')}) {`,
    'let I, T, G;',
    ...writer.functions,
    `return { begin(i, t, g) { I = i; T = t; G = g; S.fill(undefined); }, rules: [${rules.join(', ')}] };`,
    '};',
  ].join('\n');
  const make = new Function(source)() as (...args: unknown[]) => Program;
  return make(NoAnswer, new Array(writer.slots).fill(undefined), ...writer.constants);
}

class Writer {
  readonly functions: string[] = [];
  readonly constants: unknown[] = [];
  /** Answers that are remembered while one post is judged. */
  slots = 0;
  readonly #constantNames = new Map<unknown, string>();
  readonly #memo = new Map<number, string>();
  readonly #outside: Constants;
  #temps: string[] = [];

  constructor(outside: Constants) {
    this.#outside = outside;
  }

  /** A function of the given loop variables that answers `node`. */
  lambda(prefix: string, params: readonly string[], node: Shared): string {
    return this.#function(prefix, params, () => `return ${this.#value(node)};`);
  }

  #function(prefix: string, params: readonly string[], body: () => string): string {
    const outer = this.#temps;
    this.#temps = [];
    const code = body();
    const temps = this.#temps.length > 0 ? `let ${this.#temps.join(', ')};` : '';
    this.#temps = outer;
    const name = `${prefix}${this.functions.length}`;
    this.functions.push(`function ${name}(${params.join(', ')}) { ${temps} ${code} }`);
    return name;
  }

  #temp(): string {
    const name = `t${this.#temps.length}`;
    this.#temps.push(name);
    return name;
  }

  #constant(value: unknown): string {
    const known = this.#constantNames.get(value);
    if (known) return known;
    const name = `k${this.constants.push(value) - 1}`;
    this.#constantNames.set(value, name);
    return name;
  }

  /** An expression for the node's value; remembered if others ask for it too. */
  #value(node: Shared): string {
    const { op } = node.node;
    const shared = node.free === 0 && (node.uses > 1 || node.inLoop) && op !== 'lit' && op !== 'var';
    if (!shared) return this.#expression(node);
    let name = this.#memo.get(node.id);
    if (!name) {
      name = this.#function('m', [], () => {
        const slot = `S[${this.slots++}]`;
        return `const s = ${slot}; if (s !== undefined) return s; return ${slot} = ${this.#expression(node)};`;
      });
      this.#memo.set(node.id, name);
    }
    return `${name}()`;
  }

  #expression(node: Shared): string {
    const { op, data } = node.node;
    const [a, b, c] = node.kids as [Shared, Shared, Shared];
    switch (op) {
      case 'lit':
        return this.#literal(data as string | number | boolean);
      case 'input':
        return `${this.#constant(readerOf(data as string))}(I)`;
      case 'var':
        return `v${data}`;
      case 'field':
        return this.#checked([a], ([of]) => `${of}.${propertyOf(data as string)}`);
      case 'and':
        return this.#logic(a, b, false);
      case 'or':
        return this.#logic(a, b, true);
      case 'not':
        return this.#checked([a], ([x]) => `!${x}`);
      case 'neg':
        return this.#checked([a], ([x]) => (node.node.type === 'int' ? `(0 - ${x})` : `(-${x})`));
      case 'if':
        return this.#choice(a, b, c);
      case 'cmp':
        return this.#checked([a, b], ([l, r]) => `(${l} ${SIGNS[data as string]} ${r})`);
      case 'math':
        return this.#checked([a, b], ([l, r]) => this.#math(node.node.type, data as string, l as string, r as string));
      case 'index':
        return this.#checked([a, b], ([of, i]) => `${this.#constant(at)}(${of}, ${i})`);
      case 'list':
        return this.#checked(node.kids, (items) => `[${items.join(', ')}]`, 'last');
      case 'loop':
        return this.#loop(node);
      case 'known':
        return this.#checked([a], ([x]) => (a.node.type.startsWith('optional') ? `(${x} !== null)` : `(${x}, true)`));
      case 'call':
        return this.#checked(
          node.kids,
          (args) => `${this.#constant(CALLS[data as string]?.run)}(${args.join(', ')})`,
          'last',
        );
      case 'orValue':
        return this.#orValue(a, b);
      default:
        return this.#lookup(node);
    }
  }

  /** Questions to word lists, regular expressions and the text. */
  #lookup(node: Shared): string {
    const { op, data } = node.node;
    const [a, b] = node.kids as [Shared, Shared];
    switch (op) {
      case 'inSet':
        return this.#checked([a], ([x]) => `${this.#constant(new Set(data as string[]))}.has(${x})`);
      case 'inList':
        return this.#checked([a, b], ([x, of]) => `${this.#constant(includes)}(${of}, ${x})`);
      case 'inWords': {
        const words = this.#constant(this.#outside.wordSet(data as string));
        return this.#checked([a], ([x]) => `${words}.has(${this.#constant(listKey)}(${x}))`);
      }
      case 'matches': {
        const regex = this.#constant(this.#outside.regex(data as string));
        return this.#checked([a], ([x]) => `${regex}.test(${x})`);
      }
      case 'sentences':
        return this.#gated(node, 'T.sentences');
      case 'textField':
        return data === 'lang' ? '(T.lang ?? "und")' : this.#gated(node, `T.${propertyOf(data as string)}`);
      case 'text':
        if (node.kids.length === 0) return this.#gated(node, this.#question('T', textOf(node.node)));
        return this.#checked([a], ([s]) => this.#question(s as string, textOf(node.node)));
      default:
        throw new Error(`cannot compile ${op}`);
    }
  }

  #gated(node: Shared, code: string): string {
    return node.gate === null ? code : `(G[${node.gate}] === 1 ? ${code} : ${this.#constant(TEXT_UNKNOWN)})`;
  }

  #question(of: string, { fn, terms, within }: TextData): string {
    if (fn === 'onlyQuoted' || fn === 'onlyFigurative') {
      const method = fn === 'onlyQuoted' ? 'quotedAt' : 'figurativeAt';
      return `${of}.${method}(${this.#constant(queryOf({ fn, terms, within }))})`;
    }
    return `${of}.${fn}(${[...terms, ...(within === null ? [] : [within])].join(', ')})`;
  }

  #literal(value: string | number | boolean): string {
    if (typeof value === 'boolean') return String(value);
    if (typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0)) return `(${value})`;
    return this.#constant(value);
  }

  /** `code` of the operands' values, unless one is NoAnswer; the first met is the answer. `last`: as calls, from the right. */
  #checked(operands: readonly Shared[], code: (values: string[]) => string, order: 'first' | 'last' = 'first'): string {
    const values: string[] = [];
    const guards: string[] = [];
    const indexes = operands.map((_, i) => i);
    if (order === 'last') indexes.reverse();
    for (const i of indexes) {
      const operand = operands[i] as Shared;
      const value = this.#value(operand);
      if (!operand.canFail) values[i] = value;
      else {
        const temp = this.#temp();
        guards.push(`(${temp} = ${value}) instanceof X ? ${temp} : `);
        values[i] = temp;
      }
    }
    return guards.length === 0 ? code(values) : `(${guards.join('')}${code(values)})`;
  }

  #logic(a: Shared, b: Shared, absorbing: boolean): string {
    const l = this.#value(a);
    const r = this.#value(b);
    // Either side's absorbing answer is the answer, so the cheaper side may be asked first.
    const swap = costOf(b) < costOf(a);
    if (!a.canFail && !b.canFail) {
      const sign = absorbing ? '||' : '&&';
      return swap ? `(${r} ${sign} ${l})` : `(${l} ${sign} ${r})`;
    }
    const [x, y] = [this.#temp(), this.#temp()];
    const [first, second] = [`(${x} = ${l})`, `(${y} = ${r})`];
    const absorbed = (side: string) => `${side} === ${absorbing} ? ${absorbing} : `;
    // Else the right one's NoAnswer, else the left one's answer.
    return `(${absorbed(swap ? second : first)}${absorbed(swap ? first : second)}${y} !== ${!absorbing} ? ${y} : ${x})`;
  }

  #choice(condition: Shared, yes: Shared, no: Shared): string {
    const test = this.#value(condition);
    const [then, other] = [this.#value(yes), this.#value(no)];
    if (!condition.canFail) return `(${test} ? ${then} : ${other})`;
    const temp = this.#temp();
    return `((${temp} = ${test}) === true ? ${then} : ${temp} === false ? ${other} : ${temp})`;
  }

  #orValue(of: Shared, alternative: Shared): string {
    const temp = this.#temp();
    return `((${temp} = ${this.#value(of)}) === null ? ${this.#value(alternative)} : ${temp})`;
  }

  #math(type: string, sign: string, l: string, r: string): string {
    if (type !== 'int') return `(${l} ${MATH[sign]} ${r})`;
    if (sign === '/') return `${this.#constant(divide)}(${l}, ${r})`;
    if (sign === '%') return `${this.#constant(remainder)}(${l}, ${r})`;
    return `${this.#constant(exact)}(${l} ${MATH[sign]} ${r})`;
  }

  #loop(node: Shared): string {
    const { kind, depth } = loopOf(node.node);
    const [over, body, where] = node.kids as [Shared, Shared, Shared | undefined];
    const params: string[] = [];
    for (let d = 0; d < depth; d++) if (node.free & (1 << d)) params.push(`v${d}`);
    const name = this.#function('l', params, () => {
      const list = this.#value(over);
      const head = `const o = ${list}; ${over.canFail ? 'if (o instanceof X) return o;' : ''}`;
      const each = `for (let i = 0; i < o.length; i++) { const v${depth} = o[i];`;
      return head + LOOPS[kind](each, this.#value(body), where ? this.#value(where) : null);
    });
    return `${name}(${params.join(', ')})`;
  }
}

const SIGNS: Record<string, string> = { '==': '===', '!=': '!==', '<': '<', '<=': '<=', '>': '>', '>=': '>=' };
const MATH: Record<string, string> = { '+': '+', '-': '-', '*': '*', '/': '/', '%': '%' };

/** Bodies of loop functions: `each` opens the loop and binds the variable. */
const LOOPS = {
  exists: (each: string, body: string) =>
    `let e = false; ${each} const b = ${body}; if (b === true) return true; if (b !== false && e === false) e = b; } return e;`,
  all: (each: string, body: string) =>
    `let e = true; ${each} const b = ${body}; if (b === false) return false; if (b !== true && e === true) e = b; } return e;`,
  exists_one: (each: string, body: string) =>
    `let n = 0; ${each} const b = ${body}; if (b === true) n++; else if (b !== false) return b; } return n === 1;`,
  filter: (
    each: string,
    body: string,
    _where: string | null,
    item = each.slice(each.indexOf('const v') + 6).split(' ')[0],
  ) =>
    `const out = []; ${each} const b = ${body}; if (b === true) out.push(${item}); else if (b !== false) return b; } return out;`,
  map: (each: string, body: string, where: string | null) =>
    `const out = []; ${each} ${where === null ? '' : `const w = ${where}; if (w === false) continue; if (w !== true) return w;`}
     const b = ${body}; if (b instanceof X) return b; out.push(b); } return out;`,
} as const;

/** The text layer's form of a question, for spans and for where it stands. */
export function queryOf({ fn, terms, within }: TextData): TextQuery {
  const [a, b] = terms as [number, number | undefined];
  if (within !== null) return { op: fn === 'inOrder' ? 'inOrder' : 'near', a, b: b as number, words: within };
  if (fn === 'targets') return { op: 'targets', a, by: b ?? null };
  if (fn === 'negated') return { op: 'negated', a };
  return { op: fn === 'count' ? 'count' : 'has', a };
}
