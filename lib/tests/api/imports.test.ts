import { once } from 'node:events';
import { type ClientRequest, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stringify } from 'csv-stringify/sync';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import type { Database } from '#lib/db/core/database';
import { createWebServer } from '#lib/http/server/web-server';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import { hostileTexts, refusedTexts } from '#lib/test-kit/api/hostile-values';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';
import { patient } from '#lib/test-kit/patient';
import { rounds } from '#lib/test-kit/soak';
import { directCalls } from '../../../app/api/direct-calls.ts';

/** Over real HTTP, by the server that the web process has. */
const server = createWebServer({
  https: false,
  direct: directCalls,
  pages: () => Promise.reject(new Error('no page is asked for')),
  others: () => Promise.reject(new Error('Next is not asked')),
  refused: () => undefined,
  failed: () => undefined,
});
let web: TestWeb;
let db: Database;
let port: number;
const keys = { viewer: '', feed: '', admin: '' };

beforeAll(async () => {
  web = await openTestWeb({ TENKO_SECRET_KEY: 'ab'.repeat(32) });
  ({ db } = web);
  const scopes = { viewer: ['devices:read'], feed: ['check-ins:write'], admin: ['admin'] } as const;
  for (const name of ['viewer', 'feed', 'admin'] as const) {
    const feed = name === 'feed' ? 'pushed' : null;
    const key = { name, feed, scopes: [...scopes[name]], now: new Date() };
    keys[name] = (await createApiKey(db, key)).key;
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await web.close();
});
beforeEach(async () => {
  await db.pool.$executeRaw`TRUNCATE devices, sources CASCADE`;
});

interface Sent {
  query?: string;
  media?: string;
  as?: keyof typeof keys | null;
  headers?: Record<string, string>;
}

function open({ query = 'feed=file', media = 'text/csv', as = 'admin', headers = {} }: Sent): ClientRequest {
  const path = `/api/v1/imports?${query}`;
  const credentials = as === null ? {} : bearer(keys[as]);
  const all = { 'content-type': media, ...credentials, ...headers };
  return httpRequest({ port, host: '127.0.0.1', method: 'POST', path, headers: all });
}

async function send(body: string | Iterable<string | Uint8Array>, sent: Sent = {}) {
  const request = open(sent);
  const answered = once(request, 'response');
  for (const part of typeof body === 'string' ? [body] : body) {
    if (!request.write(part)) await Promise.race([once(request, 'drain'), answered]);
  }
  request.end();
  const [response] = await answered;
  const text = (await response.toArray()).join('');
  return { status: response.statusCode as number, json: JSON.parse(text) };
}

const head = 'externalId,checkedInAt,device.name,device.os,device.osVersion';
const at = '2026-11-29T07:00:00Z';
const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `${from + index},${at},Phone ${from + index},ios,26`);
const none = { created: 0, changed: 0, unchanged: 0, stale: 0, rejected: 0, skipped: 0, warnings: 0 };
const devices = (feed = 'file') => db.pool.device.count({ where: { feed } });
const lastImport = () =>
  db.pool.auditEvent.findFirst({ where: { action: 'feed.import' }, orderBy: { id: 'desc' } });

function* parts(lines: string[], size = 100) {
  for (let from = 0; from < lines.length; from += size)
    yield `${lines.slice(from, from + size).join('\r\n')}\r\n`;
}

const fleet = rounds(5000, 20_000);

test('the devices of a large file are recorded in a feed that it makes; the same file again changes nothing', async () => {
  const lines = [head, ...rows(fleet)];
  const first = await send(parts(lines), { query: 'feed=made%20by%20file' });
  expect(first).toEqual({
    status: 200,
    json: { ...none, read: fleet, created: fleet, encoding: 'utf-8', errors: [], notes: [] },
  });
  expect(await devices('made by file')).toBe(fleet);
  const again = await send(parts(lines), { query: 'feed=made%20by%20file' });
  expect(again.json).toMatchObject({ read: fleet, created: 0, changed: 0, stale: fleet });
  const event = await lastImport();
  expect(event).toMatchObject({ actorName: 'admin', target: 'made by file' });
  expect(event?.details).toMatchObject({ read: fleet, stale: fleet, media: 'text/csv', complete: true });
});

test('no more of a file is read than is recorded', async () => {
  const lines = [head, ...rows(5000)];
  const ahead: number[] = [];
  let given = -1;
  async function* chunks() {
    for (const part of parts(lines)) {
      ahead.push(given - (await devices('slow')));
      given += 100;
      yield new TextEncoder().encode(part);
    }
  }
  const { importDevices } = await import('#lib/sources/imports/import-devices');
  const { webRuntime } = await import('#lib/http/route/web-runtime');
  const actor = { kind: 'system', name: 'test', requestId: null } as const;
  const file = { media: 'text/csv', chunks: chunks() };
  await importDevices(webRuntime(), { feed: 'slow', file }, { actor, now: new Date() });
  // A batch that is being recorded, one that is being gathered, and a chunk
  expect(Math.max(...ahead)).toBeLessThanOrEqual(1100);
  expect(await devices('slow')).toBe(5000);
});

