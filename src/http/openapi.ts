/** `/openapi.json`: OpenAPI 3.1 from the route schemas, tidied, with what the generator cannot say added by hand. */

import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';

type Json = { [key: string]: unknown };
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const OPENAPI_OPTIONS = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Evenhand',
      version: '1.0.0',
      description:
        'Applies a platform’s written content policy evenly, and puts every exception on the record. Errors are `application/problem+json`; each `code` has a page under /errors/.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'A key `evh_…`, made by `evenhand keys create`' },
      },
    },
  },
  transform(options) {
    const out = jsonSchemaTransform(options as never);
    const access = options.route.config?.access;
    const isOpen = access === undefined || access === 'public' || access === 'open';
    const security = isOpen ? [] : [{ key: [] }];
    const scope = isOpen ? {} : { 'x-scope': access };
    const headers = options.route.config?.idempotent ? { headers: IDEMPOTENCY_KEY } : {};
    return { ...out, schema: { ...(out.schema as object), security, ...scope, ...headers } } as never;
  },
  transformObject(options) {
    const document = jsonSchemaTransformObject(options) as unknown as Json;
    describeLines(document, '/v1/posts', { json: 'PostInput', line: ['PostInput', 'OpInput'] });
    describeLines(document, '/v1/reach', { json: 'ReachInput', line: ['ReachInput'] });
    tidy(document);
    dropUnused(document);
    return document as never;
  },
} satisfies FastifyDynamicSwaggerOptions;

const IDEMPOTENCY_KEY = {
  type: 'object',
  properties: {
    'idempotency-key': {
      type: 'string',
      minLength: 1,
      maxLength: 255,
      description: 'The same key with the same request acts once and gives the same answer for a day. Not for NDJSON.',
    },
  },
};

const refTo = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** A route that takes JSON or lines has no body schema of its own: the generator fails on one with media types. */
function describeLines(
  document: Json,
  path: string,
  bodies: { readonly json: string; readonly line: readonly string[] },
) {
  const operation = ((document.paths as Json)[path] as Json).post as Json;
  operation.requestBody = {
    required: true,
    content: {
      'application/json': { schema: refTo(bodies.json) },
      'application/x-ndjson': {
        schema: bodies.line.length === 1 ? refTo(bodies.json) : { anyOf: bodies.line.map(refTo) },
        'x-line-bytes-max': 4_194_304,
      },
    },
  };
}

/** Takes away what says nothing: bounds of safe integers, drafts' names, patterns of pages' length. */
function tidy(node: unknown): void {
  if (Array.isArray(node)) {
    for (const each of node) tidy(each);
    return;
  }
  if (!isObject(node)) return;
  if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
  if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
  if (typeof node.pattern === 'string' && node.pattern.length > 200) delete node.pattern;
  if (typeof node.$schema === 'string') delete node.$schema;
  if (typeof node.id === 'string' && isObject(node.properties)) delete node.id;
  for (const value of Object.values(node)) tidy(value);
}

/** Schemas that nothing refers to, after all: the generator writes each twice, as sent and as answered. */
function dropUnused(document: Json): void {
  const schemas = (document.components as Json).schemas as Json;
  for (;;) {
    const text = JSON.stringify(document);
    const unused = Object.keys(schemas).filter((name) => !text.includes(`"#/components/schemas/${name}"`));
    if (unused.length === 0) return;
    for (const name of unused) delete schemas[name];
  }
}
