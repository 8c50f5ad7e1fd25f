import type { DeviceCriteria } from '#lib/domain/devices/device-criteria';
import type { RowReader } from '../core/database.ts';
import { Prisma } from '../core/prisma.ts';
import { allOf, facetConditions } from './device-filter.ts';

/** The facets that exist and match: one look at the index for each, however many devices there are. */
export async function existingFacets(db: RowReader, filter: DeviceCriteria): Promise<number[]> {
  const rows = await db.rows<{ facet: number }>(Prisma.sql`
    WITH RECURSIVE existing(facet) AS (
      (SELECT d.facet FROM devices d ORDER BY d.facet LIMIT 1)
      UNION ALL
      SELECT (SELECT d.facet FROM devices d WHERE d.facet > e.facet ORDER BY d.facet LIMIT 1)
      FROM existing e WHERE e.facet IS NOT NULL)
    SELECT e.facet FROM existing e
    WHERE e.facet IS NOT NULL AND ${allOf(facetConditions(filter, Prisma.sql`e.facet`))}`);
  return rows.map(({ facet }) => facet);
}
