import type { Channel, ChannelReason, ReportingChannel } from '#lib/domain/devices/channel';
import type { ClientStatusCode } from '#lib/domain/devices/client-status-code';
import type { OperatingSystem } from '#lib/domain/devices/operating-system';
import type { Verdict } from '#lib/domain/devices/verdict';
import type { ManagementState, UploadStatus } from '#lib/domain/reports/report-status';
import type { Trigger } from '#lib/domain/reports/trigger';
import { statusOf } from '../core/plan-hints.ts';
import type { Queryable } from '../core/prisma.ts';
import { Prisma } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';
import { type DeviceToReport, deviceToReport, sameAzureId, type UserFacts } from './device-to-report.ts';

export interface Upload {
  id: string;
  channel: Channel;
  status: UploadStatus;
  deviceCount: number;
  attempts: number;
  createdAt: Date;
  sentAt: Date | null;
}

export async function findUpload(db: Queryable, id: string): Promise<Upload | null> {
  const select = {
    id: true,
    channel: true,
    status: true,
    deviceCount: true,
    attempts: true,
    createdAt: true,
    sentAt: true,
  };
  return db.upload.findUnique({ where: { id }, select });
}

/** The same with the bytes to send; null while they are not made yet. */
export async function findUploadToSend(
  db: Queryable,
  id: string,
): Promise<(Upload & { body: string | null }) | null> {
  return db.upload.findUnique({ where: { id } });
}

/** Locks a message whose status is one of those given; null where it moved on meanwhile. */
export async function lockUpload(
  db: Queryable,
  id: string,
  statuses: readonly UploadStatus[],
): Promise<{ id: string; sentAt: Date | null } | null> {
  const rows = await db.$queryRaw<{ id: string; sentAt: Date | null }[]>`
    SELECT id, sent_at AS "sentAt" FROM uploads
    WHERE id = ${id}::uuid AND status = ANY(${statuses}::upload_status[]) FOR UPDATE`;
  return rows[0] ?? null;
}

/** A report of a message beside what its device owes and shows now. */
export interface UploadReport {
  reportId: string;
  deviceId: string;
  feed: string;
  isNewest: boolean;
  trigger: Trigger;
  reportVerdict: Verdict;
  reportVersion: number;
  reportUpdateTime: Date | null;
  azureDeviceId: string | null;
  /** The one that the message speaks of */
  toldAzureDeviceId: string | null;
  clientStatusCode: ClientStatusCode | null;
  os: OperatingSystem;
  managementState: ManagementState;
  verdict: Verdict;
  stateVersion: number;
  reportDueAt: Date | null;
  reportedVerdict: Verdict | null;
  reportedUpdateTime: Date | null;
  azureIdTakenBy: string | null;
  channel: Channel;
  channelReason: ChannelReason | null;
  /** It withdraws an Azure id that the device had before */
  withdrawal: boolean;
  /** It goes by another channel than the device's */
  followUp: boolean;
  /** The channel that it goes by */
  by: ReportingChannel;
}

const isOpen = Prisma.sql`${statusOf('r.status')} = 'in_progress'`;

const reportBesideDevice =
  Prisma.raw(`r.id AS "reportId", d.id AS "deviceId", d.feed, d.last_report_id = r.id AS "isNewest",
  r.trigger, r.verdict AS "reportVerdict", r.state_version AS "reportVersion",
  r.last_update_time AS "reportUpdateTime", d.azure_device_id AS "azureDeviceId", r.azure_device_id AS "toldAzureDeviceId",
  d.client_status_code AS "clientStatusCode", d.os, d.management_state AS "managementState", d.verdict,
  d.state_version AS "stateVersion", d.report_due_at AS "reportDueAt", d.reported_verdict AS "reportedVerdict",
  d.reported_update_time AS "reportedUpdateTime", d.azure_id_taken_by AS "azureIdTakenBy", d.channel, d.channel_reason AS "channelReason", r.withdrawal,
  r.follow_up AS "followUp", u.channel AS by`);

/** The open reports of a message with their devices, locked in the order of device ids. */
export async function lockUploadReports(db: Queryable, uploadId: string): Promise<UploadReport[]> {
  return db.$queryRaw<UploadReport[]>`
    SELECT ${reportBesideDevice} FROM reports r JOIN devices d ON d.id = r.device_id JOIN uploads u ON u.id = r.upload_id
    WHERE r.upload_id = ${uploadId}::uuid AND ${isOpen} ORDER BY d.id FOR UPDATE OF d, r`;
}

export interface ReportToPrepare extends UploadReport, DeviceToReport {
  /** The channel that last wrote the compliance of the id that the message speaks of */
  toldFlagsChannel: Channel | null;
}

