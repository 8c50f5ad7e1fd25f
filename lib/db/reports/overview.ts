import { isEqual } from 'es-toolkit';
import { bucketRatio } from '#lib/domain/reports/duration-buckets';
import type { ReportStatus } from '#lib/domain/reports/report-status';
import { priorityOf, type Trigger, triggers } from '#lib/domain/reports/trigger';
import { stayOnOneCore } from '../core/plan-hints.ts';
import type { Prisma, Queryable, Transaction } from '../core/prisma.ts';

/** The right to refresh the figures, for one worker and `leaseMs` at most; null: it is not time, or another one does. */
export async function claimOverview(
  db: Queryable,
  leaseMs: number,
): Promise<{ countedTo: Date | null } | null> {
  const rows = await db.$queryRaw<{ countedTo: Date | null }[]>`
    UPDATE overview SET next_at = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    WHERE id = 1 AND next_at <= clock_timestamp() RETURNING counted_to AS "countedTo"`;
  return rows[0] ?? null;
}

export async function setCountedTo(db: Queryable, countedTo: Date): Promise<void> {
  await db.$executeRaw`UPDATE overview SET counted_to = ${countedTo} WHERE id = 1`;
}

/** Keeps the figures; the next refresh is due after a pause. Returns whether they differ from those before. */
export async function saveOverview(
  db: Queryable,
  refreshed: { figures: object; at: Date; pauseMs: number },
): Promise<boolean> {
  const { figures, at, pauseMs } = refreshed;
  const rows = await db.$queryRaw<{ changed: boolean }[]>`
    WITH before AS (SELECT figures FROM overview WHERE id = 1)
    UPDATE overview o SET figures = ${JSON.stringify(figures)}::jsonb, computed_at = ${at},
      next_at = clock_timestamp() + ${pauseMs} * interval '1 millisecond'
    FROM before WHERE o.id = 1 RETURNING before.figures IS DISTINCT FROM o.figures AS changed`;
  return rows[0]?.changed ?? false;
}

export async function readOverview(
  db: Queryable,
): Promise<{ computedAt: Date | null; figures: Prisma.JsonValue } | null> {
  return db.overview.findUnique({ where: { id: 1 }, select: { computedAt: true, figures: true } });
}

/**
 * Keeps how devices stand now as the snapshot of this hour. Those before `thinBefore` become one a day, the last of
 * it; those before `forgetBefore` go.
 */
export async function keepSnapshot(
  db: Queryable,
  snapshot: { at: Date; figures: object },
  { thinBefore, forgetBefore }: { thinBefore: Date; forgetBefore: Date },
): Promise<void> {
  const { at, figures } = snapshot;
  await db.$executeRaw`
    INSERT INTO snapshots (hour, at, figures)
    VALUES (date_trunc('hour', ${at}::timestamptz, 'UTC'), ${at}, ${JSON.stringify(figures)}::jsonb)
    ON CONFLICT (hour) DO UPDATE SET at = excluded.at, figures = excluded.figures`;
  await db.$executeRaw`
    DELETE FROM snapshots s WHERE hour < ${forgetBefore} OR (hour < ${thinBefore} AND EXISTS (
      SELECT 1 FROM snapshots later WHERE later.hour > s.hour
        AND later.hour < date_trunc('day', s.hour, 'UTC') + interval '1 day'))`;
}

/** Adds what was counted, or made up, before; one of an hour that is there already is left out. */
export async function addSnapshots(
  db: Queryable,
  snapshots: readonly { at: Date; figures: object }[],
): Promise<void> {
  const hourOf = (at: Date) => new Date(at.getTime() - (at.getTime() % 3_600_000));
  await db.snapshot.createMany({
    data: snapshots.map(({ at, figures }) => ({ hour: hourOf(at), at, figures })),
    skipDuplicates: true,
  });
}

/** Oldest first. */
export async function selectSnapshots(db: Queryable): Promise<{ at: Date; figures: Prisma.JsonValue }[]> {
  return db.snapshot.findMany({ orderBy: { hour: 'asc' }, select: { at: true, figures: true } });
}

