/** Where a term stands in a text, and the questions about two terms. Costs grow with occurrences × their logarithm. */

/** Half-open token ranges, by first token, then by end; no two alike. */
export type Occurrences = {
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Regular expressions only: UTF-16 offsets into the normalised text, else the tokens say it. */
  readonly chars: { readonly start: readonly number[]; readonly end: readonly number[] } | null;
};

export const NONE: Occurrences = { from: [], to: [], chars: null };

/** Occurrences from pairs of first token and token after the last, in any order. */
export function fromPairs(pairs: readonly number[]): Occurrences {
  const count = pairs.length / 2;
  if (count === 0) return NONE;
  if (count === 1) return { from: [pairs[0] as number], to: [pairs[1] as number], chars: null };
  const order = Array.from({ length: count }, (_, i) => i);
  order.sort((a, b) => at(pairs, a * 2) - at(pairs, b * 2) || at(pairs, a * 2 + 1) - at(pairs, b * 2 + 1));
  const from: number[] = [];
  const to: number[] = [];
  for (const i of order) {
    const [start, end] = [at(pairs, i * 2), at(pairs, i * 2 + 1)];
    if (from.at(-1) === start && to.at(-1) === end) continue;
    from.push(start);
    to.push(end);
  }
  return { from, to, chars: null };
}

const at = (array: readonly number[], i: number): number => array[i] as number;

/** Those whose index passes. */
export function keep(all: Occurrences, passes: (index: number) => boolean): Occurrences {
  const { length } = all.from;
  let first = 0;
  while (first < length && passes(first)) first++;
  if (first === length) return all;
  const kept = Array.from({ length: first }, (_, i) => i);
  for (let i = first + 1; i < length; i++) if (passes(i)) kept.push(i);
  const pick = (array: readonly number[]) => kept.map((i) => at(array, i));
  const chars = all.chars === null ? null : { start: pick(all.chars.start), end: pick(all.chars.end) };
  return { from: pick(all.from), to: pick(all.to), chars };
}

/** Those within the tokens [from, to). */
export function within(all: Occurrences, range: { readonly from: number; readonly to: number }): Occurrences {
  const first = lowerBound(all.from, range.from);
  const last = lowerBound(all.from, range.to);
  const end = lowerBound(all.from, range.to + 1);
  if (first === 0 && last === all.from.length) return all;
  // An occurrence without a token of its own, at the very end, belongs to what stands before it.
  let stop = last;
  while (stop < end && at(all.to, stop) === range.to) stop++;
  const cut = (array: readonly number[]) => array.slice(first, stop);
  const chars = all.chars === null ? null : { start: cut(all.chars.start), end: cut(all.chars.end) };
  return keep({ from: cut(all.from), to: cut(all.to), chars }, (i) => at(all.to, first + i) <= range.to);
}

/** Index of the first value not below `value`, in an ascending array. */
export function lowerBound(sorted: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const FIRST = [0];

/** Indexes of occurrences that do not overlap: from the left, the longest of those that begin together. */
export function apart(all: Occurrences): readonly number[] {
  // Matches of expressions never overlap, though several may lie in one token.
  if (all.chars !== null) return [...all.from.keys()];
  if (all.from.length === 1) return FIRST;
  const chosen: number[] = [];
  let end = -1;
  for (let i = 0; i < all.from.length; i++) {
    const longest = i + 1 >= all.from.length || at(all.from, i + 1) !== at(all.from, i);
    if (!longest || at(all.from, i) < end) continue;
    chosen.push(i);
    end = at(all.to, i);
  }
  return chosen;
}

/** Distance between two words in quarter-words, by token; see tokens.ts. */
export type Distance = { readonly position: readonly number[]; readonly units: number };

/** Indexes into `a` that are followed by a `b`, not overlapping, within the distance. */
export function followed(a: Occurrences, b: Occurrences, { position, units }: Distance): number[] {
  const indexes: number[] = [];
  for (let i = 0; i < a.from.length; i++) {
    const end = at(a.to, i);
    const next = b.from[lowerBound(b.from, end)];
    if (next !== undefined && (position[next] as number) - (position[end] as number) <= units) indexes.push(i);
  }
  return indexes;
}

/** Indexes into `b` that follow an `a`, not overlapping, within the distance. */
export function following(a: Occurrences, b: Occurrences, { position, units }: Distance): number[] {
  const ends = [...a.to].sort((x, y) => x - y);
  const indexes: number[] = [];
  for (let i = 0; i < b.from.length; i++) {
    const start = at(b.from, i);
    const last = ends[lowerBound(ends, start + 1) - 1];
    if (last !== undefined && (position[start] as number) - (position[last] as number) <= units) indexes.push(i);
  }
  return indexes;
}

export function anyFollowed(a: Occurrences, b: Occurrences, distance: Distance): boolean {
  if (a.from.length === 0 || b.from.length === 0) return false;
  return followed(a, b, distance).length > 0;
}
