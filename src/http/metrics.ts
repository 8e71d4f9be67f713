/** What `/metrics` tells: how long answers take, where the ledger is, and the process's own figures. */
import client from 'prom-client';

type Labels = { readonly method: string; readonly route: string; readonly status: string };

export type Metrics = {
  observe(labels: Labels, seconds: number): void;
  read(now: {
    readonly position: number;
    readonly alerts: number;
  }): Promise<{ readonly contentType: string; readonly text: string }>;
  clear(): void;
};

export function createMetrics(): Metrics {
  const registry = new client.Registry();
  // The process's own figures are read when they are asked for: no timer keeps running.
  client.collectDefaultMetrics({ register: registry, prefix: 'evenhand_' });
  const duration = new client.Histogram({
    name: 'evenhand_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30],
    registers: [registry],
  });
  const gauge = (name: string, help: string) => new client.Gauge({ name, help, registers: [registry] });
  const position = gauge('evenhand_ledger_position', 'Newest position of the ledger');
  const alerts = gauge(
    'evenhand_alerts',
    'Things that somebody should look at: tripped breakers, unexplained divergence',
  );
  return {
    observe: (labels, seconds) => duration.observe(labels, seconds),
    async read(now) {
      position.set(now.position);
      alerts.set(now.alerts);
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
    clear: () => registry.clear(),
  };
}
