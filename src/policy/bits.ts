/** Small sets of small numbers, 32 to an element. Plain arrays: made for each post, a typed one would cost more than its use. */

export type Bits = readonly number[];

export const noBits = (size: number): number[] => new Array<number>((size + 31) >>> 5).fill(0);

export function addBit(bits: number[], i: number): void {
  bits[i >>> 5] = (bits[i >>> 5] as number) | (1 << (i & 31));
}

export const hasBit = (bits: Bits, i: number): boolean => ((bits[i >>> 5] as number) & (1 << (i & 31))) !== 0;

/** The number of the lowest bit of an element that is not 0. */
export const lowestBit = (element: number): number => 31 - Math.clz32(element & -element);
