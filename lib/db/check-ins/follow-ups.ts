import type { Channel, ReportingChannel } from '#lib/domain/devices/channel';
import { type ObstacleFacts, obstacleOf } from '#lib/domain/devices/obstacle';
import type { Verdict } from '#lib/domain/devices/verdict';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { canBeReported } from '../devices/device-columns.ts';
import { type DeviceToReport, deviceToReport, sameAzureId } from '../reports/device-to-report.ts';
import { lockIdsToReport } from './azure-ids-to-report.ts';

/** Channels that follow up on another one: `partner` keeps Entra's compliance in step with a tag, `tag` clears what it left. */
export type FollowUpChannel = Extract<ReportingChannel, 'partner' | 'tag'>;

/** When an id is due for a follow-up by each of them. */
const dueAt = { partner: Prisma.raw('partner_due_at'), tag: Prisma.raw('untag_due_at') };

/**
 * Whether a device still needs the follow-up: one that is back in the channel is reported by it, unless something else keeps
 * it from being reported.
 */
export function needsFollowUp(by: ReportingChannel, device: ObstacleFacts): boolean {
  return (by === 'tag') !== (device.channel === 'tag') || obstacleOf(device) !== null;
}

/** An Azure id that another channel than its device's has to write, with its device. */
export interface FollowUp extends DeviceToReport {
  id: string;
  azureDeviceId: string;
  channel: Channel;
  verdict: Verdict;
  stateVersion: number;
  dueAt: Date;
}

/** Whether there is anything to follow up: mostly not, and then nothing is locked. */
export async function hasFollowUps(db: Queryable, channel: FollowUpChannel, now: Date): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM azure_ids WHERE ${dueAt[channel]} <= ${now} LIMIT 1`;
  return rows.length > 0;
}

/**
 * Locks devices whose Azure id is due for a follow-up, then the ids; passes over what others hold. What no device needs any
 * longer is dropped.
 */
export async function lockFollowUps(
  db: Queryable,
  { channel, now }: { channel: FollowUpChannel; now: Date },
  limit: number,
): Promise<FollowUp[]> {
  const due = await db.$queryRaw<{ id: string }[]>`
    SELECT azure_device_id AS id FROM azure_ids WHERE ${dueAt[channel]} <= ${now}
    ORDER BY ${dueAt[channel]} LIMIT ${limit}`;
  if (due.length === 0) return [];
  const dueIds = due.map(({ id }) => id);
  const found = await db.$queryRaw<FollowUp[]>`
    SELECT d.id, d.azure_device_id AS "azureDeviceId", a.${dueAt[channel]} AS "dueAt", d.channel, d.verdict,
      d.state_version AS "stateVersion", ${deviceToReport}
    FROM ${needing(channel, dueIds)} n JOIN devices d USING (id)
      JOIN azure_ids a ON a.azure_device_id = n.azure_device_id AND n.feed = coalesce(a.feed, n.feed) ${sameAzureId}
    ORDER BY d.id FOR UPDATE OF d SKIP LOCKED`;
  await db.$executeRaw`
    UPDATE azure_ids a SET ${dueAt[channel]} = NULL
    WHERE a.azure_device_id = ANY(${dueIds}::uuid[]) AND NOT EXISTS (
      SELECT 1 FROM ${needing(channel, dueIds)} n
      WHERE n.azure_device_id = a.azure_device_id AND n.feed = coalesce(a.feed, n.feed))`;
  const newest = found.filter(({ newerDevice }) => newerDevice === null);
  const ids = await lockIdsToReport(
    db,
    newest.map(({ azureDeviceId }) => azureDeviceId),
  );
  return newest.flatMap((device) => {
    const id = ids.get(device.azureDeviceId);
    return id === undefined || id.isOnItsWay ? [] : [{ ...device, lastUpdateTime: id.lastUpdateTime }];
  });
}

/** Devices under these ids that still need it: `needsFollowUp` in SQL. */
function needing(by: FollowUpChannel, azureDeviceIds: readonly string[]): Prisma.Sql {
  const elsewhere = Prisma.raw(by === 'tag' ? `channel <> 'tag'` : `channel = 'tag'`);
  return Prisma.sql`(SELECT id, azure_device_id, feed FROM devices
    WHERE azure_device_id = ANY(${azureDeviceIds}::uuid[]) AND (${elsewhere} OR (${canBeReported}) IS NOT TRUE))`;
}

/** Ids whose follow-up is on its way (`at` null), or is to be tried (again) then. */
export async function setFollowUps(
  db: Queryable,
  channel: FollowUpChannel,
  followUps: readonly { azureDeviceId: string; at: Date | null }[],
): Promise<void> {
  if (followUps.length === 0) return;
  await lockIdsToReport(
    db,
    followUps.map(({ azureDeviceId }) => azureDeviceId),
  );
  await db.$executeRaw`
    UPDATE azure_ids a SET ${dueAt[channel]} = r.at
    FROM jsonb_to_recordset(${JSON.stringify(followUps)}::jsonb) AS r("azureDeviceId" uuid, at timestamptz)
    WHERE a.azure_device_id = r."azureDeviceId"`;
}

/** The tag of locked devices says something else now: the partner service, if it wrote their compliance, follows at once. */
export async function followTags(db: Queryable, azureDeviceIds: readonly string[], now: Date): Promise<void> {
  if (azureDeviceIds.length === 0) return;
  const ids = await lockIdsToReport(db, azureDeviceIds);
  const known = [...ids.values()];
  const byPartner = known.filter(({ flagsChannel }) => flagsChannel === 'partner');
  await setFollowUps(
    db,
    'partner',
    byPartner.map(({ azureDeviceId }) => ({ azureDeviceId, at: now })),
  );
  // A clearing that was due is over: the tag is what it has to be.
  await setFollowUps(
    db,
    'tag',
    known.map(({ azureDeviceId }) => ({ azureDeviceId, at: null })),
  );
}

/** Nothing of ours is left in the attributes of these ids. */
export async function forgetTags(db: Queryable, azureDeviceIds: readonly string[]): Promise<void> {
  if (azureDeviceIds.length === 0) return;
  await lockIdsToReport(db, azureDeviceIds);
  await db.$executeRaw`
    UPDATE azure_ids SET tagged = false WHERE azure_device_id = ANY(${azureDeviceIds}::uuid[])`;
}
