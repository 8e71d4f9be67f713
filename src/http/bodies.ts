/** Bodies: JSON read by our own reader, NDJSON handed on as a stream of bytes. Every other media type is refused. */
import type { FastifyInstance } from 'fastify';
import { readJson } from '../lib/read-json.ts';
import { JSON_DEPTH_MAX, LINE_BYTES_MAX } from '../schema/limits.ts';
import { ProblemError } from './problem.ts';

export const NDJSON_TYPE = 'application/x-ndjson';

export function readBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: LINE_BYTES_MAX },
    (_request, body, done) => {
      const text = typeof body === 'string' ? body : body.toString('utf8');
      const read = readJson(text.startsWith('\ufeff') ? text.slice(1) : text, JSON_DEPTH_MAX);
      if (read.ok) done(null, read.value);
      else done(new ProblemError(read.error), undefined);
    },
  );
}

/** Only where lines are taken: with a raw stream the framework enforces no limit. */
export function readLines(server: FastifyInstance): void {
  server.addContentTypeParser(NDJSON_TYPE, (_request, payload, done) => done(null, payload));
}
