/**
 * A matcher as columns of numbers, to be kept in a file: read back in a few milliseconds, where making it from the words
 * takes most of a start. Machines stay packed until a text has what they need; most never do.
 */
import { Marks } from './marks.ts';
import type { CompiledTerm, Matcher, WatchedMachine } from './matcher.ts';
import type { Machine } from './pattern-machine.ts';
import type { Need } from './pattern-reading.ts';
import type { Regex } from './regular-expression.ts';

/** Plain data: numbers, arrays, maps and typed arrays, without the regular expressions. */
export type PackedMatcher = Omit<Matcher, 'marks' | 'machines' | 'terms'> & {
  readonly terms: readonly Omit<CompiledTerm, 'regex'>[];
  readonly machines: PackedMachines;
};

/** Machine i, then its needs, lie in `numbers` from `at[2 * i]` and `at[2 * i + 1]`. */
type PackedMachines = { readonly at: Int32Array; readonly numbers: Int32Array };

/** The marks are room to work in, and regular expressions are objects of a library: both are made anew. */
export function packMatcher({ marks: _, machines, terms, ...rest }: Matcher): PackedMatcher {
  return {
    ...rest,
    terms: terms.map(({ regex: _, ...term }) => term),
    machines: packMachines(machines),
  };
}

/** `regexOf`: the regular expression of term i, for the terms that have one. */
export function unpackMatcher(packed: PackedMatcher, regexOf: (term: number) => Regex | null): Matcher {
  const { at, numbers } = packed.machines;
  const withRegex = new Set(packed.regexes);
  const machines: WatchedMachine[] = [];
  for (let i = 0; i < at.length; i += 2) {
    machines.push(new LaterMachine(numbers, at[i] as number, at[i + 1] as number));
  }
  return {
    ...packed,
    terms: packed.terms.map((term, i) => ({ ...term, regex: withRegex.has(i) ? regexOf(i) : null })),
    machines,
    marks: { codes: new Marks(packed.phrases.codes), machines: new Marks(machines.length) },
  };
}

function packMachines(machines: readonly WatchedMachine[]): PackedMachines {
  const at = new Int32Array(machines.length * 2);
  const numbers: number[] = [];
  const putAll = (values: Iterable<number>, count: number) => {
    numbers.push(count);
    for (const value of values) numbers.push(value);
  };
  machines.forEach(({ machine, needs }, i) => {
    at[2 * i] = numbers.length;
    numbers.push(machine.accept, machine.states.length);
    for (const { gapWords, free, codes, groups } of machine.states) {
      numbers.push(gapWords);
      putAll(free, free.length);
      numbers.push(codes.size);
      for (const [code, nexts] of codes) {
        numbers.push(code);
        putAll(nexts, nexts.length);
      }
      numbers.push(groups.length);
      for (const { group, next } of groups) numbers.push(group, next);
    }
    putAll(machine.firstCodes, machine.firstCodes.size);
    putAll(machine.firstGroups, machine.firstGroups.length);
    at[2 * i + 1] = numbers.length;
    numbers.push(needs.length);
    for (const { codes, groups } of needs) {
      putAll(codes, codes.length);
      putAll(groups, groups.length);
    }
  });
  return { at, numbers: Int32Array.from(numbers) };
}

/** Reads numbers from a place on. */
class Cursor {
  readonly #numbers: Int32Array;
  #at: number;

  constructor(numbers: Int32Array, at: number) {
    this.#numbers = numbers;
    this.#at = at;
  }

  next(): number {
    return this.#numbers[this.#at++] as number;
  }

  /** As many of them as the next number says. */
  times<T>(read: () => T): T[] {
    return Array.from({ length: this.next() }, read);
  }

  list(): number[] {
    return this.times(() => this.next());
  }
}

/** A machine that is unpacked when it is first asked for. */
class LaterMachine implements WatchedMachine {
  readonly #numbers: Int32Array;
  readonly #machineAt: number;
  readonly #needsAt: number;
  #machine: Machine | null = null;
  #needs: readonly Need[] | null = null;

  constructor(numbers: Int32Array, machineAt: number, needsAt: number) {
    this.#numbers = numbers;
    this.#machineAt = machineAt;
    this.#needsAt = needsAt;
  }

  get machine(): Machine {
    this.#machine ??= unpackMachine(new Cursor(this.#numbers, this.#machineAt));
    return this.#machine;
  }

  get needs(): readonly Need[] {
    if (this.#needs === null) {
      const from = new Cursor(this.#numbers, this.#needsAt);
      this.#needs = from.times(() => ({ codes: from.list(), groups: from.list() }));
    }
    return this.#needs;
  }
}

const NOTHING: readonly never[] = [];
const NO_CODES: ReadonlyMap<number, readonly number[]> = new Map();
const orShared = <T>(values: readonly T[]): readonly T[] => (values.length === 0 ? NOTHING : values);

function unpackMachine(from: Cursor): Machine {
  const accept = from.next();
  const states = from.times(() => {
    const gapWords = from.next();
    const free = orShared(from.list());
    const codes = from.times(() => [from.next(), from.list()] as const);
    const groups = orShared(from.times(() => ({ group: from.next(), next: from.next() })));
    return { free, codes: codes.length === 0 ? NO_CODES : new Map(codes), groups, gapWords };
  });
  return { states, accept, firstCodes: new Set(from.list()), firstGroups: from.list() };
}
