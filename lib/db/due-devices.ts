import type { Trigger } from '../domain/trigger.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Queryable } from './database.ts';

type LockedDevice = Omit<DueDevice, 'queuedReportId'>;

export interface DueDevice {
  id: string;
  trigger: Trigger;
  verdict: Verdict;
  stateVersion: number;
  azureDeviceId: string;
  /** The report that an admin asked for and that waits; null: none */
  queuedReportId: string | null;
}

/**
 * Locks devices whose report is due, what changed or was asked for first. Two statements, since weekly work
 * that lies in the future would be walked through otherwise. Rows that another worker holds are passed over, and
 * devices whose last message Microsoft has not taken yet: messages of one device never overtake each other.
 */
export async function lockDueDevices(db: Queryable, now: Date, limit: number): Promise<DueDevice[]> {
  const due = await lockDueOf(db, 0, now, limit);
  if (due.length < limit) due.push(...(await lockDueOf(db, 1, now, limit - due.length)));
  // A statement of its own, after the locks: it sees a report that was asked for while they were waited for.
  const ids = due.map(({ id }) => id);
  const queued = await db.report.findMany({
    where: { status: 'queued', deviceId: { in: ids } },
    select: { id: true, deviceId: true },
  });
  const reportOf = new Map(queued.map(({ id, deviceId }) => [deviceId, id]));
  return due.map((device) => ({ ...device, queuedReportId: reportOf.get(device.id) ?? null }));
}

async function lockDueOf(db: Queryable, priority: 0 | 1, now: Date, limit: number): Promise<LockedDevice[]> {
  return db.$queryRaw<LockedDevice[]>`
    SELECT id, due_trigger AS trigger, verdict, state_version AS "stateVersion", azure_device_id AS "azureDeviceId"
    FROM devices d
    WHERE due_priority = ${priority} AND report_due_at <= ${now} AND NOT EXISTS (
      SELECT 1 FROM reports r JOIN uploads u ON u.id = r.upload_id
      WHERE r.id = d.last_report_id AND r.status = 'in_progress' AND u.status IN ('preparing', 'sending'))
    ORDER BY report_due_at LIMIT ${limit} FOR UPDATE OF d SKIP LOCKED`;
}

export interface ClaimedReport {
  id: string;
  deviceId: string;
  uploadId: string;
  trigger: Trigger;
  verdict: Verdict;
  stateVersion: number;
  azureDeviceId: string;
}

/** Turns due devices into reports of new messages, all in the caller's transaction. */
export async function insertClaim(
  db: Queryable,
  uploads: readonly { id: string; deviceCount: number }[],
  reports: readonly ClaimedReport[],
  now: Date,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO uploads (id, status, device_count, created_at)
    SELECT r.id, 'preparing', r."deviceCount", ${now}
    FROM jsonb_to_recordset(${JSON.stringify(uploads)}::jsonb) AS r(id uuid, "deviceCount" integer)`;
  const json = JSON.stringify(reports);
  await db.$executeRaw`
    INSERT INTO reports (id, device_id, upload_id, trigger, status, verdict, state_version, azure_device_id, created_at)
    SELECT r.id, r."deviceId", r."uploadId", r.trigger, 'in_progress', r.verdict, r."stateVersion",
      r."azureDeviceId", ${now}
    FROM jsonb_to_recordset(${json}::jsonb) AS r(id uuid, "deviceId" uuid, "uploadId" uuid, trigger report_trigger,
      verdict verdict, "stateVersion" integer, "azureDeviceId" uuid)
    ON CONFLICT (id) DO UPDATE SET status = 'in_progress', upload_id = excluded.upload_id,
      verdict = excluded.verdict, state_version = excluded.state_version`;
  await db.$executeRaw`
    UPDATE devices d SET report_due_at = NULL, due_trigger = NULL, due_priority = 0,
      azure_compliance_status = 'in_progress', last_report_id = r.id
    FROM jsonb_to_recordset(${json}::jsonb) AS r(id uuid, "deviceId" uuid)
    WHERE d.id = r."deviceId"`;
}

/** Messages that are made ready or sent just now: the engine's back-pressure. */
export async function countOpenUploads(db: Queryable, limit: number): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM (
      SELECT 1 FROM uploads WHERE status IN ('preparing', 'sending') LIMIT ${limit}) open`;
  return rows[0]?.count ?? 0;
}
