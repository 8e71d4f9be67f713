/** For operators: policy sets, keys, erasure, status. */
import { z } from 'zod';
import { presentKey, presentPolicySet } from '../../publish/present-record.ts';
import {
  ActivateRequest,
  ErasureRequest,
  KeyRequest,
  NewKey,
  PolicySets,
  PublishAnswer,
  PublishRequest,
  ReapplyAnswer,
  ReapplyPreview,
  Status,
  WireKey,
  WirePolicySet,
} from '../../schema/admin.ts';
import { OwnId } from '../../schema/fields.ts';
import { askerOf, type HttpContext, mustSpeakFor, noStore, type Routes } from '../context.ts';
import { refused, unwrap } from '../problem.ts';
import { problems } from './answers.ts';

export async function policyRoutes(routes: Routes, context: HttpContext): Promise<void> {
  const { policies } = context.app;
  const tags = ['policies'];

  routes.get(
    '/v1/policy-sets',
    {
      config: { access: 'read' },
      schema: { tags, summary: 'Published policy sets, newest first', response: { 200: PolicySets, ...problems } },
    },
    async (_request, reply) => {
      noStore(reply);
      return { items: unwrap(await policies.list()).map(presentPolicySet) };
    },
  );

  routes.post(
    '/v1/policy-sets',
    {
      config: { access: 'policies', idempotent: true },
      schema: {
        tags,
        summary: 'Check, publish and, if asked, activate a policy folder',
        body: PublishRequest,
        response: { 200: PublishAnswer, ...problems },
      },
    },
    async (request) => {
      mustBeUnbound(request);
      const by = askerOf(request).principal;
      const { hash, changed, warnings } = unwrap(await policies.publish(request.body.files, by));
      if (request.body.activate) unwrap(await policies.activate(hash, by));
      return { hash, changed, activated: request.body.activate, problems: warnings.map((each) => ({ ...each })) };
    },
  );

  routes.post(
    '/v1/policy-sets::activate',
    {
      config: { access: 'policies' },
      schema: {
        tags,
        summary: 'Activate a published set',
        body: ActivateRequest,
        response: { 200: WirePolicySet, ...problems },
      },
    },
    async (request) => {
      mustBeUnbound(request);
      return presentPolicySet(unwrap(await policies.activate(request.body.hash, askerOf(request).principal)));
    },
  );

  routes.post(
    '/v1/policy-sets::rollback',
    {
      config: { access: 'policies', idempotent: true },
      schema: { tags, summary: 'Activate the set before', response: { 200: WirePolicySet, ...problems } },
    },
    async (request) => {
      mustBeUnbound(request);
      return presentPolicySet(unwrap(await policies.rollback(askerOf(request).principal)));
    },
  );
}

export async function reapplyRoutes(routes: Routes, context: HttpContext): Promise<void> {
  const { policies } = context.app;
  const tags = ['policies'];

  routes.post(
    '/v1/policy-sets::preview',
    {
      config: { access: 'policies' },
      schema: {
        tags,
        summary: 'What judging stored posts again would change; nothing is recorded',
        response: { 200: ReapplyPreview, ...problems },
      },
    },
    async (request) => {
      mustBeUnbound(request);
      const { flips, ...counts } = unwrap(await policies.reapplyPreview());
      const present = (flip: (typeof flips)[number]) => ({
        platform: flip.platform,
        id: flip.id,
        from: flip.before.rung,
        to: flip.after.rung,
      });
      return { ...counts, flips: flips.map(present) };
    },
  );

  routes.post(
    '/v1/policy-sets::reapply',
    {
      config: { access: 'policies', idempotent: true },
      schema: {
        tags,
        summary: 'Judge stored posts again under the active set',
        response: { 200: ReapplyAnswer, ...problems },
      },
    },
    async (request) => {
      mustBeUnbound(request);
      return unwrap(await policies.reapply());
    },
  );
}

export async function keyRoutes(routes: Routes, context: HttpContext): Promise<void> {
  const { app } = context;
  const tags = ['operators'];

  routes.get(
    '/v1/keys',
    {
      config: { access: 'admin' },
      schema: {
        tags,
        summary: 'Keys, without their secrets',
        response: { 200: z.object({ items: z.array(WireKey) }).meta({ id: 'Keys' }), ...problems },
      },
    },
    async (request, reply) => {
      noStore(reply);
      mustBeUnbound(request);
      return { items: unwrap(await app.keys.list()).map(presentKey) };
    },
  );

  routes.post(
    '/v1/keys',
    {
      config: { access: 'admin' },
      schema: {
        tags,
        summary: 'Make a key; its secret is shown once',
        body: KeyRequest,
        response: { 200: NewKey, ...problems },
      },
    },
    async (request, reply) => {
      noStore(reply);
      mustBeUnbound(request);
      const key = unwrap(await app.keys.create({ ...request.body, by: askerOf(request).principal }));
      return { ...presentKey(key), secret: key.secret };
    },
  );

  routes.delete(
    '/v1/keys/:id',
    {
      config: { access: 'admin' },
      schema: {
        tags,
        summary: 'Revoke a key',
        params: z.strictObject({ id: OwnId }),
        response: { 200: WireKey, ...problems },
      },
    },
    async (request) => {
      mustBeUnbound(request);
      const key = unwrap(await app.keys.revoke(request.params.id, askerOf(request).principal));
      context.keys.forget();
      return presentKey(key);
    },
  );
}

export async function operatorRoutes(routes: Routes, context: HttpContext): Promise<void> {
  const { app } = context;
  const tags = ['operators'];

  routes.post(
    '/v1/erasures',
    {
      config: { access: 'admin', idempotent: true },
      schema: {
        tags,
        summary: 'Erase the personal data of a post or an account; decisions stay verifiable',
        body: ErasureRequest,
        response: { 200: z.object({ erased: z.int() }), ...problems },
      },
    },
    async (request) => {
      const { reason, ...subject } = request.body;
      mustSpeakFor(request, subject.platform, '/platform');
      return unwrap(await app.erase(subject, reason));
    },
  );

  routes.get(
    '/v1/status',
    {
      config: { access: 'read' },
      schema: { tags, summary: 'Active policy set, ledger position, alerts', response: { 200: Status, ...problems } },
    },
    async (_request, reply) => {
      noStore(reply);
      const { alerts, ...rest } = await app.status();
      return { ...rest, canLeaveDemo: context.leaveDemo !== null, alerts: [...alerts] };
    },
  );
}

/** A key that is bound to platforms could otherwise make one that is not, or change what holds on others. */
function mustBeUnbound(request: Parameters<typeof askerOf>[0]): void {
  if (askerOf(request).platforms !== null) {
    throw refused('PLATFORM_FORBIDDEN', 'this takes a key or session that is bound to no platform');
  }
}
