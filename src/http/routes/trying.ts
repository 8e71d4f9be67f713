/** Judging without recording, and the demo's story. */
import type { FastifyRequest } from 'fastify';
import { msOf } from '../../lib/instant.ts';
import { presentTry } from '../../publish/present-post.ts';
import { presentJudgement, presentStory } from '../../publish/present-record.ts';
import { DemoJudgeAnswer, DemoJudgeRequest, DemoLeaveAnswer, Story } from '../../schema/demo.ts';
import { refusalOfText } from '../../schema/read-line.ts';
import { TryAnswer, TryRequest } from '../../schema/try.ts';
import { type HttpContext, mustSpeakFor, noStore, type Routes, writingFor } from '../context.ts';
import { ProblemError, refused, unwrap } from '../problem.ts';
import { problems } from './answers.ts';

export async function tryRoutes(routes: Routes, context: HttpContext): Promise<void> {
  const { app } = context;

  routes.post(
    '/v1/try',
    {
      config: { access: 'read' },
      schema: {
        tags: ['try'],
        summary: 'Judge a post without recording anything',
        body: TryRequest,
        response: { 200: TryAnswer, ...problems },
      },
    },
    async (request, reply) => {
      noStore(reply);
      const { post } = request.body;
      mustSpeakFor(request, post.platform, '/post/platform');
      const tooLarge = refusalOfText(post.text, '/post/text');
      if (tooLarge) throw new ProblemError(tooLarge);
      const [view] = unwrap(await app.try(request.body));
      if (!view) throw new Error('a post was tried on no platform');
      return presentTry(view, writingFor(context));
    },
  );
}

export async function demoRoutes(routes: Routes, context: HttpContext): Promise<void> {
  const { app } = context;

  routes.get(
    '/v1/demo',
    {
      config: { access: 'read' },
      schema: { tags: ['demo'], summary: "The demo's story", response: { 200: Story, ...problems } },
    },
    async (_request, reply) => {
      noStore(reply);
      mustBeDemo(context);
      return presentStory(unwrap(await app.demo.story()), writingFor(context));
    },
  );

  routes.post(
    '/v1/demo/judge',
    {
      config: { access: 'read' },
      schema: {
        tags: ['demo'],
        summary: "Judge the demo's posts again, by somebody else or under edited policies; nothing is recorded",
        body: DemoJudgeRequest,
        response: { 200: DemoJudgeAnswer, ...problems },
      },
    },
    async (request, reply) => {
      noStore(reply);
      mustBeDemo(context);
      return presentJudgement(unwrap(await app.demo.judge(request.body)), writingFor(context));
    },
  );

  routes.post(
    '/v1/demo/leave',
    {
      config: { access: 'read' },
      schema: {
        tags: ['demo'],
        summary: 'Close the demo and open the workspace; asked for on this machine only',
        response: { 200: DemoLeaveAnswer, ...problems },
      },
    },
    async (request, reply) => {
      noStore(reply);
      // Whoever may leave the demo signs in to what comes after it.
      if (!context.leaveDemo || !isHere(request) || context.settings.trustProxy) {
        throw refused('NOT_IN_DEMO', 'this demo is left by the one who started it');
      }
      const link = context.sessions.makeLink(msOf(context.now()));
      reply.raw.once('finish', context.leaveDemo);
      return { signIn: `/sign-in/${link}` };
    },
  );
}

/** Asked on this machine, by its own name, and passed on by nobody. */
function isHere({ ip, hostname, headers }: FastifyRequest): boolean {
  const passedOn = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'].some(
    (name) => name in headers,
  );
  return LOOPBACK.test(ip) && LOOPBACK_NAME.test(hostname) && !passedOn;
}

const LOOPBACK_NAME = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/;
const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/;

function mustBeDemo(context: HttpContext): void {
  if (!context.settings.demo) throw refused('NOT_IN_DEMO', 'this server holds a workspace of its own');
}
