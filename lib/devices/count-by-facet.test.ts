import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#lib/db/core/database';
import type { DeviceCriteria } from '#lib/domain/devices/device-criteria';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { countByFacet, countFacets } from './count-by-facet.ts';

let database: TestDatabase;
let db: Database;
const now = new Date('2026-11-25T08:00:00Z');
const later = new Date(now.getTime() + 60_000);

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  await db.pool.$executeRaw`INSERT INTO feeds (name) VALUES ('large')`;
  await insert(1, 20_001);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

async function insert(from: number, to: number): Promise<void> {
  await db.pool.$executeRaw`
    INSERT INTO devices (id, feed, external_id, name, os, os_version, verdict, verdict_since, first_check_in_at,
      last_check_in_at)
    SELECT gen_random_uuid(), 'large', n, 'Device ' || n, 'ios', '26.1',
      CASE WHEN n % 3 = 0 THEN 'noncompliant' ELSE 'compliant' END::verdict, ${now}, ${now}, ${now}
    FROM generate_series(${from}::integer, ${to}::integer) n`;
}

const counts = () => countByFacet(db, { verdict: ['noncompliant'] }, now);

test('a large fleet is counted when it is asked about, until a worker has, and then as often as that does', async () => {
  expect(await counts()).toMatchObject({
    countedAt: null,
    total: 6667,
    by: { verdict: { compliant: 13_334 } },
  });
  expect(await countFacets(db, now)).toBe(true);
  await insert(20_002, 20_004);
  expect(await counts()).toMatchObject({
    countedAt: now.toISOString(),
    total: 6667,
    by: { feed: { large: 6667 } },
  });
  expect(await countFacets(db, now)).toBe(false);
  expect(await countFacets(db, later)).toBe(true);
  expect(await counts()).toMatchObject({ countedAt: later.toISOString(), total: 6668 });
});

test('devices whose Azure id belongs to another feed are counted, and counted by all else', async () => {
  await db.pool.$executeRaw`
    UPDATE devices SET azure_id_taken_by = 'other' WHERE external_id::integer % 5 = 0`;
  const find = (filter: DeviceCriteria) => countByFacet(db, filter, now);
  const taken = { total: 4000, by: { azureIdTaken: 4000, verdict: { compliant: 2667, noncompliant: 1333 } } };
  expect(await find({ azureIdTaken: true })).toMatchObject({ by: { azureIdTaken: 0 } });
  expect(await countFacets(db, new Date(later.getTime() + 60_000))).toBe(true);
  expect(await find({ azureIdTaken: true })).toMatchObject(taken);
  expect(await find({ azureIdTaken: true, verdict: ['noncompliant'] })).toMatchObject({
    total: 1333,
    by: { azureIdTaken: 1333, verdict: { compliant: 2667 }, neverReported: 1333 },
  });
  expect((await find({})).by?.azureIdTaken).toBe(4000);
  // Each of two rare things is counted by itself, and both together by asking.
  await db.pool.$executeRaw`UPDATE devices SET missing_since = now() WHERE external_id::integer % 10 = 0`;
  expect(await countFacets(db, new Date(later.getTime() + 120_000))).toBe(true);
  expect(await find({ missing: true })).toMatchObject({
    total: 2000,
    by: { missing: 2000, azureIdTaken: 2000 },
  });
  expect(await find({ missing: true, azureIdTaken: true })).toMatchObject({ total: 2000, by: null });
  // Of few devices at once, and not only when a worker counts.
  await db.pool.$executeRaw`DELETE FROM devices WHERE external_id::integer > 100`;
  expect(await find({ verdict: ['noncompliant'] })).toMatchObject({
    countedAt: null,
    total: 33,
    by: { azureIdTaken: 6 },
  });
});
