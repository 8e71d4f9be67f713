/**
 * The reference: the library's own evaluator, fed with the same inputs. Whole numbers go in as BigInt, times as
 * Date, and what is not known throws, which `&&`, `||`, `exists` and `all` absorb. Only tests run it.
 */
import type { RuleInput } from '../inputs.ts';
import { readerOf } from '../inputs.ts';
import { FAILED, NoAnswer, OVERFLOW, unknown } from '../no-answer.ts';
import type { Asked, TextView } from '../text/index.ts';
import { type Constants, queryOf } from './emit.ts';
import { type CelEnvironment, makeEnvironment, type Ref, rootsOf } from './environment.ts';
import { type LibraryNode, written } from './library-node.ts';
import { TIME, typeOf } from './lower.ts';
import type { SetNames } from './names.ts';
import type { TextFn } from './node.ts';
import { knownFields, parseCondition } from './parse.ts';
import { listKey } from './runtime.ts';
import type { TermTable } from './terms.ts';

/** NoAnswer on its way through the library: it absorbs errors, and knows no third value. */
class Thrown extends Error {
  readonly answer: NoAnswer;
  constructor(answer: NoAnswer) {
    super(answer.what);
    this.answer = answer;
  }
}

const FAILURES: Record<string, NoAnswer> = {
  division_by_zero: FAILED.division,
  modulo_by_zero: FAILED.division,
  index_out_of_bounds: FAILED.index,
  optional_value_missing: FAILED.absent,
};

type Optional = { constructor: { of(value: unknown): unknown; none(): unknown } };
type Words = { readonly kind: 'list' | 'pattern'; readonly id: string };
type Asking = { readonly view: TextView | null; readonly known: boolean };

export class Reference {
  readonly #cel: CelEnvironment;
  readonly #optional: Optional;
  readonly #terms: TermTable;
  readonly #constants: Constants;

  constructor(names: SetNames, terms: TermTable, constants: Constants) {
    this.#terms = terms;
    this.#constants = constants;
    const handler = (name: string, args: readonly unknown[]) => this.#call(name, args);
    this.#cel = makeEnvironment(names, handler, (type, name, raw) => this.#read(type, name, raw));
    this.#optional = this.#cel.env.evaluate('optional.none()', {}) as Optional;
  }

  /** A condition, ready to be evaluated; `known` says whether the post is in a language of the rule. */
  compile(source: string): (input: RuleInput, view: TextView | null, known: boolean) => unknown {
    const { ast, run } = parseCondition(source, this.#cel.env, (type) => knownFields(type, () => []));
    for (const node of written(ast)) this.#mend(node);
    return (input, view, known) => {
      try {
        return run(this.#context(input, { view, known }));
      } catch (error) {
        if (error instanceof Thrown) return error.answer;
        const failed = FAILURES[(error as { code?: string }).code ?? ''];
        if (failed) return failed;
        throw error;
      }
    };
  }

  #context(input: RuleInput, asking: Asking): Map<string, unknown> | object {
    const context = {};
    for (const { name, type } of rootsOf()) {
      const get = () => {
        if (type === 'Text') return this.#make('Text', asking);
        if (type.endsWith('Root')) return this.#make(type, { root: name, input });
        return this.#adapt(readerOf(name)(input), type);
      };
      Object.defineProperty(context, name, { get, enumerable: true });
    }
    return context;
  }

  #make(type: string, raw: unknown): Ref {
    const Class = this.#cel.classes.get(type);
    if (!Class) throw new Error(`no class for ${type}`);
    return new Class(raw);
  }