/** Devices whose last report failed, by cause, the most frequent first. */
export async function countFailures(
  tx: Transaction,
  limit: number,
): Promise<{ code: string | null; devices: number }[]> {
  await stayOnOneCore(tx);
  return tx.$queryRaw<{ code: string | null; devices: number }[]>`
    SELECT failure_code AS code, count(*)::integer AS devices
    FROM devices WHERE azure_compliance_status = 'failed'
    GROUP BY failure_code ORDER BY count(*) DESC, failure_code LIMIT ${limit}`;
}

/** Reports made in an hour that are alike. */
export interface ReportCount {
  hour: Date;
  status: ReportStatus;
  trigger: Trigger;
  /** Empty: none */
  errorCode: string;
  /** How long from the change to its confirmation; -1: not measured */
  bucket: number;
  count: number;
}

/** What changed or was asked for: how long that waits is what people notice. */
const measured = triggers.filter((trigger) => priorityOf[trigger] === 0);

/** Hours whose open reports, queued or in progress, are not as many as when the hour was counted last. */
export async function findMovedHours(db: Queryable, since: Date): Promise<Date[]> {
  const rows = await db.$queryRaw<{ hour: Date }[]>`
    SELECT DISTINCT hour FROM (
      SELECT hour, status FROM (
        SELECT date_trunc('hour', created_at, 'UTC') AS hour, status, count(*) AS change
        FROM reports WHERE status IN ('queued', 'in_progress') GROUP BY 1, 2
        UNION ALL
        SELECT hour, status, -count FROM report_hours WHERE status IN ('queued', 'in_progress')) open
      WHERE hour >= ${since} GROUP BY hour, status HAVING sum(change) <> 0) moved`;
  return rows.map(({ hour }) => hour);
}

/** Counts the reports of one or more hours by what became of them. Nothing is written where all is as it was. */
export async function recountHours(db: Transaction, from: Date, until: Date): Promise<void> {
  // A worker whose claim ran out while it counted, and the one that took over, count one after the other.
  await db.$queryRaw`SELECT id FROM overview WHERE id = 1 FOR UPDATE`;
  const counted = await db.$queryRaw<ReportCount[]>`
    SELECT date_trunc('hour', created_at, 'UTC') AS hour, status, trigger, coalesce(error_code, '') AS "errorCode",
      CASE WHEN status = 'successful' AND due_at IS NOT NULL AND trigger = ANY(${measured}::report_trigger[])
        THEN floor(ln(greatest(1, 1000 * extract(epoch FROM settled_at - due_at)::float8)) / ln(${bucketRatio}::float8))
        ELSE -1 END::smallint AS bucket,
      count(*)::integer AS count
    FROM reports WHERE created_at >= ${from} AND created_at < ${until}
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`;
  const known = await db.$queryRaw<ReportCount[]>`
    SELECT hour, status, trigger, error_code AS "errorCode", bucket, count
    FROM report_hours WHERE hour >= ${from} AND hour < ${until} ORDER BY 1, 2, 3, 4, 5`;
  if (isEqual(counted, known)) return;
  await db.$executeRaw`DELETE FROM report_hours WHERE hour >= ${from} AND hour < ${until}`;
  await db.$executeRaw`
    INSERT INTO report_hours (hour, status, trigger, error_code, bucket, count)
    SELECT r.hour, r.status, r.trigger, r."errorCode", r.bucket, r.count
    FROM jsonb_to_recordset(${JSON.stringify(counted)}::jsonb) AS r(hour timestamptz, status report_status,
      trigger report_trigger, "errorCode" text, bucket smallint, count integer)`;
}

export async function pruneHours(db: Queryable, before: Date): Promise<void> {
  await db.$executeRaw`DELETE FROM report_hours WHERE hour < ${before}`;
}

export async function selectHours(db: Queryable, since: Date): Promise<ReportCount[]> {
  return db.$queryRaw<ReportCount[]>`
    SELECT hour, status, trigger, error_code AS "errorCode", bucket, count
    FROM report_hours WHERE hour >= ${since} ORDER BY hour`;
}
