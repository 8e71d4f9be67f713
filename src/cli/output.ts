/** What the command line prints: results on stdout, everything said about them on stderr; and how a refusal ends it. */
import type { Answer } from '../app/refusal.ts';
import { ERRORS, type Refusal } from '../errors.ts';
import type { Problem } from '../policy/policy-set.ts';

/** Ends the command with a refusal. `exitCode` 1: refused or problems found; 2: called wrongly. */
export class CliError extends Error {
  readonly refusal: Refusal;
  readonly exitCode: 1 | 2;
  readonly problems: readonly Problem[];
  constructor(refusal: Refusal, exitCode: 1 | 2 = 1, problems: readonly Problem[] = []) {
    super(refusal.code);
    this.refusal = refusal;
    this.exitCode = exitCode;
    this.problems = problems;
  }
}

/** The value of an answer of the application; a refusal ends the command. */
export function unwrap<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  throw new CliError(answer, 1, answer.problems ?? []);
}

/** Where output goes and what the exit code is; tests put their own here. */
export const terminal: { out: NodeJS.WritableStream; err: NodeJS.WritableStream; setExitCode(code: number): void } = {
  out: process.stdout,
  err: process.stderr,
  setExitCode(code) {
    process.exitCode = code;
  },
};

/** Writes to stdout and waits while the reader is slow: output without end takes no memory. */
export async function print(text: string): Promise<void> {
  const { out } = terminal;
  if (!out.write(text)) await new Promise((resolve) => out.once('drain', resolve));
}

export const printLine = (text: string) => print(`${text}\n`);
export const printJson = (value: unknown) => printLine(JSON.stringify(value, null, 2));

export function say(text: string): void {
  terminal.err.write(`${text}\n`);
}

export function refusalText(refusal: Refusal): string {
  const { title, help } = ERRORS[refusal.code];
  return `${refusal.code}: ${title}: ${refusal.detail}\n  help: ${help}`;
}

export function problemText(of: Problem): string {
  const severity = of.severity === 'error' ? '' : `${of.severity}: `;
  return `${of.file}:${of.line}:${of.column} ${of.code} ${severity}${of.message}\n  help: ${of.help}`;
}

/** One line that is written over, on a terminal; nothing elsewhere. */
export function progress(): { show(text: string): void; end(): void } {
  const isTerminal = terminal.err === process.stderr && process.stderr.isTTY === true;
  let shownAtMs = 0;
  return {
    show(text) {
      const nowMs = performance.now();
      if (!isTerminal || nowMs - shownAtMs < 100) return;
      shownAtMs = nowMs;
      process.stderr.write(`\r\u001b[2K${text}`);
    },
    end() {
      if (isTerminal) process.stderr.write('\r\u001b[2K');
    },
  };
}

/** Columns side by side, each as wide as its widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((max, row) => row.map((cell, i) => Math.max(max[i] ?? 0, cell.length)), []);
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
