/** The register: propose, approve, grant, revoke, read. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { presentExemptionView } from '../../publish/present-account.ts';
import {
  ExemptionApproval,
  ExemptionProposal,
  ExemptionRevocation,
  ExemptionsPage,
  ExemptionsQuery,
  WireExemption,
} from '../../schema/exemption.ts';
import { OwnId } from '../../schema/fields.ts';
import { askerOf, type HttpContext, mustSpeakFor, noStore, platformToList, type Routes } from '../context.ts';
import { unwrap } from '../problem.ts';
import { problems } from './answers.ts';

const tags = ['exemptions'];
const params = z.strictObject({ id: OwnId });
const response = { 200: WireExemption, ...problems };

export async function exemptionRoutes(routes: Routes, context: HttpContext): Promise<void> {
  const { exemptions } = context.app;
  routes.get(
    '/v1/exemptions',
    {
      config: { access: 'read' },
      schema: {
        tags,
        summary: 'The register, oldest first',
        querystring: ExemptionsQuery,
        response: { 200: ExemptionsPage, ...problems },
      },
    },
    async (request, reply) => {
      noStore(reply);
      const platform = platformToList(request, request.query.platform);
      const page = unwrap(await exemptions.list({ ...request.query, platform }));
      return { items: page.items.map(presentExemptionView), next: page.next };
    },
  );

  routes.get(
    '/v1/exemptions/:id',
    { config: { access: 'read' }, schema: { tags, summary: 'One exemption', params, response } },
    async (request, reply) => {
      noStore(reply);
      return presentExemptionView(await find(context, request, request.params.id));
    },
  );

  routes.post(
    '/v1/exemptions',
    {
      config: { access: 'register', idempotent: true },
      schema: { tags, summary: 'Propose an exemption', body: ExemptionProposal, response },
    },
    async (request) => {
      mustSpeakFor(request, request.body.platform, '/platform');
      return presentExemptionView(unwrap(await exemptions.propose(request.body, askerOf(request).principal)));
    },
  );
}

export async function exemptionStepRoutes(routes: Routes, context: HttpContext): Promise<void> {
  const { exemptions } = context.app;

  routes.post(
    '/v1/exemptions/:id/approve',
    {
      config: { access: 'register', idempotent: true },
      schema: {
        tags,
        summary: 'Approve it, or grant it; proposer, grantor and both approvers differ',
        params,
        body: ExemptionApproval,
        response,
      },
    },
    async (request) => {
      await find(context, request, request.params.id);
      const by = askerOf(request).principal;
      return presentExemptionView(unwrap(await exemptions.approve(request.params.id, by, request.body.as)));
    },
  );

  routes.post(
    '/v1/exemptions/:id/revoke',
    {
      config: { access: 'register', idempotent: true },
      schema: {
        tags,
        summary: 'Revoke it; posts under it are decided again',
        params,
        body: ExemptionRevocation,
        response,
      },
    },
    async (request) => {
      await find(context, request, request.params.id);
      const by = askerOf(request).principal;
      return presentExemptionView(unwrap(await exemptions.revoke(request.params.id, by, request.body.reason)));
    },
  );
}

/** Finds it, and refuses keys of other platforms. */
async function find({ app }: HttpContext, request: FastifyRequest, id: string) {
  const exemption = unwrap(await app.exemptions.get(id));
  mustSpeakFor(request, exemption.platform);
  return exemption;
}
