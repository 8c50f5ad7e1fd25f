import type { ClaimingDevice } from '#lib/domain/devices/azure-id-claim';
import type { ObstacleFacts } from '#lib/domain/devices/obstacle';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';
import { driftColumns, reportedColumns } from '../devices/device-columns.ts';
import type { AzureIdClaim } from './azure-ids.ts';

export type SharingDevice = ClaimingDevice & ObstacleFacts & { azureDeviceId: string };

/** Ids that are to be looked at, those due first. */
export async function findIdsToReview(db: Queryable, now: Date, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT azure_device_id AS id FROM azure_ids WHERE review_at <= ${now} ORDER BY review_at LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/** How many devices name each id, counted up to `most`. */
export async function countSharers(
  db: Queryable,
  azureDeviceIds: readonly string[],
  most: number,
): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ id: string; count: number }[]>`
    SELECT r.id, (SELECT count(*) FROM (
      SELECT 1 FROM devices d WHERE d.azure_device_id = r.id LIMIT ${most}) named)::integer AS count
    FROM unnest(${azureDeviceIds}::uuid[]) AS r(id)`;
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** Ids that could not be looked at are looked at again later. */
export async function putOffReview(
  db: Queryable,
  azureDeviceIds: readonly string[],
  until: Date,
): Promise<void> {
  if (azureDeviceIds.length === 0) return;
  await db.$executeRaw`
    UPDATE azure_ids a SET review_at = ${until} FROM (
      SELECT azure_device_id FROM azure_ids WHERE azure_device_id = ANY(${azureDeviceIds}::uuid[])
      ORDER BY azure_device_id FOR UPDATE) locked
    WHERE a.azure_device_id = locked.azure_device_id`;
}

/** The Azure ids of devices. */
export async function findAzureIdsOf(db: Queryable, deviceIds: readonly string[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT azure_device_id AS id FROM devices
    WHERE id = ANY(${deviceIds}::uuid[]) AND azure_device_id IS NOT NULL`;
  return rows.map(({ id }) => id);
}

/** Locks all devices that name the ids, of whatever feed, in the order of device ids; then the ids in theirs. */
export async function lockSharers(
  db: Queryable,
  azureDeviceIds: readonly string[],
): Promise<{ devices: SharingDevice[]; claims: AzureIdClaim[] }> {
  const devices = await db.$queryRaw<SharingDevice[]>`
    SELECT d.id, d.feed, f.observes_only AS "observesOnly", d.azure_device_id AS "azureDeviceId",
      d.management_state AS "managementState", d.verdict, d.reported_verdict AS "reportedVerdict", d.os,
      d.client_status_code AS "clientStatusCode", d.last_check_in_at AS "lastCheckInAt",
      d.azure_id_taken_by AS "azureIdTakenBy", d.channel, d.channel_reason AS "channelReason", d.restored_at AS "restoredAt", d.restored_agrees AS "restoredAgrees", d.azure_id_taken_at AS "azureIdTakenAt"
    FROM devices d JOIN feeds f ON f.name = d.feed
    WHERE d.azure_device_id = ANY(${azureDeviceIds}::uuid[]) ORDER BY d.id FOR UPDATE OF d`;
  const claims = await db.$queryRaw<AzureIdClaim[]>`
    SELECT azure_device_id AS "azureDeviceId", feed, claimed_at AS "claimedAt" FROM azure_ids
    WHERE azure_device_id = ANY(${azureDeviceIds}::uuid[]) ORDER BY azure_device_id FOR UPDATE`;
  return { devices, claims };
}

export interface WrittenClaim {
  azureDeviceId: string;
  feed: string | null;
  claimedAt: Date | null;
  reviewAt: Date | null;
}

/** Writes to whom locked ids belong. An id that has a device is not withdrawn. */
export async function writeClaims(db: Queryable, claims: readonly WrittenClaim[]): Promise<void> {
  if (claims.length === 0) return;
  await db.$executeRaw`
    UPDATE azure_ids a SET feed = r.feed, claimed_at = r."claimedAt", review_at = r."reviewAt",
      former_device_id = CASE WHEN r.feed IS NULL THEN a.former_device_id END,
      withdraw_at = CASE WHEN r.feed IS NULL THEN a.withdraw_at END
    FROM jsonb_to_recordset(${JSON.stringify(claims)}::jsonb)
      AS r("azureDeviceId" uuid, feed text, "claimedAt" timestamptz, "reviewAt" timestamptz)
    WHERE a.azure_device_id = r."azureDeviceId"`;
}

/**
 * What Microsoft confirmed is no longer about a device that waits for its id, nor is what Entra differs from. What Entra
 * answers is about the id, whichever feed has it: it stays.
 */
const forgotten = Prisma.raw(
  [...reportedColumns, ...driftColumns].map((column) => `${column} = NULL`).join(', '),
);

/**
 * Locked devices wait for their id, which belongs to another feed: nothing of theirs is due. One whose retirement
 * nobody can be told of is retired at once. Returns those that did not wait for that feed before.
 */
export async function makeWait(
  db: Queryable,
  devices: readonly { deviceId: string; holder: string }[],
  now: Date,
): Promise<string[]> {
  if (devices.length === 0) return [];
  publishChange(db, { devices: devices.map(({ deviceId }) => deviceId) });
  const rows = await db.$queryRaw<{ id: string; isNew: boolean }[]>`
    WITH r AS (
      SELECT r.*, d.azure_id_taken_by AS before
      FROM jsonb_to_recordset(${JSON.stringify(devices)}::jsonb) AS r("deviceId" uuid, holder text)
        JOIN devices d ON d.id = r."deviceId")
    UPDATE devices d SET azure_id_taken_by = r.holder,
      azure_id_taken_at = CASE WHEN d.azure_id_taken_by = r.holder THEN d.azure_id_taken_at ELSE ${now} END,
      report_due_at = NULL, due_trigger = NULL, due_priority = 0,
      management_state = CASE WHEN d.verdict = 'retired' THEN 'retired' ELSE d.management_state END,
      retired_at = CASE WHEN d.verdict = 'retired' THEN coalesce(d.retired_at, ${now}) ELSE d.retired_at END,
      entra_problem = nullif(d.entra_problem, 'not_followed_yet'), ${forgotten}
    FROM r WHERE d.id = r."deviceId"
    RETURNING d.id, r.before IS DISTINCT FROM r.holder AS "isNew"`;
  return rows.filter(({ isNew }) => isNew).map(({ id }) => id);
}

/** The id of these locked devices is their feed's now. `due`: those that can be reported, at once. */
export async function endWaiting(
  db: Queryable,
  devices: readonly { deviceId: string; due: boolean }[],
  now: Date,
): Promise<void> {
  if (devices.length === 0) return;
  publishChange(db, { devices: devices.map(({ deviceId }) => deviceId) });
  await db.$executeRaw`
    UPDATE devices d SET azure_id_taken_by = NULL, azure_id_taken_at = NULL,
      report_due_at = CASE WHEN r.due THEN ${now} ELSE d.report_due_at END,
      due_trigger = CASE WHEN r.due THEN 'azure_registration' ELSE d.due_trigger END,
      due_priority = CASE WHEN r.due THEN 0 ELSE d.due_priority END
    FROM jsonb_to_recordset(${JSON.stringify(devices)}::jsonb) AS r("deviceId" uuid, due boolean)
    WHERE d.id = r."deviceId"`;
}
