import { expect, test } from 'vitest';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import {
  at,
  db,
  devices,
  head,
  inImportWorld,
  keys,
  lastImport,
  none,
  parts,
  rows,
  send,
} from '#lib/test-kit/api/import-world';
import { rounds } from '#lib/test-kit/soak';

inImportWorld();

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
