import type { ReportingChannel } from '#lib/domain/devices/channel';
import type { Verdict } from '#lib/domain/devices/verdict';
import type { ReportStatus } from '#lib/domain/reports/report-status';
import type { Trigger } from '#lib/domain/reports/trigger';
import type { Queryable } from '../core/prisma.ts';
import { Prisma } from '../core/prisma.ts';

export interface ReportRow {
  id: string;
  deviceId: string;
  trigger: Trigger;
  status: ReportStatus;
  verdict: Verdict;
  messageId: string | null;
  /** The way by which it went; null: it is not claimed yet */
  channel: ReportingChannel | null;
  createdAt: Date;
  sentAt: Date | null;
  settledAt: Date | null;
  errorCode: string | null;
  errorDetail: string | null;
  requestedBy: string | null;
  azureDeviceId: string | null;
  withdrawal: boolean;
  followUp: boolean;
}

/** Of `reports r` beside `uploads u`. A report that dropped out while its message was made ready was not sent with it. */
export const reportColumns = Prisma.raw(
  `r.id, r.device_id AS "deviceId", r.trigger, r.status, r.verdict, r.upload_id AS "messageId", u.channel,
  r.created_at AS "createdAt", CASE WHEN r.last_update_time IS NOT NULL THEN u.sent_at END AS "sentAt",
  r.settled_at AS "settledAt", r.error_code AS "errorCode", r.error_detail AS "errorDetail",
  r.requested_by AS "requestedBy", r.azure_device_id AS "azureDeviceId", r.withdrawal, r.follow_up AS "followUp"`,
);

/** Newest first, after a position. */
export async function selectDeviceReports(
  db: Queryable,
  deviceId: string,
  after: { value: string; id: string } | null,
  limit: number,
): Promise<ReportRow[]> {
  const start =
    after === null
      ? Prisma.empty
      : Prisma.sql`AND (r.created_at, r.id) < (${after.value}::timestamptz, ${after.id}::uuid)`;
  return db.$queryRaw<ReportRow[]>`
    SELECT ${reportColumns} FROM reports r LEFT JOIN uploads u ON u.id = r.upload_id
    WHERE r.device_id = ${deviceId}::uuid ${start}
    ORDER BY r.created_at DESC, r.id DESC LIMIT ${limit}`;
}

export interface CheckInRow {
  id: string;
  checkedInAt: Date;
  receivedAt: Date;
  verdict: Verdict;
  trigger: Trigger | null;
  changes: { field: string; from: unknown; to: unknown }[];
}

/** Newest first, after a position. */
export async function selectDeviceCheckIns(
  db: Queryable,
  deviceId: string,
  after: { value: string; id: string } | null,
  limit: number,
): Promise<CheckInRow[]> {
  const start =
    after === null
      ? Prisma.empty
      : Prisma.sql`AND (c.checked_in_at, c.id) < (${after.value}::timestamptz, ${after.id}::uuid)`;
  return db.$queryRaw<CheckInRow[]>`
    SELECT c.id, c.checked_in_at AS "checkedInAt", c.received_at AS "receivedAt", c.verdict, c.trigger, c.changes
    FROM check_ins c WHERE c.device_id = ${deviceId}::uuid AND NOT c.by_policies ${start}
    ORDER BY c.checked_in_at DESC, c.id DESC LIMIT ${limit}`;
}
