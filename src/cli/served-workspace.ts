/** What `serve` serves: a workspace or the demo, opened, with its rules in force and its server built. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Sessions } from '../access/sessions.ts';
import { demoOn } from '../app/demo-seed.ts';
import { openApp } from '../app/open.ts';
import type { App } from '../app.ts';
import type { HttpSettings } from '../http/context.ts';
import { buildServer, type HttpServer } from '../http/server.ts';
import { instantOf } from '../lib/instant.ts';
import { openStore } from '../store/open.ts';
import { CliError, problemText, refusalText, say, unwrap } from './output.ts';
import { mustLoad } from './policies.ts';
import { readPolicyFolder } from './policy-folder.ts';
import { PACKAGE_DIR, type Settings } from './settings.ts';
import { demoStoreSettings, storeSettings } from './workspace.ts';

export type Served = { readonly http: HttpServer; close(): Promise<void> };
export type ServeOptions = {
  readonly demo: boolean;
  readonly policiesFolder: string;
  readonly watch: boolean;
  readonly sessions: Sessions;
  /** Ends the demo and opens the workspace; null: the demo cannot be left from its page. */
  readonly leaveDemo: (() => void) | null;
};

/** Beyond this delay of the event loop requests are refused. Batches of posts stay far below it. */
const MAX_DELAY_MS = 3_000;

export async function openServedWorkspace(settings: Settings, options: ServeOptions): Promise<Served> {
  const app = options.demo ? await openDemoWorkspace(settings, options) : await openWorkspace(settings, options);
  try {
    const watching = options.watch ? app.policies.watch(options.policiesFolder, say) : null;
    const { sessions, leaveDemo } = options;
    const now = () => instantOf(Date.now());
    const http = await buildServer(app, httpSettings(settings, options), { now, sessions, leaveDemo });
    return {
      http,
      async close() {
        watching?.close();
        await http.stop();
        await app.close();
      },
    };
  } catch (error) {
    await app.close();
    throw error;
  }
}

async function openWorkspace(settings: Settings, options: ServeOptions): Promise<App> {
  const { retentionPlainDays, policyApprovals } = settings;
  if (options.watch && policyApprovals > 0) {
    const detail = '`EVENHAND_POLICY_APPROVALS` does not go with --watch, which puts in force what is saved';
    throw new CliError({ code: 'SETTING_INVALID', detail }, 2);
  }
  const app = await openApp({ ...storeSettings(settings), retentionPlainDays, policyApprovals });
  await publishFirst(app, options.policiesFolder);
  return app;
}

async function openDemoWorkspace(settings: Settings, options: ServeOptions): Promise<App> {
  const policies = await readPolicyFolder(options.policiesFolder);
  // What is broken is said before anything is opened: an empty demo would look like one without findings.
  mustLoad(policies);
  return demoOn(await openStore(demoStoreSettings(settings)), { policies });
}

/** A workspace without rules gets those of the folder; later changes are published on purpose. */
async function publishFirst(app: App, folder: string): Promise<void> {
  const active = await app.policies.active();
  if (active.ok) return;
  if (!existsSync(folder)) {
    say(`there are no rules yet: \`${folder}\` does not exist, and nothing was published`);
    return;
  }
  const published = await app.policies.publish(await readPolicyFolder(folder), 'system:first-start', { isAlone: true });
  if (!published.ok) {
    for (const problem of published.problems ?? []) say(problemText(problem));
    say(refusalText(published));
    return;
  }
  unwrap(await app.policies.activate(published.value.hash, 'system:first-start'));
  say(`judging by ${folder}`);
}

function httpSettings(settings: Settings, { demo }: ServeOptions): HttpSettings {
  const { host, hosts, origins, publicUrl, trustProxy, publicPerMinute, keyPerMinute, logLevel } = settings;
  return {
    ...{ host, hosts, origins, publicUrl, trustProxy, publicPerMinute, keyPerMinute, logLevel, demo },
    consoleDir: join(PACKAGE_DIR, 'dist', 'console'),
    docsDir: join(PACKAGE_DIR, 'docs'),
    maxDelayMs: MAX_DELAY_MS,
    checkAnswers: false,
  };
}
