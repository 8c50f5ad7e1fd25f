import type { DeviceCriteria, DeviceSort } from '#lib/domain/devices/device-criteria';
import type { RowReader } from '../core/database.ts';
import type { PagePosition } from '../core/page-position.ts';
import { Prisma } from '../core/prisma.ts';
import {
  narrowsFacets,
  narrowsPolicies,
  narrowsTags,
  narrowsTexts,
  narrowsToRare,
  textConditions,
  timeConditions,
} from './device-filter.ts';
import { orderBy, ownBound, type Stretch, stretchesOf } from './device-order.ts';
import { narrowsTraits, traitRows } from './device-traits.ts';
import { amongAll, bounded, gather, usualBounds, type Wanted } from './gathered-page.ts';
import {
  amongPolicies,
  amongTagged,
  amongTexts,
  expectedTexts,
  facetsOf,
  merge,
  scanIndex,
  withTags,
} from './index-scans.ts';

export interface PageRequest {
  /** Its ages are resolved */
  filter: DeviceCriteria;
  sort: DeviceSort;
  position: PagePosition | null;
  limit: number;
}

export const nameColumns = Prisma.raw('d.id, d.name');
export interface DeviceName {
  id: string;
  name: string;
}

interface Sortable {
  id: string;
  name: string;
  lastCheckInAt: string;
  lastReportedAt: string | null;
}

/** The position of a row in a list of this sort. */
export function positionOf(row: Sortable, sort: DeviceSort): PagePosition {
  return { value: row[sort.replace('-', '') as keyof Omit<Sortable, 'id'>], id: row.id };
}

/** The position of a device, or the one it would have; null: there is none. */
export async function findPosition(
  db: RowReader,
  id: string,
  sort: DeviceSort,
): Promise<PagePosition | null> {
  const [row] = await db.rows<Sortable>(Prisma.sql`
    SELECT id, name, last_check_in_at AS "lastCheckInAt", last_reported_at AS "lastReportedAt"
    FROM devices WHERE id = ${id}::uuid`);
  return row === undefined ? null : positionOf(row, sort);
}

type Read<Row> = (page: Prisma.Sql, options?: { prepared: boolean }) => Promise<Row[]>;

/**
 * Up to `limit` devices from a position on, in the order of the list. However filters and sorts fall together, what is
 * read is bounded: by a short scan of the sort's index, which most pages end with, then by facets, or by what the
 * rarest condition finds. The bounds decide which way is taken, not what is found.
 */
export async function selectDevicePage<Row>(
  db: RowReader,
  request: PageRequest,
  columns: Prisma.Sql,
  bounds = usualBounds,
): Promise<Row[]> {
  const { limit, position, sort } = request;
  const filter = await withTags(db, request.filter);
  const expected = await expectedTexts(db, filter);
  const rows: Row[] = [];
  for (const stretch of stretchesOf(sort, position, filter)) {
    if (rows.length >= limit) break;
    rows.push(
      ...(await readStretch<Row>(db, stretch, {
        filter,
        limit: limit - rows.length,
        columns,
        bounds,
        expected,
      })),
    );
  }
  return position?.back === true ? rows.reverse() : rows;
}

async function readStretch<Row>(db: RowReader, stretch: Stretch, wanted: Wanted): Promise<Row[]> {
  const { filter, limit, columns, bounds } = wanted;
  const read: Read<Row> = (page, options) => {
    const order = orderBy(stretch, 'd');
    const rows = Prisma.sql`SELECT ${columns} FROM (${page}) p JOIN devices d ON d.id = p.id ORDER BY ${order}`;
    return db.rows<Row>(rows, options);
  };
  if (narrowsTags(filter)) return readTagged(db, stretch, wanted, read);
  if (narrowsTexts(filter)) return search(db, stretch, wanted, read);
  if (!isNarrowed(filter) && !narrowsPolicies(filter)) {
    return read(scanIndex(stretch, filter, { limit }), { prepared: true });
  }
  const most = Math.max(bounds.steps.plain, 20 * limit);
  const near = await read(scanIndex(stretch, filter, { limit, steps: most }), { prepared: true });
  return near.length >= limit ? near : readFar(db, stretch, wanted, read);
}

