/**
 * The third truth value. A condition that meets an input that is not known, or that fails (division by zero), gives a
 * `NoAnswer` instead of a value; `&&`, `||`, `exists` and `all` absorb it where the rest decides, as CEL errors are absorbed.
 */
export class NoAnswer {
  readonly kind: 'unknown' | 'failed';
  /** The input's path if unknown, the reason if failed. */
  readonly what: string;

  constructor(kind: 'unknown' | 'failed', what: string) {
    this.kind = kind;
    this.what = what;
  }
}

const unknowns = new Map<string, NoAnswer>();

/** One shared object per path, so that evaluating allocates nothing for it. */
export function unknown(path: string): NoAnswer {
  let found = unknowns.get(path);
  if (!found) {
    found = new NoAnswer('unknown', path);
    unknowns.set(path, found);
  }
  return found;
}

export const FAILED = {
  division: new NoAnswer('failed', 'division by zero'),
  index: new NoAnswer('failed', 'no element at that index'),
  absent: new NoAnswer('failed', 'value() of an optional that is absent'),
  notFinite: new NoAnswer('failed', 'int() of a number that is not finite'),
} as const;

/** Whole numbers beyond 2^53 are not exact, so they are no answer. */
export const OVERFLOW: NoAnswer = unknown('a whole number beyond 2^53');