  #adapt(value: unknown, type: string): unknown {
    if (value instanceof NoAnswer) throw new Thrown(value);
    if (type === 'int') return BigInt(value as number);
    if (type === TIME) return new Date(value as number);
    const inner = /^(list|optional)<(.+)>$/.exec(type);
    if (inner?.[1] === 'list') return (value as unknown[]).map((item) => this.#adapt(item, inner[2] as string));
    if (inner?.[1] === 'optional') {
      const { of, none } = this.#optional.constructor;
      return value === null ? none() : of(this.#adapt(value, inner[2] as string));
    }
    return this.#cel.classes.has(type) ? this.#make(type, value) : value;
  }

  /** Gets a field of one of our types. */
  #read(type: string, name: string, raw: unknown): unknown {
    const fieldType = this.#cel.types.get(type)?.[name] ?? 'dyn';
    if (type === 'ListsRoot') return this.#make('WordList', { kind: 'list', id: name } satisfies Words);
    if (type === 'PatternsRoot') return this.#make('Pattern', { kind: 'pattern', id: name } satisfies Words);
    if (type.endsWith('Root')) {
      const { root, input } = raw as { root: string; input: RuleInput };
      return this.#adapt(readerOf(`${root}.${name}`)(input), fieldType);
    }
    if (type === 'Text') {
      const { view, known } = raw as Asking;
      if (name === 'lang') return (view as TextView).lang ?? 'und';
      if (!known) throw new Thrown(unknown('text'));
      return this.#adapt(view?.[name as keyof TextView], fieldType);
    }
    return this.#adapt((raw as Record<string, unknown>)[name], fieldType);
  }

  #call(name: string, args: readonly unknown[]): unknown {
    if (name === 'in') {
      const { id } = (args[1] as Ref).$raw as Words;
      return this.#constants.wordSet(id).has(listKey(args[0] as string));
    }
    const [receiver, ...rest] = args;
    const of = this.#asked((receiver as Ref).$raw);
    const terms = rest.filter((arg) => typeof arg !== 'bigint').map((arg) => this.#term(arg, name === 'matches'));
    const within = rest.find((arg) => typeof arg === 'bigint');
    const [a, b] = terms as [number, number];
    const words = Number(within ?? 0);
    switch (name as TextFn | 'matches') {
      case 'has':
      case 'matches':
        return of.has(a);
      case 'count':
        return BigInt(of.count(a));
      case 'near':
        return of.near(a, b, words);
      case 'inOrder':
        return of.inOrder(a, b, words);
      case 'negated':
        return of.negated(a);
      case 'targets':
        return terms.length > 1 ? of.targets(a, b) : of.targets(a);
      case 'onlyQuoted':
        return of.quotedAt(queryOf({ fn: 'onlyQuoted', terms, within: within === undefined ? null : words }));
      case 'onlyFigurative':
        return of.figurativeAt(queryOf({ fn: 'onlyFigurative', terms, within: within === undefined ? null : words }));
    }
  }

  #asked(raw: unknown): Asked {
    if (typeof raw === 'object' && raw !== null && 'known' in raw && 'view' in raw) {
      const { view, known } = raw as Asking;
      if (!known) throw new Thrown(unknown('text'));
      return view as TextView;
    }
    return raw as Asked;
  }

  #term(arg: unknown, regex: boolean): number {
    const use = { where: '', start: 0, end: 0 };
    if (typeof arg === 'string') return regex ? this.#terms.regex(arg, use) : this.#terms.phrase(arg, use);
    const { kind, id } = (arg as Ref).$raw as Words;
    return kind === 'list' ? this.#terms.list(id, use) : this.#terms.pattern(id, use);
  }

  /** Operations in which the library differs from this language: whole numbers end at 2^53, our regular expressions. */
  #mend(node: LibraryNode): void {
    const name = node.op === 'call' || node.op === 'rcall' ? (node.args as unknown[])[0] : null;
    if (['+', '-', '*'].includes(node.op) && typeOf(node) === 'int') {
      const sum = {
        '+': (a: bigint, b: bigint) => a + b,
        '-': (a: bigint, b: bigint) => a - b,
        '*': (a: bigint, b: bigint) => a * b,
      };
      node.handle = (a: bigint, b: bigint) => safe(sum[node.op as '+'](a, b));
    } else if (name === 'int' && node.op === 'call') {
      node.handle = ([value]: [number]) => {
        if (!Number.isFinite(value)) throw new Thrown(FAILED.notFinite);
        return safe(BigInt(Math.trunc(value)));
      };
    } else if (name === 'matches' && typeOf((node.args as [string, LibraryNode])[1]) === 'string') {
      node.handle = ([text, source]: [string, string]) => this.#constants.regex(source).test(text);
    }
  }
}

function safe(value: bigint): bigint {
  if (!Number.isSafeInteger(Number(value))) throw new Thrown(OVERFLOW);
  return value;
}
