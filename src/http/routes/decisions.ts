/** Decisions: listed, explained, and made by people. */
import { z } from 'zod';
import { canUse } from '../../access/identity.ts';
import { presentDecision } from '../../publish/present-decision.ts';
import { presentDecisionDetail, presentPersonAnswer, presentPostAnswer } from '../../publish/present-post.ts';
import { PersonAnswer, PostAnswer } from '../../schema/answer.ts';
import { DecisionsPage, DecisionsQuery, Verdict } from '../../schema/decision.ts';
import { OwnId } from '../../schema/fields.ts';
import { DecisionDetail, ExplainQuery } from '../../schema/stored-post.ts';
import {
  askerOf,
  type HttpContext,
  mustSpeakFor,
  noStore,
  platformToList,
  type Routes,
  writingFor,
} from '../context.ts';
import { ProblemError, refused, unwrap } from '../problem.ts';
import { problems } from './answers.ts';

export async function decisionRoutes(routes: Routes, context: HttpContext): Promise<void> {
  const { app } = context;

  routes.get(
    '/v1/decisions',
    {
      config: { access: 'read' },
      schema: {
        tags: ['decisions'],
        summary: 'Decisions, newest first; with `after` oldest first',
        querystring: DecisionsQuery,
        response: { 200: DecisionsPage, ...problems },
      },
    },
    async (request, reply) => {
      noStore(reply);
      const platform = platformToList(request, request.query.platform);
      if (request.query.author !== undefined && platform === undefined) {
        throw refused('QUERY_INVALID', '`author` is an id of a platform: name the `platform` too', '/author');
      }
      const page = unwrap(await app.decisions({ ...request.query, platform }));
      const writing = writingFor(context);
      return { items: page.items.map((each) => presentDecision(each, writing)), next: page.next };
    },
  );

  routes.get(
    '/v1/decisions/:id',
    {
      config: { access: 'read' },
      schema: {
        tags: ['decisions'],
        summary: 'One decision with the facts it rests on, its copies, and why or why not',
        params: z.strictObject({ id: OwnId }),
        querystring: ExplainQuery,
        response: { 200: DecisionDetail, ...problems },
      },
    },
    async (request, reply) => {
      noStore(reply);
      const view = unwrap(await app.decision(request.params.id, request.query));
      mustSpeakFor(request, view.naming.platform);
      return presentDecisionDetail(view, writingFor(context));
    },
  );

  routes.post(
    '/v1/decisions',
    {
      config: { access: 'decide', idempotent: true },
      schema: {
        tags: ['decisions'],
        summary: "A person's decision, on a post, an account, or all accounts of a person",
        body: Verdict,
        response: { 200: z.union([PostAnswer, PersonAnswer]), ...problems },
      },
    },
    async (request) => {
      const { subject, ...verdict } = request.body;
      if (subject.kind !== 'person') mustSpeakFor(request, subject.platform, '/subject/platform');
      const { rank } = verdict;
      const refusal = rank === 'reviewer' ? null : canUse(askerOf(request), `decide:${rank}`);
      if (refusal) throw new ProblemError({ ...refusal, pointer: '/rank' });
      const by = askerOf(request).principal;
      const key = request.headers['idempotency-key'];
      const idempotencyKey = typeof key === 'string' ? key : null;
      const writing = writingFor(context);
      if (subject.kind !== 'person') {
        return presentPostAnswer(unwrap(await app.decide({ ...verdict, subject, by, idempotencyKey })), writing);
      }
      if (verdict.expectedDecision !== null) {
        throw refused('BODY_INVALID', 'a person has no single decision to expect', '/expectedDecision');
      }
      const { platforms } = askerOf(request);
      const onPerson = { ...verdict, person: subject.id, platforms, by, idempotencyKey };
      return presentPersonAnswer(unwrap(await app.decidePerson(onPerson)), writing);
    },
  );
}
