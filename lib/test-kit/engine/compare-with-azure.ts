import type { Pool } from 'pg';
import { type Channel, type ChannelReason, isGraphChannel } from '#lib/domain/devices/channel';
import type { ClientStatusCode } from '#lib/domain/devices/client-status-code';
import { obstacleOf } from '#lib/domain/devices/obstacle';
import type { OperatingSystem } from '#lib/domain/devices/operating-system';
import { toldToAzure, type Verdict } from '#lib/domain/devices/verdict';
import type { AzureComplianceStatus, ManagementState } from '#lib/domain/reports/report-status';

/** A device as the sandbox's Entra shows it. */
export interface ShownDevice {
  isManaged: boolean;
  isCompliant: boolean;
  messageId: string;
  lastUpdateTime: Date;
}

interface OurDevice {
  externalId: string;
  name: string;
  os: OperatingSystem;
  azureDeviceId: string | null;
  clientStatusCode: ClientStatusCode | null;
  managementState: ManagementState;
  verdict: Verdict;
  azureComplianceStatus: AzureComplianceStatus | null;
  reportDueAt: Date | null;
  duePriority: number;
  reportedVerdict: Verdict | null;
  reportedMessageId: string | null;
  reportedUpdateTime: Date | null;
  failureCode: string | null;
  azureIdTakenBy: string | null;
  channel: Channel;
  channelReason: ChannelReason | null;
}

/** The names by which the sandbox refuses a device for good. */
export const refusedByName = /\[sandbox:(fail|reject)\]/;

/** Where our devices and the sandbox's disagree once nothing is on its way, a line each. */
export async function findDifferences(
  sql: Pool,
  shown: ReadonlyMap<string, ShownDevice>,
  now: Date,
): Promise<string[]> {
  const { rows } = await sql.query<OurDevice>(`
    SELECT external_id AS "externalId", name, os, azure_device_id AS "azureDeviceId",
      client_status_code AS "clientStatusCode", management_state AS "managementState", verdict,
      azure_compliance_status AS "azureComplianceStatus", report_due_at AS "reportDueAt",
      due_priority AS "duePriority", reported_verdict AS "reportedVerdict",
      reported_message_id AS "reportedMessageId", reported_update_time AS "reportedUpdateTime",
      failure_code AS "failureCode", azure_id_taken_by AS "azureIdTakenBy", channel, channel_reason AS "channelReason"
    FROM devices ORDER BY external_id`);
  return rows.flatMap((device) =>
    [
      ...owedBy(device, now),
      ...comparedWith(device, shown.get(device.azureDeviceId ?? '') ?? null),
      ...promisedOf(device),
    ].map((difference) => `${device.externalId}: ${difference}`),
  );
}

function owedBy(device: OurDevice, now: Date): string[] {
  const { reportDueAt, duePriority, azureComplianceStatus } = device;
  const isDue = reportDueAt !== null && (duePriority === 0 || reportDueAt <= now);
  return [
    ...(isDue ? [`its report is due since ${reportDueAt.toISOString()}`] : []),
    ...(azureComplianceStatus === 'in_progress' ? ['it shows In-progress, and nothing is on its way'] : []),
  ];
}

/** What Microsoft confirmed is what Entra shows: the same flags, of the same message. */
function comparedWith(device: OurDevice, entra: ShownDevice | null): string[] {
  const { reportedVerdict, reportedMessageId, reportedUpdateTime } = device;
  // Windows devices are in Entra before anybody reports them.
  if (reportedVerdict === null && device.channel === 'windows') return [];
  if (reportedVerdict === null) return entra === null ? [] : [`Entra shows it, and we know of no report`];
  if (entra === null) return [`Entra does not show it, and ${reportedVerdict} is confirmed`];
  const told = toldToAzure[reportedVerdict];
  const isSame =
    told.isManaged === entra.isManaged &&
    told.isCompliant === entra.isCompliant &&
    // A write has no message, and Entra keeps no time of it.
    (isGraphChannel(device.channel) ||
      (reportedMessageId === entra.messageId &&
        reportedUpdateTime?.getTime() === entra.lastUpdateTime.getTime()));
  const ours = { reportedVerdict, reportedMessageId, reportedUpdateTime };
  return isSame ? [] : [`Entra shows ${JSON.stringify(entra)}, and we know ${JSON.stringify(ours)}`];
}

/** Whatever can be told has been told, or was refused for a reason of the device's own. */
function promisedOf(device: OurDevice): string[] {
  const { name, verdict, reportedVerdict, managementState, azureComplianceStatus, failureCode } = device;
  const obstacle = obstacleOf(device);
  if (obstacle === 'retired' && reportedVerdict !== null && reportedVerdict !== 'retired') {
    return [`it is retired, and Microsoft still knows it as ${reportedVerdict}`];
  }
  if (obstacle !== null) return [];
  if (refusedByName.test(name)) {
    return azureComplianceStatus === 'failed' ? [] : [`it is refused, and shows ${azureComplianceStatus}`];
  }
  if (azureComplianceStatus !== 'successful') return [`it shows ${azureComplianceStatus} (${failureCode})`];
  if (reportedVerdict !== verdict) return [`it is ${verdict}, and Microsoft knows ${reportedVerdict}`];
  return managementState === 'retiring' ? ['its retirement is confirmed, and it is still retiring'] : [];
}

/** Work that is still on its way, a line each: none once everything has come to its end. */
export async function findOpenWork(sql: Pool): Promise<string[]> {
  const { rows } = await sql.query<{ what: string; count: number }>(`
    SELECT 'messages ' || status AS what, count(*)::integer FROM uploads
      WHERE status IN ('preparing', 'sending', 'sent') GROUP BY status
    UNION ALL SELECT 'reports ' || status, count(*)::integer FROM reports
      WHERE status IN ('queued', 'in_progress') GROUP BY status
    UNION ALL SELECT 'devices due', count(*)::integer FROM devices
      WHERE report_due_at IS NOT NULL AND due_priority = 0 HAVING count(*) > 0`);
  return rows.map(({ what, count }) => `${count} ${what}`);
}
