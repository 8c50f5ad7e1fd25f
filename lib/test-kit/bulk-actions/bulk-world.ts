import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, vi } from 'vitest';
import { getBulkAction } from '#lib/bulk-actions/bulk-actions';
import { startBulkAction } from '#lib/bulk-actions/start-bulk-action';
import { stepBulkActions } from '#lib/bulk-actions/step-bulk-actions';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { resumeReporting } from '#lib/connection/pause-reporting';
import { type Database, openDatabase } from '#lib/db/core/database';
import type { BulkActionKind } from '#lib/domain/reports/bulk-action';
import { createLog } from '#lib/log';
import { createTestDatabase, type TestDatabase } from '../test-database.ts';

export const actor = { kind: 'admin', name: 'mai', requestId: null } as const;
let database: TestDatabase;
export let db: Database;
export let now = new Date();
export const worker = () => ({ db, log: createLog('test', 'silent'), clock: () => now });
export const step = () => stepBulkActions(worker());

/** A database of its own, empty before each test; time stands until a device checks in or it is passed. */
export function inBulkWorld(): void {
  beforeAll(async () => {
    database = await createTestDatabase();
    db = openDatabase(database.url);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await db.pool.bulkAction.deleteMany();
    await db.pool.bulkItem.deleteMany();
    await db.pool.report.deleteMany();
    await db.pool.deviceSearch.deleteMany();
    await db.pool.checkIn.deleteMany();
    await db.pool.device.deleteMany();
    await resumeReporting(db, actor, now);
  });
  afterAll(async () => {
    await db.close();
    await database.drop();
  });
}

export function passTime(ms: number): void {
  now = new Date(now.getTime() + ms);
}

/** Devices check in; answers their ids in the order of the names. */
export async function checkIn(
  names: readonly string[],
  more: { clientStatusCode?: string; action?: string } = {},
): Promise<string[]> {
  passTime(1000);
  const checkIns = names.map((name) => ({
    externalId: name,
    checkedInAt: now.toISOString(),
    device: { name, os: 'ios', osVersion: '26.1' },
    violations: more.action === undefined ? [] : [{ policy: 'P', action: more.action }],
    azure: { deviceId: uuidv7(), clientStatusCode: more.clientStatusCode ?? 'Success' },
  }));
  const { results } = await recordCheckIns(db, { feed: 'f', checkIns, now });
  return results.map(({ deviceId }) => deviceId ?? '');
}

export const names = (count: number, prefix = 'd') =>
  Array.from({ length: count }, (_, n) => `${prefix}${n}`);
export const start = (kind: BulkActionKind, target: object) =>
  startBulkAction(db, { kind, ...target }, actor, now);
export const progress = (id: string) => getBulkAction(db, id, now);
/** As the engine would: the reports are settled, and their devices owe nothing more. */
export async function settleReports(status: 'successful' | 'failed', where: object = {}): Promise<void> {
  const queued = { ...where, status: 'queued' as const };
  const reports = await db.pool.report.findMany({ where: queued, select: { deviceId: true } });
  const errorCode = status === 'failed' ? 'user_unknown' : null;
  await db.pool.report.updateMany({ where: queued, data: { status, settledAt: now, errorCode } });
  const ids = reports.map(({ deviceId }) => deviceId);
  await db.pool.device.updateMany({ where: { id: { in: ids } }, data: { reportDueAt: null } });
}
