import type { DeviceListRow } from '#lib/db/device-list/device-list-row';
import { accessOf } from '#lib/domain/devices/access';
import { reportTimeBlankReason } from '#lib/domain/devices/reportability';
import type { DeviceListItem } from '../contract/device.ts';

export function toListItem(row: DeviceListRow): DeviceListItem {
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
    lastReportedAt: row.lastReportedAt,
    reportTimeBlankReason: reportTimeBlankReason(row, row.reportingOff),
    azureUserPrincipalName: row.azureUserPrincipalName,
    azureIdTakenBy: row.azureIdTakenBy,
    reportedVerdict: row.reportedVerdict,
    entra:
      row.entraReadAt === null
        ? null
        : {
            isCompliant: row.entraIsCompliant,
            isManaged: row.entraIsManaged,
            enabled: row.entraEnabled,
            complianceExpiresAt: row.entraComplianceExpiresAt,
            readAt: row.entraReadAt,
            problem: row.entraProblem,
          },
    access: accessOf(row),
    driftSince: row.driftSince,
    lastCheckInAt: row.lastCheckInAt,
    nextReportAt: row.reportDueAt,
  };
}
