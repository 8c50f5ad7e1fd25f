import type { CallTrace } from '../domain/azure-gateway.ts';
import type { DeviceState } from '../domain/device-state.ts';
import type { UploadStatus } from '../domain/report-status.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Queryable } from './database.ts';

export interface Upload {
  id: string;
  status: UploadStatus;
  body: string | null;
  deviceCount: number;
  attempts: number;
  createdAt: Date;
  sentAt: Date | null;
}

export async function findUpload(db: Queryable, id: string): Promise<Upload | null> {
  return db.upload.findUnique({
    where: { id },
    select: {
      id: true,
      status: true,
      body: true,
      deviceCount: true,
      attempts: true,
      createdAt: true,
      sentAt: true,
    },
  });
}

/** Locks a message whose status is one of those given; null where it moved on meanwhile. */
export async function lockUpload(
  db: Queryable,
  id: string,
  statuses: readonly UploadStatus[],
): Promise<{ id: string; deviceCount: number } | null> {
  const rows = await db.$queryRaw<{ id: string; deviceCount: number }[]>`
    SELECT id, device_count AS "deviceCount" FROM uploads
    WHERE id = ${id}::uuid AND status = ANY(${statuses}::upload_status[]) FOR UPDATE`;
  return rows[0] ?? null;
}

type DevicePart = Pick<
  DeviceState,
  | 'name'
  | 'serialNumber'
  | 'os'
  | 'osVersion'
  | 'manufacturer'
  | 'model'
  | 'userPrincipalName'
  | 'userAzureId'
  | 'azureDeviceId'
  | 'clientStatusCode'
  | 'azureUserPrincipalName'
  | 'verdict'
  | 'managementState'
  | 'stateVersion'
  | 'lastCheckInAt'
  | 'reportDueAt'
  | 'reportedVerdict'
>;

/** A report of a message beside the device as it is now. */
export interface UploadReport extends DevicePart {
  reportId: string;
  deviceId: string;
  isNewest: boolean;
  reportVerdict: Verdict;
  reportVersion: number;
  reportUpdateTime: Date | null;
  /** The last one given to Microsoft under this Azure id */
  lastUpdateTime: Date | null;
  reportedUpdateTime: Date | null;
  /** The external id of another device with this Azure id that checked in later: only that one may be told of */
  newerDevice: string | null;
}

/** The open reports of a message with their devices, locked in the order of device ids. */
export async function lockUploadReports(db: Queryable, uploadId: string): Promise<UploadReport[]> {
  return db.$queryRaw<UploadReport[]>`
    SELECT r.id AS "reportId", d.id AS "deviceId", d.last_report_id = r.id AS "isNewest",
      r.verdict AS "reportVerdict", r.state_version AS "reportVersion", r.last_update_time AS "reportUpdateTime",
      d.name, d.serial_number AS "serialNumber", d.os, d.os_version AS "osVersion", d.manufacturer, d.model,
      d.user_principal_name AS "userPrincipalName", d.user_azure_id AS "userAzureId",
      d.azure_device_id AS "azureDeviceId", d.client_status_code AS "clientStatusCode",
      d.azure_user_principal_name AS "azureUserPrincipalName", d.verdict, d.management_state AS "managementState",
      d.state_version AS "stateVersion", d.last_check_in_at AS "lastCheckInAt",
      (SELECT max(o.last_update_time) FROM devices o WHERE o.id = d.id OR o.azure_device_id = d.azure_device_id)
        AS "lastUpdateTime",
      (SELECT o.external_id FROM devices o WHERE o.azure_device_id = d.azure_device_id AND o.id <> d.id
        AND (o.last_check_in_at, o.id) > (d.last_check_in_at, d.id) LIMIT 1) AS "newerDevice",
      d.report_due_at AS "reportDueAt",
      d.reported_verdict AS "reportedVerdict", d.reported_update_time AS "reportedUpdateTime"
    FROM reports r JOIN devices d ON d.id = r.device_id
    WHERE r.upload_id = ${uploadId}::uuid AND r.status = 'in_progress'
    ORDER BY d.id FOR UPDATE OF d, r`;
}

export async function findUploadUsers(
  db: Queryable,
  uploadId: string,
): Promise<Pick<UploadReport, 'userPrincipalName' | 'userAzureId' | 'azureUserPrincipalName'>[]> {
  return db.$queryRaw`
    SELECT d.user_principal_name AS "userPrincipalName", d.user_azure_id AS "userAzureId",
      d.azure_user_principal_name AS "azureUserPrincipalName"
    FROM reports r JOIN devices d ON d.id = r.device_id
    WHERE r.upload_id = ${uploadId}::uuid AND r.status = 'in_progress'`;
}

export interface BuiltReport {
  reportId: string;
  deviceId: string;
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
    FROM jsonb_to_recordset(${json}::jsonb) AS r("deviceId" uuid, "lastUpdateTime" timestamptz)
    WHERE d.id = r."deviceId"`;
}

/** Microsoft took the message; it is not confirmed yet. */
export async function markSent(
  db: Queryable,
  uploadId: string,
  trace: CallTrace,
  now: Date,
): Promise<boolean> {
  const moved = await db.$executeRaw`
    UPDATE uploads SET status = 'sent', sent_at = coalesce(sent_at, ${now}), attempts = attempts + 1,
      client_request_id = ${trace.clientRequestId}::uuid, request_id = ${trace.requestId}
    WHERE id = ${uploadId}::uuid AND status = 'sending'`;
  if (moved === 0) return false;
  // Locked first: an UPDATE takes rows in whatever order its plan finds them.
  await db.$queryRaw`
    SELECT d.id FROM devices d JOIN reports r ON r.device_id = d.id
    WHERE r.upload_id = ${uploadId}::uuid AND r.status = 'in_progress' ORDER BY d.id FOR UPDATE OF d`;
  await db.$executeRaw`
    UPDATE devices d SET last_reported_at = greatest(d.last_reported_at, ${now}) FROM reports r
    WHERE d.id = r.device_id AND r.upload_id = ${uploadId}::uuid AND r.status = 'in_progress'`;
  await db.$executeRaw`
    UPDATE reports SET sent_at = ${now}
    WHERE upload_id = ${uploadId}::uuid AND status = 'in_progress' AND sent_at IS NULL`;
  return true;
}

/** A try that did not get through: the message stays what it was. */
export async function noteAttempt(
  db: Queryable,
  uploadId: string,
  trace: CallTrace | undefined,
): Promise<void> {
  await db.$executeRaw`
    UPDATE uploads SET attempts = attempts + 1,
      client_request_id = coalesce(${trace?.clientRequestId ?? null}::uuid, client_request_id),
      request_id = coalesce(${trace?.requestId ?? null}, request_id)
    WHERE id = ${uploadId}::uuid`;
}

/** Microsoft does not know the message: it is to be sent again, the same bytes under the same id. */
export async function sendAgain(db: Queryable, uploadId: string): Promise<void> {
  await db.$executeRaw`UPDATE uploads SET status = 'sending' WHERE id = ${uploadId}::uuid AND status = 'sent'`;
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

/** Open messages that nothing has moved for a while: their job may be lost. */
export async function findStrandedUploads(db: Queryable, before: Date, limit: number) {
  return db.$queryRaw<{ id: string; status: UploadStatus }[]>`
    SELECT id, status FROM uploads
    WHERE status IN ('preparing', 'sending', 'sent') AND created_at < ${before}
    ORDER BY created_at LIMIT ${limit}`;
}
