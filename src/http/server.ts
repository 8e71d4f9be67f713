/** The HTTP server: everything in front of the routes, in order, and the routes. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import serveFiles, { type FastifyStaticOptions } from '@fastify/static';
import swagger from '@fastify/swagger';
import underPressure from '@fastify/under-pressure';
import fastify, { type FastifyInstance, type FastifyRequest, LogController } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { knownKeys } from '../access/known-keys.ts';
import type { Sessions } from '../access/sessions.ts';
import type { App } from '../app.ts';
import type { Instant } from '../lib/instant.ts';
import { LINE_BYTES_MAX } from '../schema/limits.ts';
import { refusalOfIssues } from '../schema/refusal-of-issues.ts';
import { readBodies } from './bodies.ts';
import type { HttpContext, HttpSettings, Routes } from './context.ts';
import { guard } from './gate.ts';
import { honourIdempotencyKeys } from './idempotency.ts';
import { OPENAPI_OPTIONS } from './openapi.ts';
import { answerProblems, ProblemError, refused, replyWith } from './problem.ts';
import { accountRoutes, officeRoutes, personRoutes } from './routes/accounts.ts';
import { keyRoutes, operatorRoutes, policyRoutes, reapplyRoutes } from './routes/admin.ts';
import { decisionRoutes } from './routes/decisions.ts';
import { exemptionRoutes, exemptionStepRoutes } from './routes/exemptions.ts';
import { healthRoutes } from './routes/health.ts';
import { pageRoutes } from './routes/pages.ts';
import { postRoutes, storedPostRoutes } from './routes/posts.ts';
import { presentationRoutes } from './routes/presentations.ts';
import { reachRoutes, readingRoutes, recordRoutes } from './routes/records.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { demoRoutes, tryRoutes } from './routes/trying.ts';

const ROUTES = [
  postRoutes,
  storedPostRoutes,
  presentationRoutes,
  decisionRoutes,
  accountRoutes,
  officeRoutes,
  personRoutes,
  exemptionRoutes,
  exemptionStepRoutes,
  recordRoutes,
  readingRoutes,
  reachRoutes,
  tryRoutes,
  demoRoutes,
  policyRoutes,
  reapplyRoutes,
  keyRoutes,
  operatorRoutes,
  pageRoutes,
  signInRoutes,
];

export type HttpServer = {
  readonly server: FastifyInstance;
  /** Takes no further line, lets what is under way finish, closes the connections. The application stays open. */
  stop(): Promise<void>;
};

export type ServerParts = {
  readonly now: () => Instant;
  readonly sessions: Sessions;
  readonly leaveDemo: (() => void) | null;
};

export async function buildServer(app: App, settings: HttpSettings, parts: ServerParts): Promise<HttpServer> {
  const stopper = new AbortController();
  const context: HttpContext = {
    app,
    settings,
    ...parts,
    keys: knownKeys((secret) => app.keys.verify(secret)),
    stopping: stopper.signal,
  };
  const server = fastify({
    logger:
      settings.logLevel === 'silent'
        ? false
        : { level: settings.logLevel, redact: ['req.headers.authorization'], stream: process.stderr },
    logController: new LogController({ disableRequestLogging: settings.logLevel !== 'debug' }),
    genReqId: () => randomUUID(),
    trustProxy: settings.trustProxy,
    bodyLimit: LINE_BYTES_MAX,
    forceCloseConnections: 'idle',
    // Ids of platforms are opaque, up to 512 characters, each up to 12 when percent-encoded.
    routerOptions: { maxParamLength: 6_200 },
    frameworkErrors: replyWith,
  });
  await prepare(server, context);
  server.register(async (scope) => {
    const routes = scope.withTypeProvider<ZodTypeProvider>();
    await healthRoutes(routes, context);
    for (const register of ROUTES) await scope.register(async (inner) => register(asRoutes(inner), context));
    scope.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, () => server.swagger());
  });
  await serveConsole(server, settings);
  await server.ready();
  return {
    server,
    async stop() {
      stopper.abort();
      await server.close();
    },
  };
}

