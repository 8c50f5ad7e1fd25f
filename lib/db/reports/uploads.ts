import type { Channel, ChannelReason, ReportingChannel } from '#lib/domain/devices/channel';
import type { ClientStatusCode } from '#lib/domain/devices/client-status-code';
import type { OperatingSystem } from '#lib/domain/devices/operating-system';
import type { Verdict } from '#lib/domain/devices/verdict';
import type { ManagementState, UploadStatus } from '#lib/domain/reports/report-status';
import type { Trigger } from '#lib/domain/reports/trigger';
import { statusOf } from '../core/plan-hints.ts';
import type { Queryable } from '../core/prisma.ts';
import { Prisma } from '../core/prisma.ts';
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

export type UploadToSend = Upload & {
  /** The bytes to send; null while they are not made yet */
  body: string | null;
};

const uploadColumns = Prisma.raw(`id, channel, status, device_count AS "deviceCount", attempts,
  created_at AS "createdAt", sent_at AS "sentAt"`);

/** Messages in the order of the ids given; null where there is none. */
export async function findUploads(db: Queryable, ids: readonly string[]): Promise<(Upload | null)[]> {
  const rows = await db.$queryRaw<
    Upload[]
  >`SELECT ${uploadColumns} FROM uploads WHERE id = ANY(${ids}::uuid[])`;
  return inOrderOf(ids, rows);
}

/** The same with the bytes to send. */
export async function findUploadsToSend(
  db: Queryable,
  ids: readonly string[],
): Promise<(UploadToSend | null)[]> {
  const rows = await db.$queryRaw<UploadToSend[]>`
    SELECT ${uploadColumns}, body FROM uploads WHERE id = ANY(${ids}::uuid[])`;
  return inOrderOf(ids, rows);
}

function inOrderOf<T extends { id: string }>(ids: readonly string[], rows: readonly T[]): (T | null)[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}

export async function findUpload(db: Queryable, id: string): Promise<Upload | null> {
  return (await findUploads(db, [id]))[0] ?? null;
}

interface LockedUpload {
  id: string;
  sentAt: Date | null;
}

/** Locks those of the messages whose status is one of those given, in the order of their ids. The others moved on meanwhile. */
export async function lockUploads(
  db: Queryable,
  ids: readonly string[],
  statuses: readonly UploadStatus[],
): Promise<LockedUpload[]> {
  return db.$queryRaw<LockedUpload[]>`
    SELECT id, sent_at AS "sentAt" FROM uploads
    WHERE id = ANY(${ids}::uuid[]) AND status = ANY(${statuses}::upload_status[]) ORDER BY id FOR UPDATE`;
}

/** Locks a message; null where it moved on meanwhile. */
export async function lockUpload(
  db: Queryable,
  id: string,
  statuses: readonly UploadStatus[],
): Promise<LockedUpload | null> {
  return (await lockUploads(db, [id], statuses))[0] ?? null;
}

/** A report of a message beside what its device owes and shows now. */
export interface UploadReport {
  reportId: string;
  uploadId: string;
  /** When Microsoft took the message first; null: not yet, or it is written to Graph */
  sentAt: Date | null;
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
  restoredAt: Date | null;
  restoredAgrees: boolean | null;
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
  Prisma.raw(`r.id AS "reportId", u.id AS "uploadId", u.sent_at AS "sentAt", d.id AS "deviceId", d.feed, d.last_report_id = r.id AS "isNewest",
  r.trigger, r.verdict AS "reportVerdict", r.state_version AS "reportVersion",
  r.last_update_time AS "reportUpdateTime", d.azure_device_id AS "azureDeviceId", r.azure_device_id AS "toldAzureDeviceId",
  d.client_status_code AS "clientStatusCode", d.os, d.management_state AS "managementState", d.verdict,
  d.state_version AS "stateVersion", d.report_due_at AS "reportDueAt", d.reported_verdict AS "reportedVerdict",
  d.reported_update_time AS "reportedUpdateTime", d.azure_id_taken_by AS "azureIdTakenBy", d.channel, d.channel_reason AS "channelReason", d.restored_at AS "restoredAt", d.restored_agrees AS "restoredAgrees", r.withdrawal,
  r.follow_up AS "followUp", u.channel AS by`);

/** The open reports of messages with their devices, locked in the order of device ids. */
export async function lockUploadReports(
  db: Queryable,
  uploadIds: readonly string[],
): Promise<UploadReport[]> {
  return db.$queryRaw<UploadReport[]>`
    SELECT ${reportBesideDevice} FROM reports r JOIN devices d ON d.id = r.device_id JOIN uploads u ON u.id = r.upload_id
    WHERE r.upload_id = ANY(${uploadIds}::uuid[]) AND ${isOpen} ORDER BY d.id FOR UPDATE OF d, r`;
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

/** Open messages that nothing has moved for a while: their job may be lost. */
export async function findStrandedUploads(db: Queryable, before: Date, limit: number) {
  return db.$queryRaw<{ id: string; status: UploadStatus }[]>`
    SELECT id, status FROM uploads
    WHERE status IN ('preparing', 'sending', 'sent') AND created_at < ${before}
    ORDER BY created_at LIMIT ${limit}`;
}
