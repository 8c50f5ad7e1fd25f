import { readFirst } from '../core/plan-hints.ts';
import type { Queryable } from '../core/prisma.ts';
import { Prisma } from '../core/prisma.ts';

/** One part of what is old, in the order of time. */
export interface OldPart {
  before: Date;
  /** Leaves alone what is older still; null: all of it */
  since: Date | null;
  /** Where the part before ended */
  after: { at: Date; id: string } | null;
  limit: number;
}

export interface PassedPart {
  deleted: number;
  /** Null: nothing old lies beyond */
  last: { at: Date; id: string } | null;
}

type Passed = { deleted: number; seen: number; at: Date | null; id: string | null };

/**
 * Deletes settled reports of a part. What devices still show stays: the newest report of each, and what Microsoft
 * confirmed last. Where the newest is on its way, so does what was before: it counts again should that not be sent.
 */
export async function deleteOldReports(db: Queryable, part: OldPart): Promise<PassedPart> {
  const rows = await db.$queryRaw<Passed[]>`
    WITH part ${readFirst} (
      SELECT id, device_id, upload_id, settled_at, created_at AS at FROM reports
      WHERE created_at < ${part.before} AND ${beyond(part, Prisma.raw('created_at'))}
      ORDER BY created_at, id LIMIT ${part.limit}
    ), gone AS (
      DELETE FROM reports r USING part p
      WHERE r.id = p.id AND p.settled_at < ${part.before} AND NOT EXISTS (
        SELECT 1 FROM devices d WHERE d.id = p.device_id
          AND (d.last_report_id = p.id OR d.reported_message_id = p.upload_id
            OR d.azure_compliance_status = 'in_progress'))
      RETURNING 1)
    ${passed}`;
  return toPassed(rows, part.limit);
}

/** Deletes settled messages of a part that no report is left of, and the calls about them. */
export async function deleteOldUploads(db: Queryable, part: OldPart): Promise<PassedPart> {
  const rows = await db.$queryRaw<Passed[]>`
    WITH part ${readFirst} (
      SELECT id, settled_at AS at FROM uploads
      WHERE settled_at < ${part.before} AND ${beyond(part, Prisma.raw('settled_at'))}
      ORDER BY settled_at, id LIMIT ${part.limit}
    ), gone AS (
      DELETE FROM uploads u USING part p
      WHERE u.id = p.id AND NOT EXISTS (SELECT 1 FROM reports r WHERE r.upload_id = p.id)
      RETURNING 1)
    ${passed}`;
  return toPassed(rows, part.limit);
}

/** Deletes at most `limit` calls that were made last before a time; returns how many. */
export async function deleteOldCalls(db: Queryable, before: Date, limit: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM azure_calls WHERE id = ANY(ARRAY(
      SELECT id FROM azure_calls WHERE last_at < ${before} ORDER BY last_at LIMIT ${limit}))`;
}

function beyond({ since, after }: OldPart, column: Prisma.Sql): Prisma.Sql {
  if (after !== null) return Prisma.sql`(${column}, id) > (${after.at}, ${after.id}::uuid)`;
  return since === null ? Prisma.sql`true` : Prisma.sql`${column} >= ${since}`;
}

const passed = Prisma.sql`
  SELECT (SELECT count(*)::integer FROM gone) AS deleted, (SELECT count(*)::integer FROM part) AS seen, last.at, last.id
  FROM (SELECT 1) one LEFT JOIN (SELECT at, id FROM part ORDER BY at DESC, id DESC LIMIT 1) last ON true`;

function toPassed([row]: Passed[], limit: number): PassedPart {
  if (row === undefined) return { deleted: 0, last: null };
  const { deleted, seen, at, id } = row;
  return { deleted, last: seen < limit || at === null || id === null ? null : { at, id } };
}
