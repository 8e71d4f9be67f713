/**
 * `Idempotency-Key`: the same key with the same request gives the same answer for a day, and acts once. Held in this
 * process; what must outlast it (a person's decision) is also kept by key in the database.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { msOf } from '../lib/instant.ts';
import { askerOf, type HttpContext } from './context.ts';
import { refused } from './problem.ts';

const KEEP_MS = 24 * 3_600_000;
const ENTRIES_MAX = 10_000;

type Kept = { readonly status: number; readonly type: string; readonly body: string };
type Entry = {
  readonly fingerprint: string;
  readonly untilMs: number;
  readonly answer: Promise<Kept | null>;
  readonly settle: (kept: Kept | null) => void;
};

export function honourIdempotencyKeys(server: FastifyInstance, context: HttpContext): void {
  const entries = new Map<string, Entry>();
  const open = new WeakMap<FastifyRequest, { readonly id: string; readonly entry: Entry }>();

  server.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    if (!request.routeOptions.config.idempotent || typeof key !== 'string') return;
    if (request.body instanceof Readable) {
      throw refused('QUERY_INVALID', 'lines need no Idempotency-Key: the same post again is answered as before');
    }
    if (key.length === 0 || key.length > 255)
      throw refused('QUERY_INVALID', 'an Idempotency-Key has 1 to 255 characters');
    const nowMs = msOf(context.now());
    const id = `${askerOf(request).principal} ${key}`;
    const fingerprint = fingerprintOf(request);
    for (;;) {
      const known = entries.get(id);
      if (!known || known.untilMs <= nowMs) break;
      if (known.fingerprint !== fingerprint) {
        throw refused('IDEMPOTENCY_KEY_REUSED', `\`${key.slice(0, 64)}\` came with another request before`);
      }
      const kept = await known.answer;
      if (kept) {
        return reply.code(kept.status).type(kept.type).header('idempotent-replayed', 'true').send(kept.body);
      }
    }
    dropOldest(entries, nowMs);
    const entry = { fingerprint, untilMs: nowMs + KEEP_MS, ...deferred() };
    entries.set(id, entry);
    open.set(request, { id, entry });
  });

  server.addHook('onSend', async (request, reply, payload) => {
    const mine = open.get(request);
    if (!mine) return payload;
    open.delete(request);
    // A refusal or a failure recorded nothing, so the same key may try again.
    const isKept = reply.statusCode < 300 && typeof payload === 'string';
    if (!isKept) entries.delete(mine.id);
    const type = String(reply.getHeader('content-type'));
    mine.entry.settle(isKept ? { status: reply.statusCode, type, body: payload } : null);
    return payload;
  });
}

function deferred(): Pick<Entry, 'answer' | 'settle'> {
  const { promise, resolve } = Promise.withResolvers<Kept | null>();
  return { answer: promise, settle: resolve };
}

function fingerprintOf(request: FastifyRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([request.method, request.url, request.body ?? null]))
    .digest('base64');
}

function dropOldest(entries: Map<string, Entry>, nowMs: number): void {
  for (const [id, entry] of entries) {
    if (entry.untilMs > nowMs && entries.size < ENTRIES_MAX) return;
    entries.delete(id);
  }
}
