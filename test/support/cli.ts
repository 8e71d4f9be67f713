/** Runs `evenhand` in this process, with what it prints in hand. One at a time. */
import { Writable } from 'node:stream';
import { run } from '../../src/cli/main.ts';
import { terminal } from '../../src/cli/output.ts';

export type CliResult = { readonly code: number; readonly out: string; readonly err: string };

export async function evenhand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CliResult> {
  const before = { ...terminal };
  const said = { out: '', err: '' };
  const into = (name: 'out' | 'err') =>
    new Writable({
      write(chunk, _encoding, done) {
        said[name] += String(chunk);
        done();
      },
    });
  let code = 0;
  const restore = withEnv(env);
  Object.assign(terminal, { out: into('out'), err: into('err'), setExitCode: (to: number) => (code = to) });
  try {
    await run(args);
    return { code, ...said };
  } finally {
    Object.assign(terminal, before);
    restore();
  }
}

function withEnv(env: Readonly<Record<string, string>>): () => void {
  const before = Object.fromEntries(Object.keys(env).map((name) => [name, process.env[name]]));
  Object.assign(process.env, env);
  return () => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
