import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SourceAccess } from '#lib/domain/sources/source';
import { walkSource } from '#lib/test-kit/sources/walk-source';
import { createOutboundClient } from '../../../outbound/outbound-client.ts';
import { createSourceReader } from '../create-reader.ts';

let server: Server;
let url: string;
let asked: { path: string; key: string | undefined }[];
let answer: (path: URL) => { status?: number; body: unknown };

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push({ path, key: request.headers['x-key'] as string | undefined });
    const { status = 200, body } = answer(new URL(path, url));
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(
  () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
);

const mapping =
  '{ "externalId": id, "checkedInAt": seen, "device": { "name": name, "os": os, "osVersion": "1" } }';
const seen = '2026-11-29T08:00:00Z';
const record = (id: number) => ({ id, name: `Device ${id}`, os: 'Mac', seen });

function open(settings: object, change: Partial<SourceAccess> = {}) {
  const access: SourceAccess = {
    kind: 'json',
    url: `${url}/devices`,
    settings: { itemsPath: '', mapping, ...settings },
    secrets: { headers: JSON.stringify({ 'x-key': 'hush-hush-key', accept: 'application/vnd.x+json' }) },
    ...change,
  };
  return createSourceReader(access, { http: createOutboundClient({ timeoutMs: 5000 }) });
}

const walk = (settings: object, change: Partial<SourceAccess> = {}) =>
  walkSource(() => open(settings, change));
const ids = ({ checkIns }: { checkIns: Map<string, unknown> }) => [...checkIns.keys()].map(Number);

test('a plain list is read at once, with the headers that are set', async () => {
  answer = () => ({ body: [record(1), record(2)] });
  const walked = await walk({});
  expect(walked.checkIns.get('1')).toMatchObject({
    externalId: '1',
    checkedInAt: '2026-11-29T08:00:00.000Z',
    device: { name: 'Device 1', os: 'macos' },
  });
  expect(asked).toEqual([{ path: '/devices', key: 'hush-hush-key' }]);
});

test('next pages by a whole address, by a path, and by a query alone', async () => {
  const links: Record<string, string | null> = {
    '1': `${url}/devices?page=2`,
    '2': '/devices?page=3',
    '3': '?page=4',
  };
  answer = (path) => {
    const page = path.searchParams.get('page') ?? '1';
    return { body: { '@odata.nextLink': links[page] ?? null, value: [record(Number(page))] } };
  };
  expect(ids(await walk({ itemsPath: 'value', nextPath: '@odata.nextLink' }))).toEqual([1, 2, 3, 4]);
});

test('next pages by a token, under the name of its key or another', async () => {
  answer = (path) => {
    const at = path.searchParams.get('cursor') ?? path.searchParams.get('after') ?? 'a/b=';
    const tokens: Record<string, string> = { 'a/b=': '7', '7': 'x+y/z' };
    return { body: { paging: { cursor: tokens[at] ?? '' }, items: [record(at.length)] } };
  };
  const settings = { itemsPath: 'items', nextPath: 'paging.cursor' };
  expect((await walk(settings)).pages).toBe(3);
  expect(asked.at(-1)?.path).toBe('/devices?cursor=x%2By%2Fz');
  await walk({ ...settings, nextPath: 'paging.cursor=after' });
  expect(asked.at(-1)?.path).toBe('/devices?after=x%2By%2Fz');
});

test('next pages by counting records or pages, until one is empty', async () => {
  answer = (path) => {
    const page = Number(path.searchParams.get('page') ?? 1);
    const start = Number(path.searchParams.get('offset') ?? (page - 1) * 3);
    return { body: [1, 2, 3, 4, 5, 6, 7].slice(start, start + 3).map(record) };
  };
  const all = [1, 2, 3, 4, 5, 6, 7];
  expect(ids(await walk({ nextPath: 'offset+=count' }))).toEqual(all);
  expect(asked.map(({ path }) => path)).toEqual([
    '/devices',
    ...[3, 6, 7].map((at) => `/devices?offset=${at}`),
  ]);
  expect(ids(await walk({ nextPath: 'page += 1' }, { url: `${url}/devices?page=1` }))).toEqual(all);
});

test('never another host, and never in circles', async () => {
  answer = () => ({ body: { next: 'https://elsewhere.example/devices', items: [record(1)] } });
  const settings = { itemsPath: 'items', nextPath: 'next' };
  await expect(walk(settings)).rejects.toMatchObject({ code: 'redirected_elsewhere' });
  answer = () => ({ body: { next: 'again', items: [record(1)] } });
  await expect(walk(settings)).rejects.toMatchObject({
    code: 'unexpected_answer',
    message: expect.stringContaining('the same page again') as string,
  });
});

test('a path without a list is said with what is there', async () => {
  answer = () => ({ body: { data: { devices: [] } } });
  await expect(walk({ itemsPath: 'items' })).rejects.toMatchObject({
    code: 'unexpected_answer',
    message: 'There is no list at “items”; there are: data',
  });
  answer = () => ({ body: [] });
  await expect(walk({ itemsPath: 'items' })).rejects.toMatchObject({
    message: 'There is no list at “items”; the answer itself is a list: leave the path empty',
  });
  answer = () => ({ body: { data: { devices: [record(1)] } } });
  expect(ids(await walk({ itemsPath: 'data.devices' }))).toEqual([1]);
});

test('a refusal is said without what the headers and the address hold', async () => {
  answer = () => ({ status: 403, body: { message: 'key hush-hush-key of query-secret-7 has no rights' } });
  const refused = walk({}, { url: `${url}/devices?key=query-secret-7` });
  await expect(refused).rejects.toMatchObject({
    code: 'not_permitted',
    message: expect.stringMatching(
      /^127\.0\.0\.1:\d+ responded with 403: key … of … has no rights$/,
    ) as string,
  });
});

test('a mapping that cannot be used is said, with the place', async () => {
  await expect(walk({ mapping: '{ "externalId": ' })).rejects.toMatchObject({
    code: 'setting_not_found',
    message: expect.stringContaining('at character') as string,
  });
});
