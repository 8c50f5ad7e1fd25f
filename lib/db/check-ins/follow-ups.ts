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
 * Locks devices whose Azure id is due for a follow-up, then the ids; passes over what others hold. A device that its own
 * channel reports again keeps its follow-up until that report is confirmed: it may yet lose what it needs to be reported.
 */
export async function lockFollowUps(
  db: Queryable,
  { channel, now }: { channel: FollowUpChannel; now: Date },
  limit: number,
): Promise<FollowUp[]> {
  const due = await db.$queryRaw<{ id: string }[]>`
    SELECT azure_device_id AS id FROM azure_ids a WHERE ${dueAt[channel]} <= ${now} AND EXISTS ${needing[channel]}
      AND NOT EXISTS ${underWay} ORDER BY ${dueAt[channel]} LIMIT ${limit}`;
  if (due.length === 0) return [];
  const found = await db.$queryRaw<FollowUp[]>`
    SELECT d.id, d.azure_device_id AS "azureDeviceId", a.${dueAt[channel]} AS "dueAt", d.channel, d.verdict,
      d.state_version AS "stateVersion", ${deviceToReport}
    FROM azure_ids a JOIN devices d ON d.azure_device_id = a.azure_device_id AND d.feed = coalesce(a.feed, d.feed) ${sameAzureId}
    WHERE a.azure_device_id = ANY(${due.map(({ id }) => id)}::uuid[]) AND d.id IN ${needing[channel]} AND NOT EXISTS ${underWay}
    ORDER BY d.id FOR UPDATE OF d SKIP LOCKED`;
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

const ofId =
  'SELECT id FROM devices WHERE azure_device_id = a.azure_device_id AND feed = coalesce(a.feed, feed)';

/** The devices of id `a` that need it: `needsFollowUp` in SQL. */
const needing = {
  partner: Prisma.raw(`(${ofId} AND (channel = 'tag' OR (${canBeReported.sql}) IS NOT TRUE))`),
  tag: Prisma.raw(`(${ofId} AND (channel <> 'tag' OR (${canBeReported.sql}) IS NOT TRUE))`),
};

/** A report about id `a` that is yet to be confirmed may say something newer than what a follow-up would repeat. */
const underWay = Prisma.raw(`(${ofId} AND azure_compliance_status = 'in_progress')`);

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

/** The channel's own report of each of these locked devices is confirmed: what it had to follow up is over. */
export async function endFollowUps(
  db: Queryable,
  channel: FollowUpChannel,
  azureDeviceIds: readonly string[],
): Promise<void> {
  if (azureDeviceIds.length === 0) return;
  // Mostly none: found by the index of those that are due. Locked in order, as everywhere.
  await db.$executeRaw`
    UPDATE azure_ids a SET ${dueAt[channel]} = NULL FROM (
      SELECT azure_device_id FROM azure_ids
      WHERE ${dueAt[channel]} IS NOT NULL AND azure_device_id = ANY(${azureDeviceIds}::uuid[])
      ORDER BY azure_device_id FOR UPDATE) due
    WHERE a.azure_device_id = due.azure_device_id`;
}

/** Tags of locked devices say something else now: the partner service follows at once where it wrote the compliance. */
export async function followTags(db: Queryable, azureDeviceIds: readonly string[], now: Date): Promise<void> {
  if (azureDeviceIds.length === 0) return;
  const known = [...(await lockIdsToReport(db, azureDeviceIds)).values()];
  const byPartner = known.filter(({ flagsChannel }) => flagsChannel === 'partner');
  await setFollowUps(
    db,
    'partner',
    byPartner.map(({ azureDeviceId }) => ({ azureDeviceId, at: now })),
  );
}

/** Nothing of ours is left in the attributes of these ids. */
export async function forgetTags(db: Queryable, azureDeviceIds: readonly string[]): Promise<void> {
  if (azureDeviceIds.length === 0) return;
  await lockIdsToReport(db, azureDeviceIds);
  await db.$executeRaw`
    UPDATE azure_ids SET tagged = false WHERE azure_device_id = ANY(${azureDeviceIds}::uuid[])`;
}
