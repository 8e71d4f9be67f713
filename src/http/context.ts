/** What every route works with. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { canSpeakFor, type Identity } from '../access/identity.ts';
import type { KnownKeys } from '../access/known-keys.ts';
import type { Sessions } from '../access/sessions.ts';
import type { App } from '../app.ts';
import type { Instant } from '../lib/instant.ts';
import type { Writing } from '../publish/present-measure.ts';
import type { Scope } from '../schema/admin.ts';
import { ProblemError } from './problem.ts';

export type HttpSettings = {
  readonly host: string;
  readonly hosts: readonly string[];
  readonly origins: readonly string[];
  /** What the outside calls this server, without a slash at its end; null: addresses stay relative. */
  readonly publicUrl: string | null;
  /** The demo workspace is open to anybody whom the allow-lists let in. */
  readonly demo: boolean;
  readonly trustProxy: boolean;
  readonly publicPerMinute: number;
  readonly keyPerMinute: number;
  /** The console's built files; null: none. */
  readonly consoleDir: string | null;
  /** Where `errors/` and `policy-language.md` are. */
  readonly docsDir: string;
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  /** Event-loop delay beyond which requests are refused. */
  readonly maxDelayMs: number;
  /** Every answer is checked against its schema: for tests. */
  readonly checkAnswers: boolean;
};

export type HttpContext = {
  readonly app: App;
  readonly settings: HttpSettings;
  readonly sessions: Sessions;
  readonly keys: KnownKeys;
  readonly now: () => Instant;
  /** Closes the demo and opens the workspace of the settings; null: not from here. */
  readonly leaveDemo: (() => void) | null;
  /** Aborted when the server stops: streams take no further line. */
  readonly stopping: AbortSignal;
};

/** The server as route files see it: bodies, queries and answers typed by their schemas. */
export type Routes = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyRequest {
    identity: Identity | null;
  }
  interface FastifyContextConfig {
    /** A scope, or `public`: no key needed, any origin, never any post text. `open`: no key, own origins only. */
    access?: Scope | 'public' | 'open';
    /** Honours `Idempotency-Key`. */
    idempotent?: boolean;
  }
}

/** Who asks. Routes with a scope are reached by nobody else. */
export function askerOf(request: FastifyRequest): Identity {
  if (!request.identity) throw new Error('a route with a scope was reached without an identity');
  return request.identity;
}

/** Refuses a key that is bound to other platforms. */
export function mustSpeakFor(request: FastifyRequest, platform: string, pointer: string | null = null): void {
  const refusal = canSpeakFor(askerOf(request), platform, pointer);
  if (refusal) throw new ProblemError(refusal);
}

/** The platform to list: the one asked for, or the only one that the key is bound to. */
export function platformToList(request: FastifyRequest, asked: string | undefined): string | undefined {
  const { platforms } = askerOf(request);
  const platform = asked ?? (platforms?.length === 1 ? platforms[0] : undefined);
  if (platform !== undefined) mustSpeakFor(request, platform, '/platform');
  else if (platforms !== null) {
    const detail = `this key is bound to several platforms: name one of \`${platforms.join('`, `')}\``;
    throw new ProblemError({ code: 'PLATFORM_FORBIDDEN', detail, pointer: '/platform' });
  }
  return platform;
}

export function writingFor(context: HttpContext, lang: string | null = null): Writing {
  return { lang, base: context.settings.publicUrl ?? '' };
}

export function noStore(reply: FastifyReply): void {
  void reply.header('cache-control', 'no-store');
}
