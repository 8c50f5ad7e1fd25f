import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { type Database, openDatabase } from '../core/database.ts';
import { selectEntraReadings } from '../devices/timeline.ts';
import { type EntraReading, markExpired, pruneEntraReadings, storeEntraReadings } from './entra-readings.ts';

let database: TestDatabase;
let db: Database;
let ids: string[] = [];
const azureId = (n: number) => `007c8232-9489-4074-9b35-00000000000${n}`;
const hour = (n: number) => new Date(Date.parse('2026-11-20T00:00:00Z') + n * 3_600_000);

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  const checkIns = [0, 1].map((n) => ({
    externalId: `${n}`,
    checkedInAt: hour(0).toISOString(),
    device: { name: `Phone ${n}`, os: 'ios', osVersion: '26' },
    azure: { deviceId: azureId(n), clientStatusCode: 'Success' },
  }));
  const { results } = await recordCheckIns(db, { feed: 'test', checkIns, now: hour(0) });
  ids = results.map(({ deviceId }) => deviceId ?? '');
  await db.pool.device.updateMany({ data: { reportedVerdict: 'noncompliant' } });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

function reading(n: number, more: Partial<EntraReading> = {}): EntraReading {
  const unknown = { isCompliant: null, isManaged: null, enabled: null, complianceExpiresAt: null };
  const tag = { channel: 'partner' as const, tagState: null, tagValue: null, tagEvaluated: null };
  const blank = { ...unknown, ...tag, problem: null, differsSince: null, driftSince: null, restored: null };
  return { id: ids[n] ?? '', azureDeviceId: azureId(n), reportedVerdict: 'noncompliant', ...blank, ...more };
}
const store = (readings: EntraReading[], n: number) =>
  db.transaction((tx) => storeEntraReadings(tx, readings, hour(n)));
const history = async (n: number) =>
  selectEntraReadings(db.pool, ids[n] ?? '', null, { limit: 50, driftOnly: false });

test('the same state is stored once, and again when it changes or becomes drift', async () => {
  const yes = { isCompliant: true, isManaged: true };
  const no = { isCompliant: false, isManaged: true };
  await store([reading(0, { problem: 'not_in_entra' }), reading(1, no)], 1);
  await store([reading(0, yes), reading(1, no)], 2);
  await store([reading(0, { ...yes, differsSince: hour(2) }), reading(1, no)], 3);
  await store([reading(0, { ...yes, differsSince: hour(2), driftSince: hour(2) }), reading(1, no)], 4);
  // A new confirmation forgets the drift on the device's row; the history still tells when it ended.
  await db.pool.device.updateMany({ data: { driftSince: null } });
  await store([reading(0, no), reading(1, no)], 5);
  const [ended, began, changed, first] = await history(0);
  expect(first).toMatchObject({ at: hour(1), problem: 'not_in_entra', before: null, drift: null });
  expect(changed).toMatchObject({ at: hour(2), ...yes, before: { isCompliant: null }, drift: null });
  expect(began).toMatchObject({ at: hour(4), ...yes, drift: 'began', reportedVerdict: 'noncompliant' });
  expect(ended).toMatchObject({ at: hour(5), ...no, before: yes, drift: 'ended' });
  expect(await history(0)).toHaveLength(4);
  expect(await history(1)).toHaveLength(1);
  const drifts = await selectEntraReadings(db.pool, ids[0] ?? '', null, { limit: 9, driftOnly: true });
  expect(drifts.map(({ drift }) => drift)).toEqual(['ended', 'began']);
});

test('an answer to what no longer holds of the device is not kept, and old ones are forgotten', async () => {
  const before = (await history(1)).length;
  await store([reading(1, { isCompliant: true, isManaged: true, reportedVerdict: 'compliant' })], 6);
  expect(await history(1)).toHaveLength(before);
  expect(await pruneEntraReadings(db.pool, hour(3), 100)).toBe(3);
  expect((await history(0)).map(({ at }) => at)).toEqual([hour(5), hour(4)]);
});

test('a device of which no answer is known does not expire', async () => {
  const known = { entraComplianceExpiresAt: hour(6), entraProblem: null };
  await db.pool.device.updateMany({ data: { ...known, entraReadAt: null } });
  expect(await db.transaction((tx) => markExpired(tx, hour(7), 10))).toBe(0);
  await db.pool.device.updateMany({ data: { entraReadAt: hour(5) } });
  expect(await db.transaction((tx) => markExpired(tx, hour(7), 10))).toBe(2);
});

test('a reading that finds nothing new changes no index: no index knows when a device was read', async () => {
  const rows = await db.pool.$queryRaw<{ indexdef: string }[]>`
    SELECT indexdef FROM pg_indexes WHERE tablename = 'devices'`;
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.filter(({ indexdef }) => /\bentra_read_at\b/.test(indexdef))).toEqual([]);
});
