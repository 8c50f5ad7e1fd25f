import type { Verdict } from '../domain/verdict.ts';
import type { Queryable } from './database.ts';

export interface DuplicateRow {
  id: string;
  name: string;
  feed: string;
  externalId: string;
  sameSerialNumber: boolean;
  sameAzureDeviceId: boolean;
  verdict: Verdict;
  lastCheckInAt: Date;
  isReported: boolean;
}

const most = 20;

/**
 * Other devices with the serial number or Azure id of one, the latest check-in first. Mostly none: so the ids come
 * first, by a statement that is quickly planned. Both ways stop early, for a serial number may be "Unknown".
 */
export async function findDuplicates(db: Queryable, deviceId: string): Promise<DuplicateRow[]> {
  const others = await db.$queryRaw<{ id: string }[]>`
    (SELECT a.id FROM devices a WHERE a.id <> ${deviceId}::uuid
      AND a.azure_device_id = (SELECT d.azure_device_id FROM devices d WHERE d.id = ${deviceId}::uuid) LIMIT ${most})
    UNION ALL
    (SELECT s.id FROM devices s WHERE s.id <> ${deviceId}::uuid
      AND s.serial_number = (SELECT d.serial_number FROM devices d WHERE d.id = ${deviceId}::uuid) LIMIT ${most})`;
  if (others.length === 0) return [];
  return db.$queryRaw<DuplicateRow[]>`
    SELECT o.id, o.name, o.feed, o.external_id AS "externalId", o.verdict, o.last_check_in_at AS "lastCheckInAt",
      coalesce(o.serial_number = d.serial_number, false) AS "sameSerialNumber",
      coalesce(o.azure_device_id = d.azure_device_id, false) AS "sameAzureDeviceId",
      o.azure_device_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM devices l WHERE l.azure_device_id = o.azure_device_id
          AND (l.last_check_in_at, l.id) > (o.last_check_in_at, o.id)) AS "isReported"
    FROM devices d JOIN devices o ON o.id = ANY(${others.map(({ id }) => id)}::uuid[])
    WHERE d.id = ${deviceId}::uuid ORDER BY o.last_check_in_at DESC, o.id DESC LIMIT ${most}`;
}
