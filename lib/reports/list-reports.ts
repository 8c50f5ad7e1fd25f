import type { Database } from '#lib/db/core/database';
import { type History, pagePosition, readHistory } from '#lib/db/core/page-position';
import { findNamedReports, type NamedReports } from '#lib/db/reports/named-reports';
import { countReports, type ReportLogRow, selectReportPage } from '#lib/db/reports/report-page';
import { type ReportRow, selectDeviceReports } from '#lib/db/reports/reports';
import { boundedCount } from '#lib/domain/bounded-count';
import type { ReportCriteria } from '#lib/domain/reports/report-criteria';
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
  const { sort, limit, cursor, count, ...filter } = query;
  const position = pagePosition(cursor, sort, true);
  const after =
    position === null || position.value === null ? null : { value: position.value, id: position.id };
  const named = filter.q === undefined ? null : await findNamedReports(db, filter.q);
  const [rows, total] = await Promise.all([
    selectReportPage(db.pool, { filter, named, sort, after, limit: limit + 1 }),
    count === true && named?.devices !== null ? countTotal(db, filter, named) : undefined,
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items: shown.map(toLogItem),
    nextCursor: more ? encodeCursor(sort, { value: last.createdAt.toISOString(), id: last.id }) : null,
    ...(total !== undefined && { total }),
  };
}

/** Totals are exact up to here. */
const countedUpTo = 10_000;

async function countTotal(db: Database, filter: ReportCriteria, named: NamedReports | null) {
  const counted = await countReports(db.pool, { filter, named, most: countedUpTo + 1 });
  return boundedCount(counted, countedUpTo);
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
