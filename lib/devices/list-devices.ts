import type { DevicePage, DeviceQuery } from '../contract/device.ts';
import { isReportingOff, readConnection } from '../db/connection.ts';
import type { Database } from '../db/database.ts';
import { countDevices, selectDevicePage } from '../db/device-page.ts';
import type { DeviceRow } from '../db/device-row.ts';
import { pagePosition } from '../db/page-position.ts';
import { encodeCursor } from '../domain/cursor.ts';
import { toListItem } from './to-list-item.ts';

/** Totals are exact up to here, and "more than" beyond. */
const countedUpTo = 10_000;

/** One page of devices by keyset; `total` only where it was asked for. */
export async function listDevices(db: Database, query: DeviceQuery): Promise<DevicePage> {
  const { sort, limit, cursor, count, ...filter } = query;
  const after = pagePosition(cursor, sort, !sort.endsWith('name'));
  const [connection, rows, counted] = await Promise.all([
    readConnection(db.pool),
    selectDevicePage(db.pool, { filter, sort, after, limit: limit + 1 }),
    count ? countDevices(db.pool, filter, countedUpTo + 1) : null,
  ]);
  const reportingOff = isReportingOff(connection);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => toListItem(row, reportingOff)),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(sort, positionOf(last, sort)) : null,
    ...(counted === null
      ? {}
      : { total: { value: Math.min(counted, countedUpTo), exact: counted <= countedUpTo } }),
  };
}

function positionOf(row: DeviceRow, sort: DeviceQuery['sort']): { value: string | null; id: string } {
  switch (sort) {
    case 'name':
    case '-name':
      return { value: row.name, id: row.id };
    case 'lastReportedAt':
    case '-lastReportedAt':
      return { value: row.lastReportedAt?.toISOString() ?? null, id: row.id };
    case 'lastCheckInAt':
    case '-lastCheckInAt':
      return { value: row.lastCheckInAt.toISOString(), id: row.id };
  }
}