/** The same with all that a message says of a device. */
export async function lockReportsToPrepare(db: Queryable, uploadId: string): Promise<ReportToPrepare[]> {
  return db.$queryRaw<ReportToPrepare[]>`
    SELECT ${reportBesideDevice}, ${deviceToReport},
      (SELECT flags_channel FROM azure_ids i WHERE i.azure_device_id = r.azure_device_id) AS "toldFlagsChannel"
    FROM reports r JOIN devices d ON d.id = r.device_id JOIN uploads u ON u.id = r.upload_id ${sameAzureId}
    WHERE r.upload_id = ${uploadId}::uuid AND ${isOpen} ORDER BY d.id FOR UPDATE OF d, r`;
}

export async function findUploadUsers(db: Queryable, uploadId: string): Promise<UserFacts[]> {
  return db.$queryRaw<UserFacts[]>`
    SELECT d.user_principal_name AS "userPrincipalName", d.user_azure_id AS "userAzureId",
      d.azure_user_principal_name AS "azureUserPrincipalName"
    FROM reports r JOIN devices d ON d.id = r.device_id
    WHERE r.upload_id = ${uploadId}::uuid AND ${isOpen}`;
}

export interface BuiltReport {
  reportId: string;
  deviceId: string;
  withdrawal: boolean;
  followUp: boolean;
  verdict: Verdict;
  stateVersion: number;
  azureDeviceId: string;
  lastUpdateTime: Date;
}

/** Stores the bytes before they are sent, and what each report says in them. */
export async function storeBody(
  db: Queryable,
  uploadId: string,
  body: string,
  reports: readonly BuiltReport[],
): Promise<void> {
  await db.$executeRaw`
    UPDATE uploads SET status = 'sending', body = ${body}, device_count = ${reports.length}
    WHERE id = ${uploadId}::uuid`;
  const json = JSON.stringify(reports);
  await db.$executeRaw`
    UPDATE reports p SET verdict = r.verdict, state_version = r."stateVersion",
      azure_device_id = r."azureDeviceId", last_update_time = r."lastUpdateTime"
    FROM jsonb_to_recordset(${json}::jsonb) AS r("reportId" uuid, verdict verdict, "stateVersion" integer,
      "azureDeviceId" uuid, "lastUpdateTime" timestamptz)
    WHERE p.id = r."reportId"`;
  await db.$executeRaw`
    UPDATE devices d SET last_update_time = r."lastUpdateTime"
    FROM jsonb_to_recordset(${json}::jsonb) AS r("deviceId" uuid, "lastUpdateTime" timestamptz, withdrawal boolean,
      "followUp" boolean)
    WHERE d.id = r."deviceId" AND NOT r.withdrawal AND NOT r."followUp"`;
}

/** Microsoft took the message; it is not confirmed yet. Returns false where it moved on meanwhile. */
export async function markSent(db: Queryable, uploadId: string, now: Date): Promise<boolean> {
  const moved = await db.$executeRaw`
    UPDATE uploads SET status = 'sent', sent_at = coalesce(sent_at, ${now}), attempts = attempts + 1
    WHERE id = ${uploadId}::uuid AND status = 'sending'`;
  return moved > 0;
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
  await db.$executeRaw`
    UPDATE uploads u SET status = CASE WHEN written.count > 0 THEN 'completed' ELSE 'failed' END::upload_status,
      device_count = written.count, sent_at = coalesce(u.sent_at, ${now}), settled_at = ${now}
    FROM (SELECT count(*)::integer AS count FROM reports
      WHERE upload_id = ${uploadId}::uuid AND status = 'successful') written
    WHERE u.id = ${uploadId}::uuid`;
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

export async function closeUpload(
  db: Queryable,
  uploadId: string,
  status: Extract<UploadStatus, 'completed' | 'failed' | 'split'>,
  failure: { code: string | null; detail: string | null } | null,
  now: Date,
): Promise<void> {
  await db.$executeRaw`
    UPDATE uploads SET status = ${status}::upload_status, settled_at = ${now},
      error_code = ${failure?.code ?? null}, error_detail = ${failure?.detail ?? null}
    WHERE id = ${uploadId}::uuid`;
}

/** Every device dropped out while the message was made ready: it tells of nobody. */
export async function closeEmptyUpload(db: Queryable, uploadId: string, now: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE uploads SET status = 'failed', settled_at = ${now}, device_count = 0, error_code = 'nothing_to_send'
    WHERE id = ${uploadId}::uuid`;
}

/** Open messages that nothing has moved for a while: their job may be lost. */
export async function findStrandedUploads(db: Queryable, before: Date, limit: number) {
  return db.$queryRaw<{ id: string; status: UploadStatus }[]>`
    SELECT id, status FROM uploads
    WHERE status IN ('preparing', 'sending', 'sent') AND created_at < ${before}
    ORDER BY created_at LIMIT ${limit}`;
}
