/** What a pattern comes to before it runs: the phrases it amounts to, if they are few, and the words that it cannot do without. */
import { FIRST_WORD_CODE } from './find-words.ts';
import type { Resolved } from './pattern-machine.ts';
import { PHRASE_WORDS_MAX } from './vocabulary.ts';

/** One of these must occur in any match. */
export type Need = { readonly codes: readonly number[]; readonly groups: readonly number[] };

/** Patterns with at most this many ways to read them are kept as phrases. */
const WAYS_MAX = 32;
/** So many needs of a pattern are kept. */
const NEEDS_MAX = 64;
/** A list counts as so many short words when the need that occurs least is chosen. */
const LIST_WEIGHT = 6;

/** Reads patterns whose parts may be shared; each part is read once. */
export class PatternReading {
  readonly #lengthOf: (code: number) => number;
  readonly #ways = new Map<Resolved, readonly number[][] | null>();
  readonly #words = new Map<Resolved, boolean>();
  readonly #needs = new Map<Resolved, readonly Need[]>();

  /** `lengthOf`: characters of the word with that code. Short words are taken to be common. */
  constructor(lengthOf: (code: number) => number) {
    this.#lengthOf = lengthOf;
  }

  /** All readings as phrases, if they are few and made of words alone. */
  ways(node: Resolved): readonly number[][] | null {
    if (!this.#isWords(node)) return null;
    let ways = this.#ways.get(node);
    if (ways === undefined) {
      ways = this.#findWays(node);
      this.#ways.set(node, ways);
    }
    return ways;
  }

  /** Made of words alone: no list, gap or class. */
  #isWords(node: Resolved): boolean {
    if (node.kind === 'code') return node.code >= FIRST_WORD_CODE;
    if (node.kind === 'maybe') return this.#isWords(node.item);
    if (node.kind !== 'seq' && node.kind !== 'alt') return false;
    let known = this.#words.get(node);
    if (known === undefined) {
      known = node.items.every((item) => this.#isWords(item));
      this.#words.set(node, known);
    }
    return known;
  }

  #findWays(node: Resolved): number[][] | null {
    switch (node.kind) {
      case 'code':
        return node.code < FIRST_WORD_CODE ? null : [[node.code]];
      case 'maybe': {
        const ways = this.ways(node.item);
        return ways === null ? null : [[], ...ways];
      }
      case 'alt': {
        const ways: number[][] = [];
        for (const item of node.items) {
          const more = this.ways(item);
          if (more === null || ways.length + more.length > WAYS_MAX) return null;
          ways.push(...more);
        }
        return ways;
      }
      case 'seq': {
        let ways: number[][] = [[]];
        for (const item of node.items) {
          const next = this.ways(item);
          if (next === null || ways.length * next.length > WAYS_MAX) return null;
          ways = ways.flatMap((way) => next.map((more) => [...way, ...more]));
          if (ways.some((way) => way.length > PHRASE_WORDS_MAX)) return null;
        }
        return ways;
      }
      default:
        return null;
    }
  }

  /** Sets of words and lists of which one member each must occur in any match; the one likely to occur least first. */
  needs(node: Resolved): readonly Need[] {
    let needs = this.#needs.get(node);
    if (needs === undefined) {
      needs = this.#byRarity(this.#findNeeds(node)).slice(0, NEEDS_MAX);
      this.#needs.set(node, needs);
    }
    return needs;
  }

  #findNeeds(node: Resolved): Need[] {
    switch (node.kind) {
      case 'code':
        return node.code < FIRST_WORD_CODE ? [] : [{ codes: [node.code], groups: [] }];
      case 'group':
        return [{ codes: [], groups: [node.group] }];
      case 'seq':
        return node.items.flatMap((item) => this.needs(item));
      case 'alt': {
        const all: Need[] = [];
        for (const item of node.items) {
          const [need] = this.needs(item);
          if (need === undefined) return [];
          all.push(need);
        }
        const codes = new Set(all.flatMap((need) => need.codes));
        return [{ codes: [...codes], groups: [...new Set(all.flatMap((need) => need.groups))] }];
      }
      default:
        return [];
    }
  }

  #byRarity(needs: readonly Need[]): readonly Need[] {
    if (needs.length < 2) return needs;
    const weight = ({ codes, groups }: Need) =>
      codes.reduce((sum, code) => sum + Math.max(1, 8 - this.#lengthOf(code)), groups.length * LIST_WEIGHT);
    return needs
      .map((need) => ({ need, weight: weight(need) }))
      .sort((a, b) => a.weight - b.weight)
      .map(({ need }) => need);
  }
}
