import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { failed, inEchoServer, origin, port, refused, server } from '#lib/test-kit/http/echo-server';

inEchoServer();

/** Whatever comes back for these very bytes, until the server ends the connection. */
async function raw(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.setEncoding('latin1');
  socket.write(bytes, 'latin1');
  let text = '';
  for await (const chunk of socket) text += chunk;
  return text;
}
const ended = (head: string, body = '') => `${head}\r\nconnection: close\r\n\r\n${body}`;

test('a request is told its peer, whatever it says itself', async () => {
  const answer = await fetch(origin, { headers: { 'x-tenko-peer': '192.0.2.1' } });
  expect(await answer.json()).toMatchObject({ peer: '127.0.0.1', page: '/' });
});

test('a connection stays open for longer than proxies use it again', async () => {
  const agent = new Agent({ keepAlive: true });
  const [answer] = (await once(get(origin, { agent }), 'response')) as [IncomingMessage];
  expect(answer.headers['keep-alive']).toBe('timeout=65');
  agent.destroy();
});

test.each([
  [{}, false],
  [{ 'x-tenko-proxied': 'yes' }, false],
  [{ 'X-Forwarded-For': '192.0.2.1', 'x-tenko-proxied': 'no' }, true],
  [{ 'X-Forwarded-Proto': 'https' }, true],
  [{ Forwarded: 'for=192.0.2.1' }, true],
  [{ Via: '1.1 proxy' }, true],
  [{ 'X-Real-IP': '192.0.2.1' }, true],
  [{ 'X-Original-Host': 'tenko.example' }, true],
  [{ 'CF-Connecting-IP': '192.0.2.1' }, true],
])('a request with %j is told whether a proxy passed it on: %s', async (headers, proxied) => {
  const answer = await fetch(origin, { headers: headers as Record<string, string> });
  expect(await answer.json()).toMatchObject({ proxied });
});

test.each([
  ['1.0', true],
  ['1.1', false],
])('HTTP/%s is told to be of a proxy: %s', async (version, proxied) => {
  const answer = await raw(ended(`GET / HTTP/${version}\r\nhost: a`));
  expect(answer).toContain(`"proxied":${proxied}`);
});

test.each([
  ['/icon.svg', true],
  ['/icon.svg?1', true],
  ['/_next/static/a.js', true],
  ['/icon.svgx', false],
  ['/icon.svg/a/b', false],
])('%s goes past the limits of pages: %s', async (path, isNoPage) => {
  const { headers } = await fetch(`${origin}${path}`);
  expect(headers.has('x-answered')).toBe(isNoPage);
});

test('over https, browsers are told to stay there', async () => {
  const { headers } = await fetch(origin);
  expect(headers.get('strict-transport-security')).toBe('max-age=63072000');
});

const long = 'x'.repeat(3000);

