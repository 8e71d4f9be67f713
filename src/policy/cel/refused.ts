/** A condition that is not accepted: thrown inside `cel/` only, and caught at its door. */
import type { ProblemCode } from '../problems.ts';

export class Refused extends Error {
  readonly code: ProblemCode;
  readonly start: number;
  readonly end: number;
  readonly help: string | null;

  constructor(code: ProblemCode, at: { start: number; end: number }, message: string, help: string | null = null) {
    super(message);
    this.code = code;
    this.start = at.start;
    this.end = at.end;
    this.help = help;
  }
}
