import { sumBy } from 'es-toolkit';
import { facetBits } from '#lib/domain/devices/device-facet';
import type { RowReader } from '../core/database.ts';
import type { Transaction } from '../core/prisma.ts';
import { Prisma } from '../core/prisma.ts';
import { waitsAfterRestore } from '../devices/device-columns.ts';
import { feedHash } from './device-filter.ts';

/** So many devices of a feed have this facet; the number is without the feed. */
export interface FacetCountRow {
  facet: number;
  feed: string;
  count: number;
  /** Of those, devices whose Azure id belongs to another feed */
  azureIdTaken: number;
  /** Of those, devices that are missing from their source */
  missing: number;
  /** Of those, devices that wait for a check-in after a restore */
  restored: number;
}

const ownBits = Prisma.raw(String(2 ** facetBits - 1));
const feedShift = Prisma.raw(String(facetBits));

/**
 * Numbers of devices by facet and feed: one scan of an index, and one of each index of what few devices have, up to `most` of
 * each. Feeds that share a hash are counted by their names.
 */
function counted(most?: number): Prisma.Sql {
  const bound = most === undefined ? Prisma.empty : Prisma.raw(`LIMIT ${most}`);
  const by = (devices: Prisma.Sql) => Prisma.sql`
    SELECT d.facet, count(*)::integer AS count FROM (${devices} ${bound}) d GROUP BY d.facet`;
  const hash = feedHash(Prisma.raw('name'));
  return Prisma.sql`
  WITH f AS (SELECT name, ${hash} AS hash, count(*) OVER (PARTITION BY ${hash}) > 1 AS "isShared" FROM feeds)
  SELECT (c.facet & ${ownBits})::integer AS facet, f.name AS feed, c.count, coalesce(t.count, 0) AS "azureIdTaken",
    coalesce(m.count, 0) AS missing, coalesce(w.count, 0) AS restored
  FROM (${by(Prisma.sql`SELECT facet FROM devices`)}) c
  LEFT JOIN (${by(Prisma.sql`SELECT facet FROM devices WHERE azure_id_taken_by IS NOT NULL`)}) t ON t.facet = c.facet
  LEFT JOIN (${by(Prisma.sql`SELECT facet FROM devices WHERE missing_since IS NOT NULL`)}) m ON m.facet = c.facet
  LEFT JOIN (${by(Prisma.sql`SELECT facet FROM devices r WHERE ${waitsAfterRestore('r')}`)}) w
    ON w.facet = c.facet
  JOIN f ON f.hash = c.facet >> ${feedShift} AND NOT f."isShared"
  UNION ALL
  SELECT (d.facet & ${ownBits})::integer, d.feed, count(*)::integer, count(d.azure_id_taken_by)::integer, count(d.missing_since)::integer,
    (count(*) FILTER (WHERE d.restored))::integer
  FROM (SELECT facet, feed, azure_id_taken_by, missing_since, ${waitsAfterRestore('s')} AS restored FROM devices s WHERE feed IN (SELECT name FROM f WHERE "isShared") ${bound}) d
  GROUP BY 1, 2`;
}

/** A fleet up to this size is counted when it is asked about; larger ones as a worker counted them last. */
export const countedLive = 20_000;

/** All devices by facet and feed. `countedAt`: when a worker counted; null: just now. */
export async function currentFacetCounts(
  db: RowReader,
): Promise<{ countedAt: string | null; rows: FacetCountRow[] }> {
  const live = await countFacetsNow(db, countedLive);
  if (live !== null) return { countedAt: null, rows: live };
  const stored = await readFacetCounts(db);
  if (stored.countedAt !== null) return stored;
  // No worker has counted yet: that does not mean none.
  return { countedAt: null, rows: await db.rows<FacetCountRow>(counted()) };
}

/** Counts now; null: there are more than `most` devices. */
async function countFacetsNow(db: RowReader, most: number): Promise<FacetCountRow[] | null> {
  const rows = await db.rows<FacetCountRow>(counted(most + 1));
  return sumBy(rows, ({ count }) => count) > most ? null : rows;
}

/** What a worker counted last. */
async function readFacetCounts(db: RowReader): Promise<{ countedAt: string | null; rows: FacetCountRow[] }> {
  const [rows, [counting]] = await Promise.all([
    db.rows<FacetCountRow>(
      Prisma.sql`SELECT facet, feed, count, azure_id_taken AS "azureIdTaken", missing, restored FROM facet_counts`,
    ),
    db.rows<{ countedAt: string | null }>(Prisma.sql`SELECT counted_at AS "countedAt" FROM facet_counting`),
  ]);
  return { countedAt: counting?.countedAt ?? null, rows };
}

/** The right to count, until the transaction ends; false: it is not time yet, or another worker is at it. */
export async function claimCounting(tx: Transaction, now: Date, rule: { everyMs: number; rest: number }) {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM facet_counting WHERE id = 1 AND (counted_at IS NULL
      OR counted_at <= ${now}::timestamptz - greatest(${rule.everyMs}, took * ${rule.rest}) * interval '1 millisecond')
    FOR UPDATE SKIP LOCKED`;
  return rows.length > 0;
}

/** Replaces the stored counts. */
export async function storeFacetCounts(tx: Transaction): Promise<void> {
  await tx.$executeRaw`DELETE FROM facet_counts`;
  await tx.$executeRaw`INSERT INTO facet_counts (facet, feed, count, azure_id_taken, missing, restored) ${counted()}`;
}

export async function finishCounting(tx: Transaction, now: Date, took: number): Promise<void> {
  await tx.facetCounting.update({ where: { id: 1 }, data: { countedAt: now, took } });
}
