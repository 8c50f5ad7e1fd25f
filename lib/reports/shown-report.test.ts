import { v7 as uuidv7 } from 'uuid';
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '#lib/db/core/database';
import { restoreShownStatus } from '#lib/db/reports/write-settlements';
import { openTestDatabase } from '#lib/test-kit/test-database';
import { recordCheckIns } from '../check-ins/record-check-ins.ts';

let db: Database;
beforeAll(async () => {
  const database = await openTestDatabase();
  db = database.db;
  return database.close;
});

const now = new Date('2026-11-30T08:00:00Z');
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);

test('a worker whose clock is ahead does not make its older report the one that a device shows', async () => {
  const device = { name: 'device', os: 'ios', osVersion: '26.1' };
  const checkIns = [{ externalId: 'device', checkedInAt: now.toISOString(), device }];
  const { results } = await recordCheckIns(db, { feed: 'test', checkIns, now });
  const deviceId = results[0]?.deviceId ?? '';
  const report = (stateVersion: number, createdAt: Date, status: 'failed' | 'successful' | 'superseded') => ({
    id: uuidv7({ msecs: createdAt.getTime() }),
    ...{ deviceId, stateVersion, createdAt, status },
    trigger: 'inventory_change' as const,
    verdict: 'compliant' as const,
  });
  const byFastClock = report(4, minutes(5), 'failed');
  const newest = report(5, minutes(1), 'successful');
  const notSent = report(5, minutes(2), 'superseded');
  await db.pool.report.createMany({ data: [byFastClock, newest, notSent] });
  await db.pool.device.update({ where: { id: deviceId }, data: { lastReportId: notSent.id } });

  await db.transaction((tx) => restoreShownStatus(tx, [deviceId]));

  const shown = { azureComplianceStatus: true, lastReportId: true } as const;
  expect(await db.pool.device.findUnique({ where: { id: deviceId }, select: shown })).toEqual({
    azureComplianceStatus: 'successful',
    lastReportId: newest.id,
  });
});
