/**
 * The library's environment for one policy set: types, variables, functions from the two tables. It parses, checks,
 * and is the reference evaluator; `handlers` answer the calls there (left out: checking only).
 */
import { Environment } from '@marcbachmann/cel-js';
import { type ArgType, FUNCTIONS, TEXT_FIELDS } from '../functions.ts';
import { FIELDS, INPUTS } from '../inputs.ts';
import type { SetNames } from './names.ts';

export const LIMITS = { sourceChars: 8_000, nodes: 1_000, depth: 40, listItems: 500 } as const;

/** Types that we add, each with a class of its own: values of these types in the reference evaluator. */
export class Ref {
  /** Not a name that a list, pattern, counter or signal can have. */
  readonly $raw: unknown;
  constructor(raw: unknown) {
    this.$raw = raw;
  }
}

/** `receiver` is a `Ref`; phrases come as strings, lists and patterns as `Ref`s of `{kind, id}`. */
export type Handler = (name: string, args: readonly unknown[]) => unknown;
export type CelEnvironment = {
  readonly env: Environment;
  /** A class per type; give it the raw value. */
  readonly classes: ReadonlyMap<string, new (value: unknown) => Ref>;
  /** Field types per type of ours. */
  readonly types: ReadonlyMap<string, Readonly<Record<string, string>>>;
};

const neverCalled: Handler = (name) => {
  throw new Error(`${name} called while checking`);
};

/** What a field of an element gives the reference evaluator: set by `reference.ts`. */
export type ReadField = (type: string, name: string, value: unknown) => unknown;

export function makeEnvironment(names: SetNames, handler: Handler = neverCalled, read?: ReadField): CelEnvironment {
  const env = new Environment({
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: true,
    limits: { maxAstNodes: LIMITS.nodes, maxDepth: LIMITS.depth * 4, maxListElements: LIMITS.listItems },
  });
  const classes = new Map<string, new (value: unknown) => Ref>();
  const types = typesOf(names);
  for (const [type, fields] of types) {
    const ctor = class extends Ref {};
    for (const name of Object.keys(fields)) {
      Object.defineProperty(ctor.prototype, name, {
        get(this: Ref) {
          return read?.(type, name, this.$raw);
        },
      });
    }
    classes.set(type, ctor);
    env.registerType(type, { ctor, fields });
  }
  for (const root of rootsOf()) env.registerVariable(root.name, root.type);
  registerFunctions(env, handler);
  return { env, classes, types };
}

/** Roots with fields become types: `post.lang` is the field `lang` of the type `PostRoot`. */
const rootType = (root: string) => `${root[0]?.toUpperCase()}${root.slice(1)}Root`;

function typesOf(names: SetNames): Map<string, Record<string, string>> {
  const types = new Map<string, Record<string, string>>();
  const add = (type: string, name: string, fieldType: string) => {
    const fields = types.get(type) ?? {};
    fields[name] = fieldType;
    types.set(type, fields);
  };
  types.set('WordList', {});
  types.set('Pattern', {});
  for (const field of FIELDS) add(field.owner, field.name, field.type);
  for (const field of TEXT_FIELDS) add(field.owner, field.name, field.type);
  add('Text', 'sentences', 'list<Sentence>');
  const family: Record<string, readonly string[]> = { signals: names.signals, counters: names.counters };
  for (const spec of INPUTS) {
    const [root, name] = spec.path.split('.') as [string, string | undefined];
    if (name === '*') {
      types.set(rootType(root), {});
      for (const member of family[root] ?? []) add(rootType(root), member, spec.type);
    } else if (name !== undefined) add(rootType(root), name, spec.type);
  }
  for (const [root, type] of [
    ['lists', 'WordList'],
    ['patterns', 'Pattern'],
  ] as const) {
    types.set(rootType(root), {});
    for (const id of names[root]) add(rootType(root), id, type);
  }
  return types;
}

/** The variables: one per root of an input path, and the two that hold words. */
export function rootsOf(): { name: string; type: string }[] {
  const roots = new Map<string, string>();
  for (const spec of INPUTS) {
    const [root, name] = spec.path.split('.') as [string, string | undefined];
    roots.set(root, name === undefined ? spec.type : rootType(root));
  }
  roots.set('lists', rootType('lists'));
  roots.set('patterns', rootType('patterns'));
  return [...roots].map(([name, type]) => ({ name, type }));
}

const CEL_ARGS: Record<ArgType, readonly string[]> = {
  Words: ['string', 'WordList', 'Pattern'],
  Count: ['int'],
  Regex: ['string'],
  string: ['string'],
  int: ['int'],
  double: ['double'],
};

function registerFunctions(env: Environment, handler: Handler): void {
  for (const fn of FUNCTIONS) {
    if (fn.receiver !== 'Text' && fn.receiver !== 'Sentence') continue;
    for (const args of product(fn.args.map((arg) => CEL_ARGS[arg]))) {
      const signature = `${fn.receiver}.${fn.name}(${args.join(', ')}): ${fn.returns}`;
      env.registerFunction(signature, (...values: unknown[]) => handler(fn.name, values));
    }
  }
  env.registerOperator('string in WordList: bool', (value: unknown, list: unknown) => handler('in', [value, list]));
}

function product(choices: readonly (readonly string[])[]): string[][] {
  return choices.reduce<string[][]>((rows, choice) => rows.flatMap((row) => choice.map((c) => [...row, c])), [[]]);
}
