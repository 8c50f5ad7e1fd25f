import { placeholderSerialPattern } from '#lib/domain/devices/duplicate';
import type { Verdict } from '#lib/domain/devices/verdict';
import type { RowReader } from '../core/database.ts';
import { Prisma } from '../core/prisma.ts';

export interface DuplicateRow {
  id: string;
  name: string;
  feed: string;
  externalId: string;
  sameSerialNumber: boolean;
  sameAzureDeviceId: boolean;
  verdict: Verdict;
  /** ISO 8601 text in UTC */
  lastCheckInAt: string;
  isReported: boolean;
}

const most = Prisma.raw('20');

/** Only of the device that is asked about: others are found by the same serial number. */
const isSerial = Prisma.sql`d.serial_number !~* ${placeholderSerialPattern}`;

/** Other devices with the Azure id or serial number of device `d`. Both ways stop early: many may have the same. */
export const duplicateIds = Prisma.sql`ARRAY(
  (SELECT a.id FROM devices a WHERE a.azure_device_id = d.azure_device_id AND a.id <> d.id LIMIT ${most})
  UNION ALL
  (SELECT s.id FROM devices s WHERE s.serial_number = d.serial_number AND s.id <> d.id AND ${isSerial} LIMIT ${most}))`;

/** What is shown of a device's duplicates, the latest check-in first; mostly there are none, and nothing is asked. */
export async function readDuplicates(
  db: RowReader,
  deviceId: string,
  ids: readonly string[],
): Promise<DuplicateRow[]> {
  if (ids.length === 0) return [];
  return db.rows<DuplicateRow>(Prisma.sql`
    SELECT o.id, o.name, o.feed, o.external_id AS "externalId", o.verdict, o.last_check_in_at AS "lastCheckInAt",
      coalesce(o.serial_number = d.serial_number AND ${isSerial}, false) AS "sameSerialNumber",
      coalesce(o.azure_device_id = d.azure_device_id, false) AS "sameAzureDeviceId",
      o.azure_device_id IS NOT NULL AND o.azure_id_taken_by IS NULL AND NOT EXISTS (
        SELECT 1 FROM devices l WHERE l.azure_device_id = o.azure_device_id AND l.feed = o.feed
          AND (l.last_check_in_at, l.id) > (o.last_check_in_at, o.id)) AS "isReported"
    FROM devices d JOIN devices o ON o.id = ANY(${ids}::uuid[])
    WHERE d.id = ${deviceId}::uuid ORDER BY o.last_check_in_at DESC, o.id DESC LIMIT ${most}`);
}
