import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SourceKind } from '#lib/domain/sources/source';
import type { SourceCursor, SourcePage, SourceReader } from '#lib/domain/sources/source-reader';
import { walkSource } from '#lib/test-kit/sources/walk-source';
import { createOutboundClient } from '../../outbound/outbound-client.ts';
import { createSourceReader } from './create-reader.ts';
import { withoutCircles } from './without-circles.ts';

let server: Server;
let url: string;
let calls: number;
let answer: (address: URL) => unknown;

beforeEach(async () => {
  calls = 0;
  server = createServer((request, response) => {
    calls += 1;
    response.end(JSON.stringify(answer(new URL(request.url ?? '', url))));
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

const http = createOutboundClient({ timeoutMs: 5000 });
const mapping = '{ "externalId": id, "checkedInAt": seen, "device": { "name": id, "os": "mac" } }';
/** Each call sends another time: no two answers are alike. */
const record = (id: number) => ({ id, seen: new Date(1_764_000_000_000 + calls * 1000).toISOString() });

const openJson = (nextPath: string) =>
  createSourceReader(
    { kind: 'json', url: `${url}/devices`, settings: { itemsPath: 'items', nextPath, mapping }, secrets: {} },
    { http },
  );
const inCircle = { code: 'unexpected_answer', message: expect.stringContaining('circle') as string };

/** As the pages of a run are read: what is left of the last page is its cursor alone. */
async function readAll(
  open: () => SourceReader,
  cursor: SourceCursor = null,
  most = 400,
): Promise<SourcePage[]> {
  const pages: SourcePage[] = [];
  for (let next = cursor; pages.length < most; ) {
    const page = await open().readPage({ walk: 'full', cursor: next, since: null, now: new Date() });
    pages.push(page);
    if (page.next === null) return pages;
    next = JSON.parse(JSON.stringify(page.next.cursor)) as SourceCursor;
  }
  throw new Error(`it goes on after ${most} pages`);
}

test('a page whose next page is itself ends the walk, and its devices count', async () => {
  answer = () => ({ next: `${url}/devices?page=2`, items: [record(calls)] });
  const read: number[] = [];
  const open = () => openJson('next');
  const counted = () => ({ ...open(), readPage: noting(open(), read) });
  await expect(readAll(counted)).rejects.toMatchObject(inCircle);
  expect([calls, read.length]).toEqual([2, 2]);
});

test('an empty page whose next page is itself ends the walk', async () => {
  answer = () => ({ next: '/devices', items: [] });
  await expect(readAll(() => openJson('next'))).rejects.toMatchObject(inCircle);
  expect(calls).toBe(2);
});

function noting(reader: SourceReader, read: number[]): SourceReader['readPage'] {
  return async (request) => {
    const page = await reader.readPage(request);
    read.push(page.records.length);
    return page;
  };
}

test('a circle of any length is found wherever it begins, after at most four times its pages', async () => {
  const lengths = fc.record({
    before: fc.integer({ min: 0, max: 20 }),
    length: fc.integer({ min: 1, max: 20 }),
  });
  await fc.assert(
    fc.asyncProperty(lengths, async ({ before, length }) => {
      calls = 0;
      const seen = new Set<number>();
      answer = (address) => {
        const at = Number(address.searchParams.get('page') ?? 0);
        seen.add(at);
        return { next: `?page=${at + 1 < before + length ? at + 1 : before}`, items: [record(at)] };
      };
      await expect(readAll(() => openJson('next'))).rejects.toMatchObject(inCircle);
      expect(seen.size).toBe(before + length);
      expect(calls).toBeLessThanOrEqual(4 * (before + length) + 2);
    }),
    { numRuns: 15 },
  );
});

test('Microsoft Graph cannot lead in a circle either', async () => {
  const device = (at: number) => ({ id: `d${at}`, deviceName: `Mac ${at}`, operatingSystem: 'macOS' });
  const graph = (address: string) => {
    calls += 1;
    const at = Number(/skip=(\d)/.exec(address)?.[1] ?? 0);
    const link = `https://graph.microsoft.com/v1.0/deviceManagement/managedDevices?skip=${(at + 1) % 3}`;
    return Promise.resolve({ '@odata.nextLink': link, value: [device(calls)] });
  };
  const access = { kind: 'intune', url: '', settings: {}, secrets: {} } as const;
  await expect(readAll(() => createSourceReader(access, { http, graph }))).rejects.toMatchObject(inCircle);
  expect(calls).toBeLessThan(12);
});

const hosts = () => Array.from({ length: 500 }, (_, at) => ({ id: at, uuid: `u${at}`, seen_time: calls }));
const deaf: { kind: SourceKind; settings?: Record<string, unknown>; body: (path: string) => unknown }[] = [
  {
    kind: 'json',
    settings: { itemsPath: '', nextPath: 'page+=1', mapping },
    body: () => [record(1), record(2)],
  },
  {
    kind: 'fleet',
    body: (path) => (path.endsWith('/count') ? { count: 2_000_000 } : { hosts: hosts() }),
  },
  {
    kind: 'ivanti_neurons',
    body: (path) => ({
      result: {
        searchResults: path.endsWith('/partition/device')
          ? [{ id: 1, defaultPartition: true }]
          : [{ guid: 'one', seen: calls }],
      },
    }),
  },
  {
    kind: 'jamf_pro',
    body: (path) =>
      path.includes('token')
        ? { access_token: 'x', expires_in: 3600 }
        : { totalCount: 2_000_000, results: [{ id: '1', seen: calls }] },
  },
];

test.each(deaf)('$kind that sends the same devices for every page comes to an end', async (one) => {
  const { kind, settings = {}, body } = one;
  answer = ({ pathname }) => body(pathname);
  const access = { kind, url, settings, secrets: { token: 'x', clientId: 'x', clientSecret: 'x' } };
  await expect(readAll(() => createSourceReader(access, { http }))).rejects.toMatchObject(inCircle);
});

/** Pages that are counted, `ids` on each */
const counting = (pages: number, ids: (at: number) => string[]): SourceReader =>
  withoutCircles({
    readPage: ({ cursor }) => {
      const { at } = (cursor ?? { at: 0 }) as { at: number };
      const records = ids(at).map((externalId) => ({ checkIn: { externalId } }));
      const next = at + 1 < pages ? { cursor: { at: at + 1 }, pauseMs: 0, place: `/${at + 1}` } : null;
      return Promise.resolve({ records, next, total: null });
    },
  });

test('twenty thousand pages of one device are no circle, and the cursor does not grow', async () => {
  const reader = counting(20_000, (at) => [`d${at}`]);
  const pages = await readAll(() => reader, null, 20_000);
  expect(pages).toHaveLength(20_000);
  expect(JSON.stringify(pages.at(-2)?.next?.cursor).length).toBeLessThan(300);
});

test('a page that comes again now and then, or is empty, is no circle', async () => {
  const walked = await walkSource(() =>
    counting(300, (at) => (at % 3 === 0 ? [] : [`d${Math.floor(at / 9)}`])),
  );
  expect(walked.pages).toBe(300);
});

test('pages without a device are not read for ever', async () => {
  const reader = counting(20_000, () => []);
  await expect(readAll(() => reader, null, 20_000)).rejects.toMatchObject({ code: 'unexpected_answer' });
});

test('a walk that the version before began goes on where it stood', async () => {
  expect(await readAll(() => counting(9, (at) => [`d${at}`]), { at: 4 })).toHaveLength(5);
});
