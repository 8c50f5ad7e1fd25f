import type { CheckInOutcome, IntakeError } from '#lib/domain/check-ins/intake-note';
import type { SourceKind } from '#lib/domain/sources/source';
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

interface FeedRow extends FeedFigures {
  name: string;
  /** ISO 8601 text in UTC */
  createdAt: string;
  lastCheckInAt: string | null;
  importedAt: string | null;
  /** That reads its devices */
  source: { id: string; name: string; kind: SourceKind; enabled: boolean } | null;
  /** The last run of that source failed */
  failing: boolean;
}

/** Every feed, with what became of its check-ins from an hour on. */
export async function selectFeeds(db: Pick<Database, 'rows'>, since: Date): Promise<FeedRow[]> {
  return db.rows<FeedRow>(Prisma.sql`
    SELECT f.name, f.created_at AS "createdAt", f.last_check_in_at AS "lastCheckInAt", f.imported_at AS "importedAt",
      CASE WHEN s.id IS NOT NULL THEN
        json_build_object('id', s.id, 'name', s.name, 'kind', s.kind, 'enabled', s.enabled) END AS source,
      s.problem_code IS NOT NULL AS failing,
      coalesce(h.created, 0)::integer AS created, coalesce(h.changed, 0)::integer AS changed,
      coalesce(h.unchanged, 0)::integer AS unchanged, coalesce(h.stale, 0)::integer AS stale,
      coalesce(h.rejected, 0)::integer AS rejected, coalesce(h.warnings, 0)::integer AS warnings
    FROM feeds f LEFT JOIN sources s ON s.feed = f.name LEFT JOIN LATERAL (
      SELECT sum(h.created) AS created, sum(h.changed) AS changed, sum(h.unchanged) AS unchanged,
        sum(h.stale) AS stale, sum(h.rejected) AS rejected, sum(h.warnings) AS warnings
      FROM feed_hours h WHERE h.feed = f.name AND h.hour >= ${since}) h ON true
    ORDER BY f.name`);
}

/** A file was recorded in a feed. */
export async function noteImport(db: Queryable, feed: string, at: Date): Promise<void> {
  await db.$executeRaw`UPDATE feeds SET imported_at = greatest(imported_at, ${at}::timestamptz) WHERE name = ${feed}`;
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

interface RejectionRow {
  id: string;
  externalId: string | null;
  at: Date;
  errors: IntakeError[];
  excerpt: string;
}

/** So many are kept of a feed, the newest ones. */
const mostRejections = 1000;
/** So many of a device are shown with it. */
const mostOfDevice = 5;

/** Keeps rejected check-ins of a feed, and drops what is too many by that. */
export async function insertRejections(
  db: Queryable,
  feed: string,
  rows: readonly RejectionRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await db.$executeRaw`
    INSERT INTO check_in_rejections (id, feed, external_id, at, errors, excerpt)
    SELECT r.id, ${feed}, r."externalId", r.at, r.errors, r.excerpt
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(id uuid, "externalId" text, at timestamptz, errors jsonb, excerpt text)`;
  // Batches side by side pass each other's rows over.
  await db.$executeRaw`
    DELETE FROM check_in_rejections WHERE id IN (
      SELECT r.id FROM check_in_rejections r WHERE r.feed = ${feed}
      ORDER BY r.at DESC, r.id DESC OFFSET ${mostRejections}::integer LIMIT 5000 FOR UPDATE SKIP LOCKED)`;
}

/** Of a feed, newest first, after a position. */
export async function selectRejections(
  db: Queryable,
  feed: string,
  after: { value: string; id: string } | null,
  limit: number,
): Promise<RejectionRow[]> {
  const start =
    after === null
      ? Prisma.empty
      : Prisma.sql`AND (r.at, r.id) < (${after.value}::timestamptz, ${after.id}::uuid)`;
  return db.$queryRaw<RejectionRow[]>`
    SELECT r.id, r.external_id AS "externalId", r.at, r.errors, r.excerpt
    FROM check_in_rejections r WHERE r.feed = ${feed} ${start}
    ORDER BY r.at DESC, r.id DESC LIMIT ${limit}`;
}

/** The newest rejected check-ins of device `d`, as JSON; an empty list where there are none. */
export const rejectionsOfDevice = Prisma.sql`coalesce((
  SELECT jsonb_agg(jsonb_build_object('id', r.id, 'at', r.at, 'errors', r.errors) ORDER BY r.at DESC, r.id DESC)
  FROM (SELECT r.id, r.at, r.errors FROM check_in_rejections r
    WHERE r.feed = d.feed AND r.external_id = d.external_id
    ORDER BY r.at DESC LIMIT ${Prisma.raw(String(mostOfDevice))}) r), '[]'::jsonb)`;

/** Deletes at most `limit` rejections from before a time; returns how many. */
export async function pruneRejections(db: Queryable, before: Date, limit: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM check_in_rejections WHERE id IN (
      SELECT id FROM check_in_rejections WHERE at < ${before} ORDER BY at LIMIT ${limit})`;
}
