import { type EntraOnlySort, mostOfOneName } from '#lib/domain/azure/entra-only';
import type { OperatingSystem } from '#lib/domain/devices/operating-system';
import type { RowReader } from '../core/database.ts';
import { lookedUpEach, readFirst, stayOnOneCore } from '../core/plan-hints.ts';
import { Prisma, type Queryable, type Transaction } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';

export interface EntraOnlyRow {
  objectId: string;
  azureDeviceId: string;
  name: string | null;
  os: OperatingSystem;
  /** ISO 8601; null: never, or before Entra kept it */
  lastSignInAt: string | null;
  /** By which the list is sorted: the same, but 1970 for never */
  sortedBy: string;
  /** Other objects of the same name and system, at most ten */
  sameName: number;
}

interface PageQuery {
  os: readonly OperatingSystem[] | undefined;
  /** Only those without a sign-in since */
  staleBefore: Date | null;
  sort: EntraOnlySort;
  after: { value: string; id: string } | null;
  limit: number;
}

/**
 * Up to `limit` objects after a position that no device of ours has, by keyset. Each system is read in its own index's
 * order, and the few rows of each are merged.
 */
export async function selectEntraOnlyPage(db: RowReader, query: PageQuery): Promise<EntraOnlyRow[]> {
  const { os, staleBefore, sort, after, limit } = query;
  const backward = sort === '-lastSignInAt';
  const order = Prisma.raw(backward ? 'DESC' : 'ASC');
  const ordered = Prisma.sql`ORDER BY o.last_sign_in_at ${order}, o.object_id ${order} LIMIT ${limit}`;
  const than = Prisma.raw(backward ? '<' : '>');
  const beyond =
    after === null
      ? Prisma.sql`true`
      : Prisma.sql`(o.last_sign_in_at, o.object_id) ${than} (${after.value}::timestamptz, ${after.id}::uuid)`;
  const stale = staleBefore === null ? Prisma.sql`true` : Prisma.sql`o.last_sign_in_at < ${staleBefore}`;
  const scan = (system: Prisma.Sql) => Prisma.sql`
    (SELECT o.* FROM entra_objects o WHERE NOT o.in_tenko AND ${system} AND ${stale} AND ${beyond} ${ordered})`;
  const scans =
    os === undefined
      ? [scan(Prisma.sql`true`)]
      : [...new Set(os)].map((one) => scan(Prisma.sql`o.os = ${one}::operating_system`));
  return db.rows<EntraOnlyRow>(Prisma.sql`
    WITH page ${readFirst} (SELECT * FROM (${Prisma.join(scans, ' UNION ALL ')}) o ${ordered})
    SELECT o.object_id AS "objectId", o.azure_device_id AS "azureDeviceId", o.name, o.os,
      nullif(o.last_sign_in_at, 'epoch') AS "lastSignInAt", o.last_sign_in_at AS "sortedBy", others.count AS "sameName"
    FROM page o CROSS JOIN LATERAL (SELECT count(*)::integer AS count FROM (
      SELECT 1 FROM entra_objects s WHERE lower(s.name) = lower(o.name) AND s.os = o.os AND s.object_id <> o.object_id
      LIMIT ${mostOfOneName}) found ${lookedUpEach}) others
    ORDER BY o.last_sign_in_at ${order}, o.object_id ${order}`);
}

/** Takes the right to count, if it is time. */
export async function claimEntraOnlyCounting(db: Queryable, leaseMs: number): Promise<boolean> {
  const claimed = await db.$executeRaw`
    UPDATE entra_only_counting SET next_at = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    WHERE id = 1 AND next_at <= clock_timestamp()`;
  return claimed > 0;
}

/**
 * Notes for at most `limit` objects that a device of ours has their Azure id now (`inTenko`), or has it no longer. Returns
 * for how many. What a page of changes has locked is left for the next time.
 */
export async function moveObjects(tx: Transaction, inTenko: boolean, limit: number): Promise<number> {
  await stayOnOneCore(tx);
  const device = Prisma.sql`SELECT 1 FROM devices d WHERE d.azure_device_id = c.azure_device_id`;
  const moved = inTenko
    ? Prisma.sql`NOT c.in_tenko AND EXISTS (${device})`
    : Prisma.sql`c.in_tenko AND NOT EXISTS (${device})`;
  return tx.$executeRaw`
    WITH moved ${readFirst} (
      SELECT c.object_id FROM entra_objects c WHERE ${moved} LIMIT ${limit} FOR UPDATE OF c SKIP LOCKED)
    UPDATE entra_objects o SET in_tenko = ${inTenko} FROM moved WHERE o.object_id = moved.object_id`;
}

export interface SystemCount {
  os: OperatingSystem;
  count: number;
  /** Of those, without a sign-in for long */
  stale: number;
}

export async function countEntraOnlyBySystem(tx: Transaction, staleBefore: Date): Promise<SystemCount[]> {
  await stayOnOneCore(tx);
  return tx.$queryRaw<SystemCount[]>`
    SELECT os, count(*)::integer AS count, (count(*) FILTER (WHERE last_sign_in_at < ${staleBefore}))::integer AS stale
    FROM entra_objects WHERE NOT in_tenko GROUP BY os ORDER BY count DESC, os`;
}

/** Keeps the counts; the next counting is due after a pause. */
export async function saveEntraOnlyCounting(
  db: Queryable,
  counted: { systems: readonly SystemCount[]; at: Date; pauseMs: number },
): Promise<void> {
  const { systems, at, pauseMs } = counted;
  const rows = await db.$queryRaw<{ changed: boolean }[]>`
    WITH before AS (SELECT systems, counted_at FROM entra_only_counting WHERE id = 1)
    UPDATE entra_only_counting c SET systems = ${JSON.stringify(systems)}::jsonb, counted_at = ${at},
      next_at = clock_timestamp() + ${pauseMs} * interval '1 millisecond'
    FROM before WHERE c.id = 1
    RETURNING before.counted_at IS NULL OR before.systems IS DISTINCT FROM c.systems AS changed`;
  if (rows[0]?.changed === true) publishChange(db, { topics: ['connection'] });
}
