/** In front of every route: Host and Origin, who asks, whether they may. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { allowListOf, isHostAllowed, isOriginAllowed } from '../access/allowed-hosts.ts';
import { canUse, type Identity, OPERATOR, VISITOR } from '../access/identity.ts';
import { msOf } from '../lib/instant.ts';
import type { HttpContext } from './context.ts';
import { ProblemError, refused } from './problem.ts';

export const SESSION_COOKIE = 'evenhand_session';
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

export function guard(server: FastifyInstance, context: HttpContext): void {
  const list = allowListOf(context.settings);
  server.decorateRequest('identity', null);

  server.addHook('onRequest', async (request, reply) => {
    const access = request.routeOptions.config.access;
    if (request.routeOptions.url !== '/healthz' && !isHostAllowed(list, request.headers.host)) {
      throw refused('HOST_FORBIDDEN', `\`${String(request.headers.host).slice(0, 200)}\` is not on the allow-list`);
    }
    if (access === 'public') openToAnyOrigin(reply);
    else checkOrigin(request);
    request.identity = await identify(request, context);
  });

  server.addHook('preParsing', async (request) => {
    const access = request.routeOptions.config.access ?? 'open';
    if (access === 'public' || access === 'open') return;
    if (!request.identity) {
      throw refused(
        request.headers.authorization ? 'KEY_INVALID' : 'KEY_REQUIRED',
        'the request names nobody that we know',
      );
    }
    const refusal = canUse(request.identity, access);
    if (refusal) throw new ProblemError(refusal);
    const encoding = request.headers['content-encoding'] || 'identity';
    if (encoding !== 'identity') {
      const detail = `bodies are taken as they are, not as \`${encoding.slice(0, 40)}\``;
      throw refused('MEDIA_TYPE_UNSUPPORTED', detail);
    }
  });

  function checkOrigin(request: FastifyRequest): void {
    const { origin, host } = request.headers;
    if (origin === undefined) {
      // A browser that keeps the origin to itself still says that another site's page asks.
      const from = request.headers['sec-fetch-site'];
      if (SAFE_METHODS.has(request.method) || (from !== 'cross-site' && from !== 'same-site')) return;
      throw refused('ORIGIN_FORBIDDEN', `a page of another site asks, without its origin (\`${from}\`)`);
    }
    if (isOriginAllowed(list, origin, host)) return;
    if (SAFE_METHODS.has(request.method) && request.headers.cookie === undefined && !context.settings.demo) return;
    throw refused('ORIGIN_FORBIDDEN', `\`${origin.slice(0, 200)}\` is not on the allow-list`);
  }
}

function openToAnyOrigin(reply: FastifyReply): void {
  void reply.header('access-control-allow-origin', '*');
  void reply.header('cross-origin-resource-policy', 'cross-origin');
}

async function identify(request: FastifyRequest, context: HttpContext): Promise<Identity | null> {
  const nowMs = msOf(context.now());
  const secret = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (secret !== undefined) return context.keys.find(secret, nowMs);
  const cookie = request.cookies[SESSION_COOKIE];
  if (cookie !== undefined && context.sessions.isOpen(cookie, nowMs)) return OPERATOR;
  return context.settings.demo ? VISITOR : null;
}
