import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#lib/db/core/database';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { recordCheckIns } from './record-check-ins.ts';

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url, { maxConnections: 8 });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const start = Date.now() - 3_600_000;
const azureId = (index: number) => `007c8232-9489-4074-9b35-${String(index).padStart(12, '0')}`;

function checkIn(externalId: string, azure: number | null, second: number) {
  return {
    externalId,
    checkedInAt: new Date(start + second * 1000).toISOString(),
    device: { name: externalId, os: 'ios', osVersion: '26' },
    violations: [],
    azure: { deviceId: azure === null ? null : azureId(azure), clientStatusCode: 'Success' },
  };
}

/** The same numbers in another order for each seed. */
function shuffled(count: number, seed: number): number[] {
  const numbers = Array.from({ length: count }, (_, index) => index);
  return numbers.toSorted(
    (a, b) => ((a * 7919 + seed * 104_729) % 1009) - ((b * 7919 + seed * 104_729) % 1009),
  );
}

test('batches that swap ids side by side never deadlock, and each id has one holder', async () => {
  const devices = 60;
  for (let round = 0; round < 6; round += 1) {
    const batches = ['a', 'b', 'c', 'a', 'b'].map((feed, lane) =>
      recordCheckIns(db, {
        feed,
        checkIns: shuffled(devices, lane + round * 5).map((azure, index) =>
          checkIn(`${feed}${lane}-${index}`, (azure + lane) % 11 === 0 ? null : azure, round * 10 + lane),
        ),
        now: new Date(),
      }),
    );
    await Promise.all(batches);
  }
  const wrong = await db.pool.$queryRaw`
    SELECT d.feed, d.external_id, d.azure_id_taken_by, a.feed AS holder FROM devices d
    LEFT JOIN azure_ids a ON a.azure_device_id = d.azure_device_id
    WHERE d.azure_device_id IS NOT NULL AND a.review_at IS NULL
      AND CASE WHEN d.azure_id_taken_by IS NULL THEN a.feed IS DISTINCT FROM d.feed
        ELSE a.feed IS DISTINCT FROM d.azure_id_taken_by END`;
  expect(wrong).toEqual([]);
});

test('a batch in which two devices swap their ids keeps both, and withdraws none', async () => {
  await recordCheckIns(db, {
    feed: 'swap',
    now: new Date(),
    checkIns: [checkIn('one', 901, 0), checkIn('two', 902, 0)],
  });
  await db.pool.azureId.updateMany({ where: { feed: 'swap' }, data: { lastUpdateTime: new Date() } });
  await recordCheckIns(db, {
    feed: 'swap',
    now: new Date(),
    checkIns: [checkIn('one', 902, 1), checkIn('two', 901, 1)],
  });
  expect(await db.pool.azureId.findMany({ where: { feed: 'swap' } })).toMatchObject([
    { formerDeviceId: null, withdrawAt: null },
    { formerDeviceId: null, withdrawAt: null },
  ]);
});

test('a new device that changes its id within one batch holds the last one only', async () => {
  await recordCheckIns(db, {
    feed: 'twice',
    now: new Date(),
    checkIns: [checkIn('it', 911, 0), checkIn('it', 912, 1)],
  });
  const claims = await db.pool.azureId.findMany({
    where: { azureDeviceId: { in: [azureId(911), azureId(912)] } },
    orderBy: { azureDeviceId: 'asc' },
  });
  expect(claims.map(({ feed }) => feed).at(-1)).toBe('twice');
  expect(claims.map(({ feed }) => feed).slice(0, -1)).not.toContain('twice');
});
