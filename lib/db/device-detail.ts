import type { Queryable } from './database.ts';
import { type DeviceRow, selectDeviceRow } from './device-row.ts';
import { Prisma } from './generated/client.ts';

export interface DeviceDetailRow extends DeviceRow {
  paused: boolean;
  unhealthy: boolean;
  /** As JSON of PostgreSQL's: the time is text with an offset */
  lastMessage: { reportId: string; messageId: string; sentAt: string } | null;
}

/** The newest report of device `d` that was sent in a message. */
const lastMessage = Prisma.sql`(
  SELECT jsonb_build_object('reportId', r.id, 'messageId', u.id, 'sentAt', u.sent_at)
  FROM reports r JOIN uploads u ON u.id = r.upload_id
  WHERE r.device_id = d.id AND u.sent_at IS NOT NULL AND r.last_update_time IS NOT NULL
  ORDER BY r.created_at DESC, r.id DESC LIMIT 1)`;

/** A device with the connection and its last message, in one statement. */
export async function findDeviceDetail(db: Queryable, id: string): Promise<DeviceDetailRow | null> {
  const rows = await db.$queryRaw<DeviceDetailRow[]>`
    SELECT ${selectDeviceRow}, c.paused_at IS NOT NULL OR c.deprovisioned_at IS NOT NULL AS paused,
      c.health = 'unhealthy' AS unhealthy, ${lastMessage} AS "lastMessage"
    FROM devices d JOIN connection c ON c.id = 1 WHERE d.id = ${id}::uuid`;
  return rows[0] ?? null;
}
