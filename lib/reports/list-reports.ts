import type { Database } from '#lib/db/core/database';
import { type History, pagePosition, readHistory } from '#lib/db/core/page-position';
import { type ReportLogRow, selectReportPage } from '#lib/db/reports/report-page';
import { type ReportRow, selectDeviceReports } from '#lib/db/reports/reports';
import { encodeCursor } from '#lib/domain/text/cursor';
import type {
  HistoryQuery,
  ReportItem,
  ReportLogItem,
  ReportLogPage,
  ReportLogQuery,
  ReportPage,
} from '../contract/report.ts';

/** One page of the reports of all devices by keyset. Throws `invalid_input` for a foreign cursor. */
export async function listReports(db: Database, query: ReportLogQuery): Promise<ReportLogPage> {
  const { sort, limit, cursor, ...filter } = query;
  const position = pagePosition(cursor, sort, true);
  const after =
    position === null || position.value === null ? null : { value: position.value, id: position.id };
  const rows = await selectReportPage(db.pool, { filter, sort, after, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items: shown.map(toLogItem),
    nextCursor: more ? encodeCursor(sort, { value: last.createdAt.toISOString(), id: last.id }) : null,
  };
}

export function toLogItem(row: ReportLogRow): ReportLogItem {
  const { deviceName, externalId, feed } = row;
  return { ...toReportItem(row), deviceName, externalId, feed };
}

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

function toReportItem(row: ReportRow): ReportItem {
  return {
    id: row.id,
    deviceId: row.deviceId,
    trigger: row.trigger,
    status: row.status,
    verdict: row.verdict,
    messageId: row.messageId,
    channel: row.channel,
    createdAt: row.createdAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
    settledAt: row.settledAt?.toISOString() ?? null,
    errorCode: row.errorCode,
    errorDetail: row.errorDetail,
    requestedBy: row.requestedBy,
    azureDeviceId: row.azureDeviceId,
    withdrawal: row.withdrawal,
    followUp: row.followUp,
  };
}
