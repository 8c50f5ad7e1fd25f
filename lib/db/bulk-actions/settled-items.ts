import type { ClientStatusCode } from '#lib/domain/devices/client-status-code';
import type { OperatingSystem } from '#lib/domain/devices/operating-system';
import type { Verdict } from '#lib/domain/devices/verdict';
import type { SettledItem } from '#lib/domain/reports/bulk-action';
import type { ManagementState, ReportStatus } from '#lib/domain/reports/report-status';
import { statusOf } from '../core/plan-hints.ts';
import type { Queryable } from '../core/prisma.ts';

interface Row {
  deviceId: string;
  reportId: string;
  status: ReportStatus | null;
  reportVerdict: Verdict | null;
  errorCode: string | null;
  newerReportId: string | null;
  verdict: Verdict | null;
  os: OperatingSystem | null;
  azureDeviceId: string | null;
  clientStatusCode: ClientStatusCode | null;
  managementState: ManagementState | null;
  reportedVerdict: Verdict | null;
  azureIdTakenBy: string | null;
  isDue: boolean | null;
}

/**
 * Items under way whose report is settled, or no longer kept. Of a report that was superseded, the one that took its
 * place: what waits to be claimed first, else the newest.
 */
export async function findSettledItems(
  db: Queryable,
  bulkActionId: string,
  now: Date,
): Promise<(SettledItem & { deviceId: string; reportId: string })[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT i.device_id AS "deviceId", i.report_id AS "reportId", r.status, r.verdict AS "reportVerdict",
      r.error_code AS "errorCode", newer.id AS "newerReportId", d.verdict, d.os, d.azure_device_id AS "azureDeviceId",
      d.client_status_code AS "clientStatusCode", d.management_state AS "managementState",
      d.reported_verdict AS "reportedVerdict", d.azure_id_taken_by AS "azureIdTakenBy", d.report_due_at <= ${now} AS "isDue"
    FROM bulk_items i LEFT JOIN reports r ON r.id = i.report_id LEFT JOIN devices d ON d.id = i.device_id
      LEFT JOIN LATERAL (
        SELECT o.id FROM reports o WHERE ${statusOf('r.status')} = 'superseded' AND o.device_id = i.device_id AND o.id <> r.id
          AND NOT o.withdrawal AND o.created_at >= r.created_at AND ${statusOf('o.status')} <> 'superseded'
        ORDER BY ${statusOf('o.status')} = 'queued' DESC, o.created_at DESC, o.id DESC LIMIT 1) newer ON true
    WHERE i.bulk_action_id = ${bulkActionId}::uuid AND i.outcome = 'under_way'
      AND (r.id IS NULL OR ${statusOf('r.status')} IN ('successful', 'failed', 'superseded'))
    ORDER BY i.device_id`;
  return rows.map(({ deviceId, reportId, newerReportId, ...row }) => ({
    deviceId,
    reportId,
    newerReportId,
    report: reportOf(row),
    device: deviceOf(row),
  }));
}

type Found = Omit<Row, 'deviceId' | 'reportId' | 'newerReportId'>;

function reportOf({ status, reportVerdict, errorCode }: Found): SettledItem['report'] {
  return status === null || reportVerdict === null ? null : { status, verdict: reportVerdict, errorCode };
}

function deviceOf(row: Found): SettledItem['device'] {
  const {
    verdict,
    os,
    azureDeviceId,
    clientStatusCode,
    managementState,
    reportedVerdict,
    azureIdTakenBy,
    isDue,
  } = row;
  if (verdict === null || os === null || managementState === null) return null;
  return {
    os,
    verdict,
    azureDeviceId,
    clientStatusCode,
    managementState,
    reportedVerdict,
    azureIdTakenBy,
    isDue: isDue === true,
  };
}
