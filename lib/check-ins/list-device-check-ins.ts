import type { CheckInPage, HistoryQuery } from '../contract/report.ts';
import type { Database } from '../db/database.ts';
import { pagePosition } from '../db/page-position.ts';
import { selectDeviceCheckIns } from '../db/reports.ts';
import { requireDevice } from '../db/require-device.ts';
import { encodeCursor } from '../domain/cursor.ts';

const sort = '-checkedInAt';

/** A device's check-ins with what changed, newest first. Throws `not_found`. */
export async function listDeviceCheckIns(
  db: Database,
  deviceId: string,
  query: HistoryQuery,
): Promise<CheckInPage> {
  await requireDevice(db, deviceId);
  const after = pagePosition(query.cursor, sort, true);
  const start = after === null || after.value === null ? null : { value: after.value, id: after.id };
  const rows = await selectDeviceCheckIns(db.pool, deviceId, start, query.limit + 1);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const more = rows.length > query.limit && last !== undefined;
  return {
    items: shown.map((row) => ({
      ...row,
      checkedInAt: row.checkedInAt.toISOString(),
      receivedAt: row.receivedAt.toISOString(),
    })),
    nextCursor: more ? encodeCursor(sort, { value: last.checkedInAt.toISOString(), id: last.id }) : null,
  };
}
