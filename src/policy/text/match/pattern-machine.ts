/**
 * A pattern as a machine over tokens, without loops but for bounded gaps. It runs over a lattice (words found, each from one token
 * to another), carries for each state the latest beginning, and so costs tokens × states at most, whatever the text.
 */
import type { Words } from './find-terms.ts';
import { WORD_UNITS } from './tokens.ts';

/** A pattern with names resolved: words as codes, lists as groups. */
export type Resolved =
  | { readonly kind: 'code'; readonly code: number }
  | { readonly kind: 'group'; readonly group: number }
  | { readonly kind: 'seq' | 'alt'; readonly items: readonly Resolved[] }
  | { readonly kind: 'maybe'; readonly item: Resolved }
  | { readonly kind: 'gap'; readonly words: number };

type State = {
  free: readonly number[];
  codes: ReadonlyMap<number, readonly number[]>;
  groups: readonly { readonly group: number; readonly next: number }[];
  gapWords: number;
};

/** Most states lead on in one way: what they do not have is shared. */
const NO_STATES: readonly number[] = [];
const NO_CODES: ReadonlyMap<number, readonly number[]> = new Map();
const NO_GROUPS: State['groups'] = [];

const addFree = (state: State, next: number): void => {
  if (state.free === NO_STATES) state.free = [next];
  else (state.free as number[]).push(next);
};
const addCode = (state: State, code: number, next: number): void => {
  if (state.codes === NO_CODES) state.codes = new Map();
  const known = state.codes.get(code) as number[] | undefined;
  if (known !== undefined) known.push(next);
  else (state.codes as Map<number, number[]>).set(code, [next]);
};
const addGroup = (state: State, group: number, next: number): void => {
  if (state.groups === NO_GROUPS) state.groups = [{ group, next }];
  else (state.groups as { group: number; next: number }[]).push({ group, next });
};

export type Machine = {
  readonly states: readonly State[];
  readonly accept: number;
  /** What a match can begin with. */
  readonly firstCodes: ReadonlySet<number>;
  readonly firstGroups: readonly number[];
};

/** `statesOfSet`: of the machines of all its patterns. */
export const PATTERN_LIMITS = { states: 2_000, statesOfSet: 500_000 } as const;

/** Builds the machine, or null if it would be too large. */
export function buildMachine(root: Resolved): Machine | null {
  const states: State[] = [];
  const add = (): number => {
    states.push({ free: NO_STATES, codes: NO_CODES, groups: NO_GROUPS, gapWords: 0 });
    return states.length - 1;
  };
  const build = (node: Resolved, from: number): number => {
    if (states.length > PATTERN_LIMITS.states) return from;
    const state = states[from] as State;
    switch (node.kind) {
      case 'seq':
        return node.items.reduce((at, item) => build(item, at), from);
      case 'gap': {
        const gap = add();
        (states[gap] as State).gapWords = node.words;
        addFree(state, gap);
        return gap;
      }
      case 'code': {
        const to = add();
        addCode(state, node.code, to);
        return to;
      }
      case 'group': {
        const to = add();
        addGroup(state, node.group, to);
        return to;
      }
      case 'maybe': {
        const to = add();
        addFree(state, to);
        addFree(states[build(node.item, from)] as State, to);
        return to;
      }
      case 'alt': {
        const to = add();
        for (const item of node.items) {
          const only = item.kind === 'code' ? item.code : null;
          if (only !== null && !state.codes.has(only)) addCode(state, only, to);
          else addFree(states[build(item, from)] as State, to);
        }
        return to;
      }
    }
  };
  const accept = build(root, add());
  return states.length > PATTERN_LIMITS.states ? null : { states, accept, ...firstOf(states) };
}

/** What leads on from the beginning. */
function firstOf(states: readonly State[]): { firstCodes: Set<number>; firstGroups: number[] } {
  const firstCodes = new Set<number>();
  const firstGroups = new Set<number>();
  const reached = new Set([0]);
  for (const at of reached) {
    const { free, codes, groups } = states[at] as State;
    for (const next of free) reached.add(next);
    for (const code of codes.keys()) firstCodes.add(code);
    for (const { group } of groups) firstGroups.add(group);
  }
  return { firstCodes, firstGroups: [...firstGroups] };
}

/** What a machine runs over. */
type Lattice = Words & {
  readonly count: number;
  readonly position: readonly number[];
  /** Where the entries of a group occur: pairs of first token and token after the last, by first token. */
  groupPairs(group: number): readonly number[];
};

/** A place that a machine will be in: state, where it began, until which position a gap may last. */
type Pending = { readonly state: number; readonly start: number; readonly deadline: number };