test('when a file was made decides which state counts, where its check-ins do not say so', async () => {
  await send(`${head},violations.0.policy,violations.0.action\n1,${at},n,ios,26,p,block\n`);
  const fixed = `${head}\n1,${at},n,ios,26\n`;
  expect((await send(fixed)).json).toMatchObject({ changed: 0, stale: 1 });
  const query = 'feed=file&observedAt=2026-11-29T08:00:00Z';
  expect((await send(fixed, { query })).json).toMatchObject({ changed: 1, stale: 0 });
  expect((await send(fixed, { query: 'feed=file&observedAt=today' })).status).toBe(400);
});

test('a file of an old spreadsheet is read as it is, and its feed was imported', async () => {
  const text = 'externalId;checkedInAt;device.os;device.name\n1;29.11.2026 09:00;ios;B\u00fcro\n';
  const bytes = Buffer.from(text, 'latin1');
  const query = 'feed=old&dates=day_first&timeZone=Europe/Helsinki';
  const sent = await send([bytes], { query });
  expect(sent.json).toMatchObject({ read: 1, created: 1, encoding: 'windows-1252' });
  expect(await db.pool.device.findFirst({ where: { feed: 'old' } })).toMatchObject({
    name: 'B\u00fcro',
    lastCheckInAt: new Date('2026-11-29T07:00:00Z'),
  });
  const unclear = await send([bytes], { query: 'feed=old' });
  expect(unclear.json).toMatchObject({
    rejected: 1,
    errors: [{ line: 2, path: 'checkedInAt', code: 'invalid_time' }],
  });
  expect((await send([bytes], { query: 'feed=old&timeZone=Mars' })).status).toBe(400);
  const { json } = await callRoute('GET', '/api/v1/feeds', { headers: bearer(keys.viewer) });
  const feed = json.items.find(({ name }: { name: string }) => name === 'old');
  expect(Date.parse(feed.importedAt)).toBeGreaterThanOrEqual(Date.parse(feed.lastCheckInAt));
});

test('a bad record is named with its line, and hurts no other', async () => {
  const lines = [head, ...rows(2), `x,${at},"two\r\nlines",amiga,1`, '', `y,${at},n,ios`, `z,${at},,ios,`];
  const { status, json } = await send(parts(lines));
  expect([status, json]).toMatchObject([200, { read: 5, created: 3, rejected: 2, warnings: 2 }]);
  expect(json.errors).toMatchObject(
    [
      { line: 7, path: '', code: 'wrong_number_of_cells' },
      {
        line: 4,
        path: 'device.os',
        code: 'invalid_value',
        message: expect.stringContaining('must be one of ios'),
      },
    ].toSorted((one, other) => one.line - other.line),
  );
  expect(json.notes).toMatchObject([
    { line: 8, path: 'device.name', code: 'missing' },
    { line: 8, path: 'device.osVersion', code: 'missing' },
  ]);
});

test('of many bad records, the first hundred are named', async () => {
  const bad = rows(700).map((row) => row.replace(',ios,', ',amiga,'));
  const { json } = await send(parts([head, ...bad]), { query: 'feed=none' });
  expect(json).toMatchObject({ read: 700, rejected: 700 });
  expect(json.errors.map(({ line }: { line: number }) => line)).toEqual(
    bad.slice(0, 100).map((_, at) => at + 2),
  );
  expect(await db.pool.feed.count({ where: { name: 'none' } })).toBe(0);
});

test('NDJSON has check-ins as they are sent to the API', async () => {
  const device = { name: 'n', os: 'ios', osVersion: '26', attributes: { site: 'HQ' } };
  const items = [
    { externalId: 'a', checkedInAt: at, device },
    { externalId: 'b', checkedInAt: at, device, unknown: 1 },
    { externalId: 'c', checkedInAt: at, device, violations: [{ policy: 'p', action: 'block' }] },
  ];
  const text = `${items.map((item) => JSON.stringify(item)).join('\n')}\n{"externalId":\n`;
  const { json } = await send(text, { media: 'application/x-ndjson' });
  expect(json).toMatchObject({ read: 4, created: 2, rejected: 2 });
  expect(json.errors.map(({ line, path }: { line: number; path: string }) => [line, path])).toEqual([
    [2, 'unknown'],
    [4, ''],
  ]);
});

