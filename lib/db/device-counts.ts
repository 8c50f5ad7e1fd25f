import { type FacetValues, facetBits, unpackFacet } from '../domain/device-facet.ts';
import type { Queryable, Transaction } from './database.ts';

/** How many devices are alike in all that the overview tells apart. */
export interface DeviceGroup extends FacetValues {
  count: number;
}

/** Counting may take its time: check-ins and reports have the other cores to themselves. */
export async function onOneCore(db: Transaction): Promise<void> {
  await db.$queryRaw`SELECT set_config('max_parallel_workers_per_gather', '0', true)`;
}

/** All devices in groups, by one scan of an index. */
export async function countDeviceGroups(db: Queryable): Promise<DeviceGroup[]> {
  const rows = await db.$queryRaw<{ facet: number; count: number }[]>`
    SELECT (facet & ${(1 << facetBits) - 1}::bigint)::integer AS facet, count(*)::integer AS count
    FROM devices GROUP BY 1`;
  return rows.map(({ facet, count }) => ({ ...unpackFacet(facet), count }));
}

/** Devices whose last report failed, by cause, the most frequent first. */
export async function countFailures(
  db: Queryable,
  limit: number,
): Promise<{ code: string | null; devices: number }[]> {
  return db.$queryRaw<{ code: string | null; devices: number }[]>`
    SELECT failure_code AS code, count(*)::integer AS devices
    FROM devices WHERE azure_compliance_status = 'failed'
    GROUP BY failure_code ORDER BY count(*) DESC, failure_code LIMIT ${limit}`;
}
