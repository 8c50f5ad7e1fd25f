import type { Verdict } from '#lib/domain/devices/verdict';
import { readFirst } from '../core/plan-hints.ts';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';

export interface KeptPreflight {
  /** In the shape that the API returns */
  found: object;
  by: string;
  at: Date;
}

/** Keeps what a check of the connection found, in place of the one before. */
export async function setPreflight(db: Queryable, { found, by, at }: KeptPreflight): Promise<void> {
  publishChange(db, { topics: ['connection'] });
  await db.connection.update({
    where: { id: 1 },
    data: { preflight: found as Prisma.InputJsonObject, preflightBy: by, preflightAt: at },
  });
}

/** The last check; null: there was none yet. */
export async function findPreflight(db: Queryable): Promise<KeptPreflight | null> {
  const select = { preflight: true, preflightBy: true, preflightAt: true } as const;
  const row = await db.connection.findUnique({ where: { id: 1 }, select });
  const found = row?.preflight;
  if (!row?.preflightAt || typeof found !== 'object' || found === null) return null;
  return { found, by: row.preflightBy ?? '', at: row.preflightAt };
}

/** Heartbeats go through again: what kept the engine's own back is over, and it is due at once. */
export async function retryHeartbeat(db: Queryable): Promise<void> {
  await db.connection.update({ where: { id: 1 }, data: { heartbeatTriedAt: null, heartbeatProblem: null } });
}

/** A Windows device whose flags Tenko wrote last. */
export interface WrittenDevice {
  id: string;
  azureDeviceId: string;
  /** What was written */
  verdict: Verdict;
  uploadId: string;
}

/** Whether the device's flags are what the Windows channel wrote last, and no report about its Azure id is on its way. */
const isLastWrite = Prisma.sql`
  d.reported_message_id = u.id AND a.flags_channel = 'windows' AND d.channel = 'windows' AND d.os = 'windows'
  AND d.azure_id_taken_by IS NULL AND u.channel = 'windows' AND u.status = 'completed'
  AND NOT EXISTS (SELECT 1 FROM uploads l WHERE l.id = a.last_upload_id AND l.status IN ('preparing', 'sending'))`;

/** So many of the last batches are looked through. */
const mostBatches = 20;

/** The last devices that the Windows channel wrote to, of the last batches; none where they may be of another tenant. */
export async function findWrittenDevices(
  db: Queryable,
  tenantId: string,
  most: number,
): Promise<WrittenDevice[]> {
  return db.$queryRaw<WrittenDevice[]>`
    WITH batches ${readFirst} (
      SELECT u.id, u.channel, u.status, u.created_at FROM uploads u
      WHERE u.status = 'completed' AND u.channel = 'windows' ORDER BY u.created_at DESC LIMIT ${mostBatches})
    SELECT d.id, d.azure_device_id AS "azureDeviceId", d.reported_verdict AS verdict, u.id AS "uploadId"
    FROM batches u JOIN reports r ON r.upload_id = u.id JOIN devices d ON d.id = r.device_id
      JOIN azure_ids a ON a.azure_device_id = d.azure_device_id
    WHERE ${isLastWrite} AND d.reported_verdict IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM connection c WHERE c.id = 1 AND c.provisioned_tenant_id <> ${tenantId})
    ORDER BY u.created_at DESC, d.id LIMIT ${most}`;
}

/**
 * Locks the Azure id of a device that is still as it was found: until the transaction ends, no report of it is claimed or sent.
 * False: it is not, or another process is doing it.
 */
export async function lockWrittenDevice(
  db: Queryable,
  { id, azureDeviceId, uploadId, verdict }: WrittenDevice,
): Promise<boolean> {
  const locked = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM azure_ids WHERE azure_device_id = ${azureDeviceId}::uuid FOR UPDATE SKIP LOCKED`;
  if (locked.length === 0) return false;
  // A statement of its own, after the lock: it sees all that was claimed before.
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM azure_ids a JOIN devices d ON d.azure_device_id = a.azure_device_id JOIN uploads u ON u.id = ${uploadId}::uuid
    WHERE a.azure_device_id = ${azureDeviceId}::uuid AND d.id = ${id}::uuid AND d.reported_verdict = ${verdict}::verdict
      AND ${isLastWrite}`;
  return rows.length > 0;
}
