/** What readers' clients ask for: public, any origin, cacheable, never any post text. */
import type { FastifyReply } from 'fastify';
import { msOf } from '../../lib/instant.ts';
import { presentPresentation } from '../../publish/present-post.ts';
import { Presentations, PresentationsQuery, PresentationsRequest } from '../../schema/presentation.ts';
import { type HttpContext, type Routes, writingFor } from '../context.ts';
import { unwrap } from '../problem.ts';
import { problems } from './answers.ts';

const CACHE_SECONDS_MAX = 30;

export async function presentationRoutes(routes: Routes, context: HttpContext): Promise<void> {
  async function answer(query: PresentationsRequest, reply: FastifyReply): Promise<Presentations> {
    const { items, validUntil } = unwrap(await context.app.presentations(query));
    const writing = writingFor(context, query.lang ?? null);
    const leftSeconds = Math.floor((msOf(validUntil) - msOf(context.now())) / 1_000);
    const maxAge = Math.max(0, Math.min(CACHE_SECONDS_MAX, leftSeconds));
    void reply.header('cache-control', `public, max-age=${maxAge}`);
    return {
      items: items.map(({ post, state, presentation }) => ({
        post,
        state,
        presentation: presentation && presentPresentation(presentation, writing),
      })),
      validUntil,
    };
  }

  routes.post(
    '/v1/presentations::query',
    {
      config: { access: 'public' },
      schema: {
        tags: ['presentations'],
        summary: 'What clients must show of many posts',
        body: PresentationsRequest,
        response: { 200: Presentations, ...problems },
      },
    },
    (request, reply) => answer(request.body, reply),
  );

  routes.get(
    '/v1/presentations',
    {
      config: { access: 'public' },
      schema: {
        tags: ['presentations'],
        summary: 'What clients must show of a few posts',
        querystring: PresentationsQuery,
        response: { 200: Presentations, ...problems },
      },
    },
    (request, reply) => {
      const { post, ...rest } = request.query;
      return answer({ ...rest, posts: post }, reply);
    },
  );

  routes.options(
    '/v1/presentations::query',
    { config: { access: 'public' }, schema: { hide: true } },
    (_request, reply) =>
      reply
        .headers({
          'access-control-allow-methods': 'POST',
          'access-control-allow-headers': 'content-type',
          'access-control-max-age': '86400',
        })
        .code(204)
        .send(),
  );
}
