/** For machines: is it up, and how is it doing. */
import client from 'prom-client';
import type { HttpContext, Routes } from '../context.ts';

export async function healthRoutes(routes: Routes, context: HttpContext): Promise<void> {
  const registry = new client.Registry();
  const stopCollecting = collectProcess(registry);
  routes.addHook('onClose', async () => stopCollecting());

  const duration = new client.Histogram({
    name: 'evenhand_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30],
    registers: [registry],
  });
  const position = new client.Gauge({
    name: 'evenhand_ledger_position',
    help: 'Newest position of the ledger',
    registers: [registry],
  });
  const alerts = new client.Gauge({
    name: 'evenhand_alerts',
    help: 'Things that somebody should look at: tripped breakers, unexplained divergence',
    registers: [registry],
  });

  routes.addHook('onResponse', async (request, reply) => {
    const labels = {
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status: String(reply.statusCode),
    };
    duration.observe(labels, reply.elapsedTime / 1_000);
  });

  routes.get(
    '/healthz',
    { config: { access: 'open', rateLimit: false }, schema: { hide: true } },
    async (_request, reply) => {
      void reply.header('cache-control', 'no-store');
      return { ok: !context.stopping.aborted };
    },
  );

  routes.get('/metrics', { config: { access: 'read' }, schema: { hide: true } }, async (_request, reply) => {
    const status = await context.app.status();
    position.set(status.position);
    alerts.set(status.alerts.length);
    return reply
      .type(registry.contentType)
      .header('cache-control', 'no-store')
      .send(await registry.metrics());
  });
}

/** The process's own figures, read when they are asked for: no timer keeps running. */
function collectProcess(registry: client.Registry): () => void {
  client.collectDefaultMetrics({ register: registry, prefix: 'evenhand_' });
  return () => registry.clear();
}