test('only admins import, and only what is a file', async () => {
  const text = `${head}\n${rows(1).join('\n')}\n`;
  const refused: [Sent, number, string][] = [
    [{ as: null }, 401, 'not_authenticated'],
    [{ as: 'viewer' }, 403, 'not_authorized'],
    [{ as: 'feed' }, 403, 'not_authorized'],
    [{ query: 'feed=' }, 400, 'invalid_input'],
    [{ query: '' }, 400, 'invalid_input'],
    [{ query: 'feed=file&other=1' }, 400, 'invalid_input'],
    [{ query: 'feed=file&mapping=other' }, 400, 'invalid_input'],
    [{ media: 'application/json' }, 415, 'unsupported_media_type'],
    [{ media: 'text/csv; charset=latin1' }, 415, 'unsupported_media_type'],
    [{ headers: { 'content-encoding': 'gzip' } }, 415, 'unsupported_media_type'],
    [{ query: 'feed=file&mapping=tenko_export' }, 400, 'invalid_input'],
  ];
  for (const [sent, status, code] of refused) {
    const answer = await send(text, sent);
    expect([sent, answer.status, answer.json.code]).toEqual([sent, status, code]);
  }
  expect(await devices()).toBe(0);
});

test('a column that nobody knows is refused with those that there may be, while the file still comes in', async () => {
  const { status, json } = await send(parts([`${head},colour`, ...rows(50_000)], 1000));
  expect([status, json.code]).toEqual([400, 'invalid_input']);
  expect(json.errors).toEqual([{ path: 'colour', code: 'unknown_column', message: expect.any(String) }]);
  expect(json.detail).toContain('device.serialNumber, ');
  expect(json.imported).toBeUndefined();
  expect(await devices()).toBe(0);
});

test('what was recorded before a fault stays, and the answer says how far it came', async () => {
  const lines = [head, ...rows(700), `x,${at},"not closed,ios,26`, ...rows(10, 700)];
  const { status, json } = await send(parts(lines));
  expect([status, json.code, json.errors]).toMatchObject([
    400,
    'invalid_input',
    [{ path: 'line 702', code: 'quote_not_closed' }],
  ]);
  expect(json.imported).toEqual({ ...none, read: 700, created: 700 });
  expect(await devices()).toBe(700);
  expect((await lastImport())?.details).toMatchObject({ created: 700, complete: false });
});

const mebibyte = 1024 * 1024;
test('a file of more than 200 MiB is refused at once where it says so, else once it is too large', async () => {
  const declared = open({ headers: { 'content-length': String(200 * mebibyte + 1) } });
  declared.flushHeaders();
  const [response] = await once(declared, 'response');
  expect(response.statusCode).toBe(413);
  declared.destroy();
  const blank = ' '.repeat(mebibyte);
  function* tooMuch() {
    yield `${JSON.stringify({ externalId: 'a', checkedInAt: at, device: { name: 'n', os: 'ios' } })}\n`;
    for (let sent = 0; sent < 202; sent += 1) yield blank;
  }
  const { status, json } = await send(tooMuch(), { media: 'application/x-ndjson' });
  expect([status, json.code]).toEqual([413, 'body_too_large']);
  expect(json.detail).toContain('200 MiB');
});

test('a caller who goes away ends the import; what came in before is recorded', async () => {
  const request = open({ query: 'feed=left' });
  request.on('error', () => undefined);
  for (const part of parts([head, ...rows(2000)])) request.write(part);
  await vi.waitFor(async () => expect(await devices('left')).toBeGreaterThanOrEqual(1000), patient);
  request.destroy();
  const event = await vi.waitFor(async () => {
    const found = await lastImport();
    expect(found?.target).toBe('left');
    return found;
  }, patient);
  expect(event?.details).toMatchObject({ complete: false });
  expect(event?.details).toMatchObject({ created: await devices('left') });
  expect((await send(`${head}\n${rows(1).join('\n')}\n`)).status).toBe(200);
});

test('the feed of a source is its own, even if it became that while a file comes in', async () => {
  const source = { name: 'S', kind: 'fleet', url: 'http://127.0.0.1:9', feed: 'file', enabled: false };
  const create = () =>
    callRoute('POST', '/api/v1/sources', {
      headers: bearer(keys.admin),
      body: { ...source, secrets: { token: 't' } },
    });
  const request = open({});
  const answered = once(request, 'response');
  for (const part of parts([head, ...rows(1000)])) request.write(part);
  await vi.waitFor(async () => expect(await devices()).toBeGreaterThan(0), patient);
  expect((await create()).status).toBe(201);
  for (const part of parts(rows(1000, 1000))) request.write(part);
  request.end();
  const [response] = await answered;
  const problem = JSON.parse((await response.toArray()).join(''));
  expect([response.statusCode, problem.code]).toEqual([409, 'feed_taken']);
  expect(problem.imported.created).toBe(await devices());
  const { status, json } = await send(`${head}\n${rows(1).join('\n')}\n`);
  expect([status, json.code, json.imported]).toEqual([409, 'feed_taken', undefined]);
});

