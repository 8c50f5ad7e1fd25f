import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface Balancer {
  url: string;
  /** How often it looks at `/api/health/ready`, in ms */
  checkEveryMs: number;
  /** Adds an upstream; it gets requests once it is ready */
  add(origin: string): void;
  remove(origin: string): void;
  isReady(origin: string): boolean;
  /** Requests that an upstream broke off */
  broken: string[];
  close(): Promise<void>;
}

const checkEveryMs = 100;

/** A load balancer as small as can be: it keeps connections, asks who is ready, and tries nothing twice. */
export async function startBalancer(): Promise<Balancer> {
  const upstreams = new Map<string, { isReady: boolean; agent: Agent }>();
  const broken: string[] = [];
  const stopping = new AbortController();
  let turn = 0;

  const pass = (incoming: IncomingMessage, response: ServerResponse) => {
    const ready = [...upstreams].filter(([, { isReady }]) => isReady);
    const chosen = ready[turn++ % ready.length];
    if (chosen === undefined) {
      response.writeHead(503, { 'retry-after': '1' }).end();
      return;
    }
    const [origin, { agent }] = chosen;
    const { method, url = '/', headers } = incoming;
    const outgoing = request(new URL(url, origin), { method, headers, agent }, (answer) => {
      const { connection: _, 'keep-alive': __, ...kept } = answer.headers;
      response.writeHead(answer.statusCode ?? 502, kept);
      answer.pipe(response);
      answer.once('error', () => response.destroy());
    });
    outgoing.once('error', (error) => {
      if (!incoming.destroyed || incoming.complete) broken.push(`${method} ${url}: ${error.message}`);
      if (!response.headersSent) response.writeHead(502).end();
    });
    incoming.pipe(outgoing);
    response.once('close', () => response.writableFinished || outgoing.destroy());
  };
  const server = createServer(pass);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const look = async () => {
    while (!stopping.signal.aborted) {
      for (const [origin, upstream] of upstreams) {
        const ready = fetch(`${origin}/api/health/ready`, { signal: AbortSignal.timeout(2000) });
        upstream.isReady = await ready.then(
          ({ ok, body }) => body?.cancel().then(() => ok) ?? ok,
          () => false,
        );
      }
      await wait(checkEveryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const looking = look();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    checkEveryMs,
    add: (origin) => upstreams.set(origin, { isReady: false, agent: new Agent({ keepAlive: true }) }),
    remove: (origin) => void upstreams.delete(origin),
    isReady: (origin) => upstreams.get(origin)?.isReady === true,
    broken,
    close: async () => {
      stopping.abort();
      await looking;
      server.closeAllConnections();
      server.close();
      for (const { agent } of upstreams.values()) agent.destroy();
    },
  };
}
