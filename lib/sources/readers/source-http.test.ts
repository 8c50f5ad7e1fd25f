import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createOutboundClient } from '../../outbound/outbound-client.ts';
import { createSourceHttp } from './source-http.ts';

let server: Server;
let host: string;
let reply: (path: string, response: ServerResponse) => void;

beforeEach(async () => {
  server = createServer((request, response) => reply(request.url ?? '', response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(
  () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
);

function open(secrets: Record<string, string> = {}) {
  return createSourceHttp({ url: `http://${host}/base`, secrets }, createOutboundClient({ timeoutMs: 1000 }));
}
const get = (secrets: Record<string, string> = {}) =>
  open(secrets).json({ path: '/devices', query: [['a', 'b c']] });
const text = (status: number, body: string, headers = {}) => {
  reply = (_, response) => response.writeHead(status, headers).end(body);
};

test('the path is behind the address of the source, its query encoded', async () => {
  reply = (path, response) => response.end(JSON.stringify({ path }));
  expect(await get()).toEqual({ path: '/base/devices?a=b+c' });
  const client = createOutboundClient({ timeoutMs: 1000 });
  const odd = createSourceHttp({ url: `http://${host}/base/?left=over`, secrets: {} }, client);
  expect(await odd.json({ path: '/devices' })).toEqual({ path: '/base/devices' });
});

test.each([
  [400, 'request_refused', false],
  [401, 'login_refused', false],
  [403, 'not_permitted', false],
  [404, 'not_found', false],
  [408, 'timeout', true],
  [409, 'request_refused', false],
  [429, 'rate_limited', true],
  [500, 'source_error', true],
  [503, 'source_error', true],
  [304, 'unexpected_answer', false],
])('%i is %s, which passes: %s', async (status, code, passes) => {
  text(status, status === 304 ? '' : '{"error":"x"}');
  await expect(get()).rejects.toMatchObject({ code, status, passes });
});

test.each([
  ['7', 7000],
  ['0', 0],
  ['soon', null],
  ['-5', null],
])('Retry-After: %s is %s ms', async (header, retryAfterMs) => {
  text(429, '{}', { 'retry-after': header });
  await expect(get()).rejects.toMatchObject({ retryAfterMs });
});

test('Retry-After may be a date', async () => {
  text(503, '{}', { 'retry-after': new Date(Date.now() + 60_000).toUTCString() });
  const failure = (await get().catch((error: unknown) => error)) as { retryAfterMs: number };
  expect(failure.retryAfterMs).toBeGreaterThan(50_000);
  expect(failure.retryAfterMs).toBeLessThanOrEqual(60_000);
});

test('a login page instead of JSON is named by its title', async () => {
  text(200, '<!doctype html><title>Sign in</title>');
  await expect(get()).rejects.toMatchObject({
    code: 'unexpected_answer',
    message: `${host} responded with a web page (“Sign in”) instead of JSON`,
  });
  text(200, 'nonsense');
  await expect(get()).rejects.toMatchObject({ code: 'unexpected_answer' });
});

test('a redirect on the same host is followed, at most three times', async () => {
  reply = (path, response) => {
    const left = Number(/\d$/.exec(path)?.[0] ?? 3);
    if (left === 0) response.end('{"arrived":true}');
    else response.writeHead(302, { location: `/moved/${left - 1}` }).end();
  };
  expect(await get()).toEqual({ arrived: true });
  reply = (_, response) => response.writeHead(302, { location: '/again' }).end();
  await expect(get()).rejects.toMatchObject({ code: 'unexpected_answer' });
});

test.each([
  'https://elsewhere.example/login?token=secret',
  '//elsewhere.example/login',
  'https://127.0.0.1/',
])('a redirect to %s is not followed', async (location) => {
  text(302, '', { location });
  const failure = await get().catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'redirected_elsewhere' });
  expect(String(failure)).not.toContain('secret');
});

test('words of a failure hold no secret, in whatever form, and no query', async () => {
  const secrets = { password: 'p&ss word', short: 'zz' };
  const said = 'p&ss word, p%26ss%20word, see https://x.example/a?token=abc#d';
  text(500, JSON.stringify({ message: said }));
  await expect(get(secrets)).rejects.toMatchObject({
    message: `${host} responded with 500: …, …, see https://x.example/a`,
  });
  text(500, JSON.stringify({ message: 'a word with zz' }));
  await expect(get(secrets)).rejects.toMatchObject({ message: `${host} responded with 500` });
});

test.each([
  [
    '{"errors":{"fieldErrors":[{"code":"Range","defaultMessage":"rows must be 1 to 500"}]}}',
    'rows must be 1 to 500',
  ],
  ['{"httpStatus":401,"errors":[{"code":"INVALID_TOKEN","description":"Unauthorized"}]}', 'Unauthorized'],
  ['{"error":"invalid_client","error_description":"Wrong secret"}', 'Wrong secret'],
  ['<html><head><title>502 Bad Gateway</title></head></html>', '502 Bad Gateway'],
  ['plain words\nin lines', 'plain words in lines'],
])('the words of %s', async (body, words) => {
  text(502, body);
  await expect(get()).rejects.toMatchObject({ message: `${host} responded with 502: ${words}` });
});

test('a long refusal is cut, and one that never comes is a timeout', async () => {
  text(500, JSON.stringify({ message: 'x'.repeat(5000) }));
  const failure = (await get().catch((error: unknown) => error)) as Error;
  expect(failure.message.length).toBeLessThanOrEqual(500);
  reply = () => undefined;
  await expect(get()).rejects.toMatchObject({ code: 'timeout', passes: true });
});

test('an answer of more than 64 MiB is not read to its end', async () => {
  reply = (_, response) => {
    const chunk = Buffer.alloc(1024 * 1024, 0x20);
    const write = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', write);
    response.on('error', () => undefined);
    write();
  };
  const http = createSourceHttp(
    { url: `http://${host}`, secrets: {} },
    createOutboundClient({ timeoutMs: 30_000 }),
  );
  await expect(http.json({ path: '/' })).rejects.toMatchObject({ code: 'answer_too_large' });
}, 40_000);
