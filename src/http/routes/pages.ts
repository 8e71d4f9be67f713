/** Pages for everybody: decisions, facts, policies, errors. Public, any origin, never any post text. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ERRORS } from '../../errors.ts';
import type { DecisionDetail } from '../../publish/views.ts';
import { OwnId } from '../../schema/fields.ts';
import type { HttpContext, Routes } from '../context.ts';
import { decisionBody } from '../pages/decision-page.ts';
import { type Html, page } from '../pages/html.ts';
import { markdown } from '../pages/markdown.ts';
import { factBody, policiesBody, policyBody } from '../pages/policy-pages.ts';
import { refused, unwrap } from '../problem.ts';

const params = z.strictObject({ id: OwnId });
const MINUTE = 'public, max-age=60';

export async function pageRoutes(routes: Routes, context: HttpContext): Promise<void> {
  const { app, settings } = context;
  const config = { access: 'public' } as const;
  const send = (reply: FastifyReply, title: string, body: Html, cache = MINUTE) =>
    reply
      .type('text/html; charset=utf-8')
      .header('x-robots-tag', 'noindex')
      .header('cache-control', cache)
      .send(page({ title, body, demo: settings.demo }));

  routes.get('/d/:id', { config, schema: { hide: true, params } }, async (request, reply) => {
    const answer = await app.decision(request.params.id);
    const isForAll = answer.ok && (await isPublic(answer.value));
    // The same answer for a decision that is not public as for none: nothing is given away.
    if (!answer.ok || !(isForAll || maySee(request, answer.value))) {
      throw refused('DECISION_UNKNOWN', 'there is no public decision with this id');
    }
    return send(reply, 'Decision', decisionBody(answer.value), isForAll ? MINUTE : 'no-store');
  });

  function maySee({ identity }: FastifyRequest, decision: DecisionDetail): boolean {
    if (!identity?.scopes.has('read')) return false;
    return identity.platforms === null || identity.platforms.includes(decision.naming.platform);
  }

  /** For accounts with a confirmed office, and for every use of an exemption. */
  async function isPublic({ decision, naming }: DecisionDetail): Promise<boolean> {
    if (decision.departures.some((each) => each.kind === 'exemption')) return true;
    const account = await app.accounts.get(naming.platform, naming.author);
    return account.ok && account.value.offices.some((office) => office.state === 'confirmed');
  }

  routes.get('/policies', { config, schema: { hide: true } }, async (_request, reply) => {
    const { set } = unwrap(await app.policies.active());
    return send(reply, 'Policies', policiesBody(set));
  });

  routes.get('/policies/:id', { config, schema: { hide: true, params } }, async (request, reply) => {
    const { set } = unwrap(await app.policies.active());
    const policy = set.policies.find((each) => each.id === request.params.id);
    if (!policy) throw refused('POLICY_UNKNOWN', `there is no policy \`${request.params.id}\``, '/id');
    return send(reply, policy.title, policyBody(policy));
  });

  routes.get('/f/:id', { config, schema: { hide: true, params } }, async (request, reply) => {
    const { set } = unwrap(await app.policies.active());
    const fact = set.facts.find((each) => each.id === request.params.id);
    if (!fact) throw refused('FACT_UNKNOWN', `there is no fact page \`${request.params.id}\``, '/id');
    return send(reply, fact.title, factBody(fact));
  });

  // Only names that are listed here reach the file system.
  const sendDocument = async (reply: FastifyReply, path: string) => {
    const text = await readFile(join(settings.docsDir, path), 'utf8');
    return send(reply, /^# (.*)/m.exec(text)?.[1] ?? 'Documentation', markdown(text));
  };
  routes.get('/errors/:id', { config, schema: { hide: true, params } }, async (request, reply) => {
    const code = request.params.id.replace(/\.md$/, '');
    if (code !== 'README' && !Object.hasOwn(ERRORS, code)) throw refused('ROUTE_UNKNOWN', 'there is no such error');
    return sendDocument(reply, `errors/${code}.md`);
  });
  routes.get('/policy-language.md', { config, schema: { hide: true } }, (_request, reply) =>
    sendDocument(reply, 'policy-language.md'),
  );
}
