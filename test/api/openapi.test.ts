/** The OpenAPI document: valid as 3.1, complete, and tidy. */
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHttpWorkspace, type Workspace } from '../support/http-workspace.ts';

// biome-ignore lint/suspicious/noExplicitAny: a document of any shape
let document: any;
let workspace: Workspace;
beforeAll(async () => {
  workspace = await openHttpWorkspace();
  document = (await workspace.ask('GET', '/openapi.json', { key: null })).body;
});
afterAll(() => workspace.close());

test('it is valid OpenAPI 3.1', async () => {
  expect(document.openapi).toBe('3.1.0');
  const result = await new Validator().validate(structuredClone(document));
  expect(result.errors ?? null).toBeNull();
  expect(result.valid).toBe(true);
});

test('every reference leads somewhere, and every schema is referred to', () => {
  const text = JSON.stringify(document);
  const named = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name));
  expect([...named].sort()).toEqual(Object.keys(document.components.schemas).sort());
});

test('lines are described beside single bodies', () => {
  const { requestBody, responses } = document.paths['/v1/posts'].post;
  expect(Object.keys(requestBody.content)).toEqual(['application/json', 'application/x-ndjson']);
  expect(requestBody.content['application/x-ndjson'].schema.anyOf).toHaveLength(2);
  expect(Object.keys(responses['200'].content)).toEqual(['application/json', 'application/x-ndjson']);
  expect(Object.keys(document.paths['/v1/reach'].post.requestBody.content)).toContain('application/x-ndjson');
});

test('every operation has a summary, a tag, and says that it may answer with a problem', () => {
  for (const [path, operations] of Object.entries<Record<string, Record<string, unknown>>>(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      expect(operation.summary, `${method} ${path}`).toMatch(/^\S.*[^.]$/);
      expect(operation.tags, `${method} ${path}`).toHaveLength(1);
      const problem = (operation.responses as Record<string, { content: object }>).default;
      expect(problem?.content, `${method} ${path}`).toHaveProperty(['application/problem+json']);
    }
  }
});

test('no bound or pattern that says nothing', () => {
  const text = JSON.stringify(document);
  expect(text).not.toContain('9007199254740991');
  const patterns = [...text.matchAll(/"pattern":"((?:[^"\\]|\\.)*)"/g)].map(([, pattern]) => pattern ?? '');
  expect(patterns.filter((pattern) => pattern.length > 200)).toEqual([]);
});

test('the routes of the design are there', () => {
  const routes = Object.entries<object>(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(routes).toEqual(
    expect.arrayContaining([
      'POST /v1/posts',
      'GET /v1/posts/{platform}/{id}',
      'DELETE /v1/posts/{platform}/{id}',
      'POST /v1/presentations:query',
      'GET /v1/presentations',
      'GET /v1/decisions',
      'GET /v1/decisions/{id}',
      'POST /v1/decisions',
      'GET /v1/accounts/{platform}/{id}',
      'PUT /v1/accounts/{platform}/{id}',
      'PUT /v1/accounts/{platform}/{id}/offices',
      'GET /v1/persons',
      'POST /v1/exemptions',
      'POST /v1/exemptions/{id}/approve',
      'POST /v1/exemptions/{id}/revoke',
      'POST /v1/observations',
      'POST /v1/reach',
      'POST /v1/measures/{id}/ack',
      'GET /v1/evenness',
      'GET /v1/events',
      'POST /v1/try',
    ]),
  );
});

test('docs/api.md tells of every route, and of no other', () => {
  const text = readFileSync('docs/api.md', 'utf8');
  const told = [...text.matchAll(/`(GET|POST|PUT|DELETE) (\/v1\/[^\s`]+)`/g)].map(
    ([, method, path]) => `${method} ${path}`,
  );
  const routes = Object.entries<object>(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect([...new Set(told)].sort()).toEqual(routes.sort());
});

test('docs/api.md says the scope of every route', () => {
  const text = readFileSync('docs/api.md', 'utf8');
  const rows = [...text.matchAll(/^\| ((?:`(?:GET|POST|PUT|DELETE) \/v1\/[^\s`]+`(?: · )?)+) \| ([^|]+) \|/gm)];
  const told = rows.flatMap(([, routes = '', scope = '']) =>
    [...routes.matchAll(/`(\S+) (\S+)`/g)].map(([, method, path]) => [`${method} ${path}`, scope]),
  );
  const scopes = Object.entries<Record<string, { 'x-scope'?: string }>>(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => [
      `${method.toUpperCase()} ${path}`,
      operation['x-scope'] === undefined ? 'none' : `\`${operation['x-scope']}\``,
    ]),
  );
  const short = told.map(([route, scope]) => [route, scope?.replace(/ and .*$/, '')]);
  expect(Object.fromEntries(short)).toEqual(Object.fromEntries(scopes));
});
