import type { Verdict } from '#lib/domain/devices/verdict';
import type { AzureComplianceStatus, ManagementState, ReportStatus } from '#lib/domain/reports/report-status';
import type { Trigger } from '#lib/domain/reports/trigger';
import { metrics } from '#lib/telemetry/metrics';
import { statusOf } from '../core/plan-hints.ts';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { afterCommit, publishChange } from '../core/publish-change.ts';

/** What becomes of one device when its report is settled. Absent parts stay as they are. */
export interface DeviceSettlement {
  deviceId: string;
  /** When Microsoft took the report; null: it never did */
  takenAt: Date | null;
  /** Only where this report is the device's newest */
  shown?: {
    status: AzureComplianceStatus | null;
    failureCode: string | null;
    failureDetail: string | null;
  };
  confirmed?: { version: number; verdict: Verdict; at: Date; messageId: string; updateTime: Date };
  due?: { at: Date | null; trigger: Trigger | null; priority: number };
  management?: { state: ManagementState; retiredAt: Date | null };
}

/** Another verdict than before was confirmed: what Entra answered until now says nothing of it. */
const entraMustFollow = Prisma.raw(`(r.confirmed->>'verdict')::verdict <> d.reported_verdict`);

/** Its last answer differs from what is confirmed now, as `differsFromEntra` and `tagDiffers` tell it. */
const yetToFollow = Prisma.raw(`CASE
  WHEN d.channel = 'tag' THEN CASE WHEN (d.entra_tag_state = 'compliant') <> (r.confirmed->>'verdict' = 'compliant')
    THEN 'not_followed_yet' END
  WHEN d.entra_is_compliant <> (r.confirmed->>'verdict' = 'compliant')
    OR d.entra_is_managed <> (r.confirmed->>'verdict' <> 'retired') THEN 'not_followed_yet' END`);

/** Writes settlements of locked devices, one statement for all. */
export async function settleDevices(db: Queryable, settlements: readonly DeviceSettlement[]): Promise<void> {
  if (settlements.length === 0) return;
  publishChange(db, { devices: settlements.map(({ deviceId }) => deviceId) });
  await db.$executeRaw`
    UPDATE devices d SET
      azure_compliance_status = CASE WHEN r.shown IS NULL THEN d.azure_compliance_status
        ELSE (r.shown->>'status')::azure_compliance_status END,
      failure_code = CASE WHEN r.shown IS NULL THEN d.failure_code ELSE r.shown->>'failureCode' END,
      failure_detail = CASE WHEN r.shown IS NULL THEN d.failure_detail ELSE r.shown->>'failureDetail' END,
      last_reported_at = greatest(d.last_reported_at, r."takenAt"),
      reported_version = coalesce((r.confirmed->>'version')::integer, d.reported_version),
      reported_verdict = coalesce((r.confirmed->>'verdict')::verdict, d.reported_verdict),
      reported_at = coalesce((r.confirmed->>'at')::timestamptz, d.reported_at),
      reported_message_id = coalesce((r.confirmed->>'messageId')::uuid, d.reported_message_id),
      reported_update_time = coalesce((r.confirmed->>'updateTime')::timestamptz, d.reported_update_time),
      report_due_at = CASE WHEN r.due IS NULL THEN d.report_due_at ELSE (r.due->>'at')::timestamptz END,
      due_trigger = CASE WHEN r.due IS NULL THEN d.due_trigger ELSE (r.due->>'trigger')::report_trigger END,
      due_priority = CASE WHEN r.due IS NULL THEN d.due_priority ELSE (r.due->>'priority')::smallint END,
      management_state = coalesce((r.management->>'state')::management_state, d.management_state),
      retired_at = CASE WHEN r.management IS NULL THEN d.retired_at ELSE (r.management->>'retiredAt')::timestamptz END,
      entra_differs_since = CASE WHEN ${entraMustFollow} THEN NULL ELSE d.entra_differs_since END,
      entra_problem = CASE WHEN ${entraMustFollow} AND coalesce(d.entra_problem, 'not_followed_yet') = 'not_followed_yet'
        THEN ${yetToFollow} ELSE d.entra_problem END,
      drift_since = CASE WHEN ${entraMustFollow} THEN NULL ELSE d.drift_since END,
      drift_reported_at = CASE WHEN ${entraMustFollow} THEN NULL ELSE d.drift_reported_at END
    FROM jsonb_to_recordset(${JSON.stringify(settlements)}::jsonb)
      AS r("deviceId" uuid, "takenAt" timestamptz, shown jsonb, confirmed jsonb, due jsonb, management jsonb)
    WHERE d.id = r."deviceId"`;
}

