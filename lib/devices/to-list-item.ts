import type { DeviceListItem } from '../contract/device.ts';
import type { DeviceRow } from '../db/device-row.ts';
import { reportTimeBlankReason } from '../domain/reportability.ts';

const iso = (time: Date | null) => time?.toISOString() ?? null;

/** `reportingOff`: paused, or the connection is unhealthy. */
export function toListItem(row: DeviceRow, reportingOff: boolean): DeviceListItem {
  return {
    id: row.id,
    externalId: row.externalId,
    feed: row.feed,
    name: row.name,
    serialNumber: row.serialNumber,
    os: row.os,
    osVersion: row.osVersion,
    model: row.model,
    manufacturer: row.manufacturer,
    userPrincipalName: row.userPrincipalName,
    userDisplayName: row.userDisplayName,
    verdict: row.verdict,
    action: row.action,
    managementState: row.managementState,
    azureDeviceId: row.azureDeviceId,
    azureComplianceStatus: row.azureComplianceStatus,
    clientStatusCode: row.clientStatusCode,
    lastReportedAt: iso(row.lastReportedAt),
    reportTimeBlankReason: reportTimeBlankReason(row, reportingOff),
    azureUserPrincipalName: row.azureUserPrincipalName,
    reportedVerdict: row.reportedVerdict,
    entra:
      row.entraReadAt === null
        ? null
        : {
            isCompliant: row.entraIsCompliant,
            isManaged: row.entraIsManaged,
            readAt: row.entraReadAt.toISOString(),
            problem: row.entraProblem,
          },
    driftSince: iso(row.driftSince),
    lastCheckInAt: row.lastCheckInAt.toISOString(),
    nextReportAt: iso(row.reportDueAt),
  };
}
