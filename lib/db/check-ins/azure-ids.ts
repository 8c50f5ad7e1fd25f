import type { Queryable } from '../core/prisma.ts';
import { Prisma } from '../core/prisma.ts';

/** Which feed and device an Azure id belongs to. */
export interface AzureIdClaim {
  azureDeviceId: string;
  /** Null: it was released */
  feed: string | null;
  claimedAt: Date | null;
}

/** A device that had an Azure id and no longer has it. */
export interface DroppedAzureId {
  azureDeviceId: string;
  deviceId: string;
  /** The device has another id now: the former one has to be reported as no longer managed */
  replaced: boolean;
}

/**
 * Claims ids for a feed, each that is new or released, and locks them with those that were dropped: all in one
 * statement, in the order of the ids, after the devices, so that no two transactions can deadlock. An id that a
 * device names again is not withdrawn. An id that another feed holds is looked at again at once (`review_at`).
 */
export async function claimAzureIds(
  db: Queryable,
  feed: string,
  ids: { wanted: readonly string[]; dropped: readonly string[] },
  now: Date,
): Promise<AzureIdClaim[]> {
  const wanted = new Set(ids.wanted);
  const all = [...new Set([...ids.wanted, ...ids.dropped])];
  if (all.length === 0) return [];
  return db.$queryRaw<AzureIdClaim[]>`
    INSERT INTO azure_ids AS a (azure_device_id, feed, claimed_at)
    SELECT r.id, CASE WHEN r.wanted THEN ${feed}::text END, CASE WHEN r.wanted THEN ${now}::timestamptz END
    FROM unnest(${all}::uuid[], ${all.map((id) => wanted.has(id))}::boolean[]) AS r(id, wanted)
    ORDER BY r.id
    ON CONFLICT (azure_device_id) DO UPDATE SET feed = coalesce(a.feed, excluded.feed),
      claimed_at = CASE WHEN a.feed IS NULL THEN excluded.claimed_at ELSE a.claimed_at END,
      review_at = CASE WHEN a.feed <> excluded.feed THEN ${now} ELSE a.review_at END,
      former_device_id = CASE WHEN excluded.feed IS NULL THEN a.former_device_id END,
      withdraw_at = CASE WHEN excluded.feed IS NULL THEN a.withdraw_at END
    RETURNING azure_device_id AS "azureDeviceId", feed, claimed_at AS "claimedAt"`;
}

/** Devices other than retired ones that hold id `a`: by default of any feed. */
const heldBy = (condition = Prisma.sql`true`) => Prisma.sql`EXISTS (
  SELECT 1 FROM devices o WHERE o.azure_device_id = a.azure_device_id AND o.management_state <> 'retired' AND ${condition})`;
const ofItsFeed = heldBy(Prisma.sql`o.feed = a.feed`);
const ofOthers = heldBy(Prisma.sql`o.feed IS DISTINCT FROM a.feed`);

/**
 * Releases locked ids that devices of the feed no longer have, where no other device of the feed has them. What
 * Microsoft was told of an id that nobody has is to be withdrawn: once its former device has a new one.
 */
export async function releaseDropped(
  db: Queryable,
  feed: string,
  dropped: readonly DroppedAzureId[],
  now: Date,
): Promise<void> {
  if (dropped.length === 0) return;
  await db.$executeRaw`
    UPDATE azure_ids a SET feed = CASE WHEN ${ofItsFeed} THEN a.feed END,
      review_at = CASE WHEN ${ofOthers} THEN ${now} ELSE a.review_at END,
      former_device_id = CASE WHEN a.last_update_time IS NOT NULL AND NOT ${heldBy()} THEN r."deviceId" END,
      withdraw_at = CASE WHEN r.replaced AND a.last_update_time IS NOT NULL AND NOT ${heldBy()} THEN ${now}::timestamptz END
    FROM jsonb_to_recordset(${JSON.stringify(dropped)}::jsonb) AS r("azureDeviceId" uuid, "deviceId" uuid, replaced boolean)
    WHERE a.azure_device_id = r."azureDeviceId" AND (a.feed = ${feed} OR a.feed IS NULL)`;
}

/** Ids that devices lost earlier, before they had a new one; locked by `claimAzureIds` before they are withdrawn. */
export async function findFormerIds(db: Queryable, deviceIds: readonly string[]): Promise<string[]> {
  if (deviceIds.length === 0) return [];
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT azure_device_id AS id FROM azure_ids
    WHERE former_device_id IS NOT NULL AND former_device_id = ANY(${deviceIds}::uuid[])`;
  return rows.map(({ id }) => id);
}

/**
 * Locked former ids are due: those of devices that have a new one now, and those that Microsoft refused before and
 * whose device has changed since.
 */
export async function withdrawFormer(
  db: Queryable,
  azureDeviceIds: readonly string[],
  { newlyRegistered, now }: { newlyRegistered: readonly string[]; now: Date },
): Promise<void> {
  if (azureDeviceIds.length === 0) return;
  await db.$executeRaw`
    UPDATE azure_ids SET withdraw_at = ${now}
    WHERE azure_device_id = ANY(${azureDeviceIds}::uuid[]) AND former_device_id IS NOT NULL
      AND (withdraw_at > ${now} OR (withdraw_at IS NULL AND former_device_id = ANY(${newlyRegistered}::uuid[])))`;
}

/** Releases what locked devices hold that are retired now. Other feeds that wait for an id get it soon. */
export async function releaseRetired(db: Queryable, deviceIds: readonly string[], now: Date): Promise<void> {
  if (deviceIds.length === 0) return;
  await db.$queryRaw`
    SELECT a.azure_device_id FROM azure_ids a JOIN devices d ON d.azure_device_id = a.azure_device_id
    WHERE d.id = ANY(${deviceIds}::uuid[]) ORDER BY a.azure_device_id FOR UPDATE OF a`;
  await db.$executeRaw`
    UPDATE azure_ids a SET feed = CASE WHEN ${ofItsFeed} THEN a.feed END,
      review_at = CASE WHEN ${ofOthers} THEN ${now} ELSE a.review_at END
    FROM devices d WHERE d.id = ANY(${deviceIds}::uuid[]) AND d.management_state = 'retired'
      AND a.azure_device_id = d.azure_device_id AND a.feed = d.feed`;
}

/** Another feed's id is looked at again: what a device that waits for it says has changed. */
export async function reviewSoon(db: Queryable, azureDeviceIds: readonly string[], now: Date): Promise<void> {
  if (azureDeviceIds.length === 0) return;
  await db.$executeRaw`
    UPDATE azure_ids a SET review_at = ${now} FROM (
      SELECT azure_device_id FROM azure_ids WHERE azure_device_id = ANY(${azureDeviceIds}::uuid[])
      ORDER BY azure_device_id FOR UPDATE) locked
    WHERE a.azure_device_id = locked.azure_device_id`;
}
