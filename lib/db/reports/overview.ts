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