/** Most tags are of few devices; of a common one, enough are found along the sort unless they lie far behind. */
async function readTagged<Row>(db: RowReader, stretch: Stretch, wanted: Wanted, read: Read<Row>) {
  const { filter, limit, bounds } = wanted;
  const count = filter.tags?.devices ?? 0;
  if (narrowsPolicies(filter) || count <= bounds.gathered.plain) {
    return read(amongTagged(stretch, filter, limit));
  }
  const steps = Math.max(bounds.steps.plain, 20 * limit);
  const near = await read(scanIndex(stretch, filter, { limit, steps }));
  if (near.length >= limit) return near;
  if (count <= bounds.tagged) return read(amongTagged(stretch, filter, limit));
  const facets = narrowsToRare(filter) ? null : await facetsOf(db, stretch, filter);
  return read(
    facets === null ? scanIndex(stretch, filter, { limit }) : merge(stretch, filter, { facets, limit }),
  );
}

function isNarrowed(filter: DeviceCriteria): boolean {
  return (
    narrowsFacets(filter) ||
    timeConditions(filter, 'd').length > 0 ||
    narrowsToRare(filter) ||
    narrowsTraits(filter)
  );
}

/** What matches lies far apart in the sort: found by what is rarest. */
async function readFar<Row>(db: RowReader, stretch: Stretch, wanted: Wanted, read: Read<Row>) {
  const { filter, limit, bounds } = wanted;
  if (narrowsPolicies(filter)) return read(amongPolicies(stretch, filter, limit));
  // Facet by facet, the index of those few would be left.
  if (narrowsToRare(filter)) return read(scanIndex(stretch, filter, { limit }));
  if (narrowsTraits(filter)) return readTraits<Row>(db, stretch, wanted, read);
  const facets = await facetsOf(db, stretch, filter);
  if (facets?.length === 0) return [];
  if (timeConditions(filter, 'd', ownBound(stretch)).length > 0) {
    const few = await gather<Row>(db, stretch, wanted, bounded(filter, facets), bounds.gathered.plain);
    if (few !== null) return few;
  }
  return read(
    facets === null ? scanIndex(stretch, filter, { limit }) : merge(stretch, filter, { facets, limit }),
  );
}

/** Few devices have most values; a common one is found along the sort unless it lies very far behind, or goes with nothing else. */
async function readTraits<Row>(db: RowReader, stretch: Stretch, wanted: Wanted, read: Read<Row>) {
  const { filter, limit, bounds } = wanted;
  const few = await gather<Row>(db, stretch, wanted, traitRows(filter), bounds.traits);
  if (few !== null) return few;
  const near = await read(scanIndex(stretch, filter, { limit, steps: bounds.steps.search }));
  return near.length >= limit ? near : readAll(db, stretch, wanted, read);
}

async function readAll<Row>(db: RowReader, stretch: Stretch, { filter, limit }: Wanted, read: Read<Row>) {
  return read(amongAll(stretch, filter, { facets: await facetsOf(db, stretch, filter), limit }));
}

/**
 * A text that few devices have is looked for in its index; a common one along the sort, and then by whatever finds less:
 * the rest of the filter, or the index once more.
 */
async function search<Row>(db: RowReader, stretch: Stretch, wanted: Wanted, read: Read<Row>): Promise<Row[]> {
  const { filter, limit, bounds, expected } = wanted;
  const { q: _, id: __, ...others } = filter;
  const found = Prisma.sql`SELECT s.device_id AS id FROM device_search s WHERE ${textConditions(filter)}`;
  const gatherTexts = () => gather<Row>(db, stretch, wanted, found, bounds.gathered.search);
  const isRare = expected <= bounds.gathered.plain;
  const rare = isRare ? await gatherTexts() : null;
  if (rare !== null) return rare;
  const byIndex = expected <= bounds.found;
  if (byIndex && stretch.key === 'name' && !isNarrowed(others) && !narrowsPolicies(filter)) {
    return read(amongTexts(stretch, filter, limit));
  }
  if (!narrowsPolicies(filter)) {
    const candidates = Math.max(bounds.texts, 10 * limit);
    const near = await read(scanIndex(stretch, filter, { limit, steps: bounds.steps.search, candidates }));
    if (near.length >= limit) return near;
    if (narrowsTraits(filter)) return readAll(db, stretch, wanted, read);
  }
  // A name and the wrong system are each common, and never together: rarer than expected.
  const mayBeFew = !isRare && (expected <= bounds.found || filter.os !== undefined);
  const few = mayBeFew ? await gatherTexts() : null;
  if (few !== null) return few;
  if (narrowsPolicies(filter)) return read(amongPolicies(stretch, filter, limit));
  const facets = await facetsOf(db, stretch, filter);
  if (facets?.length === 0) return [];
  const rest = bounded(filter, facets);
  const most = bounds.gathered.search;
  const narrowed = isNarrowed(others) ? await gather<Row>(db, stretch, wanted, rest, most, true) : null;
  return narrowed ?? read(scanIndex(stretch, filter, { limit, facets, byIndex }));
}
