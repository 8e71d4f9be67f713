/** For machines: is it up, and how is it doing. */
import type { HttpContext, Routes } from '../context.ts';
import type { Metrics } from '../metrics.ts';

export async function healthRoutes(routes: Routes, context: HttpContext): Promise<void> {
  // The library is large and no answer waits for it: it is loaded behind the first one.
  let made: Metrics | null = null;
  let making: Promise<Metrics> | null = null;
  const metrics = (): Promise<Metrics> => {
    making ??= import('../metrics.ts').then(({ createMetrics }) => {
      made = createMetrics();
      return made;
    });
    return making;
  };
  routes.addHook('onClose', async () => made?.clear());
  routes.addHook('onResponse', async (request, reply) => {
    const labels = {
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status: String(reply.statusCode),
    };
    const seconds = reply.elapsedTime / 1_000;
    if (made === null) void metrics().then((late) => late.observe(labels, seconds));
    else made.observe(labels, seconds);
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
    const { contentType, text } = await (await metrics()).read({
      position: status.position,
      alerts: status.alerts.length,
    });
    return reply.type(contentType).header('cache-control', 'no-store').send(text);
  });
}
