import type { CheckInPage, HistoryQuery } from '../contract/report.ts';
import type { Database } from '../db/database.ts';
import { type History, readHistory } from '../db/read-history.ts';
import { type CheckInRow, selectDeviceCheckIns } from '../db/reports.ts';
import { timesAsText } from '../domain/times-as-text.ts';

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
