import type { Channel } from '#lib/domain/devices/channel';
import type { UploadStatus } from '#lib/domain/reports/report-status';
import { metrics } from '#lib/telemetry/metrics';
import { statusOf } from '../core/plan-hints.ts';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { afterCommit, publishChange } from '../core/publish-change.ts';

/** What becomes of a message on its way, once it is made ready. */

const isOpen = Prisma.sql`${statusOf('r.status')} = 'in_progress'`;

/** Microsoft took these locked messages; they are not confirmed yet. */
export async function markSent(db: Queryable, uploadIds: readonly string[], now: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE uploads SET status = 'sent', sent_at = coalesce(sent_at, ${now}), attempts = attempts + 1
    WHERE id = ANY(${uploadIds}::uuid[])`;
}

/**
 * Shows that Microsoft took the reports of a message that it has not confirmed yet. A message that is confirmed at
 * once never comes here: settling writes the same, and a device's row is dear to update.
 */
export async function showTaken(db: Queryable, uploadId: string): Promise<void> {
  // Locked first: an UPDATE takes rows in whatever order its plan finds them.
  const taken = await db.$queryRaw<{ id: string }[]>`
    SELECT d.id FROM devices d JOIN reports r ON r.device_id = d.id JOIN uploads u ON u.id = r.upload_id
    WHERE u.id = ${uploadId}::uuid AND ${isOpen} AND NOT r.withdrawal AND NOT r.follow_up
      AND (d.last_reported_at IS NULL OR d.last_reported_at < u.sent_at) ORDER BY d.id FOR UPDATE OF d`;
  publishChange(db, { devices: taken.map(({ id }) => id) });
  await db.$executeRaw`
    UPDATE devices d SET last_reported_at = u.sent_at FROM reports r JOIN uploads u ON u.id = r.upload_id
    WHERE d.id = r.device_id AND u.id = ${uploadId}::uuid AND ${isOpen} AND NOT r.withdrawal AND NOT r.follow_up
      AND (d.last_reported_at IS NULL OR d.last_reported_at < u.sent_at)`;
}

/** An attempt to send a message, which stays what it was. Returns how many there were. */
export async function countAttempt(db: Queryable, uploadId: string): Promise<number> {
  const rows = await db.$queryRaw<{ attempts: number }[]>`
    UPDATE uploads SET attempts = attempts + 1 WHERE id = ${uploadId}::uuid RETURNING attempts`;
  return rows[0]?.attempts ?? 0;
}

/** Locks a batch of writes whose newest attempt is this one. False: there was a later one, or it is settled. */
export async function lockAttempt(db: Queryable, uploadId: string, attempt: number): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM uploads WHERE id = ${uploadId}::uuid AND status = 'sending' AND attempts = ${attempt} FOR UPDATE`;
  return rows.length > 0;
}

/** Every write of a batch is settled: it is completed where any took effect, and counts those. */
export async function closeBatch(db: Queryable, uploadId: string, now: Date): Promise<void> {
  const closed = await db.$queryRaw<ClosedUpload[]>`
    UPDATE uploads u SET status = CASE WHEN written.count > 0 THEN 'completed' ELSE 'failed' END::upload_status,
      device_count = written.count, sent_at = coalesce(u.sent_at, ${now}), settled_at = ${now}
    FROM (SELECT count(*)::integer AS count FROM reports
      WHERE upload_id = ${uploadId}::uuid AND status = 'successful') written
    WHERE u.id = ${uploadId}::uuid RETURNING u.channel, u.status`;
  countClosed(db, closed);
}

/** Devices that failed while the message was made ready. */
export async function countFailed(db: Queryable, uploadId: string, failed: number): Promise<void> {
  await db.$executeRaw`
    UPDATE uploads SET failed_count = failed_count + ${failed} WHERE id = ${uploadId}::uuid`;
}

/** Microsoft does not know the message: it is to be sent again, the same bytes under the same id, and its time starts again. */
export async function sendAgain(db: Queryable, uploadId: string): Promise<void> {
  await db.$executeRaw`UPDATE uploads SET status = 'sending', sent_at = NULL
    WHERE id = ${uploadId}::uuid AND status = 'sent'`;
}

/** Locked messages that came to their end, all alike. */
export async function closeUploads(
  db: Queryable,
  uploadIds: readonly string[],
  status: Extract<UploadStatus, 'completed' | 'failed' | 'split'>,
  failure: { code: string | null; detail: string | null } | null,
  now: Date,
): Promise<void> {
  const closed = await db.$queryRaw<ClosedUpload[]>`
    UPDATE uploads SET status = ${status}::upload_status, settled_at = ${now},
      error_code = ${failure?.code ?? null}, error_detail = ${failure?.detail ?? null}
    WHERE id = ANY(${uploadIds}::uuid[]) RETURNING channel, status`;
  countClosed(db, closed);
}

interface ClosedUpload {
  channel: Channel;
  status: UploadStatus;
}

/** For the metrics of this process. */
function countClosed(db: Queryable, closed: readonly ClosedUpload[]): void {
  afterCommit(db, () => {
    for (const { channel, status: result } of closed) metrics.uploads.inc({ channel, result });
  });
}

/** Every device dropped out while the message was made ready: it tells of nobody. */
export async function closeEmptyUpload(db: Queryable, uploadId: string, now: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE uploads SET status = 'failed', settled_at = ${now}, device_count = 0, error_code = 'nothing_to_send'
    WHERE id = ${uploadId}::uuid`;
}
