import type { Verdict } from '../domain/verdict.ts';
import type { Queryable } from './database.ts';
import { type DeviceRow, selectDeviceRow } from './device-row.ts';
import { Prisma } from './generated/client.ts';

/** As JSON of PostgreSQL's: times are text with an offset. */
export interface DuplicateRow {
  id: string;
  name: string;
  feed: string;
  externalId: string;
  sameSerialNumber: boolean;
  sameAzureDeviceId: boolean;
  verdict: Verdict;
  lastCheckInAt: string;
  isReported: boolean;
}

export interface DeviceDetailRow extends DeviceRow {
  paused: boolean;
  unhealthy: boolean;
  lastMessage: { reportId: string; messageId: string; sentAt: string } | null;
  duplicates: DuplicateRow[];
}

const mostDuplicates = 20;

/** The newest report of device `d` that was sent in a message. */
const lastMessage = Prisma.sql`(
  SELECT jsonb_build_object('reportId', r.id, 'messageId', u.id, 'sentAt', u.sent_at)
  FROM reports r JOIN uploads u ON u.id = r.upload_id
  WHERE r.device_id = d.id AND u.sent_at IS NOT NULL AND r.last_update_time IS NOT NULL
  ORDER BY r.created_at DESC, r.id DESC LIMIT 1)`;

/** Others with the serial number or Azure id of device `d`. Both ways stop early: a serial number may be "Unknown". */
const duplicates = Prisma.sql`(
  SELECT jsonb_agg(to_jsonb(n)) FROM (
    SELECT o.id, o.name, o.feed, o.external_id AS "externalId", o.verdict, o.last_check_in_at AS "lastCheckInAt",
      coalesce(o.serial_number = d.serial_number, false) AS "sameSerialNumber",
      coalesce(o.azure_device_id = d.azure_device_id, false) AS "sameAzureDeviceId",
      o.azure_device_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM devices l WHERE l.azure_device_id = o.azure_device_id
          AND (l.last_check_in_at, l.id) > (o.last_check_in_at, o.id)) AS "isReported"
    FROM devices o WHERE o.id IN (
      (SELECT a.id FROM devices a WHERE a.azure_device_id = d.azure_device_id AND a.id <> d.id LIMIT ${mostDuplicates})
      UNION
      (SELECT s.id FROM devices s WHERE s.serial_number = d.serial_number AND s.id <> d.id LIMIT ${mostDuplicates}))
    ORDER BY o.last_check_in_at DESC, o.id DESC LIMIT ${mostDuplicates}) n)`;

/** All that a device's page needs, in one statement. */
export async function findDeviceDetail(db: Queryable, id: string): Promise<DeviceDetailRow | null> {
  const rows = await db.$queryRaw<DeviceDetailRow[]>`
    SELECT ${selectDeviceRow}, c.paused_at IS NOT NULL OR c.deprovisioned_at IS NOT NULL AS paused,
      c.health = 'unhealthy' AS unhealthy, ${lastMessage} AS "lastMessage",
      coalesce(${duplicates}, '[]'::jsonb) AS duplicates
    FROM devices d JOIN connection c ON c.id = 1 WHERE d.id = ${id}::uuid`;
  return rows[0] ?? null;
}
