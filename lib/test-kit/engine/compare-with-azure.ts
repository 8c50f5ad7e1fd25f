import type { Pool } from 'pg';
import type { Channel, ChannelReason } from '#lib/domain/devices/channel';
import type { ClientStatusCode } from '#lib/domain/devices/client-status-code';
import { obstacleOf } from '#lib/domain/devices/obstacle';
import type { OperatingSystem } from '#lib/domain/devices/operating-system';
import { tagStateFor } from '#lib/domain/devices/tag';
import { flagsOfVerdict, type Verdict } from '#lib/domain/devices/verdict';
import type { AzureComplianceStatus, ManagementState } from '#lib/domain/reports/report-status';

/** A device as the sandbox's Entra shows it. */
export interface ShownDevice {
  isManaged: boolean;
  isCompliant: boolean;
  messageId: string;
  lastUpdateTime: Date;
  extensionAttributes: Record<string, string>;
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
  restoredAt: Date | null;
  restoredAgrees: boolean | null;
  channel: Channel;
  channelReason: ChannelReason | null;
  /** The channel of the last confirmed report */
  confirmedBy: Channel | null;
  /** The channel that wrote the flags last */
  flagsChannel: Channel | null;
  /** Messages by a channel that is not the device's: they say what was confirmed once more */
  followUps: string[];
  /** The attribute that the tag channel is set to write */
  attribute: number;
  /** Whether the partner channel is on: else nothing can follow what it wrote */
  partnerOn: boolean;
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
      failure_code AS "failureCode", azure_id_taken_by AS "azureIdTakenBy", d.channel, channel_reason AS "channelReason", d.restored_at AS "restoredAt", d.restored_agrees AS "restoredAgrees",
      u.channel AS "confirmedBy", a.flags_channel AS "flagsChannel",
      ARRAY(SELECT upload_id::text FROM reports f WHERE f.device_id = d.id AND f.follow_up) AS "followUps",
      (SELECT attribute FROM reporting_channels WHERE name = 'tag') AS attribute,
      (SELECT enabled FROM reporting_channels WHERE name = 'partner') AS "partnerOn"
    FROM devices d LEFT JOIN uploads u ON u.id = d.reported_message_id
      LEFT JOIN azure_ids a USING (azure_device_id) ORDER BY external_id`);
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

/** What Microsoft confirmed is what Entra shows: the same flags, of the same message, and the tag where that is the way. */
function comparedWith(device: OurDevice, entra: ShownDevice | null): string[] {
  const { reportedVerdict, reportedMessageId, reportedUpdateTime, channel, confirmedBy } = device;
  // Devices register with Entra before anybody reports them: only a message, or a tag, tells of what we should know.
  if (reportedVerdict === null) {
    const isKnown = entra !== null && (entra.messageId !== '' || tagsOf(entra) !== '');
    return isKnown ? [`Entra shows it, and we know of no report`] : [];
  }
  if (entra === null) return [`Entra does not show it, and ${reportedVerdict} is confirmed`];
  const isConfirmed =
    hasFlags(entra, flagsOfVerdict[reportedVerdict]) &&
    // A write has no message, and Entra keeps no time of it.
    (confirmedBy === 'windows' ||
      (reportedMessageId === entra.messageId &&
        reportedUpdateTime?.getTime() === entra.lastUpdateTime.getTime()));
  // A follow-up repeats the compliance that was confirmed. It says of no device that it is unmanaged: Entra would stop to
  // evaluate its tag.
  const isFollowed =
    device.followUps.includes(entra.messageId) &&
    hasFlags(entra, { isManaged: true, isCompliant: reportedVerdict === 'compliant' });
  const isSame = confirmedBy === 'tag' ? flagsAreInStep(device, entra) : isConfirmed || isFollowed;
  const [tag, other = tag] = tagsToHave(device, reportedVerdict);
  const found = tagsOf(entra);
  if (isSame && (found === tag || found === other)) return [];
  const { isManaged, isCompliant, messageId, lastUpdateTime } = entra;
  const theirs = { tag: found, isManaged, isCompliant, messageId, lastUpdateTime };
  const ours = { tag, channel, confirmedBy, reportedVerdict, reportedMessageId, reportedUpdateTime };
  const { azureComplianceStatus, flagsChannel } = device;
  const more = { azureComplianceStatus, flagsChannel, obstacle: obstacleOf(device) };
  return [`Entra shows ${JSON.stringify(theirs)}, and we know ${JSON.stringify({ ...ours, ...more })}`];
}

/** The attributes that are set. The tests have no other values than ours. */
function tagsOf({ extensionAttributes }: ShownDevice): string {
  return Object.entries(extensionAttributes).flat().join(' ');
}

/** In the channel, what was confirmed last. One that cannot be reported may have lost its tag when it left the channel before. */
function tagsToHave(device: OurDevice, reportedVerdict: Verdict): [string, string?] {
  if (device.channel !== 'tag') return [''];
  const tag = `extensionAttribute${device.attribute} tenko:${tagStateFor(reportedVerdict)}`;
  return obstacleOf(device) === null ? [tag] : [tag, ''];
}

function hasFlags(
  entra: ShownDevice,
  { isManaged, isCompliant }: { isManaged: boolean; isCompliant: boolean },
): boolean {
  return entra.isManaged === isManaged && entra.isCompliant === isCompliant;
}

/** Flags that another channel wrote say what the tag says. Messages about some names are refused whatever they say. */
function flagsAreInStep(device: OurDevice, entra: ShownDevice): boolean {
  const { reportedVerdict, flagsChannel, channel, name, partnerOn } = device;
  if (flagsChannel === 'partner' && !partnerOn) return true;
  if (flagsChannel === null || channel !== 'tag' || refusedByName.test(name)) return true;
  return hasFlags(entra, { isManaged: true, isCompliant: reportedVerdict === 'compliant' });
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
export async function findOpenWork(sql: Pool, now = new Date()): Promise<string[]> {
  const { rows } = await sql.query<{ what: string; count: number }>(
    `
    SELECT 'messages ' || status AS what, count(*)::integer FROM uploads
      WHERE status IN ('preparing', 'sending', 'sent') GROUP BY status
    UNION ALL SELECT 'reports ' || status, count(*)::integer FROM reports
      WHERE status IN ('queued', 'in_progress') GROUP BY status
    UNION ALL SELECT 'devices due', count(*)::integer FROM devices
      WHERE report_due_at IS NOT NULL AND due_priority = 0 HAVING count(*) > 0
    UNION ALL SELECT 'devices due again', count(*)::integer FROM devices
      WHERE report_due_at <= $1 AND due_priority = 1 HAVING count(*) > 0
    UNION ALL SELECT 'follow-ups', count(*)::integer FROM azure_ids WHERE untag_due_at <= $1 OR (partner_due_at <= $1
      AND EXISTS (SELECT 1 FROM reporting_channels WHERE name = 'partner' AND enabled)) HAVING count(*) > 0
    UNION ALL SELECT 'walk ' || name, 1 FROM walks
      WHERE name = 'channels' AND started_at IS NOT NULL AND finished_at IS NULL`,
    [now],
  );
  return rows.map(({ what, count }) => `${count} ${what}`);
}
