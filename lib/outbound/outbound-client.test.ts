import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { Agent } from 'undici';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AnswerTooLarge, createOutboundClient } from './outbound-client.ts';

const long = JSON.stringify({ text: 'x'.repeat(100_000) });
let server: Server;
let url: string;
let asked: string | undefined;

beforeEach(async () => {
  server = createServer((request, response) => {
    asked = request.headers['accept-encoding'];
    const [, status = '200', encoding] = (request.url ?? '').split('/');
    if (status === 'silent') return;
    const pack = { gzip: gzipSync, br: brotliCompressSync }[encoding ?? ''];
    response.writeHead(Number(status), pack === undefined ? {} : { 'content-encoding': encoding });
    response.end(pack === undefined ? long : pack(long));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const { send } = createOutboundClient({ timeoutMs: 20_000 });

test.each(['gzip', 'br'])('an answer in %s is unpacked, of an error, too', async (encoding) => {
  for (const status of [200, 503]) {
    const answer = await send({ method: 'GET', url: `${url}/${status}/${encoding}`, compressed: true });
    expect(answer).toMatchObject({ status, text: long });
  }
  expect(asked).toBe('gzip, br');
});

test('a plain answer stays what it is', async () => {
  expect((await send({ method: 'GET', url: `${url}/200`, compressed: true })).text).toBe(long);
  expect((await send({ method: 'GET', url: `${url}/200` })).text).toBe(long);
  expect(asked).toBeUndefined();
});

test('an answer may be as long as allowed, counted as unpacked, and no longer', async () => {
  const get = (path: string, maxBytes: number) =>
    send({ method: 'GET', url: `${url}${path}`, compressed: true, maxBytes });
  expect((await get('/200/gzip', long.length)).text).toBe(long);
  await expect(get('/200/gzip', long.length - 1)).rejects.toBeInstanceOf(AnswerTooLarge);
  await expect(get('/200', 1000)).rejects.toBeInstanceOf(AnswerTooLarge);
});

test('a failure says how long it really took, not how long it might have', async () => {
  const dispatcher = new Agent({ headersTimeout: 300 });
  const impatient = createOutboundClient({ timeoutMs: 20_000, dispatcher });
  const startedAt = performance.now();
  const failure: unknown = await impatient
    .send({ method: 'GET', url: `${url}/silent` })
    .catch((error) => error);
  const took = (performance.now() - startedAt) / 1000;
  expect(failure).toMatchObject({ code: 'timeout' });
  const said = /did not answer within ([\d.]+) s$/.exec((failure as Error).message);
  expect(Math.abs(Number(said?.[1]) - took)).toBeLessThan(0.2);
  expect(took).toBeLessThan(20);
  await dispatcher.destroy();
});

test('a client goes no further than it may, by address and by name', async () => {
  const named = url.replace('127.0.0.1', 'localhost');
  const local = createOutboundClient({ timeoutMs: 20_000, reach: 'local' });
  const inPublic = createOutboundClient({ timeoutMs: 20_000, reach: 'public' });
  for (const address of [url, named]) {
    expect((await local.send({ method: 'GET', url: `${address}/200` })).status).toBe(200);
    asked = 'nothing';
    const refused = inPublic.send({ method: 'GET', url: `${address}/200` });
    await expect(refused).rejects.toMatchObject({ code: 'address_refused' });
    expect(asked).toBe('nothing');
  }
  for (const host of [
    '169.254.169.254',
    '[fe80::1]',
    '[::ffff:169.254.169.254]',
    'metadata.google.internal',
  ]) {
    const refused = local.send({ method: 'GET', url: `http://${host}/latest` });
    await expect(refused).rejects.toMatchObject({ code: 'address_refused' });
  }
});

test('what may not be called is not asked of a proxy, either', async () => {
  const proxies = { proxies: { https: url, http: url }, except: '' };
  const { send } = createOutboundClient({ timeoutMs: 20_000, proxies, reach: 'public' });
  const refused = send({ method: 'GET', url: 'http://10.0.0.1/' });
  await expect(refused).rejects.toMatchObject({ code: 'address_refused' });
});
