import type { Channel, ReportingChannel } from '#lib/domain/devices/channel';
import { type ObstacleFacts, obstacleOf } from '#lib/domain/devices/obstacle';
import type { Verdict } from '#lib/domain/devices/verdict';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { hasNoObstacle } from '../devices/device-columns.ts';
import { type DeviceToReport, deviceToReport, sameAzureId } from '../reports/device-to-report.ts';
import { lockIds, lockIdsToReport } from './azure-ids-to-report.ts';

/**
 * Channels that follow up: `partner` keeps Entra's compliance in step with a tag, `tag` clears what it left, and repeats the tag
 * of a device that cannot be reported.
 */
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
    SELECT 1 FROM azure_ids WHERE ${dueAt[channel]} <= ${now} ORDER BY ${dueAt[channel]} LIMIT 1`;
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

/** What a backup brought back repeats nothing before the device has checked in. */
const ofId =
  'SELECT id FROM devices WHERE azure_device_id = a.azure_device_id AND feed = coalesce(a.feed, feed) AND restored_at IS NULL';

/** The devices of id `a` that need it: `needsFollowUp` in SQL. Else what is claimed would be left out, again and again. */
const needing = {
  partner: Prisma.raw(`(${ofId} AND (channel = 'tag' OR (${hasNoObstacle.sql}) IS NOT TRUE))`),
  tag: Prisma.raw(`(${ofId} AND (channel <> 'tag' OR (${hasNoObstacle.sql}) IS NOT TRUE))`),
};

/** A report about id `a` that is yet to be confirmed may say something newer than what a follow-up would repeat. */
const underWay = Prisma.raw(`(${ofId} AND azure_compliance_status = 'in_progress')`);

/** Locked ids whose follow-up is on its way from now on. */
export function startFollowUps(
  db: Queryable,
  channel: FollowUpChannel,
  azureDeviceIds: readonly string[],
): Promise<void> {
  return updateIds(db, azureDeviceIds, { set: Prisma.sql`${dueAt[channel]} = NULL` });
}

/**
 * Ids of locked devices are due for a follow-up at once: those with a tag, where it is about that. By the earlier clock: one
 * that is ahead would have them wait.
 */
export function makeFollowUpsDue(
  db: Queryable,
  channel: FollowUpChannel,
  azureDeviceIds: readonly string[],
  now: Date,
): Promise<void> {
  return updateIds(db, azureDeviceIds, {
    where: channel === 'tag' ? Prisma.sql`tagged` : Prisma.sql`true`,
    set: Prisma.sql`${dueAt[channel]} = least(${dueAt[channel]}, ${now}::timestamptz, clock_timestamp())`,
  });
}

/** Follow-ups that failed are tried again then, or sooner where there has been a cause since. */
export async function putOffFollowUps(
  db: Queryable,
  channel: FollowUpChannel,
  followUps: readonly { azureDeviceId: string; at: Date }[],
): Promise<void> {
  if (followUps.length === 0) return;
  await lockIds(
    db,
    followUps.map(({ azureDeviceId }) => azureDeviceId),
  );
  await db.$executeRaw`
    UPDATE azure_ids a SET ${dueAt[channel]} = least(${dueAt[channel]}, r.at)
    FROM jsonb_to_recordset(${JSON.stringify(followUps)}::jsonb) AS r("azureDeviceId" uuid, at timestamptz)
    WHERE a.azure_device_id = r."azureDeviceId"`;
}

/** The channel's own report of each of these locked devices is confirmed: what it had to follow up is over. */
export function endFollowUps(
  db: Queryable,
  channel: FollowUpChannel,
  azureDeviceIds: readonly string[],
): Promise<void> {
  // Mostly none: found by the index of those that are due.
  return updateIds(db, azureDeviceIds, {
    where: Prisma.sql`${dueAt[channel]} IS NOT NULL`,
    set: Prisma.sql`${dueAt[channel]} = NULL`,
  });
}

/** Tags of locked devices say something else now: the partner service follows at once where it wrote the compliance. */
export function followTags(db: Queryable, azureDeviceIds: readonly string[], now: Date): Promise<void> {
  return updateIds(db, azureDeviceIds, {
    where: Prisma.sql`flags_channel = 'partner'`,
    set: Prisma.sql`${dueAt.partner} = least(${dueAt.partner}, ${now}::timestamptz, clock_timestamp())`,
  });
}

/** Nothing of ours is left in the attributes of these ids. */
export function forgetTags(db: Queryable, azureDeviceIds: readonly string[]): Promise<void> {
  return updateIds(db, azureDeviceIds, { where: Prisma.sql`tagged`, set: Prisma.sql`tagged = false` });
}

/** Changes those of the ids that match, locked in their order, as everywhere. */
async function updateIds(
  db: Queryable,
  azureDeviceIds: readonly string[],
  { where = Prisma.sql`true`, set }: { where?: Prisma.Sql; set: Prisma.Sql },
): Promise<void> {
  if (azureDeviceIds.length === 0) return;
  await db.$executeRaw`
    UPDATE azure_ids a SET ${set} FROM (
      SELECT azure_device_id AS id FROM azure_ids WHERE ${where} AND azure_device_id = ANY(${azureDeviceIds}::uuid[])
      ORDER BY azure_device_id FOR UPDATE) found
    WHERE a.azure_device_id = found.id`;
}
