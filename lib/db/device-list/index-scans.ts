import { sumBy } from 'es-toolkit';
import type { DeviceCriteria } from '#lib/domain/devices/device-criteria';
import { facetHas } from '#lib/domain/devices/device-facet';
import { nameKeyOf } from '#lib/domain/text/name-key';
import type { RowReader } from '../core/database.ts';
import { lookedUpEach } from '../core/plan-hints.ts';
import { Prisma } from '../core/prisma.ts';
import {
  allOf,
  facetConditions,
  feedConditions,
  inFacets,
  narrowsFacets,
  narrowsTags,
  narrowsTexts,
  narrowsToRare,
  ofPolicies,
  policyConditions,
  rareConditions,
  type TaggedCriteria,
  tagConditions,
  taggedDevices,
  textConditions,
  textIsFound,
  textMatches,
  timeConditions,
  violates,
} from './device-filter.ts';
import { orderBy, ownBound, type Stretch, sortColumn, within } from './device-order.ts';
import { traitConditions } from './device-traits.ts';

/** Statements that find devices of a stretch in its order, as (id, the sort's column). */

/** What the stretch's own index does not see to. */
function rest(filter: DeviceCriteria, stretch: Stretch, alias: string): Prisma.Sql[] {
  return timeConditions(filter, alias, ownBound(stretch));
}

function text(filter: DeviceCriteria, alias: string, byIndex = false): Prisma.Sql[] {
  if (!narrowsTexts(filter)) return [];
  const id = Prisma.raw(`${alias}.id`);
  return [byIndex ? textIsFound(filter, id) : textMatches(filter, id)];
}

const deviceId = Prisma.raw('d.id');
const columnOf = (stretch: Stretch) => sortColumn(stretch, 'd');
export const narrow = Prisma.raw('d.id, d.name, d.facet, d.last_check_in_at, d.last_reported_at');

/**
 * Along the index of the sort alone, over at most `steps` devices, and of those that match at most `candidates`, whose
 * text and policies are looked at. The bounds are inside: PostgreSQL cannot prefer another way. Without steps it may, and knows how
 * many devices have the facets that are given. `byIndex`: the index finds all texts at once, before the scan.
 */
export function scanIndex(
  stretch: Stretch,
  filter: DeviceCriteria,
  limits: {
    limit: number;
    steps?: number;
    candidates?: number;
    facets?: readonly number[] | null;
    byIndex?: boolean;
  },
): Prisma.Sql {
  const { limit, steps, candidates, facets, byIndex = false } = limits;
  const bound = (most: number | undefined) =>
    most === undefined ? Prisma.empty : Prisma.raw(`LIMIT ${most}`);
  const ofFacets = facets ? [inFacets(facets)] : facetConditions(filter, Prisma.sql`d.facet`);
  const conditions = [
    ...ofFacets,
    ...feedConditions(filter, deviceId),
    ...rest(filter, stretch, 'd'),
    ...tagConditions(filter, deviceId),
    ...traitConditions(filter, deviceId),
  ];
  const stepped = Prisma.sql`
    SELECT ${narrowOf(stretch)} FROM devices d
    WHERE ${allOf([...within(stretch, 'd', filter), ...rareConditions(filter, 'd')])}
    ORDER BY ${orderBy(stretch, 'd')} ${bound(steps)}`;
  const matching = Prisma.sql`
    SELECT * FROM (${stepped}) d WHERE ${allOf(conditions)} ORDER BY ${orderBy(stretch, 'd')} ${bound(candidates)}`;
  return Prisma.sql`
    SELECT d.id, ${columnOf(stretch)} FROM (${matching}) d
    WHERE ${allOf([...violates(filter, deviceId), ...text(filter, 'd', byIndex)])}
    ORDER BY ${orderBy(stretch, 'd')} LIMIT ${Prisma.raw(String(limit))}`;
}

/** Only what the index holds, so that it is enough. */
function narrowOf({ key }: Stretch): Prisma.Sql {
  return key === 'name' ? narrow : Prisma.raw('d.id, d.facet, d.last_check_in_at, d.last_reported_at');
}

/** Each facet in its own order, merged: never more than facets × limit are looked at. */
export function merge(
  stretch: Stretch,
  filter: DeviceCriteria,
  { facets, limit }: { facets: readonly number[]; limit: number },
): Prisma.Sql {
  const conditions = [
    ...within(stretch, 'd', filter),
    ...feedConditions(filter, deviceId),
    ...rest(filter, stretch, 'd'),
    ...tagConditions(filter, deviceId),
    ...traitConditions(filter, deviceId),
    ...text(filter, 'd'),
  ];
  return Prisma.sql`
    SELECT d.id, ${columnOf(stretch)} FROM unnest(${facets}::bigint[]) f CROSS JOIN LATERAL (
      SELECT d.id, ${columnOf(stretch)} FROM devices d WHERE d.facet = f AND ${allOf(conditions)}
      ORDER BY ${orderBy(stretch, 'd')} LIMIT ${Prisma.raw(String(limit))}) d
    ORDER BY ${orderBy(stretch, 'd')} LIMIT ${Prisma.raw(String(limit))}`;
}

/** Devices whose text matches, by name: everything that is needed is next to the text. */
export function amongTexts(stretch: Stretch, filter: DeviceCriteria, limit: number): Prisma.Sql {
  const conditions = [textConditions(filter), ...within(stretch, 's', filter)];
  return Prisma.sql`
    SELECT s.id, ${sortColumn(stretch, 's')} FROM (SELECT device_id, device_id AS id, name, text FROM device_search) s
    WHERE ${allOf(conditions)} ORDER BY ${orderBy(stretch, 's')} LIMIT ${Prisma.raw(String(limit))}`;
}