test.each([
  ['no host', 'GET / HTTP/1.1\r\na: b', 400],
  ['an empty host', 'GET / HTTP/1.1\r\nhost:', 400],
  ['a host with a space', 'GET / HTTP/1.1\r\nhost: a b', 400],
  ['a host with a path', 'GET / HTTP/1.1\r\nhost: a/b', 400],
  ['a host with a name and a password', 'GET / HTTP/1.1\r\nhost: a:b@c', 400],
  ['a host in letters of no host', 'GET / HTTP/1.1\r\nhost: \u00e9vil', 400],
  ['a long host', `GET / HTTP/1.1\r\nhost: ${long}`, 400],
  ['two hosts', 'GET / HTTP/1.1\r\nhost: a\r\nHost: b', 400],
  ['bad percent-encoding', 'GET /%E0%A4%A HTTP/1.1\r\nhost: a', 400],
  ['half a percent-encoding', 'GET /devices/% HTTP/1.1\r\nhost: a', 400],
  ['an encoded NUL', 'GET /devices/%00 HTTP/1.1\r\nhost: a', 400],
  ['an encoded line feed', 'GET /icon.svg%0Aforged HTTP/1.1\r\nhost: a', 400],
  ['an encoded escape of a terminal', 'GET /%1b%5B2J HTTP/1.1\r\nhost: a', 400],
  ['a C1 control', 'GET /\u009b31m HTTP/1.1\r\nhost: a', 400],
  ['a NUL', 'GET /\u0000 HTTP/1.1\r\nhost: a', 400],
  ['a space', 'GET /a b HTTP/1.1\r\nhost: a', 400],
  ['another host by two slashes', 'GET //evil.example/ HTTP/1.1\r\nhost: a', 400],
  ['two slashes within', 'GET /devices//a HTTP/1.1\r\nhost: a', 400],
  ['encoded slashes', 'GET /%2F%2Fevil.example HTTP/1.1\r\nhost: a', 400],
  ['a backslash', 'GET /\\evil.example HTTP/1.1\r\nhost: a', 400],
  ['an encoded backslash', 'GET /%5cevil.example HTTP/1.1\r\nhost: a', 400],
  ['a way up', 'GET /_next/static/../image HTTP/1.1\r\nhost: a', 400],
  ['a long path', `GET /${long} HTTP/1.1\r\nhost: a`, 400],
  ['an asterisk', 'OPTIONS * HTTP/1.1\r\nhost: a', 400],
  ['an asterisk to read', 'GET * HTTP/1.1\r\nhost: a', 400],
  ['the address of another host', 'GET http://evil.example/ HTTP/1.1\r\nhost: a', 400],
  ['a server action', 'POST / HTTP/1.1\r\nhost: a\r\nnext-action: 00ab\r\ncontent-length: 0', 400],
  ['TRACE', 'TRACE /api/v1/devices HTTP/1.1\r\nhost: a', 405],
  ['a page that is written to', 'POST /sign-in HTTP/1.1\r\nhost: a\r\ncontent-length: 0', 405],
  ['CONNECT', 'CONNECT evil.example:443 HTTP/1.1\r\nhost: a', 405],
  ['something else than HTTP', 'hello', 400],
  ['too many headers', `GET / HTTP/1.1\r\nhost: a\r\n${`a: ${long}\r\n`.repeat(8)}b: c`, 431],
])('%s is refused, and told', async (_name, head, status) => {
  const answer = await raw(ended(head));
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(answer).toMatch(/content-security-policy: default-src 'none'/);
  expect(answer).toContain('x-content-type-options: nosniff');
  expect(refused).toEqual([expect.objectContaining({ status, peer: '127.0.0.1' })]);
  expect(failed).toEqual([]);
});

test('pictures are made for nobody, and no line of a caller is told', async () => {
  const { status } = await fetch(`${origin}/_next/image?url=%2Ficon.svg%23%0Aforged&w=64&q=75`);
  expect(status).toBe(404);
  expect(JSON.stringify(refused[0]?.reason)).not.toContain('forged');
});

test.each([
  ['h2c', 'upgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\nconnection: upgrade, http2-settings, close'],
  ['a web socket', 'upgrade: websocket\r\nsec-websocket-version: 13\r\nconnection: upgrade, close'],
])('who offers %s is answered all the same', async (_name, offer) => {
  const answer = await raw(`POST /api/v1/x HTTP/1.1\r\nhost: a\r\n${offer}\r\ncontent-length: 2\r\n\r\nok`);
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toContain('"body":"ok"');
});

test.each([
  ['its own host in the target', 'GET http://A:80/devices?q=a HTTP/1.1\r\nhost: a:80', '/devices?q=a'],
  ['HTTP/1.0 without a host', 'GET /devices HTTP/1.0', '/devices'],
  ['IPv6', 'GET /devices HTTP/1.1\r\nhost: [::1]:3000', '/devices'],
  [
    'two slashes and a backslash in its query',
    'GET /devices?q=//a\\%5C HTTP/1.1\r\nhost: a',
    '/devices?q=//a\\%5C',
  ],
  ['letters of any language', 'GET /%E6%97%A5%E6%9C%AC HTTP/1.1\r\nhost: a', '/%E6%97%A5%E6%9C%AC'],
])('a request with %s is answered', async (_name, head, url) => {
  const answer = await raw(ended(head));
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toContain(JSON.stringify(url));
  expect(refused).toEqual([]);
});

test('what cannot be answered is a problem that says nothing of why, with a policy', async () => {
  const { status, headers, ...answer } = await fetch(`${origin}/broken`);
  expect(status).toBe(500);
  expect(headers.get('content-security-policy')).toBeTruthy();
  expect(failed).toEqual([new Error('no page')]);
  expect(answer).toBeDefined();
});

test('a caller that breaks off is no error, and nothing is told of it', async () => {
  const breaks = async (bytes: string) => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(bytes);
    const [{ socket: other }] = (await once(server, 'request')) as [IncomingMessage];
    const closed = new Promise((resolve) => other.once('close', resolve));
    socket.resetAndDestroy();
    await closed;
  };
  await breaks('POST /api/v1/x HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\nhalf');
  await breaks('POST /api/v1/x HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhalf');
  expect(await (await fetch(origin)).json()).toMatchObject({ peer: '127.0.0.1' });
  expect([refused, failed]).toEqual([[], []]);
});
