import { foldForSearch, type WholeKey } from '#lib/domain/devices/search-text';
import type { RowReader } from '../core/database.ts';
import { lookedUpEach, readFirst } from '../core/plan-hints.ts';
import { Prisma } from '../core/prisma.ts';
import { textLines, uuidShape } from './device-filter.ts';

/** A whole value that a device is called by: `id` is any of them. */
export interface Wanted {
  key: WholeKey;
  value: string;
}

/** Devices that have one of the values, the latest check-in first. `feed`: only of these; null: of any */
export function selectNamed<Row>(
  db: RowReader,
  wanted: readonly Wanted[],
  { feed, limit, columns }: { feed: readonly string[] | null; limit: number; columns: Prisma.Sql },
): Promise<Row[]> {
  return db.rows<Row>(Prisma.sql`
    WITH found ${readFirst} (SELECT DISTINCT f.id FROM ${rowsOf(wanted)} CROSS JOIN LATERAL (${having(feed)}) f)
    SELECT ${columns} FROM found f CROSS JOIN LATERAL (SELECT * FROM devices o WHERE o.id = f.id ${lookedUpEach}) d
    ORDER BY d.last_check_in_at DESC, d.id DESC LIMIT ${Prisma.raw(String(limit))}`);
}

/** The values that no device has, in their order. */
export function selectUnnamed(
  db: RowReader,
  wanted: readonly Wanted[],
  feed: readonly string[] | null,
): Promise<Wanted[]> {
  return db.rows<Wanted>(Prisma.sql`
    SELECT w.key, w.value FROM ${rowsOf(wanted)}
    LEFT JOIN LATERAL (${having(feed)} LIMIT 1) f ON true WHERE f.id IS NULL ORDER BY w.place`);
}

function rowsOf(wanted: readonly Wanted[]): Prisma.Sql {
  const folded = wanted.map(({ value }) => foldForSearch(value));
  const own = wanted.map(({ key }, at) =>
    key === 'id' && uuidShape.test(folded[at] ?? '') ? folded[at] : null,
  );
  return Prisma.sql`unnest(${wanted.map(({ key }) => key)}::text[], ${wanted.map(({ value }) => value)}::text[],
    ${folded}::text[], ${own}::uuid[]) WITH ORDINALITY AS w(key, value, folded, own, place)`;
}

/** The ids of devices with the value `w`: found by the index of whole lines, and told apart by what the line is. */
function having(feed: readonly string[] | null): Prisma.Sql {
  const ofFeed = feed === null ? Prisma.empty : Prisma.sql`AND o.feed = ANY(${feed}::text[])`;
  return Prisma.sql`
    SELECT d.id FROM (
      (SELECT s.device_id AS id FROM device_search s WHERE ${Prisma.raw(textLines('s'))} @> ARRAY[w.folded] ${lookedUpEach})
      UNION (SELECT own.id FROM devices own WHERE own.id = w.own)) f
    CROSS JOIN LATERAL (SELECT o.id FROM devices o WHERE o.id = f.id ${ofFeed} AND CASE w.key
      WHEN 'azureDeviceId' THEN o.azure_device_id::text = w.folded
      WHEN 'serialNumber' THEN lower(o.serial_number) = lower(w.value)
      WHEN 'externalId' THEN lower(o.external_id) = lower(w.value)
      WHEN 'userPrincipalName' THEN lower(w.value) IN (lower(o.user_principal_name), lower(o.azure_user_principal_name))
      ELSE true END ${lookedUpEach}) d`;
}
