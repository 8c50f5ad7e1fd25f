import { afterAll, beforeAll, expect, test } from 'vitest';
import { listDeviceCheckIns } from '../check-ins/list-device-check-ins.ts';
import { recordCheckIns } from '../check-ins/record-check-ins.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { forgetCheckIns } from './maintenance.ts';

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

test('check-ins received before a time are forgotten; the device and its newer ones stay', async () => {
  const received = ['2026-10-01T00:00:00Z', '2026-11-01T00:00:00Z', '2026-11-20T00:00:00Z'];
  let deviceId = '';
  for (const checkedInAt of received) {
    const device = { name: 'Phone', os: 'ios', osVersion: '26.1' };
    const checkIns = [{ externalId: 'A', checkedInAt, device }];
    const { results } = await recordCheckIns(db, { feed: 'old', checkIns, now: new Date(checkedInAt) });
    deviceId = results[0]?.deviceId ?? '';
  }
  expect(await forgetCheckIns({ db }, new Date('2026-11-10T00:00:00Z'))).toBe(2);
  const { items } = await listDeviceCheckIns(db, deviceId, { limit: 10 });
  expect(items.map(({ checkedInAt }) => checkedInAt)).toEqual(['2026-11-20T00:00:00.000Z']);
});
