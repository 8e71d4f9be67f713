/** `evenhand serve`: the HTTP server on a workspace or on the demo, until it is told to stop. */
import { Command } from 'commander';
import { sessions } from '../../access/sessions.ts';
import { CliError, printLine, say } from '../output.ts';
import type { Served } from '../served-workspace.ts';
import { policiesFolder, readSettings, type Settings } from '../settings.ts';
import { isWorkspaceThere } from '../workspace.ts';

type Options = {
  readonly demo?: boolean;
  readonly demoIfEmpty?: boolean;
  readonly watch?: boolean;
  readonly port?: string;
  readonly host?: string;
};

/** After this a stop no longer waits for what is under way. */
const STOP_MS = 15_000;

export function serveCommand(): Command {
  return new Command('serve')
    .description('Serve the API, the console and the public pages')
    .option('--demo', 'the running example, open to visitors, in a database of its own')
    .option('--demo-if-empty', 'the demo while there is no workspace yet; its page can open one')
    .option('--watch', 'publish and activate the policy folder on each save (always in the demo)')
    .option('--port <port>', 'instead of PORT')
    .option('--host <host>', 'instead of HOST')
    .action(serve);
}

async function serve(options: Options): Promise<void> {
  const env = { ...process.env };
  if (options.port !== undefined) env.PORT = options.port;
  if (options.host !== undefined) env.HOST = options.host;
  const settings = readSettings(env);
  const { openServedWorkspace } = await import('../served-workspace.ts');
  const folder = policiesFolder(undefined, env);
  const signedIn = sessions();
  const stopped = stopAsked();
  let demo = options.demo === true || (options.demoIfEmpty === true && !isWorkspaceThere(env));
  for (;;) {
    const left = Promise.withResolvers<'left'>();
    const canLeave = demo && options.demo !== true;
    const served = await openServedWorkspace(settings, {
      demo,
      policiesFolder: folder,
      watch: options.watch === true || demo,
      sessions: signedIn,
      leaveDemo: canLeave ? () => left.resolve('left') : null,
    });
    const url = await listen(served, settings);
    if (demo) await printLine(`Demo: ${url}`);
    else await printLine(`Sign in (once): ${url}/sign-in/${signedIn.makeLink(Date.now())}`);
    hintAtHosts(settings);
    const why = await Promise.race([stopped, left.promise]);
    if (why === 'stop') giveUpAfter(STOP_MS);
    await served.close();
    if (why === 'stop') return;
    demo = false;
  }
}

async function listen({ http, close }: Served, { host, port }: Settings): Promise<string> {
  try {
    const address = await http.server.listen({ host, port });
    const { port: given } = new URL(address);
    // The wildcard is no name that a browser can ask for.
    const name = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
    return `http://${name}:${given}`;
  } catch (error) {
    await close();
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new CliError({ code: 'PORT_IN_USE', detail: `port ${port} on \`${host}\` is taken` });
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new CliError(
        { code: 'SETTING_INVALID', detail: `\`${host}\`, port ${port}, cannot be listened at (${code})` },
        2,
      );
    }
    throw error;
  }
}

/** Listening to everybody and answering to nobody's name would look like a broken server. */
function hintAtHosts({ host, hosts, publicUrl }: Settings): void {
  if (!['0.0.0.0', '::'].includes(host) || hosts.length > 0 || publicUrl !== null) return;
  say('only loopback names are answered: set EVENHAND_HOSTS or EVENHAND_URL to the name that readers use');
}

/** SIGTERM or Ctrl+C: finish what is under way. A second one leaves at once. */
function stopAsked(): Promise<'stop'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(1));
        resolve('stop');
      });
    }
  });
}

function giveUpAfter(ms: number): void {
  const timer = setTimeout(() => {
    say('something did not finish in time; what was answered is durable');
    process.exit(1);
  }, ms);
  timer.unref();
}
