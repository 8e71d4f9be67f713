/**
 * Evenhand embedded: `import { startServer } from 'evenhand'` runs the whole server in this process, `openApp` the
 * application alone, without HTTP. The command line is `evenhand serve`; the rules by themselves are `evenhand/engine`.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sessions } from './access/sessions.ts';
import { type AppSettings, openApp } from './app/open.ts';
import type { App } from './app.ts';
import { buildServer } from './http/server.ts';
import { instantOf } from './lib/instant.ts';
import type { StoreSettings } from './store/open.ts';

export { type AppSettings, openApp } from './app/open.ts';
export { readPolicyFolder } from './app/watch.ts';
export type { App } from './app.ts';
export type { StoreSettings } from './store/open.ts';

export type ServerOptions = AppSettings &
  StoreSettings & {
    /** 0: any that is free. */
    readonly port?: number;
    readonly host?: string;
    /** Host names beyond the loopback ones under which the server is reached. */
    readonly hosts?: readonly string[];
    readonly origins?: readonly string[];
    readonly publicUrl?: string | null;
    readonly trustProxy?: boolean;
    readonly publicPerMinute?: number;
    readonly keyPerMinute?: number;
    readonly logLevel?: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  };

export type RunningServer = {
  readonly url: string;
  readonly app: App;
  /** A sign-in link for the console, good for one use. */
  makeSignInLink(): string;
  /** Lets what is under way finish; lines that had no answer were not recorded. */
  close(): Promise<void>;
};

const PACKAGE_DIR = fileURLToPath(new URL('..', import.meta.url));
const PORT = 4390;
const HOST = '127.0.0.1';
const PUBLIC_PER_MINUTE = 1_200;
const KEY_PER_MINUTE = 60_000;
const MAX_DELAY_MS = 3_000;

/** Opens the store, the application and the server, and listens. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const app = await openApp(options);
  try {
    const { host = HOST, port = PORT } = options;
    const signedIn = sessions();
    const settings = {
      host,
      hosts: options.hosts ?? [],
      origins: options.origins ?? [],
      publicUrl: options.publicUrl ?? null,
      demo: options.demo ?? false,
      trustProxy: options.trustProxy ?? false,
      publicPerMinute: options.publicPerMinute ?? PUBLIC_PER_MINUTE,
      keyPerMinute: options.keyPerMinute ?? KEY_PER_MINUTE,
      consoleDir: join(PACKAGE_DIR, 'dist', 'console'),
      docsDir: join(PACKAGE_DIR, 'docs'),
      logLevel: options.logLevel ?? 'warn',
      maxDelayMs: MAX_DELAY_MS,
      checkAnswers: false,
    };
    const now = options.now ?? (() => instantOf(Date.now()));
    const http = await buildServer(app, settings, { now, sessions: signedIn, leaveDemo: null });
    const url = await http.server.listen({ port, host });
    return {
      url,
      app,
      makeSignInLink: () => `${url}/sign-in/${signedIn.makeLink(Date.now())}`,
      async close() {
        await http.stop();
        await app.close();
      },
    };
  } catch (error) {
    await app.close();
    throw error;
  }
}