/** All shortest matches as pairs of first token and token after the last, one for each end at least. */
export function runMachine(machine: Machine, lattice: Lattice): number[] {
  const run = new Run(machine, lattice);
  const starts = startsOf(machine, lattice);
  let next = 0;
  for (let p = starts[0] ?? lattice.count + 1; p <= lattice.count; p++) {
    if (run.idle) {
      const start = starts[next];
      if (start === undefined) break;
      p = start;
    }
    const begins = starts[next] === p;
    if (begins) next++;
    run.visit(p, begins);
  }
  return run.matches;
}

/** Tokens at which a match can begin, in order. */
function startsOf({ firstCodes, firstGroups }: Machine, lattice: Lattice): number[] {
  const starts: number[] = [];
  for (const group of firstGroups) {
    const pairs = lattice.groupPairs(group);
    for (let i = 0; i < pairs.length; i += 2) starts.push(pairs[i] as number);
  }
  if (firstCodes.size > 0) {
    for (let edge = 0; edge < lattice.code.length; edge++) {
      if (firstCodes.has(lattice.code[edge] as number)) starts.push(lattice.from[edge] as number);
    }
  }
  starts.sort((a, b) => a - b);
  return starts.filter((start, i) => start !== starts[i - 1]);
}

class Run {
  readonly machine: Machine;
  readonly lattice: Lattice;
  readonly matches: number[] = [];
  readonly #pending = new Map<number, Pending[]>();
  /** Per state: the position after which it was last visited (plus one), and with which beginning. */
  readonly #seen: number[];
  readonly #start: number[];
  readonly #cursors = new Map<number, number>();
  #active: number[] = [];
  #gaps: Pending[] = [];

  constructor(machine: Machine, lattice: Lattice) {
    this.machine = machine;
    this.lattice = lattice;
    this.#seen = new Array<number>(machine.states.length).fill(0);
    this.#start = this.#seen.slice();
  }

  /** Nothing is under way. */
  get idle(): boolean {
    return this.#pending.size === 0;
  }

  visit(p: number, begins: boolean): void {
    const pending = this.#pending.get(p);
    if (pending === undefined && !begins) return;
    this.#active = [];
    this.#gaps = [];
    if (begins) this.#enter(p, { state: 0, start: p, deadline: 0 });
    if (pending !== undefined) {
      this.#pending.delete(p);
      if (pending.length > 1) pending.sort((a, b) => b.start - a.start);
      for (const place of pending) this.#enter(p, place);
    }
    if (p === this.lattice.count) return;
    if (this.#gaps.length > 0) this.#keepGaps(p);
    this.#advance(p);
  }

  /** Enters a state and all that it leads to freely; the latest beginning is entered first and stays. */
  #enter(p: number, place: Pending): void {
    const stack: Pending[] = [place];
    while (stack.length > 0) {
      const { state, start, deadline } = stack.pop() as Pending;
      const { gapWords, free } = this.machine.states[state] as State;
      if (gapWords > 0) {
        const until = deadline > 0 ? deadline : (this.lattice.position[p] as number) + gapWords * WORD_UNITS;
        this.#gaps.push({ state, start, deadline: until });
      }
      if (this.#seen[state] === p + 1) continue;
      this.#seen[state] = p + 1;
      this.#start[state] = start;
      this.#active.push(state);
      if (state === this.machine.accept) this.matches.push(start, p);
      for (const next of free) stack.push({ state: next, start, deadline: 0 });
    }
  }

  /** Gaps last one token more, each state with the longest time left. */
  #keepGaps(p: number): void {
    const longest = new Map<number, Pending>();
    for (const gap of this.#gaps) {
      const known = longest.get(gap.state);
      if (known === undefined || gap.deadline > known.deadline) longest.set(gap.state, gap);
    }
    const after = this.lattice.position[p + 1] as number;
    for (const gap of longest.values()) if (gap.deadline >= after) this.#put(p + 1, gap);
  }

  #advance(p: number): void {
    const { head, code, to } = this.lattice;
    for (const at of this.#active) {
      const state = this.machine.states[at] as State;
      const start = this.#start[at] as number;
      for (let edge = head[p] as number; edge < (head[p + 1] as number); edge++) {
        const nexts = state.codes.get(code[edge] as number);
        if (nexts === undefined) continue;
        for (const next of nexts) this.#put(to[edge] as number, { state: next, start, deadline: 0 });
      }
      for (const { group, next } of state.groups) {
        const pairs = this.lattice.groupPairs(group);
        let cursor = this.#cursors.get(group) ?? 0;
        while (cursor < pairs.length && (pairs[cursor] as number) < p) cursor += 2;
        this.#cursors.set(group, cursor);
        for (; cursor < pairs.length && pairs[cursor] === p; cursor += 2) {
          this.#put(pairs[cursor + 1] as number, { state: next, start, deadline: 0 });
        }
      }
    }
  }

  #put(p: number, place: Pending): void {
    const there = this.#pending.get(p);
    if (there === undefined) this.#pending.set(p, [place]);
    else there.push(place);
  }
}
