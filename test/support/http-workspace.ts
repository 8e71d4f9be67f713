/** A workspace on a SQLite file of its own behind the real HTTP server, with a clock that is told. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { type Sessions, sessions } from '../../src/access/sessions.ts';
import { type AppSettings, appOf, createContext } from '../../src/app/open.ts';
import type { App } from '../../src/app.ts';
import type { HttpSettings } from '../../src/http/context.ts';
import { buildServer } from '../../src/http/server.ts';
import { runDue } from '../../src/jobs/clock.ts';
import type { Instant } from '../../src/lib/instant.ts';
import { SCOPES, type Scope } from '../../src/schema/admin.ts';
import { openStore } from '../../src/store/open.ts';
import { checkWorld } from './check-world.ts';

export const NOW: Instant = '2026-11-20T12:00:00.000Z';

export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests are about
  readonly body: any;
};
export type Ask = {
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly ndjson?: readonly unknown[];
  readonly raw?: { readonly type: string; readonly body: string | Buffer };
};
export type Workspace = {
  readonly app: App;
  readonly server: FastifyInstance;
  readonly sessions: Sessions;
  readonly dir: string;
  /** A key with every scope and platform. */
  readonly key: string;
  setNow(at: Instant): void;
  /** From now on every commit finds that others changed what was read. */
  alwaysStale(): void;
  /** What clocks owe by now. */
  turnClock(): Promise<void>;
  /** Each is somebody else's, unless a holder is named. */
  makeKey(scopes?: readonly Scope[], platforms?: readonly string[] | null, holder?: string | null): Promise<string>;
  ask(method: string, url: string, ask?: Ask): Promise<Reply>;
  /** Stops the server as a signal would; the application stays open until `close`. */
  stop(): Promise<void>;
  close(): Promise<void>;
};

export const TEST_SETTINGS: HttpSettings = {
  host: '127.0.0.1',
  hosts: [],
  origins: [],
  publicUrl: null,
  demo: false,
  trustProxy: false,
  publicPerMinute: 100_000,
  keyPerMinute: 100_000,
  consoleDir: null,
  docsDir: 'docs',
  logLevel: 'silent',
  maxDelayMs: 60_000,
  checkAnswers: true,
};

export async function openHttpWorkspace(
  options: {
    readonly files?: Readonly<Record<string, string>>;
    readonly now?: Instant;
    readonly settings?: Partial<HttpSettings>;
    readonly editing?: AppSettings['editing'];
    readonly policyApprovals?: number;
    readonly leaveDemo?: (() => void) | null;
  } = {},
): Promise<Workspace> {
  const dir = mkdtempSync(join(tmpdir(), 'evenhand-http-'));
  let at = options.now ?? NOW;
  const now = () => at;
  const store = await openStore({ dataDir: dir });
  const settings = { ...TEST_SETTINGS, ...options.settings };
  const context = createContext(store, {
    now,
    demo: settings.demo,
    editing: options.editing,
    policyApprovals: options.policyApprovals,
  });
  let isClosed = false;
  const app = appOf(context, async () => {
    if (isClosed) return;
    isClosed = true;
    await store.close();
  });
  const signedIn = sessions();
  const parts = { now, sessions: signedIn, leaveDemo: options.leaveDemo ?? null };
  const { server, stop } = await buildServer(app, settings, parts);
  const makeKey: Workspace['makeKey'] = async (scopes = SCOPES, platforms = null, holder = 'new') => {
    const made = await app.keys.create({ name: 'test', scopes, platforms, holder, by: 'user:operator' });
    if (!made.ok) throw new Error(made.code);
    return made.value.secret;
  };
  const key = await makeKey();
  if (options.files) {
    const published = await app.policies.publish(options.files, 'user:operator', { isAlone: true });
    if (!published.ok) throw new Error(`${published.detail} ${JSON.stringify(published.problems?.slice(0, 3))}`);
    await app.policies.activate(published.value.hash, 'user:operator');
  }
  return {
    ...{ app, server, sessions: signedIn, dir, key, makeKey, stop },
    setNow(next) {
      at = next;
    },
    alwaysStale() {
      store.commit = async ({ guards }) => ({ ok: false, stale: guards, conflict: false });
    },
    async turnClock() {
      await runDue(context, { retentionPlainDays: 30 });
    },
    ask: (method, url, ask = {}) => inject(server, requestOf(method, url, { key, ...ask })),
    async close() {
      await stop();
      if (!isClosed) await checkWorld(store);
      await app.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function requestOf(method: string, url: string, ask: Ask): InjectOptions {
  const headers: Record<string, string> = { host: 'localhost' };
  if (ask.key) headers.authorization = `Bearer ${ask.key}`;
  let payload: string | Buffer | undefined;
  if (ask.json !== undefined) {
    headers['content-type'] = 'application/json';
    payload = JSON.stringify(ask.json);
  } else if (ask.ndjson !== undefined) {
    headers['content-type'] = 'application/x-ndjson';
    payload = ask.ndjson.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
  } else if (ask.raw !== undefined) {
    headers['content-type'] = ask.raw.type;
    payload = ask.raw.body;
  }
  const request = { method: method as 'GET', url, headers: { ...headers, ...ask.headers } };
  return payload === undefined ? request : { ...request, payload };
}

async function inject(server: FastifyInstance, request: InjectOptions): Promise<Reply> {
  const reply = await server.inject(request);
  const type = String(reply.headers['content-type'] ?? '');
  const lines = () =>
    reply.body
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  const body = type.includes('ndjson') ? lines() : type.includes('json') ? JSON.parse(reply.body) : null;
  return { status: reply.statusCode, headers: reply.headers, text: reply.body, body };
}

/** A post as a platform would send it. */
export function makePost(id: string, change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    platform: 'chirp',
    id,
    createdAt: NOW,
    text: 'Good morning.',
    lang: 'en',
    author: { id: 'somebody' },
    ...change,
  };
}
