import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { type Database, openDatabase } from '#lib/db/core/database';
import { Prisma } from '#lib/db/core/prisma';
import { getDevice } from '#lib/devices/get-device';
import { migrate } from '#lib/run/commands/migrate';
import { readMigrations } from '#lib/run/postgres/migrations/read-migrations';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';

const orderOfCheckIns = '20261128110000_check_in_order';

let database: TestDatabase;
let db: Database;
beforeEach(async () => {
  database = await createTestDatabase({ template: false });
  const all = await readMigrations();
  const first = all.findIndex(({ name }) => name === orderOfCheckIns);
  await migrate(database.url, all.slice(0, first));
  db = openDatabase(database.url);
});
afterEach(async () => {
  await db.close();
  await database.drop();
});

const ids = {
  ahead: '019ab000-0000-7000-8000-000000000001',
  right: '019ab000-0000-7000-8000-000000000002',
  retired: '019ab000-0000-7000-8000-000000000003',
};
const hour = 3_600_000;

function checkIn(externalId: string, at: Date) {
  const device = { name: externalId, os: 'ios', osVersion: '26.1' };
  return {
    externalId,
    checkedInAt: at.toISOString(),
    device,
    violations: [{ policy: 'p', action: 'block' }],
  };
}

test('a device that an earlier version holds to be checked in tomorrow hears of its next check-in', async () => {
  const now = new Date();
  const [received, ahead] = [new Date(now.getTime() - hour), new Date(now.getTime() + 22 * hour)];
  await db.pool.$executeRaw`INSERT INTO feeds (name) VALUES ('mdm')`;
  for (const [name, dated] of [
    ['ahead', ahead],
    ['right', received],
    ['retired', ahead],
  ] as const) {
    await db.pool.$executeRaw`
      INSERT INTO devices (id, feed, external_id, name, os, os_version, verdict, verdict_since, first_check_in_at,
        last_check_in_at, violations)
      VALUES (${ids[name]}::uuid, 'mdm', ${name}, ${name}, 'ios', '26', 'compliant', ${dated}, ${dated}, ${dated},
        '[{"policy": "a", "action": "monitor", "since": null}]')`;
    await db.pool.$executeRaw`
      INSERT INTO check_ins (id, device_id, checked_in_at, received_at, verdict)
      VALUES (gen_random_uuid(), ${ids[name]}::uuid, ${dated}, ${received}, 'compliant')`;
  }
  await db.pool.$executeRaw`
    UPDATE devices SET management_state = 'retired', verdict = 'retired', retired_at = ${ahead} WHERE external_id = 'retired'`;
  await migrate(database.url);
  const states = await db.rows(Prisma.sql`
    SELECT external_id AS name, management_state AS state, retired_at AS "retiredAt" FROM devices ORDER BY id`);
  expect(states).toEqual([
    { name: 'ahead', state: 'managed', retiredAt: null },
    { name: 'right', state: 'managed', retiredAt: null },
    { name: 'retired', state: 'retired', retiredAt: received.toISOString() },
  ]);
  const before = await getDevice(db, ids.ahead, now);
  expect(before).toMatchObject({
    lastCheckInAt: received.toISOString(),
    firstCheckInAt: received.toISOString(),
    verdictSince: received.toISOString(),
    violationCount: 1,
  });
  expect(await getDevice(db, ids.right, now)).toMatchObject({ lastCheckInAt: received.toISOString() });

  const send = async (at: Date) =>
    (
      await recordCheckIns(db, { feed: 'mdm', checkIns: [checkIn('ahead', at), checkIn('right', at)], now })
    ).results.map(({ outcome }) => outcome);
  expect(await send(new Date(received.getTime() - 1))).toEqual(['stale', 'stale']);
  expect(await send(new Date(now.getTime() - 1))).toEqual(['changed', 'changed']);
});
