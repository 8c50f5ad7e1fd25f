import { type BoundedCount, boundedCount } from '#lib/domain/bounded-count';
import { type DeviceCriteria, resolveCriteria } from '#lib/domain/devices/device-criteria';
import { searchLines } from '#lib/domain/devices/search-text';
import type { Database, RowReader } from '../core/database.ts';
import { queryWithTimeout } from '../core/limited-statements.ts';
import { Prisma } from '../core/prisma.ts';
import {
  allOf,
  facetConditions,
  feedConditions,
  inFacets,
  narrowsFacets,
  narrowsPolicies,
  narrowsTags,
  narrowsTexts,
  narrowsToRare,
  rareConditions,
  type TaggedCriteria,
  tagConditions,
  textConditions,
  textMatches,
  timeConditions,
} from './device-filter.ts';
import { hasTraits, traitConditions } from './device-traits.ts';
import { existingFacets, policyRows, taggedRows, withTags } from './index-scans.ts';

/** So many texts are read one after the other before the index is asked: common terms are counted by then. */
const textsAtOnce = 50_000;

/** How many devices match now, exact up to `most`; null: counting took longer than `withinMs`, and was given up. */
export async function countDevicesWithin(
  db: Database,
  filter: DeviceCriteria,
  { now, most, withinMs }: { now: Date; most: number; withinMs: number },
): Promise<BoundedCount | null> {
  const resolved = resolveCriteria(filter, now);
  const counted = await queryWithTimeout(db, withinMs, (reader) => countDevices(reader, resolved, most + 1));
  return counted === null ? null : boundedCount(counted, most);
}

/** How many devices match, counted up to `most` and no further; null: all. The filter's ages are resolved. */
export async function countDevices(
  db: RowReader,
  criteria: DeviceCriteria,
  most: number | null,
): Promise<number> {
  const filter = await withTags(db, criteria);
  const bound = most === null ? Prisma.empty : Prisma.raw(`LIMIT ${most}`);
  const count = async (source: Prisma.Sql) => {
    const rows = await db.rows<{ count: number }>(
      Prisma.sql`SELECT count(*)::integer AS count FROM (SELECT 1 FROM ${source} ${bound}) counted`,
    );
    return rows[0]?.count ?? 0;
  };
  const times = timeConditions(filter, 'd');
  const ofFeeds = feedConditions(filter, Prisma.raw('d.id'));
  const tagged = tagConditions(filter, Prisma.raw('d.id'));
  const traits = hasTraits(filter, Prisma.raw('d.id'));
  const own = [...ofFeeds, ...times, ...rareConditions(filter, 'd'), ...tagged, ...traits];
  if (narrowsTags(filter) && (narrowsPolicies(filter) || isOfFew(filter))) {
    return count(Prisma.sql`(${taggedRows(filter)}) d`);
  }
  if (narrowsTexts(filter)) return countTexts(db, filter, most, count);
  if (narrowsPolicies(filter)) {
    const each = [...times, ...traitConditions(filter, Prisma.raw('d.id'))];
    return count(Prisma.sql`(${policyRows(filter)}) d WHERE ${allOf(each)}`);
  }
  if (!narrowsFacets(filter) || narrowsToRare(filter)) {
    const conditions = [...facetConditions(filter, Prisma.sql`d.facet`), ...own];
    return count(Prisma.sql`devices d WHERE ${allOf(conditions)}`);
  }
  const facets = await existingFacets(db, filter);
  return facets.length === 0
    ? 0
    : count(
        Prisma.sql`devices d WHERE ${allOf([inFacets(facets), ...ofFeeds, ...times, ...tagged, ...traits])}`,
      );
}

/** So many devices with a tag are read by their ids; a commoner tag is checked along what else narrows the filter. */
const taggedAtOnce = 50_000;

/** Without anything else, the rows of the tag alone are counted. */
function isOfFew(filter: TaggedCriteria): boolean {
  const { tag: _tag, tags, ...others } = filter;
  const isAlone = Object.values(others).every((value) => value === undefined);
  return isAlone || (tags?.devices ?? 0) <= taggedAtOnce;
}

async function countTexts(
  db: RowReader,
  filter: TaggedCriteria,
  most: number | null,
  count: (source: Prisma.Sql) => Promise<number>,
): Promise<number> {
  const times = timeConditions(filter, 'd');
  const id = Prisma.raw('d.id');
  const own = [
    ...times,
    ...rareConditions(filter, 'd'),
    ...tagConditions(filter, id),
    ...hasTraits(filter, id),
  ];
  const narrowed = narrowsFacets(filter) || narrowsPolicies(filter) || own.length > 0;
  if (!narrowed) {
    // Many ids at once are rare, and dear to look for in each text.
    if (most !== null && filter.id === undefined && searchLines(filter.q ?? '').length === 1) {
      const few = Prisma.sql`(SELECT s.text FROM device_search s LIMIT ${Prisma.raw(String(textsAtOnce))}) s`;
      const found = await count(Prisma.sql`${few} WHERE ${textConditions(filter)}`);
      if (found >= most) return found;
    }
    return count(Prisma.sql`device_search s WHERE ${textConditions(filter)}`);
  }
  if (narrowsPolicies(filter)) {
    const conditions = [...times, ...traitConditions(filter, id), textMatches(filter, id)];
    return count(Prisma.sql`(${policyRows(filter)}) d WHERE ${allOf(conditions)}`);
  }
  const facets = narrowsFacets(filter) ? await existingFacets(db, filter) : null;
  if (facets?.length === 0) return 0;
  const ofFacets = facets === null ? [] : [inFacets(facets)];
  const ofFeeds = feedConditions(filter, id);
  const conditions = [textConditions(filter), ...ofFacets, ...ofFeeds, ...own];
  return count(Prisma.sql`device_search s JOIN devices d ON d.id = s.device_id WHERE ${allOf(conditions)}`);
}
