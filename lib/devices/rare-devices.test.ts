import { beforeAll, expect, test } from 'vitest';
import type { Database, RowReader } from '#lib/db/core/database';
import { Prisma } from '#lib/db/core/prisma';
import { countDevices } from '#lib/db/device-list/count-devices';
import { nameColumns, selectDevicePage } from '#lib/db/device-list/device-page';
import { type DeviceCriteria, deviceSorts } from '#lib/domain/devices/device-criteria';
import { openTestDatabase } from '#lib/test-kit/test-database';

let db: Database;

/** Few of many wait for their Azure id, and others are missing from their source, or came back from a backup: of those, some would not be reported anyway. */
beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  await db.pool.$executeRaw`INSERT INTO feeds (name) VALUES ('large')`;
  await db.pool.$executeRaw`
    INSERT INTO devices (id, feed, external_id, name, os, os_version, verdict, verdict_since, first_check_in_at,
      last_check_in_at, last_reported_at, azure_id_taken_by, missing_since, restored_at, client_status_code, azure_device_id, channel)
    SELECT gen_random_uuid(), 'large', n, 'Device ' || n, 'ios', '26.1', (ARRAY['compliant', 'noncompliant'])[1 + n % 2]::verdict,
      now(), now(), now() - n * interval '1 second', CASE WHEN n % 3 = 0 THEN now() END,
      CASE WHEN n % 200 = 0 OR n % 200 = 99 THEN 'other' END,
      CASE WHEN n % 200 = 50 OR n % 200 = 149 THEN now() END, CASE WHEN n % 200 IN (20, 60, 119) THEN now() END,
      CASE WHEN n % 200 <> 60 THEN 'Success' END::client_status_code, gen_random_uuid(), 'partner'
    FROM generate_series(1, 30000) n`;
  await db.pool.$executeRaw`VACUUM (ANALYZE) devices`;
  return opened.close;
});

/** The plans of what is read, beside what is read. */
function planned(): { reader: RowReader; plans: string[] } {
  const plans: string[] = [];
  const rows: RowReader['rows'] = async (query) => {
    plans.push(JSON.stringify(await db.rows<object>(Prisma.sql`EXPLAIN ${query}`)));
    return db.rows(query);
  };
  return { reader: { rows }, plans };
}

const filters: [DeviceCriteria, number][] = [
  [{}, 300],
  [{ verdict: ['compliant'] }, 150],
  [{ feed: ['large'], verdict: ['retired'] }, 0],
];

test.each([
  { rare: { azureIdTaken: true }, index: 'azure_id_taken' },
  { rare: { missing: true }, index: 'missing' },
  { rare: { restored: true }, index: 'restored' },
] as const)('what few devices have ($index) is listed and counted by an index of them alone', async (one) => {
  for (const [others, count] of filters) {
    const filter = { ...others, ...one.rare };
    for (const sort of deviceSorts) {
      const { reader, plans } = planned();
      const request = { filter, sort, position: null, limit: 20 };
      expect(await selectDevicePage(reader, request, nameColumns)).toHaveLength(Math.min(count, 20));
      for (const plan of plans) {
        expect(plan).toMatch(new RegExp(`devices_${one.index}_\\w+_idx`));
        // The few feeds may be scanned, never devices.
        expect(plan).not.toMatch(/Seq Scan on (?!feeds)/);
      }
    }
    const { reader, plans } = planned();
    expect(await countDevices(reader, filter, null)).toBe(count);
    expect(plans.join()).toMatch(new RegExp(`Index Only Scan using devices_${one.index}_\\w+_idx`));
  }
});
