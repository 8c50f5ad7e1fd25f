import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import { findNamedReports } from '#lib/db/reports/named-reports';
import { type ReportLogRow, selectReportPage } from '#lib/db/reports/report-page';
import { csvHeader, csvRows } from '#lib/devices/csv-rows';
import type { Actor } from '#lib/domain/people/actor';
import { jsonLine } from '#lib/domain/text/json-line';
import { type ReportExportQuery, reportExportColumns } from '../contract/report.ts';
import { toLogItem } from './list-reports.ts';

const batch = 1000;

/**
 * All reports of a filter as text, a batch at a time, read as they are taken; in the order of the log, with what it has of
 * each. What was taken of it, whole or in part, is audited at the end.
 */
export async function* exportReports(
  db: Database,
  query: ReportExportQuery,
  context: { actor: Actor; now: Date },
): AsyncGenerator<string> {
  const { sort, format, bom, ...given } = query;
  const filter =
    sort === 'createdAt' ? { ...given, createdBefore: earlier(given.createdBefore, context.now) } : given;
  let after: { value: string; id: string } | null = null;
  let count = 0;
  let complete = false;
  try {
    if (format === 'csv') yield csvHeader(reportExportColumns, bom === true);
    const named = filter.q === undefined ? null : await findNamedReports(db, filter.q);
    while (!complete) {
      const rows: ReportLogRow[] = await selectReportPage(db.pool, {
        filter,
        named,
        sort,
        after,
        limit: batch,
      });
      const last = rows.at(-1);
      if (last !== undefined) {
        const reports = rows.map(toLogItem);
        count += rows.length;
        yield format === 'csv' ? csvRows(reportExportColumns, reports) : reports.map(jsonLine).join('');
        after = { value: last.createdAt.toISOString(), id: last.id };
      }
      complete = rows.length < batch;
    }
  } finally {
    const details = { filter: JSON.stringify(given), sort, format, count, complete };
    await recordAudit(db.pool, { ...context, action: 'report.export', target: null, details });
  }
}

/** Nothing that is made meanwhile: with the oldest first, the file would otherwise never reach its end. */
function earlier(before: string | undefined, now: Date): string {
  return before === undefined || new Date(before) > now ? now.toISOString() : before;
}
