/** Observations, reach, acknowledgements, evenness, events. */
import { Readable } from 'node:stream';
import { z } from 'zod';
import { canSpeakFor } from '../../access/identity.ts';
import { readInstant } from '../../lib/instant.ts';
import { presentObservation } from '../../publish/present-post.ts';
import { presentEvenness, presentEvents } from '../../publish/present-record.ts';
import { Evenness, EvennessQuery, Events, EventsQuery } from '../../schema/evenness.ts';
import { OwnId } from '../../schema/fields.ts';
import { Ack, Observation, Reach, ReachAnswerLine, WireObservation } from '../../schema/observation.ts';
import { NDJSON_TYPE, readLines } from '../bodies.ts';
import { askerOf, type HttpContext, mustSpeakFor, noStore, platformToList, type Routes } from '../context.ts';
import { ProblemError, unwrap } from '../problem.ts';
import { reachAnswersOf, readReach } from '../reach-stream.ts';
import { problems } from './answers.ts';

const tags = ['records'];

export async function recordRoutes(routes: Routes, context: HttpContext): Promise<void> {
  const { app } = context;

  routes.post(
    '/v1/observations',
    {
      config: { access: 'observe', idempotent: true },
      schema: {
        tags,
        summary: 'What a platform was seen to do with a post',
        body: Observation,
        response: { 200: WireObservation, ...problems },
      },
    },
    async (request) => {
      mustSpeakFor(request, request.body.platform, '/platform');
      return presentObservation(unwrap(await app.observe({ ...request.body, by: askerOf(request).principal })));
    },
  );

  routes.post(
    '/v1/measures/:id/ack',
    {
      config: { access: 'observe' },
      schema: {
        tags,
        summary: 'What became of a measure: confirmed, failed or reverted',
        params: z.strictObject({ id: OwnId }),
        body: Ack,
        response: { 200: z.object({ measure: z.string(), status: z.string() }), ...problems },
      },
    },
    async (request) => {
      const platform = await app.platformOfMeasure(request.params.id);
      if (platform !== null) mustSpeakFor(request, platform);
      return unwrap(await app.ack(request.params.id, request.body));
    },
  );
}

export async function readingRoutes(routes: Routes, context: HttpContext): Promise<void> {
  const { app } = context;

  routes.get(
    '/v1/evenness',
    {
      config: { access: 'read' },
      schema: {
        tags,
        summary: 'Per policy, by office-holder or other, platform, language, decided by',
        querystring: EvennessQuery,
        response: { 200: Evenness, ...problems },
      },
    },
    async (request, reply) => {
      noStore(reply);
      const { from, to, policy } = request.query;
      const platform = platformToList(request, request.query.platform);
      const range = { from: from && (readInstant(from) ?? undefined), to: to && (readInstant(to) ?? undefined) };
      return presentEvenness(unwrap(await app.evenness({ policy, platform, ...range })), context.now());
    },
  );

  routes.get(
    '/v1/events',
    {
      config: { access: 'read' },
      schema: {
        tags,
        summary: 'Events after a position, in commit order: resume at `next`',
        querystring: EventsQuery,
        response: { 200: Events, ...problems },
      },
    },
    async (request, reply) => {
      noStore(reply);
      const { platforms } = askerOf(request);
      const { items, next } = unwrap(await app.events(request.query.after, request.query.limit));
      const isOurs = (data: Readonly<Record<string, unknown>>) =>
        platforms === null || (typeof data.platform === 'string' && platforms.includes(data.platform));
      return presentEvents(
        items.filter((each) => isOurs(each.data)),
        next,
      );
    },
  );
}

/** Apart, because only here and at /v1/posts lines are taken. */
export async function reachRoutes(routes: Routes, context: HttpContext): Promise<void> {
  readLines(routes as never);
  routes.post(
    '/v1/reach',
    {
      config: { access: 'observe' },
      schema: {
        tags,
        summary: 'Cumulative views and reposts: one row (JSON) or many (NDJSON in, NDJSON out)',
        response: {
          200: {
            description: 'Recorded; for NDJSON one answer line per line',
            content: {
              'application/json': { schema: Reach },
              [NDJSON_TYPE]: { schema: ReachAnswerLine },
            },
          },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      noStore(reply);
      const identity = askerOf(request);
      if (request.body instanceof Readable) {
        const lines = reachAnswersOf(request.body, { app: context.app, identity, requestId: request.id });
        return reply.type(NDJSON_TYPE).send(Readable.from(lines) as never);
      }
      const read = readReach(request.body);
      if (!read.ok) throw new ProblemError(read.error);
      const refusal = canSpeakFor(identity, read.row.platform, '/platform');
      if (refusal) throw new ProblemError(refusal);
      const [answer] = await context.app.reach([read.row]);
      if (answer) unwrap(answer);
      return reply.send(read.row as never);
    },
  );
}
