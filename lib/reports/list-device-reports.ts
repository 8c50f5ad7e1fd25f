import type { Database } from '#lib/db/core/database';
import { type History, readHistory } from '#lib/db/core/read-history';
import { type ReportRow, selectDeviceReports } from '#lib/db/reports/reports';
import type { HistoryQuery, ReportItem, ReportPage } from '../contract/report.ts';

const history: History<ReportRow> = {
  sort: '-createdAt',
  select: selectDeviceReports,
  timeOf: ({ createdAt }) => createdAt,
};

/** A device's reports, newest first. Throws `not_found`. */
export async function listDeviceReports(
  db: Database,
  deviceId: string,
  query: HistoryQuery,
): Promise<ReportPage> {
  const { rows, nextCursor } = await readHistory(db, deviceId, query, history);
  return { items: rows.map(toReportItem), nextCursor };
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
    azureDeviceId: row.azureDeviceId,
    withdrawal: row.withdrawal,
  };
}
