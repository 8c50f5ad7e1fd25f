import type { AzureStep } from '../domain/connection-health.ts';
import type { Queryable } from './database.ts';
import type { WalkName } from './walks.ts';

export interface WalkState {
  name: WalkName;
  startedAt: Date;
  startedBy: string | null;
  reached: number;
  finishedAt: Date | null;
}

/** The walks over all devices that were ever started. */
export async function findWalks(db: Queryable): Promise<WalkState[]> {
  return db.$queryRaw<WalkState[]>`
    SELECT name, started_at AS "startedAt", started_by AS "startedBy", reached, finished_at AS "finishedAt"
    FROM walks WHERE started_at IS NOT NULL`;
}

export interface Traffic {
  preparing: number;
  sending: number;
  sent: number;
  waiting: number;
  /** The oldest due time of the devices that wait */
  waitingSince: Date | null;
}

/**
 * Messages in flight, and devices whose report is due now, each counted up to `most`. What changed or was asked for
 * is due whatever the clock says, as it is for the engine.
 */
export async function countTraffic(db: Queryable, now: Date, most: number): Promise<Traffic> {
  const rows = await db.$queryRaw<Traffic[]>`
    SELECT
      (SELECT count(*) FROM (SELECT 1 FROM uploads WHERE status = 'preparing' LIMIT ${most}) u)::integer AS preparing,
      (SELECT count(*) FROM (SELECT 1 FROM uploads WHERE status = 'sending' LIMIT ${most}) u)::integer AS sending,
      (SELECT count(*) FROM (SELECT 1 FROM uploads WHERE status = 'sent' LIMIT ${most}) u)::integer AS sent,
      (SELECT count(*) FROM (
        (SELECT 1 FROM devices WHERE due_priority = 0 AND report_due_at IS NOT NULL LIMIT ${most})
        UNION ALL (SELECT 1 FROM devices WHERE due_priority = 1 AND report_due_at <= ${now} LIMIT ${most})
        LIMIT ${most}) d)::integer AS waiting,
      least(
        (SELECT report_due_at FROM devices WHERE due_priority = 0 AND report_due_at IS NOT NULL
          ORDER BY report_due_at LIMIT 1),
        (SELECT report_due_at FROM devices WHERE due_priority = 1 AND report_due_at <= ${now}
          ORDER BY report_due_at LIMIT 1)) AS "waitingSince"`;
  const [traffic] = rows;
  if (traffic === undefined) throw new Error('the traffic of the connection could not be counted');
  return traffic;
}

/** Devices whose reports were settled since a time. */
export interface Settled {
  successful: number;
  failed: number;
}

/** Summed over messages: one row for up to as many devices as a message holds. */
export async function countSettled(
  db: Queryable,
  hourAgo: Date,
  dayAgo: Date,
): Promise<{ hour: Settled; day: Settled }> {
  const rows = await db.$queryRaw<Record<'hourDone' | 'hourFailed' | 'dayDone' | 'dayFailed', number>[]>`
    SELECT coalesce(sum(done) FILTER (WHERE settled_at >= ${hourAgo}), 0)::integer AS "hourDone",
      coalesce(sum(failed) FILTER (WHERE settled_at >= ${hourAgo}), 0)::integer AS "hourFailed",
      coalesce(sum(done), 0)::integer AS "dayDone", coalesce(sum(failed), 0)::integer AS "dayFailed"
    FROM (
      SELECT settled_at, CASE WHEN status = 'completed' THEN device_count ELSE 0 END AS done,
        failed_count + CASE WHEN status = 'failed' THEN device_count ELSE 0 END AS failed
      FROM uploads WHERE settled_at >= ${dayAgo}) u`;
  const { hourDone = 0, hourFailed = 0, dayDone = 0, dayFailed = 0 } = rows[0] ?? {};
  return {
    hour: { successful: hourDone, failed: hourFailed },
    day: { successful: dayDone, failed: dayFailed },
  };
}

export interface FailedCall {
  id: string;
  uploadId: string | null;
  step: AzureStep;
  firstAt: Date;
  lastAt: Date;
  times: number;
  httpStatus: number | null;
  errorCode: string | null;
  errorDetail: string | null;
  clientRequestId: string | null;
  requestId: string | null;
}

/** The newest first. */
export async function findFailedCalls(db: Queryable, limit: number): Promise<FailedCall[]> {
  return db.azureCall.findMany({
    where: { failed: true },
    orderBy: { lastAt: 'desc' },
    take: limit,
    omit: { failed: true, durationMs: true, answer: true },
  });
}

/** The Azure device id of the device that was reported last; null: none was yet. */
export async function findReportedAzureId(db: Queryable): Promise<string | null> {
  const device = await db.device.findFirst({
    where: { lastReportedAt: { not: null }, azureDeviceId: { not: null } },
    orderBy: { lastReportedAt: 'desc' },
    select: { azureDeviceId: true },
  });
  return device?.azureDeviceId ?? null;
}
