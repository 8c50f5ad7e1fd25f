import { omit } from 'es-toolkit';
import type { DeviceCriteria } from '#lib/domain/devices/device-criteria';
import type { RowReader } from '../core/database.ts';
import { readFirst } from '../core/plan-hints.ts';
import { Prisma } from '../core/prisma.ts';
import {
  allOf,
  inFacets,
  rareConditions,
  type TaggedCriteria,
  textMatches,
  timeConditions,
  whereOf,
} from './device-filter.ts';
import { orderBy, type Stretch, sortColumn, within } from './device-order.ts';
import { hasTraits } from './device-traits.ts';
import { amongFound, narrow } from './index-scans.ts';

export interface PageBounds {
  /** So many devices are passed over before another way is taken */
  steps: { plain: number; search: number };
  /** Of those, one that is asked for its text is dearer */
  texts: number;
  /** So many are found by one condition, and then narrowed and sorted; texts that are expected to be `plain` at once */
  gathered: { plain: number; search: number };
  /** So many texts the index finds faster than they are read one by one */
  found: number;
  /** So many devices with a tag are read by their ids before they are looked for along an index */
  tagged: number;
  /** So many devices with a trait are read by their ids */
  traits: number;
}

export const usualBounds: PageBounds = {
  steps: { plain: 4000, search: 80_000 },
  texts: 4000,
  gathered: { plain: 2000, search: 10_000 },
  found: 100_000,
  tagged: 50_000,
  traits: 50_000,
};

export interface Wanted {
  filter: TaggedCriteria;
  limit: number;
  columns: Prisma.Sql;
  bounds: PageBounds;
  /** How many texts the filter's term is expected to match */
  expected: number;
}

/** All devices of a filter without its text, as far as indexes of devices know them. */
export function bounded(filter: DeviceCriteria, facets: readonly number[] | null): Prisma.Sql {
  return Prisma.sql`SELECT d.id FROM devices d
    WHERE ${allOf([
      ...(facets === null ? [] : [inFacets(facets)]),
      ...timeConditions(filter, 'd'),
      ...rareConditions(filter, 'd'),
      ...hasTraits(filter, Prisma.raw('d.id')),
    ])}`;
}

/** All that match are found first, by joins of PostgreSQL's choice, and then sorted: nothing makes it stop early. */
export function amongAll(
  stretch: Stretch,
  filter: DeviceCriteria,
  { facets, limit }: { facets: readonly number[] | null; limit: number },
): Prisma.Sql {
  const conditions = allOf([whereOf(filter, facets), ...within(stretch, 'd', filter)]);
  return Prisma.sql`
    SELECT d.id, ${sortColumn(stretch, 'd')} FROM (SELECT ${narrow} FROM devices d WHERE ${conditions} OFFSET 0) d
    ORDER BY ${orderBy(stretch, 'd')} LIMIT ${Prisma.raw(String(limit))}`;
}

/** Narrows and sorts what a condition finds; null where it finds too many. */
export async function gather<Row>(
  db: RowReader,
  stretch: Stretch,
  { filter, limit, columns }: Wanted,
  source: Prisma.Sql,
  most: number,
  withText = false,
): Promise<Row[] | null> {
  const text = withText ? Prisma.sql`WHERE ${textMatches(filter, Prisma.raw('f.id'))}` : Prisma.empty;
  const rows = await db.rows<Row & { id: string | null; found: number; place: number }>(Prisma.sql`
    WITH found ${readFirst} (${source} LIMIT ${Prisma.raw(String(most + 1))}),
    few AS (SELECT f.id FROM found f WHERE (SELECT count(*) FROM found) <= ${Prisma.raw(String(most))}),
    wanted AS (SELECT f.id FROM few f ${text}),
    page AS (${amongFound(stretch, filter, { found: Prisma.raw('wanted'), limit })})
    SELECT n.found, d.* FROM (SELECT count(*)::integer AS found FROM found) n
    LEFT JOIN (SELECT ${columns}, row_number() OVER (ORDER BY ${orderBy(stretch, 'd')}) AS place
      FROM page p JOIN devices d ON d.id = p.id) d ON true ORDER BY d.place`);
  if ((rows[0]?.found ?? 0) > most) return null;
  return rows.filter(({ id }) => id !== null).map((row) => omit(row, ['found', 'place']) as Row);
}
