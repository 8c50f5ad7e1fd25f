import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Database } from '#lib/db/core/database';
import type { Log } from '#lib/log';
import { renderOwnMetrics } from '#lib/telemetry/metrics';

interface Place {
  host: string;
  port: number;
}

/**
 * Serves the metrics of a worker, without a key: by default to its own machine only. A port that is taken stops no report: it is
 * logged, and a monitoring system sees that nobody answers. Null: it could not listen.
 */
export async function serveMetrics(
  db: Pick<Database, 'connections'>,
  { host, port }: Place,
  log: Log,
): Promise<Server | null> {
  const server = createServer(async ({ method, url }, response) => {
    const [path] = (url ?? '').split('?', 1);
    const found = path === '/metrics' && (method === 'GET' || method === 'HEAD');
    const text = found ? await renderOwnMetrics(db.connections()) : 'Not found\n';
    const type = found ? 'text/plain; version=0.0.4; charset=utf-8' : 'text/plain; charset=utf-8';
    response.writeHead(found ? 200 : 404, { 'content-type': type, 'x-content-type-options': 'nosniff' });
    response.end(method === 'HEAD' ? undefined : text);
  });
  // Nobody needs long to ask for a few lines.
  server.requestTimeout = 10_000;
  server.headersTimeout = 10_000;
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    log.error(
      { event: 'metrics.not_served', err: error, host, port },
      'the metrics of the worker are not served',
    );
    return null;
  }
  // Whoever scrapes must not keep a worker from ending.
  server.unref();
  return server;
}
