/** A set of small numbers that is emptied at once and used again. */
export class Marks {
  readonly #marked: Uint32Array;
  #round = 0;

  constructor(size: number) {
    this.#marked = new Uint32Array(size);
  }

  clear(): void {
    this.#round++;
    if (this.#round <= 0xffffffff) return;
    this.#marked.fill(0);
    this.#round = 1;
  }

  has(value: number): boolean {
    return this.#marked[value] === this.#round;
  }

  /** Adds the number; false if it was there. */
  add(value: number): boolean {
    if (this.#marked[value] === this.#round) return false;
    this.#marked[value] = this.#round;
    return true;
  }

  hasAny(values: readonly number[]): boolean {
    for (let i = 0; i < values.length; i++) if (this.#marked[values[i] as number] === this.#round) return true;
    return false;
  }
}
