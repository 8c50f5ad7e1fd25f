import type { Verdict } from '#lib/domain/devices/verdict';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';
import type { EntraReading } from './entra-readings.ts';

/** Devices that a backup brought back and whose Entra state is to be read, in the order of their ids. */
export async function findRestoredToRead(db: Queryable, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM devices WHERE restored_at IS NOT NULL AND restored_agrees IS NOT TRUE AND restored_agrees IS NULL
      AND azure_device_id IS NOT NULL AND entra_deleted_at IS NULL
    ORDER BY id LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/** Of device `d` with its reading `r` */
const isReportedWeekly =
  Prisma.raw(`r.agrees AND d.management_state = 'managed' AND d.client_status_code = 'Success'
  AND d.azure_id_taken_by IS NULL AND d.channel <> 'none'`);

/**
 * Within a transaction: writes whether Entra says the same as restored verdicts. Where it does, that counts as confirmed, and the device
 * is reported weekly again, not before tomorrow. Where it does not, the device waits. One that has been reported since differs as any other.
 */
export async function settleRestored(
  db: Queryable,
  readings: readonly EntraReading[],
  now: Date,
): Promise<void> {
  const restored = readings.flatMap(({ id, azureDeviceId, restored: found }) =>
    found === null ? [] : [{ id, azureDeviceId, ...found } satisfies Settled],
  );
  if (restored.length === 0) return;
  const ids = restored.map(({ id }) => id);
  await db.$queryRaw`SELECT id FROM devices WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  const settled = await db.$queryRaw<{ isFirst: boolean }[]>`
    WITH r AS (SELECT r.*, d.restored_agrees AS before
      FROM jsonb_to_recordset(${JSON.stringify(restored)}::jsonb)
        AS r(id uuid, "azureDeviceId" uuid, verdict verdict, agrees boolean) JOIN devices d USING (id))
    UPDATE devices d SET restored_agrees = r.agrees,
      reported_verdict = CASE WHEN r.agrees THEN d.verdict ELSE d.reported_verdict END,
      reported_version = CASE WHEN r.agrees THEN d.state_version ELSE d.reported_version END,
      management_state = CASE WHEN r.agrees AND d.management_state = 'retiring' THEN 'retired' ELSE d.management_state END,
      retired_at = CASE WHEN r.agrees AND d.management_state = 'retiring' THEN ${now} ELSE d.retired_at END,
      report_due_at = CASE WHEN ${isReportedWeekly} THEN coalesce(d.report_due_at, ${now}::timestamptz + interval '1 day' * (1 + 6 * random())) END,
      due_trigger = CASE WHEN ${isReportedWeekly} THEN coalesce(d.due_trigger, 'weekly') END,
      due_priority = CASE WHEN ${isReportedWeekly} THEN CASE WHEN d.report_due_at IS NULL THEN 1 ELSE d.due_priority END ELSE 0 END
    FROM r WHERE d.id = r.id AND d.restored_at IS NOT NULL AND d.verdict = r.verdict AND d.azure_device_id = r."azureDeviceId"
      AND d.restored_agrees IS DISTINCT FROM r.agrees
      AND (d.restored_agrees IS NOT TRUE OR (d.azure_compliance_status IS DISTINCT FROM 'in_progress'
        AND coalesce(d.last_reported_at, d.restored_at) <= d.restored_at))
    RETURNING r.before IS NULL AS "isFirst"`;
  await countRead(db, settled.filter(({ isFirst }) => isFirst).length);
}

interface Settled {
  id: string;
  azureDeviceId: string;
  verdict: Verdict;
  agrees: boolean;
}

/** For the page that shows how far the reading is. */
async function countRead(db: Queryable, count: number): Promise<void> {
  if (count === 0) return;
  publishChange(db, { topics: ['connection'] });
  await db.$executeRaw`
    UPDATE connection SET restored_read = least(restored_devices, restored_read + ${count}::integer)
    WHERE id = 1 AND restored_read_at IS NULL`;
}

/** All are read: reports may be sent from now on. Returns how many devices there were; null: that was known already. */
export async function finishRestoredReading(db: Queryable, now: Date): Promise<number | null> {
  const rows = await db.$queryRaw<{ devices: number }[]>`
    UPDATE connection SET restored_read_at = ${now}, restored_read = restored_devices
    WHERE id = 1 AND restored_at IS NOT NULL AND restored_read_at IS NULL RETURNING restored_devices AS devices`;
  if (rows.length > 0) publishChange(db, { topics: ['connection'] });
  return rows[0]?.devices ?? null;
}
