import type { HistoryQuery, ReportItem, ReportPage } from '../contract/report.ts';
import type { Database } from '../db/database.ts';
import { pagePosition } from '../db/page-position.ts';
import { type ReportRow, selectDeviceReports } from '../db/reports.ts';
import { requireDevice } from '../db/require-device.ts';
import { encodeCursor } from '../domain/cursor.ts';

const sort = '-createdAt';

/** A device's reports, newest first. Throws `not_found`. */
export async function listDeviceReports(
  db: Database,
  deviceId: string,
  query: HistoryQuery,
): Promise<ReportPage> {
  await requireDevice(db, deviceId);
  const after = pagePosition(query.cursor, sort, true);
  const start = after === null || after.value === null ? null : { value: after.value, id: after.id };
  const rows = await selectDeviceReports(db.pool, deviceId, start, query.limit + 1);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const more = rows.length > query.limit && last !== undefined;
  return {
    items: shown.map(toReportItem),
    nextCursor: more ? encodeCursor(sort, { value: last.createdAt.toISOString(), id: last.id }) : null,
  };
}

export function toReportItem(row: ReportRow): ReportItem {
  return {
    id: row.id,
    deviceId: row.deviceId,
    trigger: row.trigger,
    status: row.status,
    verdict: row.verdict,
    messageId: row.messageId,
    createdAt: row.createdAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
    settledAt: row.settledAt?.toISOString() ?? null,
    errorCode: row.errorCode,
    errorDetail: row.errorDetail,
    requestedBy: row.requestedBy,
  };
}