/** Devices that violate one of the policies: their narrow rows hold all that is asked. */
export function amongPolicies(stretch: Stretch, filter: DeviceCriteria, limit: number): Prisma.Sql {
  const conditions = [
    ...within(stretch, 'd', filter),
    ...rest(filter, stretch, 'd'),
    ...traitConditions(filter, deviceId),
    ...text(filter, 'd'),
  ];
  return Prisma.sql`
    SELECT d.id, ${columnOf(stretch)} FROM (${policyRows(filter)}) d WHERE ${allOf(conditions)}
    ORDER BY ${orderBy(stretch, 'd')} LIMIT ${Prisma.raw(String(limit))}`;
}

/** One row a device, with what lists are narrowed and sorted by. */
export function policyRows(filter: DeviceCriteria): Prisma.Sql {
  const rare = Prisma.sql`p.device_id IN (SELECT t.id FROM devices t WHERE ${allOf(rareConditions(filter, 't'))})`;
  const conditions = [
    ofPolicies(filter),
    ...facetConditions(filter, Prisma.sql`p.facet`),
    ...feedConditions(filter, Prisma.raw('p.device_id')),
    ...(narrowsToRare(filter) ? [rare] : []),
  ];
  const distinct = Prisma.raw((filter.policy?.length ?? 0) > 1 ? 'DISTINCT' : '');
  return Prisma.sql`
    SELECT ${distinct} p.device_id AS id, p.name, p.facet, p.last_check_in_at, p.last_reported_at FROM device_policies p
    WHERE ${allOf(conditions)}`;
}

/** Of devices found already, by their ids alone, those that match the rest of the filter: each is read by its id. */
export function amongFound(
  stretch: Stretch,
  filter: DeviceCriteria,
  { found, limit }: { found: Prisma.Sql; limit: number },
): Prisma.Sql {
  const conditions = [
    ...facetConditions(filter, Prisma.sql`d.facet`),
    ...feedConditions(filter, deviceId),
    ...within(stretch, 'd', filter),
    ...rest(filter, stretch, 'd'),
    ...policyConditions(filter),
    ...traitConditions(filter, deviceId),
  ];
  const own = allOf([Prisma.sql`d.id = f.id`, ...rareConditions(filter, 'd')]);
  return Prisma.sql`
    SELECT d.id, ${columnOf(stretch)} FROM ${found} f
    CROSS JOIN LATERAL (SELECT ${narrow} FROM devices d WHERE ${own} ${lookedUpEach}) d
    WHERE ${allOf(conditions)} ORDER BY ${orderBy(stretch, 'd')} LIMIT ${Prisma.raw(String(limit))}`;
}

/** Devices that have one of the tags: each is read by its id. */
export function amongTagged(stretch: Stretch, filter: DeviceCriteria, limit: number): Prisma.Sql {
  const matching = allOf(text(filter, 'f'));
  const found = Prisma.sql`(SELECT f.id FROM (${taggedDevices(filter)}) f WHERE ${matching})`;
  return amongFound(stretch, filter, { found, limit });
}

/** All that match a filter with tags, in no order. */
export function taggedRows(filter: DeviceCriteria): Prisma.Sql {
  const conditions = [
    ...facetConditions(filter, Prisma.sql`d.facet`),
    ...feedConditions(filter, deviceId),
    ...timeConditions(filter, 'd'),
    ...rareConditions(filter, 'd'),
    ...policyConditions(filter),
    ...traitConditions(filter, deviceId),
    ...text(filter, 'd'),
  ];
  if (conditions.length === 0) return taggedDevices(filter);
  return Prisma.sql`SELECT d.id FROM (${taggedDevices(filter)}) f CROSS JOIN LATERAL (
    SELECT d.* FROM devices d WHERE d.id = f.id ${lookedUpEach}) d WHERE ${allOf(conditions)}`;
}

/** The filter with its tags looked up. `devices`: that have one of them; one that has two counts twice. */
export async function withTags(db: RowReader, filter: DeviceCriteria): Promise<TaggedCriteria> {
  if (!narrowsTags(filter)) return filter;
  const keys = (filter.tag ?? []).map(nameKeyOf);
  const rows = await db.rows<{ id: string; devices: number }>(
    Prisma.sql`SELECT id, devices FROM tags WHERE key = ANY(${keys})`,
  );
  return {
    ...filter,
    tags: { ids: rows.map(({ id }) => id), devices: sumBy(rows, ({ devices }) => devices) },
  };
}

/** Null: the filter does not ask for facets. */
export async function facetsOf(
  db: RowReader,
  stretch: Stretch,
  filter: DeviceCriteria,
): Promise<number[] | null> {
  if (!narrowsFacets(filter)) return null;
  const facets = await existingFacets(db, filter);
  if (stretch.key !== 'lastReportedAt') return facets;
  return facets.filter((facet) => facetHas(facet, 'reportTimeBlank') === stretch.blank);
}

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

interface Planned {
  'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }];
}

/** How many devices' texts PostgreSQL expects a filter's term to match, by its statistics: takes about 1 ms, reads none. */
export async function expectedTexts(db: RowReader, filter: DeviceCriteria): Promise<number> {
  // Of whole values few statistics are kept: they are looked up, and found to be few.
  if (!narrowsTexts(filter) || filter.id !== undefined) return 0;
  const rows = await db.rows<Planned>(
    Prisma.sql`EXPLAIN (FORMAT JSON) SELECT FROM device_search s WHERE ${textConditions(filter)}`,
  );
  return rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0;
}
