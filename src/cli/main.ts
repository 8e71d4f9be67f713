/** `evenhand`: the program and its commands. */
import { CommanderError } from 'commander';
import { CliError, problemText, refusalText, say, terminal } from './output.ts';
import { buildProgram } from './program.ts';

/** Runs one command; sets the exit code. 0: done; 1: refused, or problems found; 2: called wrongly. */
export async function run(args: readonly string[]): Promise<void> {
  endQuietlyWhenNobodyReads();
  try {
    await buildProgram().parseAsync(args, { from: 'user' });
  } catch (error) {
    terminal.setExitCode(report(error));
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // it has said why
  if (error instanceof CliError) {
    for (const problem of error.problems) say(problemText(problem));
    say(refusalText(error.refusal));
    return error.exitCode;
  }
  throw error;
}

let isQuiet = false;
/** `evenhand … | head` ends when the reader has seen enough: no error, no noise. */
function endQuietlyWhenNobodyReads(): void {
  if (isQuiet) return;
  isQuiet = true;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
}

if (import.meta.main) await run(process.argv.slice(2));
