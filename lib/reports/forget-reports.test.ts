import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#lib/db/core/database';
import type { ReportStatus } from '#lib/domain/reports/report-status';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { recordCheckIns } from '../check-ins/record-check-ins.ts';
import { forgetReports } from './forget-reports.ts';

let database: TestDatabase;
let db: Database;
const before = new Date('2026-08-25T08:00:00Z');
const hours = (count: number) => new Date(before.getTime() + count * 3_600_000);
const { signal } = new AbortController();
let devices: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  const checkIns = ['A', 'B', 'C'].map((externalId) => ({
    externalId,
    checkedInAt: hours(0).toISOString(),
    device: { name: externalId, os: 'ios', osVersion: '26' },
  }));
  const { results } = await recordCheckIns(db, { feed: 'old', checkIns, now: hours(0) });
  devices = results.map(({ deviceId }) => deviceId ?? '');
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

/** A message that was made and settled at these hours, and the calls about it. */
async function addMessage(createdAt: number, settledAt: number | null): Promise<string> {
  const id = uuidv7();
  const settled = settledAt === null ? null : hours(settledAt);
  const status = settled === null ? 'sent' : 'completed';
  await db.pool.upload.create({
    data: { id, status, deviceCount: 1, createdAt: hours(createdAt), settledAt: settled },
  });
  const call = { step: 'upload', failed: false, durationMs: 1 } as const;
  const at = { firstAt: hours(createdAt), lastAt: settled ?? hours(createdAt) };
  await db.pool.azureCall.create({ data: { id: uuidv7(), uploadId: id, ...call, ...at } });
  return id;
}

async function addReport(
  device: number,
  createdAt: number,
  settledAt: number | null,
  uploadId: string | null,
  status: ReportStatus = settledAt === null ? 'in_progress' : 'successful',
): Promise<string> {
  const id = uuidv7();
  const common = { trigger: 'weekly', verdict: 'compliant', stateVersion: 1 } as const;
  const times = { createdAt: hours(createdAt), settledAt: settledAt === null ? null : hours(settledAt) };
  await db.pool.report.create({
    data: { id, deviceId: devices[device] ?? '', uploadId, status, ...common, ...times },
  });
  return id;
}

const reportIds = async () => (await db.pool.report.findMany({ select: { id: true } })).map(({ id }) => id);
const uploadIds = async () => (await db.pool.upload.findMany({ select: { id: true } })).map(({ id }) => id);

test('what is old and settled goes; what is open, young, a device’s newest or its confirmed one stays', async () => {
  const shared = await addMessage(-30, -29);
  const gone = await addMessage(-40, -39);
  const halved = await addMessage(-41, -40);
  const open = await addMessage(-50, null);
  const late = await addMessage(-1, 1);
  const young = await addMessage(2, 3);
  const confirmed = await addMessage(-60, -59);
  const going = [
    await addReport(0, -40, -39, gone),
    await addReport(1, -30, -29, shared),
    await addReport(1, -45, -44, null, 'superseded'),
  ];
  const staying = {
    newest: await addReport(0, -30, -29, shared),
    confirmed: await addReport(2, -60, -59, confirmed),
    open: await addReport(1, -50, null, open),
    queued: await addReport(1, -49, null, null, 'queued'),
    late: await addReport(1, -1, 1, late),
    young: await addReport(2, 2, 3, young),
  };
  const [first = '', , third = ''] = devices;
  await db.pool.device.update({ where: { id: first }, data: { lastReportId: staying.newest } });
  await db.pool.device.update({
    where: { id: third },
    data: { lastReportId: staying.young, reportedMessageId: confirmed },
  });

  const told = await forgetReports(db, { before, since: null, signal });
  expect(told).toEqual({ reports: going.length, calls: 5, uploads: 2 });
  expect((await reportIds()).toSorted()).toEqual(Object.values(staying).toSorted());
  expect((await uploadIds()).toSorted()).toEqual([shared, open, late, young, confirmed].toSorted());
  expect(await uploadIds()).not.toContain(halved);
  const calls = await db.pool.azureCall.findMany({ select: { uploadId: true } });
  expect(calls.map(({ uploadId }) => uploadId).toSorted()).toEqual([late, young].toSorted());
  expect(await forgetReports(db, { before, since: null, signal })).toEqual({
    reports: 0,
    calls: 0,
    uploads: 0,
  });
});

test('the short walk takes what became old lately; the whole walk takes what had to stay then', async () => {
  const old = await addReport(1, -100, -99, null);
  const fresh = await addReport(1, -10, -9, null);
  const short = await forgetReports(db, { before, since: hours(-48), signal });
  expect(short.reports).toBe(1);
  expect(await reportIds()).toContain(old);
  expect(await reportIds()).not.toContain(fresh);
  expect((await forgetReports(db, { before, since: null, signal })).reports).toBe(1);
  expect(await reportIds()).not.toContain(old);
});

test('what was before a report that is on its way stays until that one has ended', async () => {
  const [, second = ''] = devices;
  const old = await addReport(1, -100, -99, null, 'failed');
  const show = (azureComplianceStatus: 'in_progress' | 'successful') =>
    db.pool.device.update({ where: { id: second }, data: { azureComplianceStatus } });
  await show('in_progress');
  expect((await forgetReports(db, { before, since: null, signal })).reports).toBe(0);
  await show('successful');
  expect((await forgetReports(db, { before, since: null, signal })).reports).toBe(1);
  expect(await reportIds()).not.toContain(old);
});

test('more than one statement takes, also at one and the same time, goes in one run', async () => {
  const common = { trigger: 'weekly', verdict: 'compliant', stateVersion: 1, status: 'successful' } as const;
  const [, second = ''] = devices;
  const times = { createdAt: hours(-20), settledAt: hours(-19) };
  const data = Array.from({ length: 4500 }, () => ({ id: uuidv7(), deviceId: second, ...common, ...times }));
  await db.pool.report.createMany({ data });
  const ended = AbortSignal.abort();
  expect((await forgetReports(db, { before, since: null, signal: ended })).reports).toBe(0);
  expect((await forgetReports(db, { before, since: null, signal })).reports).toBe(4500);
});
