import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { requestContext } from '#lib/http/server/request-context';
import { createWebServer, type RefusedRequest } from '#lib/http/server/web-server';

export const refused: RefusedRequest[] = [];
export const failed: unknown[] = [];
/** Says what it was asked for. */
export const tell = async (request: IncomingMessage, response: ServerResponse) => {
  if (request.url === '/broken') throw new Error('no page');
  const chunks = await request.toArray();
  const { peer, page, proxied } = requestContext();
  response.end(
    JSON.stringify({ peer, page, proxied, url: request.url, method: request.method, body: chunks.join('') }),
  );
};
export let server: ReturnType<typeof createWebServer>;
export let origin: string;
export let port: number;

/** A server whose pages say what they were asked for. */
export function inEchoServer(): void {
  beforeAll(async () => {
    server = createWebServer({
      https: true,
      direct: [],
      pages: tell,
      others: (request, response) => {
        response.setHeader('x-answered', 'as no page');
        return tell(request, response);
      },
      refused: (one) => refused.push(one),
      failed: (error) => failed.push(error),
      checkEveryMs: 50,
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
    origin = `http://127.0.0.1:${port}`;
  });
  afterAll(() => server.close());
  beforeEach(() => {
    refused.length = 0;
    failed.length = 0;
  });
}
