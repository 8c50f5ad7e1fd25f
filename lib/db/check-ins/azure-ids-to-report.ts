import type { Channel, ReportingChannel } from '#lib/domain/devices/channel';
import { lookedUpEach, readFirst } from '../core/plan-hints.ts';
import type { Queryable } from '../core/prisma.ts';
import { type DeviceToReport, deviceToReport, sameAzureId } from '../reports/device-to-report.ts';

/** What must be known of an Azure id before a report about it is sent. */
export interface AzureIdToReport {
  azureDeviceId: string;
  feed: string | null;
  lastUpdateTime: Date | null;
  /** Microsoft has not taken the last message about it yet: the next one must not overtake it */
  isOnItsWay: boolean;
  formerDeviceId: string | null;
  /** A device that is not retired has it, of whatever feed */
  isHeld: boolean;
  /** The channel that last wrote Entra's compliance of it, or was about to; null: none of ours did */
  flagsChannel: Channel | null;
}

/** Locks ids in their order, after devices. */
export function lockIds(db: Queryable, azureDeviceIds: readonly string[]): Promise<unknown> {
  return db.$queryRaw`
    SELECT azure_device_id FROM azure_ids WHERE azure_device_id = ANY(${azureDeviceIds}::uuid[])
    ORDER BY azure_device_id FOR UPDATE`;
}

/** Locks ids in their order, after devices. Those that nobody claimed are left out. */
export async function lockIdsToReport(
  db: Queryable,
  azureDeviceIds: readonly string[],
): Promise<Map<string, AzureIdToReport>> {
  if (azureDeviceIds.length === 0) return new Map();
  await lockIds(db, azureDeviceIds);
  // A statement of its own, after the locks: it sees the messages that they were waited for.
  const rows = await db.$queryRaw<AzureIdToReport[]>`
    SELECT a.azure_device_id AS "azureDeviceId", a.feed, a.last_update_time AS "lastUpdateTime",
      coalesce(u.status IN ('preparing', 'sending'), false) AS "isOnItsWay", a.former_device_id AS "formerDeviceId",
      EXISTS (SELECT 1 FROM devices o WHERE o.azure_device_id = a.azure_device_id AND o.management_state <> 'retired'
        ${lookedUpEach}) AS "isHeld", a.flags_channel AS "flagsChannel"
    FROM azure_ids a LEFT JOIN uploads u ON u.id = a.last_upload_id
    WHERE a.azure_device_id = ANY(${azureDeviceIds}::uuid[])`;
  return new Map(rows.map((row) => [row.azureDeviceId, row]));
}

/** Notes the messages of a channel that speak of locked ids, before they are sent: they may take effect from then on. */
export async function noteReportedIds(
  db: Queryable,
  channel: ReportingChannel,
  told: readonly { azureDeviceId: string; lastUpdateTime: Date; uploadId: string }[],
): Promise<void> {
  if (told.length === 0) return;
  await db.$executeRaw`
    UPDATE azure_ids a SET last_update_time = r."lastUpdateTime", last_upload_id = r."uploadId",
      flags_channel = coalesce(nullif(${channel}::channel, 'tag'), a.flags_channel),
      tagged = a.tagged OR ${channel}::channel = 'tag'
    FROM jsonb_to_recordset(${JSON.stringify(told)}::jsonb)
      AS r("azureDeviceId" uuid, "lastUpdateTime" timestamptz, "uploadId" uuid)
    WHERE a.azure_device_id = r."azureDeviceId"`;
}

/** A former Azure id of a device, with what a message says of the device. */
export interface Withdrawal extends DeviceToReport {
  id: string;
  /** The former one */
  azureDeviceId: string;
  stateVersion: number;
  dueAt: Date;
}

/** Whether there is anything to withdraw: mostly not, and then nothing is locked. */
export async function hasWithdrawals(db: Queryable, now: Date): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM azure_ids WHERE withdraw_at IS NOT NULL AND withdraw_at <= ${now} ORDER BY withdraw_at LIMIT 1`;
  return rows.length > 0;
}

/**
 * Locks the former devices of ids that are to be withdrawn now, by the channel that wrote their compliance if it is on, else
 * by that of the device; then the ids. Passes over what others hold.
 */
export async function lockWithdrawals(
  db: Queryable,
  { channel, now }: { channel: ReportingChannel; now: Date },
  limit: number,
): Promise<Withdrawal[]> {
  const found = await db.$queryRaw<Withdrawal[]>`
    WITH due ${readFirst} (
      SELECT a.azure_device_id, a.former_device_id, a.withdraw_at
      FROM azure_ids a JOIN devices f ON f.id = a.former_device_id
      WHERE a.withdraw_at <= ${now} AND f.restored_at IS NULL AND ${channel}::channel = coalesce(
        (SELECT name FROM reporting_channels WHERE name = a.flags_channel AND enabled), f.channel) ORDER BY a.withdraw_at LIMIT ${limit})
    SELECT d.id, due.azure_device_id AS "azureDeviceId", d.state_version AS "stateVersion", due.withdraw_at AS "dueAt",
      ${deviceToReport}
    FROM due JOIN devices d ON d.id = due.former_device_id ${sameAzureId} FOR UPDATE OF d SKIP LOCKED`;
  if (found.length === 0) return [];
  const ids = await lockIdsToReport(
    db,
    found.map(({ azureDeviceId }) => azureDeviceId),
  );
  return found.flatMap((withdrawal) => {
    const id = ids.get(withdrawal.azureDeviceId);
    const isStill = id?.formerDeviceId === withdrawal.id && !id.isHeld && !id.isOnItsWay;
    return isStill ? [{ ...withdrawal, lastUpdateTime: id.lastUpdateTime }] : [];
  });
}

/** Former ids whose withdrawal is on its way, or (`at`) is to be tried again then. */
export async function setWithdrawal(
  db: Queryable,
  withdrawals: readonly { azureDeviceId: string; deviceId: string; at: Date | null }[],
): Promise<void> {
  if (withdrawals.length === 0) return;
  await lockIds(
    db,
    withdrawals.map(({ azureDeviceId }) => azureDeviceId),
  );
  await db.$executeRaw`
    UPDATE azure_ids a SET withdraw_at = r.at
    FROM jsonb_to_recordset(${JSON.stringify(withdrawals)}::jsonb)
      AS r("azureDeviceId" uuid, "deviceId" uuid, at timestamptz)
    WHERE a.azure_device_id = r."azureDeviceId" AND a.former_device_id = r."deviceId"`;
}

/** Microsoft confirmed that it no longer knows these as managed. One that was lost again since is due again. */
export async function endWithdrawals(
  db: Queryable,
  withdrawals: readonly { azureDeviceId: string; deviceId: string }[],
): Promise<void> {
  if (withdrawals.length === 0) return;
  await lockIds(
    db,
    withdrawals.map(({ azureDeviceId }) => azureDeviceId),
  );
  await db.$executeRaw`
    UPDATE azure_ids a SET former_device_id = NULL, partner_due_at = NULL, untag_due_at = NULL
    FROM jsonb_to_recordset(${JSON.stringify(withdrawals)}::jsonb) AS r("azureDeviceId" uuid, "deviceId" uuid)
    WHERE a.azure_device_id = r."azureDeviceId" AND a.former_device_id = r."deviceId" AND a.withdraw_at IS NULL`;
}
