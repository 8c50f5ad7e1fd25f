import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#lib/db/core/database';
import { partnerEntriesOf, partnerMessageBody } from '#lib/domain/reports/partner-message';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { recordCheckIns } from '../check-ins/record-check-ins.ts';
import { getReport } from './get-report.ts';
import { listDeviceReports } from './list-reports.ts';

let database: TestDatabase;
let db: Database;
const at = (seconds: number) => new Date(Date.parse('2026-11-23T08:00:00Z') + seconds * 1000);
const azureIds = [randomUUID(), randomUUID()];
const uploadId = uuidv7();
let devices: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  const checkIns = ['A', 'B', 'C'].map((externalId) => ({
    externalId,
    checkedInAt: at(0).toISOString(),
    device: { name: `Device ${externalId}`, os: 'ios', osVersion: '26' },
  }));
  const { results } = await recordCheckIns(db, { feed: 'one', checkIns, now: at(0) });
  devices = results.map(({ deviceId }) => deviceId ?? '');
  const entries = azureIds.flatMap((azureDeviceId) =>
    partnerEntriesOf(
      't',
      {
        azureDeviceId,
        name: 'Device',
        os: 'ios',
        osVersion: '26',
        manufacturer: null,
        model: null,
        serialNumber: null,
        userPrincipalName: null,
        userId: 'u',
        verdict: 'compliant',
        lastCheckInAt: at(0),
        lastUpdateTime: at(1),
      },
      at(1),
    ),
  );
  const body = partnerMessageBody('t', entries, at(1));
  const times = { createdAt: at(1), sentAt: at(6), settledAt: at(9) };
  await db.pool.upload.create({
    data: { id: uploadId, status: 'completed', body, deviceCount: 2, attempts: 4, ...times },
  });
  const common = { uploadId, failed: false, durationMs: 12 };
  await db.pool.azureCall.createMany({
    data: [
      { ...common, id: uuidv7(), step: 'confirm', firstAt: at(7), lastAt: at(9), times: 2, httpStatus: 200 },
      {
        ...common,
        id: uuidv7(),
        step: 'upload',
        firstAt: at(2),
        lastAt: at(5),
        times: 3,
        failed: true,
        errorCode: 'timeout',
        errorDetail: 'no answer in 30 s',
      },
      {
        ...common,
        id: uuidv7(),
        step: 'upload',
        firstAt: at(6),
        lastAt: at(6),
        httpStatus: 202,
        answer: '{}',
        clientRequestId: azureIds[0] ?? null,
        requestId: 'theirs',
      },
      { ...common, id: uuidv7(), uploadId: null, step: 'heartbeat', firstAt: at(3), lastAt: at(3) },
    ],
  });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

async function addReport(device: number, more: object): Promise<string> {
  const id = uuidv7();
  const data = {
    trigger: 'manual',
    verdict: 'compliant',
    stateVersion: 1,
    createdAt: at(1),
    ...more,
  } as const;
  const status = { status: 'successful' } as const;
  await db.pool.report.create({ data: { id, deviceId: devices[device] ?? '', ...status, ...data } });
  return id;
}

test('a report tells its message, what was asked of Microsoft about it, and only its own entries', async () => {
  const azureDeviceId = azureIds[1] ?? '';
  const id = await addReport(0, { uploadId, azureDeviceId, lastUpdateTime: at(1), requestedBy: 'mai' });
  const report = await getReport(db, id);
  expect(report).toMatchObject({
    deviceName: 'Device A',
    externalId: 'A',
    feed: 'one',
    requestedBy: 'mai',
    sentAt: at(6).toISOString(),
    message: { id: uploadId, status: 'completed', deviceCount: 2, settledAt: at(9).toISOString() },
    attempts: 4,
    clientRequestId: azureIds[0],
    requestId: 'theirs',
  });
  expect(
    report.calls.map(({ step, times, failed, httpStatus }) => [step, times, failed, httpStatus]),
  ).toEqual([
    ['upload', 3, true, null],
    ['upload', 1, false, 202],
    ['confirm', 2, false, 200],
  ]);
  expect(report.calls[0]).toEqual({
    step: 'upload',
    firstAt: at(2).toISOString(),
    lastAt: at(5).toISOString(),
    times: 3,
    failed: true,
    durationMs: 12,
    httpStatus: null,
    errorCode: 'timeout',
    errorDetail: 'no answer in 30 s',
    answer: null,
    clientRequestId: null,
    requestId: null,
  });
  expect(report.payload).toHaveLength(2);
  expect(report.payload).toMatchObject([{ DeviceId: azureDeviceId }, { DeviceId: azureDeviceId }]);
});

test('a report that dropped out before its message was sent was not sent with it', async () => {
  const failure = { status: 'failed', errorCode: 'newer_device', errorDetail: 'A' } as const;
  // Under the Azure id of a device that is in the message.
  const id = await addReport(1, { uploadId, azureDeviceId: azureIds[1], settledAt: at(2), ...failure });
  expect(await getReport(db, id)).toMatchObject({ sentAt: null, payload: null, message: { id: uploadId } });
  const { items } = await listDeviceReports(db, devices[1] ?? '', { limit: 5 });
  expect(items).toMatchObject([{ id, sentAt: null, messageId: uploadId }]);
});

test('a report that waits has no message yet, and an unknown one is not found', async () => {
  const id = await addReport(2, { status: 'queued' });
  expect(await getReport(db, id)).toMatchObject({
    status: 'queued',
    message: null,
    attempts: 0,
    calls: [],
    payload: null,
  });
  await expect(getReport(db, uuidv7())).rejects.toMatchObject({ code: 'not_found' });
});
