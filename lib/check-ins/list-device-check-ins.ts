import type { Database } from '#lib/db/core/database';
import { type History, readHistory } from '#lib/db/core/page-position';
import { type CheckInRow, selectDeviceCheckIns } from '#lib/db/reports/reports';
import { timesAsText } from '#lib/domain/text/times-as-text';
import type { CheckInPage, HistoryQuery } from '../contract/report.ts';

const history: History<CheckInRow> = {
  sort: '-checkedInAt',
  select: selectDeviceCheckIns,
  timeOf: ({ checkedInAt }) => checkedInAt,
};

/** A device's check-ins with what changed, newest first. Throws `not_found`. */
export async function listDeviceCheckIns(
  db: Database,
  deviceId: string,
  query: HistoryQuery,
): Promise<CheckInPage> {
  const { rows, nextCursor } = await readHistory(db, deviceId, query, history);
  return { items: rows.map(timesAsText), nextCursor };
}
