import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerDirectly, type DirectCall, findCall } from './direct-calls.ts';
import { WebResponse } from './web-response.ts';

const server = createServer({ ServerResponse: WebResponse }, (request, response) => {
  const found = findCall(calls, request);
  if (found === null) response.end('by the others');
  else answerDirectly(found, request, response);
});
const long = 'long '.repeat(1000);
let origin: string;

const said = (body: unknown, status = 200) => ({
  status,
  headers: { 'content-type': 'application/json', 'x-request-id': 'r' },
  body: JSON.stringify(body),
});
const calls: DirectCall[] = [
  { method: 'GET', path: /^\/things$/, answer: async ({ url }) => said({ url, long }) },
  {
    method: 'GET',
    path: /^\/things\/([\da-f-]{4})$/,
    answer: async ({ headers }, { params }) =>
      said({ ...(await params), by: headers.get('authorization') }, 404),
  },
  { method: 'POST', path: /^\/things$/, answer: async (given) => said(await given.json(), 202) },
  { method: 'GET', path: /^\/broken$/, answer: () => Promise.reject(new Error('no database')) },
];

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

test('a call goes to its route, with its query, its id, its headers and its body', async () => {
  const list = await fetch(`${origin}/things?a=%C3%A4`);
  expect(list.status).toBe(200);
  expect(await list.json()).toEqual({ url: `${origin}/things?a=%C3%A4`, long });
  const one = await fetch(`${origin}/things/0a-f`, { headers: { authorization: 'Bearer x' } });
  expect(one.status).toBe(404);
  expect(await one.json()).toEqual({ id: '0a-f', by: 'Bearer x' });
  const made = await fetch(`${origin}/things`, { method: 'POST', body: '{"名":"テスト"}' });
  expect(made.status).toBe(202);
  expect(await made.json()).toEqual({ 名: 'テスト' });
});

test('an answer carries its own headers and those of every answer', async () => {
  const { headers } = await fetch(`${origin}/things`);
  expect(headers.get('x-request-id')).toBe('r');
  expect(headers.get('content-type')).toBe('application/json');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('what is long is compressed for whoever takes that', async () => {
  const plain = await request(`${origin}/things`);
  expect(plain.headers['content-encoding']).toBeUndefined();
  const length = Number(plain.headers['content-length']);
  expect(Buffer.byteLength(await plain.body.text())).toBe(length);
  const packed = await request(`${origin}/things`, { headers: { 'accept-encoding': 'gzip' } });
  expect(packed.headers['content-encoding']).toBe('gzip');
  const bytes = Buffer.from(await packed.body.arrayBuffer());
  expect(bytes.byteLength).toBeLessThan(length / 10);
  expect(JSON.parse(gunzipSync(bytes).toString())).toMatchObject({ long });
});

test('a route that cannot even say what went wrong ends its own call, and nothing else', async () => {
  const { status } = await fetch(`${origin}/broken`);
  expect(status).toBe(500);
  expect((await fetch(`${origin}/things`)).status).toBe(200);
});

test.each([
  ['another method', 'DELETE', '/things'],
  ['a head alone', 'HEAD', '/things'],
  ['another spelling', 'GET', '/thing%73'],
  ['an id of another kind', 'GET', '/things/what'],
  ['another path', 'GET', '/things/0a-f/more'],
])('%s is for the others', async (_, method, path) => {
  const answer = await fetch(origin + path, { method });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe(method === 'HEAD' ? '' : 'by the others');
});
