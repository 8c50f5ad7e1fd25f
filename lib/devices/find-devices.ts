import type { Database } from '#lib/db/core/database';
import { type DeviceListRow, listColumns } from '#lib/db/device-list/device-list-row';
import { selectNamed, selectUnnamed, type Wanted } from '#lib/db/device-list/named-devices';
import { wholeKeys } from '#lib/domain/devices/search-text';
import type { FindQuery, FoundDevices } from '../contract/device-list.ts';
import { toListItem } from './list-devices.ts';

/** Devices by whole values of what they are called by; what is named more than once is one question. */
export async function findDevices(db: Database, query: FindQuery, now: Date): Promise<FoundDevices> {
  const { limit, feed = null } = query;
  const wanted = wholeKeys.flatMap((key): Wanted[] =>
    [...new Set(query[key])].map((value) => ({ key, value })),
  );
  const [rows, unnamed] = await Promise.all([
    selectNamed<DeviceListRow>(db, wanted, { feed, limit: limit + 1, columns: listColumns }),
    selectUnnamed(db, wanted, feed),
  ]);
  return {
    items: rows.slice(0, limit).map((row) => toListItem(row, now)),
    more: rows.length > limit,
    notFound: unnamed,
  };
}