const taken = {
  ...{
    externalId: true,
    name: true,
    serialNumber: true,
    os: true,
    osVersion: true,
    manufacturer: true,
    model: true,
  },
  ...{ userPrincipalName: true, userDisplayName: true, action: true, verdict: true, lastCheckInAt: true },
} as const;
const facts = (feed: string) =>
  db.pool.device.findMany({ where: { feed }, select: taken, orderBy: { externalId: 'asc' } });

test.each(['csv', 'ndjson'])(
  'devices that Tenko exports as %s are the same after an import',
  async (format) => {
    const checkIns = [...Object.values(hostileTexts), "'=not a formula of ours"].map((text, index) => ({
      externalId: `${index}`,
      checkedInAt: at,
      device: {
        name: text,
        os: 'ios',
        osVersion: '26.1',
        serialNumber: `S${index}`,
        model: text,
        manufacturer: '-m',
      },
      user: { principalName: `u${index}@example.com`, displayName: text },
      violations: index % 2 === 0 ? [{ policy: 'p', action: 'quarantine' }] : [],
    }));
    const { results } = await recordCheckIns(db, { feed: 'pushed', checkIns, now: new Date() });
    expect(results.every(({ outcome }) => outcome === 'created')).toBe(true);
    const path = `/api/v1/devices/export?feed=pushed&format=${format}${format === 'csv' ? '&bom=true' : ''}`;
    const exported = await callRoute('GET', path, { headers: bearer(keys.admin) });
    const media = format === 'csv' ? 'text/csv' : 'application/x-ndjson';
    const { json } = await send(exported.text, { query: 'feed=copy&mapping=tenko_export', media });
    expect(json).toMatchObject({ ...none, created: checkIns.length, errors: [], notes: [] });
    const original = await facts('pushed');
    // The one text that cannot be told from an escaped one
    const ambiguous = (text: string | null) =>
      format === 'csv' ? (text?.replace(/^'=/, '=') ?? null) : text;
    const expected = original.map((device) => {
      const { name, model, userDisplayName } = device;
      return {
        ...device,
        name: ambiguous(name),
        model: ambiguous(model),
        userDisplayName: ambiguous(userDisplayName),
      };
    });
    expect(await facts('copy')).toEqual(expected);
  },
);

test('hostile texts in cells and columns are kept, tidied or refused as in a check-in', async () => {
  const texts = Object.values({ ...hostileTexts, ...refusedTexts }).map((text) => text.toWellFormed());
  const cells = texts.map((text, index) => [`${index}`, at, text, 'ios', text.slice(0, 60), text]);
  const csv = stringify([[...head.split(','), 'device.attributes.note'], ...cells]);
  const { json } = await send(csv);
  const checkIns = cells.map(([externalId, checkedInAt, name = '', os, osVersion = '', note = '']) => ({
    externalId,
    checkedInAt,
    device: {
      name: name.trim() || null,
      os,
      osVersion: osVersion.trim() || null,
      attributes: { note: note.trim() || null },
    },
  }));
  await recordCheckIns(db, { feed: 'pushed', checkIns, now: new Date() });
  expect(json).toMatchObject({ read: texts.length, created: texts.length, rejected: 0 });
  expect(await facts('file')).toEqual(await facts('pushed'));
  for (const text of texts.filter((one) => one.trim() !== '')) {
    const { status, json: problem } = await send(stringify([[...head.split(','), text]]));
    expect([text, status, problem.errors?.[0]?.code]).toEqual([text, 400, 'unknown_column']);
  }
});

test('Ivanti’s export becomes the devices that its reader would make; what has no id is skipped', async () => {
  const csv = [
    'Device ID,Device Name,Platform,OS Version,Last Check-In,Quarantined,User ID',
    '17,Phone,IOS,26.1,2026-11-29T07:00:00Z,true,kana@example.com',
    ',Lost,IOS,26.1,2026-11-29T07:00:00Z,false,x',
  ].join('\n');
  const { json } = await send(csv, { query: 'feed=file&mapping=ivanti_export' });
  expect(json).toMatchObject({ read: 2, created: 1, skipped: 1, errors: [{ line: 3, code: 'no_id' }] });
  expect(await facts('file')).toMatchObject([
    { externalId: '17', os: 'ios', userPrincipalName: 'kana@example.com', action: 'quarantine' },
  ]);
});
