/** Posts in and out. */
import { Readable } from 'node:stream';
import { z } from 'zod';
import { canSpeakFor } from '../../access/identity.ts';
import { presentPostAnswer, presentStoredPost } from '../../publish/present-post.ts';
import { AnswerLine, PostAnswer } from '../../schema/answer.ts';
import { PostRef } from '../../schema/fields.ts';
import { readLineValue } from '../../schema/read-line.ts';
import { StoredPost } from '../../schema/stored-post.ts';
import { NDJSON_TYPE, readLines } from '../bodies.ts';
import { askerOf, type HttpContext, mustSpeakFor, noStore, type Routes, writingFor } from '../context.ts';
import { inChunks } from '../in-chunks.ts';
import { answersOf, itemOf } from '../ingest-stream.ts';
import { ProblemError, refused, unwrap } from '../problem.ts';
import { problems } from './answers.ts';

export async function postRoutes(routes: Routes, context: HttpContext): Promise<void> {
  readLines(routes as never);
  const { app } = context;

  routes.post(
    '/v1/posts',
    {
      config: { access: 'ingest', idempotent: true },
      schema: {
        tags: ['posts'],
        summary: 'Send one post (JSON), or many lines (NDJSON in, NDJSON out, order kept)',
        response: {
          200: {
            description: 'One answer; for NDJSON one answer line per line. A line that you received is durable.',
            content: {
              'application/json': { schema: PostAnswer },
              [NDJSON_TYPE]: { schema: AnswerLine },
            },
          },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      noStore(reply);
      const identity = askerOf(request);
      const writing = writingFor(context);
      if (request.body instanceof Readable) {
        const { stopping } = context;
        const lines = answersOf(request.body, { app, identity, requestId: request.id, writing, stopping });
        // A client that is still sending would keep a stopping server waiting.
        reply.raw.once('finish', () => {
          if (stopping.aborted) request.raw.socket.destroySoon();
        });
        // X-Accel-Buffering: a proxy that holds answers back would stall a client that waits for them.
        void reply.type(NDJSON_TYPE).header('x-accel-buffering', 'no');
        return reply.send(inChunks(lines) as never);
      }
      const read = readLineValue(request.body);
      if (!read.ok) throw new ProblemError(read.error);
      if (read.line.op !== 'post') {
        throw refused('BODY_INVALID', '`op` is for NDJSON lines; there is a route for each operation', '/op');
      }
      const refusal = canSpeakFor(identity, read.line.post.platform, '/platform');
      if (refusal) throw new ProblemError(refusal);
      const value = unwrap(await app.ingestOne(itemOf(read.line), identity.principal));
      if (value.op !== 'post') throw new Error('a post was answered as another operation');
      return reply.send(presentPostAnswer(value, writing) as never);
    },
  );
}

export async function storedPostRoutes(routes: Routes, context: HttpContext): Promise<void> {
  const { app } = context;

  routes.get(
    '/v1/posts/:platform/:id',
    {
      config: { access: 'read' },
      schema: {
        tags: ['posts'],
        summary: 'A post, its copies, decisions and divergence',
        params: PostRef,
        response: { 200: StoredPost, ...problems },
      },
    },
    async (request, reply) => {
      noStore(reply);
      mustSpeakFor(request, request.params.platform, '/platform');
      const view = unwrap(await app.getPost(request.params.platform, request.params.id));
      return presentStoredPost(view, writingFor(context));
    },
  );

  routes.delete(
    '/v1/posts/:platform/:id',
    {
      config: { access: 'ingest' },
      schema: {
        tags: ['posts'],
        summary: 'The author deleted the post',
        params: PostRef,
        response: { 200: z.object({ platform: z.string(), id: z.string(), changed: z.boolean() }), ...problems },
      },
    },
    async (request) => {
      mustSpeakFor(request, request.params.platform, '/platform');
      return unwrap(await app.deletePost(request.params.platform, request.params.id, 'author'));
    },
  );
}