export interface ReportSettlement {
  reportId: string;
  status: ReportStatus;
  errorCode: string | null;
  errorDetail: string | null;
}

/** The open reports of messages, all alike. */
export async function settleUploadReports(
  db: Queryable,
  uploadIds: readonly string[],
  settled: Omit<ReportSettlement, 'reportId'>,
  now: Date,
): Promise<void> {
  const { status, errorCode, errorDetail } = settled;
  const ended = await db.$queryRaw<EndedReport[]>`
    UPDATE reports SET status = ${status}::report_status, settled_at = ${now}, error_code = ${errorCode},
      error_detail = ${errorDetail}
    WHERE upload_id = ANY(${uploadIds}::uuid[]) AND ${statusOf('status')} = 'in_progress'
    RETURNING trigger, status, due_at AS "dueAt"`;
  countEnded(db, ended, now);
}

export async function settleReports(
  db: Queryable,
  reports: readonly ReportSettlement[],
  now: Date,
): Promise<void> {
  if (reports.length === 0) return;
  const ended = await db.$queryRaw<EndedReport[]>`
    UPDATE reports p SET status = r.status, settled_at = ${now}, error_code = r."errorCode",
      error_detail = r."errorDetail"
    FROM jsonb_to_recordset(${JSON.stringify(reports)}::jsonb)
      AS r("reportId" uuid, status report_status, "errorCode" text, "errorDetail" text)
    WHERE p.id = r."reportId" AND p.status = 'in_progress'
    RETURNING p.trigger, p.status, p.due_at AS "dueAt"`;
  countEnded(db, ended, now);
}

interface EndedReport {
  trigger: Trigger;
  status: ReportStatus;
  dueAt: Date | null;
}

/** For the metrics of this process. Weekly and resync reports are due long before they are wanted, but are labels of their own. */
function countEnded(db: Queryable, ended: readonly EndedReport[], now: Date): void {
  afterCommit(db, () => {
    for (const { trigger, status: outcome, dueAt } of ended) {
      metrics.reports.inc({ trigger, outcome });
      if (outcome !== 'successful' || dueAt === null) continue;
      metrics.reportDelay.observe({ trigger }, Math.max(0, now.getTime() - dueAt.getTime()) / 1000);
    }
  });
}

/** Moves open reports of a message to new, smaller ones that are yet to be made ready. */
export async function splitUpload(
  db: Queryable,
  parts: readonly { uploadId: string; reportIds: readonly string[] }[],
  now: Date,
): Promise<void> {
  const json = JSON.stringify(parts);
  await db.$executeRaw`
    INSERT INTO uploads (id, status, device_count, created_at)
    SELECT r."uploadId", 'preparing', jsonb_array_length(r."reportIds"), ${now}
    FROM jsonb_to_recordset(${json}::jsonb) AS r("uploadId" uuid, "reportIds" jsonb)`;
  await db.$executeRaw`
    UPDATE reports p SET upload_id = r."uploadId", last_update_time = NULL
    FROM jsonb_to_recordset(${json}::jsonb) AS r("uploadId" uuid, "reportIds" jsonb),
      jsonb_array_elements_text(r."reportIds") AS part(id)
    WHERE p.id = part.id::uuid`;
}

/**
 * A report that is not sent leaves no trace in what its device shows: the report before it counts again, and is the
 * newest one, whose end the device shows. The one that counts already stays; among the others the version tells first: a
 * worker whose clock is ahead makes an older report seem newer.
 */
export async function restoreShownStatus(db: Queryable, deviceIds: readonly string[]): Promise<void> {
  if (deviceIds.length === 0) return;
  publishChange(db, { devices: deviceIds });
  await db.$executeRaw`
    UPDATE devices d SET (azure_compliance_status, last_report_id) = (
      SELECT r.status::text::azure_compliance_status, r.id FROM reports r
      WHERE r.device_id = d.id AND r.status IN ('in_progress', 'successful', 'failed') AND NOT r.withdrawal
        AND NOT r.follow_up
      ORDER BY r.id = d.last_report_id DESC NULLS LAST, r.state_version DESC, r.created_at DESC, r.id DESC LIMIT 1)
    WHERE d.id = ANY(${deviceIds}::uuid[])`;
}
