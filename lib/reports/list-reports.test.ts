import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#lib/db/core/database';
import type { Verdict } from '#lib/domain/devices/verdict';
import { type ReportStatus, reportStatuses } from '#lib/domain/reports/report-status';
import { type Trigger, triggers } from '#lib/domain/reports/trigger';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { recordCheckIns } from '../check-ins/record-check-ins.ts';
import { reportLogQuery } from '../contract/report.ts';
import { listReports } from './list-reports.ts';

let database: TestDatabase;
let db: Database;
const now = new Date('2026-11-23T08:00:00Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
let devices: string[] = [];

interface Made {
  id: string;
  deviceId: string;
  status: ReportStatus;
  trigger: Trigger;
  verdict: Verdict;
  createdAt: Date;
  errorCode: string | null;
}
let made: Made[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  const checkIns = ['A', 'B', 'C'].map((externalId) => ({
    externalId,
    checkedInAt: now.toISOString(),
    device: { name: `Device ${externalId}`, os: 'ios', osVersion: '26' },
  }));
  const { results } = await recordCheckIns(db, { feed: 'log', checkIns, now });
  devices = results.map(({ deviceId }) => deviceId ?? '');
  made = Array.from({ length: 70 }, (_, index): Made => {
    const status = reportStatuses[index % 5] ?? 'queued';
    const trigger = triggers[index % 7] ?? 'weekly';
    return {
      id: uuidv7(),
      deviceId: devices[index % 3] ?? '',
      status,
      trigger,
      verdict: trigger === 'retire' ? 'retired' : index % 2 === 0 ? 'compliant' : 'noncompliant',
      // Some at the very same time: the id decides then.
      createdAt: minutesAgo(Math.floor(index / 4)),
      errorCode: status === 'failed' ? (index % 3 === 0 ? 'user_unknown' : 'BadRequest') : null,
    };
  });
  await db.pool.report.createMany({ data: made.map((report) => ({ ...report, stateVersion: 1 })) });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const list = (query: Record<string, unknown>) => listReports(db, reportLogQuery.parse(query));
const idsOf = (items: readonly { id: string }[]) => items.map(({ id }) => id);

/** What a filter must find, newest first, by looking at every report. */
function expected(fits: (report: Made) => boolean): string[] {
  const byTime = (a: Made, b: Made) =>
    b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
  return idsOf(made.filter(fits).toSorted(byTime));
}

const filters: [Record<string, unknown>, (report: Made) => boolean][] = [
  [{}, () => true],
  [{ status: 'failed' }, ({ status }) => status === 'failed'],
  [{ status: ['queued', 'in_progress'] }, ({ status }) => status === 'queued' || status === 'in_progress'],
  [{ status: ['failed', 'failed'] }, ({ status }) => status === 'failed'],
  [{ trigger: 'retire' }, ({ trigger }) => trigger === 'retire'],
  [{ trigger: ['retire', 'weekly'] }, ({ trigger }) => trigger === 'retire' || trigger === 'weekly'],
  [{ verdict: ['retired', 'compliant'] }, ({ verdict }) => verdict !== 'noncompliant'],
  [
    { status: 'failed', trigger: 'weekly' },
    ({ status, trigger }) => status === 'failed' && trigger === 'weekly',
  ],
  [
    { status: ['successful', 'failed'], trigger: ['weekly', 'manual'], verdict: 'compliant' },
    ({ status, trigger, verdict }) =>
      (status === 'successful' || status === 'failed') &&
      (trigger === 'weekly' || trigger === 'manual') &&
      verdict === 'compliant',
  ],
  [{ errorCode: 'user_unknown' }, ({ errorCode }) => errorCode === 'user_unknown'],
  [{ errorCode: 'user_unknown', status: 'successful' }, () => false],
  [{ createdAfter: '2026-11-23T16:57:00+09:00' }, ({ createdAt }) => createdAt >= minutesAgo(3)],
  [{ createdBefore: minutesAgo(3).toISOString() }, ({ createdAt }) => createdAt < minutesAgo(3)],
  [
    {
      createdAfter: minutesAgo(9).toISOString(),
      createdBefore: minutesAgo(4).toISOString(),
      trigger: 'resync',
    },
    ({ createdAt, trigger }) =>
      createdAt >= minutesAgo(9) && createdAt < minutesAgo(4) && trigger === 'resync',
  ],
];

test.each(filters)('%j finds what it names, in both orders, and counts it', async (query, fits) => {
  const newest = await list({ ...query, limit: 200, count: 'true' });
  expect(newest.total).toEqual({ value: expected(fits).length, exact: true });
  expect(idsOf(newest.items)).toEqual(expected(fits));
  expect(newest.nextCursor).toBeNull();
  const oldest = await list({ ...query, sort: 'createdAt', limit: 200 });
  expect(idsOf(oldest.items)).toEqual(expected(fits).toReversed());
});

test('one device, alone and with other filters', async () => {
  const [deviceId = ''] = devices;
  const { items } = await list({ deviceId: deviceId.toUpperCase(), limit: 200 });
  expect(idsOf(items)).toEqual(expected((report) => report.deviceId === deviceId));
  expect(items[0]).toMatchObject({ deviceId, deviceName: 'Device A', externalId: 'A', feed: 'log' });
  const failed = await list({ deviceId, status: ['failed', 'superseded'], limit: 200 });
  const fits = ({ status }: Made) => status === 'failed' || status === 'superseded';
  expect(idsOf(failed.items)).toEqual(expected((report) => report.deviceId === deviceId && fits(report)));
  expect((await list({ deviceId: uuidv7() })).items).toEqual([]);
});

test.each([
  {},
  { sort: 'createdAt' },
  { status: ['successful', 'failed', 'queued'] },
  { trigger: ['weekly', 'retire', 'manual'], sort: 'createdAt' },
])('paging %j shows every report once, in one order, also among equal times', async (query) => {
  const whole = idsOf((await list({ ...query, limit: 200 })).items);
  const paged: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page: Awaited<ReturnType<typeof list>> = await list({
      ...query,
      limit: 3,
      ...(cursor ? { cursor } : {}),
    });
    expect(page.items.length).toBeGreaterThan(0);
    paged.push(...idsOf(page.items));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(whole.length).toBeGreaterThan(20);
  expect(paged).toEqual(whole);
});

test('a cursor of another sort, or none of ours, is refused by name', async () => {
  const { nextCursor } = await list({ limit: 1 });
  const foreign = Buffer.from('{"v":1}').toString('base64url');
  const wrong = [
    { cursor: nextCursor, sort: 'createdAt' },
    { cursor: foreign },
    { cursor: 'not a cursor' },
    { cursor: nextCursor?.slice(0, -4) },
  ];
  for (const query of wrong) {
    await expect(list(query)).rejects.toMatchObject({
      code: 'invalid_input',
      errors: [{ path: 'cursor' }],
    });
  }
});

test('a search finds the reports of devices, of a message, of a request, and one report', async () => {
  const messageId = uuidv7();
  const clientRequestId = '11111111-2222-4333-8444-555555555555';
  await db.pool.upload.create({
    data: {
      id: messageId,
      status: 'completed',
      channel: 'partner',
      body: '[]',
      deviceCount: 2,
      createdAt: now,
    },
  });
  const call = {
    uploadId: messageId,
    step: 'upload',
    firstAt: now,
    lastAt: now,
    failed: false,
    durationMs: 5,
  } as const;
  await db.pool.azureCall.create({
    data: { ...call, id: uuidv7(), clientRequestId, requestId: 'Ms-Request-1' },
  });
  const own = made.slice(0, 2).map(({ id }) => id);
  await db.pool.report.updateMany({ where: { id: { in: own } }, data: { uploadId: messageId } });
  const ofDeviceA = expected(({ deviceId }) => deviceId === devices[0]);
  const ofMessage = expected(({ id }) => own.includes(id));
  const found = async (q: string, more: object = {}) => {
    const { items, total } = await list({ q, limit: 200, count: 'true', ...more });
    expect(total).toEqual({ value: items.length, exact: true });
    return idsOf(items);
  };
  expect(await found('device a')).toEqual(ofDeviceA);
  expect(await found('log')).toEqual([]);
  expect(await found('device')).toEqual(expected(() => true));
  expect(await found(messageId.toUpperCase())).toEqual(ofMessage);
  expect(await found(clientRequestId)).toEqual(ofMessage);
  expect(await found('Ms-Request-1')).toEqual(ofMessage);
  expect(await found(own[1] ?? '')).toEqual([own[1]]);
  expect(await found('device a', { status: 'failed', sort: 'createdAt' })).toEqual(
    expected(({ deviceId, status }) => deviceId === devices[0] && status === 'failed').toReversed(),
  );
  const first = await list({ q: 'device a', limit: 10 });
  const second = await list({ q: 'device a', limit: 10, cursor: first.nextCursor });
  expect(idsOf([...first.items, ...second.items])).toEqual(ofDeviceA.slice(0, 20));
});

test('a search for what too many devices have goes along the time, and is not counted', async () => {
  const many = Array.from({ length: 1001 }, (_, n) => ({
    externalId: `many-${n}`,
    checkedInAt: now.toISOString(),
    device: { name: `Common ${n}`, os: 'ios', osVersion: '26' },
  }));
  await recordCheckIns(db, { feed: 'log', checkIns: many.slice(0, 1000), now });
  const { results } = await recordCheckIns(db, { feed: 'log', checkIns: many.slice(1000), now });
  const id = uuidv7();
  const deviceId = results[0]?.deviceId ?? '';
  const facts = { status: 'failed', trigger: 'weekly', verdict: 'compliant', createdAt: now } as const;
  await db.pool.report.create({ data: { id, deviceId, stateVersion: 1, ...facts } });
  const { items, total } = await list({ q: 'common', status: 'failed', count: 'true' });
  expect(idsOf(items)).toEqual([id]);
  expect(total).toBeUndefined();
});
