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
  /** Devices in messages that Microsoft has not taken yet, and the oldest of these messages */
  unsent: number;
  unsentSince: Date | null;
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
      (SELECT coalesce(sum(device_count), 0) FROM uploads WHERE status IN ('preparing', 'sending'))::integer AS unsent,
      (SELECT min(created_at) FROM uploads WHERE status IN ('preparing', 'sending')) AS "unsentSince",
      (SELECT count(*) FROM (
        (SELECT 1 FROM devices WHERE due_priority = 0 AND report_due_at IS NOT NULL
          ORDER BY report_due_at LIMIT ${most})
        UNION ALL (SELECT 1 FROM devices WHERE due_priority = 1 AND report_due_at <= ${now}
          ORDER BY report_due_at LIMIT ${most})
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

/** Devices, by how their reports ended. */
export interface Settled {
  successful: number;
  failed: number;
}

/** Devices whose reports were settled from a time on; summed over messages, each a row for many devices. */
export async function countSettled(db: Queryable, from: Date, until: Date | null): Promise<Settled> {
  const rows = await db.$queryRaw<Settled[]>`
    SELECT coalesce(sum(device_count) FILTER (WHERE status = 'completed'), 0)::integer AS successful,
      (coalesce(sum(device_count) FILTER (WHERE status = 'failed'), 0) + coalesce(sum(failed_count), 0))::integer
        AS failed
    FROM uploads WHERE settled_at >= ${from} AND settled_at < coalesce(${until}::timestamptz, 'infinity')`;
  return rows[0] ?? { successful: 0, failed: 0 };
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
