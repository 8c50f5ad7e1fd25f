import type { IntakeError } from '#lib/domain/check-ins/intake-note';
import type { Queryable } from '../core/prisma.ts';
import { Prisma } from '../core/prisma.ts';

export interface RejectionRow {
  id: string;
  externalId: string | null;
  at: Date;
  errors: IntakeError[];
  excerpt: string;
}

/** So many are kept of a feed, the newest ones. */
export const mostRejections = 1000;
/** So many of a device are shown beside it. */
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
