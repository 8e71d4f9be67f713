/** What one matcher finds in one text. Words and phrases are found before; patterns and expressions when asked for. */
import { addBit, type Bits, hasBit } from '../../bits.ts';
import type { Found, Words } from './find-terms.ts';
import type { Matcher, WatchedMachine } from './matcher.ts';
import { fromPairs, keep, lowerBound, NONE, type Occurrences } from './occurrences.ts';
import { runMachine } from './pattern-machine.ts';
import { findRegex, mayMatch } from './regular-expression.ts';
import type { Tokens } from './tokens.ts';

const NO_PAIRS: readonly number[] = [];

/** What the matches of a text need to know of it, each part made when asked for. */
export interface MatchedText {
  readonly tokens: Tokens;
  readonly lowered: string;
  /** The tokens [from, to) are in one sentence. */
  inOneSentence(from: number, to: number): boolean;
}

export class Matches {
  readonly matcher: Matcher;
  readonly #text: MatchedText;
  readonly #found: Found | null;
  #may: Bits | null = null;
  #terms: Map<number, Occurrences> | null = null;
  #machines: Map<number, readonly number[]> | null = null;

  constructor(matcher: Matcher, text: MatchedText, found: Found | null) {
    this.matcher = matcher;
    this.#text = text;
    this.#found = found;
  }

  /** The terms that may occur: exact but for expressions, for patterns not yet run and sentence ends. */
  get mayHave(): Bits {
    this.#may ??= this.#findCandidates();
    return this.#may;
  }

  /** Some term may occur. */
  get any(): boolean {
    return this.#found !== null || (this.matcher.regexes.length > 0 && this.mayHave.some((bits) => bits !== 0));
  }

  mayOccur(term: number): boolean {
    return hasBit(this.mayHave, term);
  }

  occurrences(term: number): Occurrences {
    if (!this.mayOccur(term)) return NONE;
    this.#terms ??= new Map();
    let known = this.#terms.get(term);
    if (known === undefined) {
      known = this.#find(term);
      this.#terms.set(term, known);
    }
    return known;
  }

  #find(term: number): Occurrences {
    const compiled = this.matcher.terms[term];
    if (compiled === undefined) return NONE;
    if (compiled.regex !== null) return this.#expressions(findRegex(compiled.regex, this.#text.lowered));
    const { groups, machines } = compiled;
    let pairs: readonly number[];
    if (machines.length === 0 && groups.length === 1) pairs = this.#groupPairs(groups[0] as number);
    else {
      const several: number[] = [];
      for (const group of groups) append(several, this.#groupPairs(group));
      for (const machine of machines) append(several, this.#machinePairs(machine));
      pairs = several;
    }
    const all = fromPairs(pairs);
    // One word is in one sentence.
    if (all.from.length === 1 && (all.to[0] as number) - (all.from[0] as number) === 1) return all;
    return keep(all, (i) => this.#text.inOneSentence(all.from[i] as number, all.to[i] as number));
  }

  #expressions(chars: readonly number[]): Occurrences {
    const { tokens } = this.#text;
    const found = { from: [] as number[], to: [] as number[], start: [] as number[], end: [] as number[] };
    for (let i = 0; i < chars.length; i += 2) {
      const [start, end] = [chars[i] as number, chars[i + 1] as number];
      // The first token that ends behind the start, and the first that begins at or behind the end.
      const from = lowerBound(tokens.end, start + 1);
      found.from.push(from);
      found.to.push(Math.max(from, lowerBound(tokens.start, end)));
      found.start.push(start);
      found.end.push(end);
    }
    return { from: found.from, to: found.to, chars: { start: found.start, end: found.end } };
  }

  #groupPairs(group: number): readonly number[] {
    return this.#found?.groups.get(group) ?? NO_PAIRS;
  }

  #machinePairs(machine: number): readonly number[] {
    if (this.#found === null || !this.#found.machines.has(machine)) return NO_PAIRS;
    this.#machines ??= new Map();
    let known = this.#machines.get(machine);
    if (known === undefined) {
      const { machine: states } = this.matcher.machines[machine] as WatchedMachine;
      const { count, position } = this.#text.tokens;
      const groupPairs = (group: number) => this.#groupPairs(group);
      known = runMachine(states, { ...(this.#found.words as Words), count, position, groupPairs });
      this.#machines.set(machine, known);
    }
    return known;
  }

  #findCandidates(): Bits {
    const { regexes, terms, nothing } = this.matcher;
    const found = this.#found?.mayHave ?? nothing;
    if (regexes.length === 0) return found;
    const { lowered } = this.#text;
    const may = found.slice();
    for (const term of regexes) {
      const regex = terms[term]?.regex;
      if (regex != null && mayMatch(regex, lowered)) addBit(may, term);
    }
    return may;
  }
}

function append(to: number[], more: readonly number[]): void {
  for (const value of more) to.push(value);
}
