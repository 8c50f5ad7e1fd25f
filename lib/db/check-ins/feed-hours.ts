import type { CheckInOutcome } from '#lib/domain/check-ins/intake-note';
import type { Database } from '../core/database.ts';
import { Prisma, type Queryable } from '../core/prisma.ts';

export type FeedFigures = Record<CheckInOutcome | 'warnings', number>;

/** What became of a feed's check-ins, of one hour. Times are ISO 8601 in UTC */
export interface FeedHourRow extends FeedFigures {
  feed: string;
  hour: string;
  /** When the last one that was not rejected was received; null: all were */
  lastAt: string | null;
}

/** Adds to what is counted. Rows are locked in one order, so that processes never wait for each other in a ring. */
export async function addFeedHours(db: Database, rows: readonly FeedHourRow[]): Promise<void> {
  if (rows.length === 0) return;
  const given = JSON.stringify(rows);
  await db.transaction(async (tx) => {
    await tx.$executeRaw`
      INSERT INTO feed_hours AS h (feed, hour, created, changed, unchanged, stale, rejected, warnings)
      SELECT r.feed, r.hour, r.created, r.changed, r.unchanged, r.stale, r.rejected, r.warnings
      FROM jsonb_to_recordset(${given}::jsonb) AS r(feed text, hour timestamptz, created integer,
        changed integer, unchanged integer, stale integer, rejected integer, warnings integer)
      ORDER BY r.feed COLLATE "C", r.hour
      ON CONFLICT (feed, hour) DO UPDATE SET created = h.created + excluded.created,
        changed = h.changed + excluded.changed, unchanged = h.unchanged + excluded.unchanged,
        stale = h.stale + excluded.stale, rejected = h.rejected + excluded.rejected,
        warnings = h.warnings + excluded.warnings`;
    await tx.$executeRaw`
      WITH heard AS (
        SELECT r.feed, max(r."lastAt") AS at
        FROM jsonb_to_recordset(${given}::jsonb) AS r(feed text, "lastAt" timestamptz) GROUP BY r.feed
      ), locked AS (
        SELECT f.name, h.at FROM feeds f JOIN heard h ON h.feed = f.name WHERE h.at IS NOT NULL
        ORDER BY f.name COLLATE "C" FOR NO KEY UPDATE OF f
      )
      UPDATE feeds f SET last_check_in_at = greatest(f.last_check_in_at, l.at) FROM locked l WHERE f.name = l.name`;
  });
}

export interface FeedRow extends FeedFigures {
  name: string;
  /** ISO 8601 text in UTC */
  createdAt: string;
  lastCheckInAt: string | null;
}

/** Every feed, with what became of its check-ins from an hour on. */
export async function selectFeeds(db: Pick<Database, 'rows'>, since: Date): Promise<FeedRow[]> {
  return db.rows<FeedRow>(Prisma.sql`
    SELECT f.name, f.created_at AS "createdAt", f.last_check_in_at AS "lastCheckInAt",
      coalesce(h.created, 0)::integer AS created, coalesce(h.changed, 0)::integer AS changed,
      coalesce(h.unchanged, 0)::integer AS unchanged, coalesce(h.stale, 0)::integer AS stale,
      coalesce(h.rejected, 0)::integer AS rejected, coalesce(h.warnings, 0)::integer AS warnings
    FROM feeds f LEFT JOIN LATERAL (
      SELECT sum(h.created) AS created, sum(h.changed) AS changed, sum(h.unchanged) AS unchanged,
        sum(h.stale) AS stale, sum(h.rejected) AS rejected, sum(h.warnings) AS warnings
      FROM feed_hours h WHERE h.feed = f.name AND h.hour >= ${since}) h ON true
    ORDER BY f.name`);
}

export async function feedExists(db: Queryable, name: string): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`SELECT 1 FROM feeds WHERE name = ${name}`;
  return rows.length > 0;
}

/** Deletes at most `limit` hours from before a time; returns how many. */
export async function pruneFeedHours(db: Queryable, before: Date, limit: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM feed_hours WHERE (feed, hour) IN (
      SELECT feed, hour FROM feed_hours WHERE hour < ${before} ORDER BY hour LIMIT ${limit})`;
}
