import type { Database } from '#lib/db/core/database';
import { pagePosition } from '#lib/db/core/page-position';
import { type ReportLogRow, selectReportPage } from '#lib/db/reports/report-page';
import { encodeCursor } from '#lib/domain/text/cursor';
import type { ReportLogItem, ReportLogPage, ReportLogQuery } from '../contract/report.ts';
import { toReportItem } from './list-device-reports.ts';

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
