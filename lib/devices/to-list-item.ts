import type { DeviceListItem } from '../contract/device.ts';
import type { DeviceListRow } from '../db/device-list-row.ts';
import { reportTimeBlankReason } from '../domain/reportability.ts';

/** The same row with its times as they are read elsewhere */
type Timed<Row> = {
  [K in keyof Row]: K extends `${string}At` | 'driftSince' ? Row[K] | Exclude<Row[K], string> | Date : Row[K];
};

const iso = (time: Date | string) => (typeof time === 'string' ? time : time.toISOString());
const isoOrNull = (time: Date | string | null) => (time === null ? null : iso(time));

/** `reportingOff`: paused, or the connection is unhealthy. */
export function toListItem(
  row: Timed<Omit<DeviceListRow, 'reportingOff'>>,
  reportingOff: boolean,
): DeviceListItem {
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
    lastReportedAt: isoOrNull(row.lastReportedAt),
    reportTimeBlankReason: reportTimeBlankReason(row, reportingOff),
    azureUserPrincipalName: row.azureUserPrincipalName,
    reportedVerdict: row.reportedVerdict,
    entra:
      row.entraReadAt === null
        ? null
        : {
            isCompliant: row.entraIsCompliant,
            isManaged: row.entraIsManaged,
            readAt: iso(row.entraReadAt),
            problem: row.entraProblem,
          },
    driftSince: isoOrNull(row.driftSince),
    lastCheckInAt: iso(row.lastCheckInAt),
    nextReportAt: isoOrNull(row.reportDueAt),
  };
}
