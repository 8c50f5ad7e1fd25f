import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { guardServer } from './guard-server.ts';
import { peerHeader } from './peer-header.ts';
import { proxiedHeader } from './proxied.ts';

const server = createServer({ connectionsCheckingInterval: 50 }, (request, response) => {
  request.resume();
  response.setHeader('x-seen-proxied', request.headers[proxiedHeader] ?? '');
  request.on('end', () => response.end(request.headers[peerHeader]));
});
let origin: string;

beforeAll(async () => {
  guardServer(true);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

test('a request is told its peer, whatever it says itself', async () => {
  const answer = await fetch(origin, { headers: { [peerHeader]: '192.0.2.1' } });
  expect(await answer.text()).toBe('127.0.0.1');
});

test.each([
  [{}, 'no'],
  [{ [proxiedHeader]: 'yes' }, 'no'],
  [{ 'X-Forwarded-For': '192.0.2.1', [proxiedHeader]: 'no' }, 'yes'],
  [{ 'X-Forwarded-Proto': 'https' }, 'yes'],
  [{ Forwarded: 'for=192.0.2.1' }, 'yes'],
  [{ Via: '1.1 proxy' }, 'yes'],
  [{ 'X-Real-IP': '192.0.2.1' }, 'yes'],
  [{ 'X-Original-Host': 'tenko.example' }, 'yes'],
  [{ 'CF-Connecting-IP': '192.0.2.1' }, 'yes'],
])('a request with %j is told whether a proxy passed it on: %s', async (headers, proxied) => {
  const answer = await fetch(origin, { headers: headers as Record<string, string> });
  expect(answer.headers.get('x-seen-proxied')).toBe(proxied);
});

test('over https, browsers are told to stay there', async () => {
  const { headers } = await fetch(origin);
  expect(headers.get('strict-transport-security')).toBe('max-age=63072000');
});

test('a body that does not come ends the connection, once its time is over', async () => {
  await fetch(origin);
  expect(server.headersTimeout).toBe(15_000);
  expect(server.requestTimeout).toBe(60_000);
  // The same limits, shortened so that nobody has to wait for them
  server.headersTimeout = 100;
  server.requestTimeout = 100;
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\nslow');
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  expect(chunk.toString()).toMatch(/^HTTP\/1\.1 408 /);
  await once(socket, 'close');
});

test('the peer is told once, as node reads headers and as they came', async () => {
  const seen = new Promise<string[]>((resolve) =>
    server.once('request', ({ rawHeaders }: IncomingMessage) => resolve(rawHeaders)),
  );
  await fetch(origin, { headers: { [peerHeader.toUpperCase()]: '192.0.2.1' } });
  const raw = await seen;
  const told = raw.filter((_, index) => raw[index - (index % 2)]?.toLowerCase() === peerHeader);
  expect(told).toEqual([peerHeader, '127.0.0.1']);
});
