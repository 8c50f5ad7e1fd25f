import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#lib/db/core/database';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { recordCheckIns } from '../check-ins/record-check-ins.ts';
import { deviceQuery } from '../contract/device-list.ts';
import { listDevices } from './list-devices.ts';

let database: TestDatabase;
let db: Database;
const now = new Date('2026-11-23T08:00:00Z');

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  const checkIns = Array.from({ length: 25 }, (_, index) => ({
    externalId: `${index}`,
    // Some at the very same time: the id decides then.
    checkedInAt: new Date(now.getTime() - Math.floor(index / 3) * 60_000).toISOString(),
    device: {
      name: index === 7 ? '営業部の電話 100%' : `Device ${String(index).padStart(2, '0')}`,
      os: index % 2 === 0 ? 'ios' : 'android',
      osVersion: '26',
      serialNumber: `SN_${index}`,
    },
    user: { principalName: `User${index}@example.com` },
    violations: index % 5 === 0 ? [{ policy: 'Encryption', action: 'block' }] : [],
    azure: index % 3 === 0 ? { clientStatusCode: 'User_Canceled' } : {},
  }));
  await recordCheckIns(db, { feed: 'list', checkIns, now });
  await db.pool
    .$executeRaw`UPDATE devices SET last_reported_at = last_check_in_at, azure_compliance_status = 'successful'
    WHERE os = 'ios'`;
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const list = (query: Record<string, unknown>) => listDevices(db, deviceQuery.parse(query), now);
const names = async (query: Record<string, unknown>) =>
  (await list({ limit: 200, sort: 'name', ...query })).items.map(({ name }) => name);

test.each(['-lastCheckInAt', 'lastCheckInAt', '-lastReportedAt', 'lastReportedAt', 'name', '-name'])(
  'paging by %s shows every device once, in one order',
  async (sort) => {
    const whole = (await list({ sort, limit: 200 })).items.map(({ id }) => id);
    const paged: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({
        sort,
        limit: 4,
        ...(cursor ? { cursor } : {}),
      });
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(whole).toHaveLength(25);
    expect(paged).toEqual(whole);
  },
);

test('blanks come last in both directions', async () => {
  for (const sort of ['-lastReportedAt', 'lastReportedAt']) {
    const times = (await list({ sort, limit: 200 })).items.map(({ lastReportedAt }) => lastReportedAt);
    expect(times.indexOf(null)).toBe(13);
    expect(times.slice(13).every((time) => time === null)).toBe(true);
  }
});

test('filters narrow the list, each and together', async () => {
  expect(await names({ verdict: 'noncompliant' })).toHaveLength(5);
  expect(await names({ verdict: ['noncompliant', 'compliant'] })).toHaveLength(25);
  expect(await names({ clientStatusCode: 'blank' })).toHaveLength(16);
  expect(await names({ clientStatusCode: ['blank', 'User_Canceled'] })).toHaveLength(25);
  expect(await names({ verdict: 'noncompliant', os: 'ios', clientStatusCode: 'User_Canceled' })).toEqual([
    'Device 00',
  ]);
  expect(await names({ policy: 'Encryption' })).toHaveLength(5);
  expect(await names({ neverReported: 'true' })).toHaveLength(12);
  expect(await names({ drift: 'true' })).toEqual([]);
  expect(await names({ feed: 'other' })).toEqual([]);
});

test('search finds words as typed, in any letter case and script', async () => {
  expect(await names({ q: 'device sn_1' })).toHaveLength(11);
  expect(await names({ q: 'SN_1 Device' })).toHaveLength(11);
  expect(await names({ q: 'sn_24' })).toEqual(['Device 24']);
  expect(await names({ q: 'USER7@' })).toEqual(['営業部の電話 100%']);
  expect(await names({ q: '営業' })).toEqual(['営業部の電話 100%']);
  expect(await names({ q: '0%' })).toEqual(['営業部の電話 100%']);
  expect(await names({ q: 'SN%1' })).toEqual([]);
});

test('the total is counted only when asked for', async () => {
  expect((await list({})).total).toBeUndefined();
  expect((await list({ count: 'true', limit: 1 })).total).toEqual({ value: 25, exact: true });
});
