import type { Database } from '#lib/db/core/database';
import {
  type DeviceName,
  findPosition,
  nameColumns,
  selectDevicePage,
} from '#lib/db/device-list/device-page';
import { resolveCriteria } from '#lib/domain/devices/device-criteria';
import type { DeviceNeighbours, NeighboursQuery } from '../contract/device-list.ts';

/** The devices before and after one in a filtered list, whether it is in it or not; null: none, or no such device. */
export async function findNeighbours(
  db: Database,
  id: string,
  query: NeighboursQuery,
  now: Date,
): Promise<DeviceNeighbours> {
  const { sort, ...given } = query;
  const filter = resolveCriteria(given, now);
  const own = await findPosition(db, id, sort);
  if (own === null) return { previous: null, next: null };
  const beside = async (back?: true) => {
    const position = { ...own, back };
    const [found] = await selectDevicePage<DeviceName>(db, { filter, sort, position, limit: 1 }, nameColumns);
    return found ?? null;
  };
  const [previous, next] = await Promise.all([beside(true), beside()]);
  return { previous, next };
}
