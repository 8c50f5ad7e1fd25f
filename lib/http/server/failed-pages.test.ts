import { once } from 'node:events';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import compression from 'compression';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';
import type { DatabaseFault } from '../../domain/database-fault.ts';
import { unavailableDigest } from '../../domain/database-fault.ts';
import { notePageFailure } from '../pages/error-pages.ts';
import type { WebResponse } from './web-response.ts';
import { createWebServer } from './web-server.ts';

let web: TestWeb;
beforeAll(async () => {
  web = await openTestWeb();
});
afterAll(() => web.close());

const failure = (fault: DatabaseFault) =>
  Object.assign(new Error('no page'), { digest: unavailableDigest(fault) });

/** A server as Next is: it hears of the failure, compresses, and writes its own answer in pieces. */
async function get(listen: RequestListener, headers: Record<string, string> = {}) {
  const compress = compression({ threshold: 0 });
  const pages = async (request: IncomingMessage, response: WebResponse) => {
    compress(request as never, response as never, () => listen(request, response));
  };
  const server = createWebServer({
    https: false,
    direct: [],
    pages,
    others: pages,
    refused: () => undefined,
    failed: () => undefined,
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const response = await fetch(`http://127.0.0.1:${port}/devices?q=a`, { headers });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } finally {
    server.close();
  }
}

const failing =
  (error: unknown): RequestListener =>
  (request, response) => {
    const { headers, url = '' } = request;
    notePageFailure(error, { path: url, headers });
    response.statusCode = 500;
    response.setHeader('content-type', 'text/html');
    response.setHeader('set-cookie', 'a=b');
    response.write('Internal ');
    response.end('Server Error');
  };

test('a page that the database kept from being made is 503 at its own address, and tries again by itself', async () => {
  const { status, headers, text } = await get(failing(failure('disk_full')), { 'accept-language': 'fi' });
  expect(status).toBe(503);
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'retry-after': '30',
    'cache-control': 'no-store',
    'x-frame-options': 'DENY',
  });
  expect(headers.get('set-cookie')).toBeNull();
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  expect(text).toContain('Tietokannan levy on täynnä');
  expect(text).toContain('<meta http-equiv="refresh" content="30">');
  expect(text).not.toContain('Internal');
});

test('the language that an admin chose goes before the browser’s', async () => {
  const { text } = await get(failing(failure('read_only')), {
    cookie: 'tenko_locale=de',
    'accept-language': 'fi',
  });
  expect(text).toContain('<html lang="de">');
});

test('what fails for another reason, and what goes on from an open page, is Next’s to answer', async () => {
  expect((await get(failing(new Error('x')))).text).toBe('Internal Server Error');
  expect((await get(failing(failure('disk_full')), { rsc: '1' })).status).toBe(500);
  const own = await get((_request, response) => response.writeHead(200, { a: 'b' }).end('fine'));
  expect([own.status, own.headers.get('a'), own.text]).toEqual([200, 'b', 'fine']);
});

test('a page that failed after its answer began ends as it is', async () => {
  const { status, text } = await get((_request, response) => {
    response.write('begun ');
    notePageFailure(failure('disk_full'), { path: '/', headers: {} });
    response.end('and ended');
  });
  expect([status, text]).toEqual([200, 'begun and ended']);
});
