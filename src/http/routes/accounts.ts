/** Accounts, their offices and lists, and persons. */
import { z } from 'zod';
import { presentAccount, presentPerson } from '../../publish/present-account.ts';
import {
  OfficeChange,
  OfficeClaims,
  PersonChange,
  PersonsPage,
  RegisterHistory,
  WireAccount,
  WirePerson,
} from '../../schema/account.ts';
import { OwnId, PageQuery, PostRef, Slug } from '../../schema/fields.ts';
import { AccountFields } from '../../schema/post.ts';
import { askerOf, type HttpContext, mustSpeakFor, noStore, type Routes, writingFor } from '../context.ts';
import { unwrap } from '../problem.ts';
import { problems } from './answers.ts';

const tags = ['accounts'];
const AccountRef = PostRef;
const Paging = z.strictObject(PageQuery);

export async function accountRoutes(routes: Routes, context: HttpContext): Promise<void> {
  const { accounts } = context.app;

  routes.get(
    '/v1/accounts/:platform/:id',
    {
      config: { access: 'read' },
      schema: {
        tags,
        summary: 'Standing, penalties with until or criteria, what comes next',
        params: AccountRef,
        response: { 200: WireAccount, ...problems },
      },
    },
    async (request, reply) => {
      noStore(reply);
      const { platform, id } = request.params;
      mustSpeakFor(request, platform, '/platform');
      return presentAccount(unwrap(await accounts.get(platform, id)), writingFor(context));
    },
  );

  routes.put(
    '/v1/accounts/:platform/:id',
    {
      config: { access: 'ingest' },
      schema: {
        tags,
        summary: 'What the platform says of an account; offices here are claims',
        params: AccountRef,
        body: AccountFields,
        response: { 200: WireAccount, ...problems },
      },
    },
    async (request) => {
      const { platform, id } = request.params;
      mustSpeakFor(request, platform, '/platform');
      const view = unwrap(await accounts.put(platform, { id, ...request.body }, askerOf(request).principal));
      return presentAccount(view, writingFor(context));
    },
  );
}

export async function officeRoutes(routes: Routes, context: HttpContext): Promise<void> {
  const { accounts } = context.app;

  routes.put(
    '/v1/accounts/:platform/:id/offices',
    {
      config: { access: 'register' },
      schema: {
        tags,
        summary: 'Claim, amend, confirm or withdraw an office; somebody else confirms, and only then it has effect',
        params: AccountRef,
        body: OfficeChange,
        response: { 200: WireAccount, ...problems },
      },
    },
    async (request) => {
      const { platform, id } = request.params;
      mustSpeakFor(request, platform, '/platform');
      const change = { office: request.body, by: askerOf(request).principal };
      return presentAccount(unwrap(await accounts.putOffice(platform, id, change)), writingFor(context));
    },
  );

  routes.get(
    '/v1/accounts/:platform/:id/offices/:office/history',
    {
      config: { access: 'register' },
      schema: {
        tags,
        summary: 'Every step of an office, oldest first',
        params: z.strictObject({ ...AccountRef.shape, office: OwnId }),
        response: { 200: RegisterHistory, ...problems },
      },
    },
    async (request, reply) => {
      noStore(reply);
      const { platform, id, office } = request.params;
      mustSpeakFor(request, platform, '/platform');
      return { items: [...unwrap(await accounts.officeHistory(platform, id, office))] };
    },
  );

  routes.put(
    '/v1/accounts/:platform/:id/lists/:list',
    {
      config: { access: 'register' },
      schema: {
        tags,
        summary: 'Put an account on a list, or take it off',
        params: z.strictObject({ ...AccountRef.shape, list: Slug }),
        body: z.strictObject({ member: z.boolean() }),
        response: { 200: WireAccount, ...problems },
      },
    },
    async (request) => {
      const { platform, id, list } = request.params;
      mustSpeakFor(request, platform, '/platform');
      const change = { list, member: request.body.member, by: askerOf(request).principal };
      return presentAccount(unwrap(await accounts.setList(platform, id, change)), writingFor(context));
    },
  );

  routes.get(
    '/v1/office-claims',
    {
      config: { access: 'register' },
      schema: {
        tags,
        summary: 'Offices that are claimed, by payloads or by staff, and that nobody has confirmed',
        querystring: Paging,
        response: { 200: OfficeClaims, ...problems },
      },
    },
    async (request, reply) => {
      noStore(reply);
      const { platforms } = askerOf(request);
      const { items, next } = unwrap(await accounts.claims({ ...request.query, platforms }));
      return { items: [...items], next };
    },
  );
}

export async function personRoutes(routes: Routes, context: HttpContext): Promise<void> {
  const { persons } = context.app;
  // A person with an account that the key may not see is not shown at all: the link itself says something of it.
  const maySee = (identity: { readonly platforms: readonly string[] | null }, on: readonly { platform: string }[]) =>
    on.every((each) => identity.platforms === null || identity.platforms.includes(each.platform));

  routes.get(
    '/v1/persons',
    {
      config: { access: 'register' },
      schema: {
        tags,
        summary: 'Persons, who link accounts; a bound key sees those of whom it may see every account',
        querystring: Paging,
        response: { 200: PersonsPage, ...problems },
      },
    },
    async (request, reply) => {
      noStore(reply);
      const { items, next } = unwrap(await persons.list(request.query));
      return { items: items.filter((each) => maySee(askerOf(request), each.accounts)).map(presentPerson), next };
    },
  );

  routes.get(
    '/v1/persons/:id',
    {
      config: { access: 'register' },
      schema: {
        tags,
        summary: 'One person',
        params: z.strictObject({ id: OwnId }),
        response: { 200: WirePerson, ...problems },
      },
    },
    async (request, reply) => {
      noStore(reply);
      const person = unwrap(await persons.get(request.params.id));
      for (const each of person.accounts) mustSpeakFor(request, each.platform);
      return presentPerson(person);
    },
  );

  routes.get(
    '/v1/persons/:id/history',
    {
      config: { access: 'register' },
      schema: {
        tags,
        summary: 'Every step of a person, oldest first',
        params: z.strictObject({ id: OwnId }),
        response: { 200: RegisterHistory, ...problems },
      },
    },
    async (request, reply) => {
      noStore(reply);
      const person = unwrap(await persons.get(request.params.id));
      for (const each of person.accounts) mustSpeakFor(request, each.platform);
      return { items: [...unwrap(await persons.history(person.id))] };
    },
  );

  routes.put(
    '/v1/persons',
    {
      config: { access: 'register' },
      schema: {
        tags,
        summary: 'Claim, change, confirm or withdraw a person; somebody else confirms, and only then it links accounts',
        body: PersonChange,
        response: { 200: WirePerson, ...problems },
      },
    },
    async (request) => {
      const before = request.body.id === null ? null : unwrap(await persons.get(request.body.id));
      for (const each of [...request.body.accounts, ...(before?.accounts ?? [])]) mustSpeakFor(request, each.platform);
      return presentPerson(unwrap(await persons.put(request.body, askerOf(request).principal)));
    },
  );
}