const asRoutes = (server: FastifyInstance): Routes => server.withTypeProvider<ZodTypeProvider>();

/** INVARIANT: the gate's hooks run before those of rate limits, so that limits know who asks. */
async function prepare(server: FastifyInstance, context: HttpContext): Promise<void> {
  const { settings } = context;
  server.setValidatorCompiler(({ schema, httpPart }) => validatorOf(schema as z.ZodType, httpPart === 'body'));
  server.setSerializerCompiler(({ schema }) => {
    if (!settings.checkAnswers) return (answer) => JSON.stringify(answer);
    return (answer) => JSON.stringify((schema as z.ZodType).parse(answer));
  });
  answerProblems(server);
  readBodies(server);
  server.addHook('onRoute', (route) => {
    const access = route.config?.access;
    if (route.url.startsWith('/v1/') && access === undefined)
      throw new Error(`${route.url} does not say who may use it`);
  });
  server.addHook('onSend', async (request, reply) => void reply.header('x-request-id', request.id));
  await server.register(helmet, helmetOptions(settings));
  await server.register(cookie);
  await server.register(underPressure, {
    maxEventLoopDelay: settings.maxDelayMs,
    pressureHandler(request, _reply, _type, value) {
      // Infinite: one long task left no sample at all. It is over, or nobody would be asked.
      if (request.routeOptions.url === '/healthz' || value === Number.POSITIVE_INFINITY) return;
      throw refused('OVERLOADED', 'the event loop is behind');
    },
  });
  guard(server, context);
  await server.register(rateLimit, {
    timeWindow: 60_000,
    max: (request: FastifyRequest) => (request.identity ? settings.keyPerMinute : settings.publicPerMinute),
    keyGenerator: (request) => (request.identity?.kind === 'key' ? request.identity.principal : request.ip),
    errorResponseBuilder: (_request, { max }) => refused('RATE_LIMITED', `at most ${max} requests a minute are taken`),
  });
  honourIdempotencyKeys(server, context);
  await server.register(swagger, OPENAPI_OPTIONS);
}

function validatorOf(schema: z.ZodType, isBody: boolean) {
  return (data: unknown) => {
    const result = schema.safeParse(data);
    if (result.success) return { value: result.data };
    return { error: new ProblemError(refusalOfIssues(result.error.issues, isBody ? 'BODY_INVALID' : 'QUERY_INVALID')) };
  };
}

/** Without `upgrade-insecure-requests` and HSTS on plain http: they blank the page under any name but localhost. */
function helmetOptions(settings: HttpSettings) {
  const isHttps = settings.publicUrl?.startsWith('https:') ?? false;
  return {
    hsts: isHttps,
    referrerPolicy: { policy: 'no-referrer' as const },
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
        upgradeInsecureRequests: isHttps ? [] : null,
      },
    },
  };
}

/** The console's built files at `/`; without them, the policies. */
async function serveConsole(server: FastifyInstance, settings: HttpSettings): Promise<void> {
  if (settings.consoleDir === null || !existsSync(settings.consoleDir)) {
    server.get('/', { config: { access: 'open' }, schema: { hide: true } }, (_request, reply) =>
      reply.redirect('/policies', 302),
    );
    return;
  }
  const setHeaders: FastifyStaticOptions['setHeaders'] = (reply, path) => {
    // Built files carry a hash in their names; the page that names them does not.
    const isHashed = /\/assets\/[^/]+-[\w-]{8}\.\w+$/.test(path);
    reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  };
  await server.register(serveFiles, { root: settings.consoleDir, wildcard: false, setHeaders });
  // Looked up at each request: built again while it runs, the page names files that were not there at the start.
  const assets = join(settings.consoleDir, 'assets');
  if (existsSync(assets)) {
    await server.register(serveFiles, { root: assets, prefix: '/assets/', decorateReply: false, setHeaders });
  }
}
