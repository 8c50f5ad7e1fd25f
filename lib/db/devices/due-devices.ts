import type { ReportingChannel } from '#lib/domain/devices/channel';
import type { Verdict } from '#lib/domain/devices/verdict';
import type { Trigger } from '#lib/domain/reports/trigger';
import { lookUpByIds, readFirst, readInIndexOrder, statusOf } from '../core/plan-hints.ts';
import type { Queryable } from '../core/prisma.ts';
import { Prisma } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';
import { type DeviceToReport, deviceToReport, sameAzureId } from '../reports/device-to-report.ts';
import { claimTraces } from '../reports/trace-links.ts';

type LockedDevice = Omit<DueDevice, 'queuedReportId'>;

export interface DueDevice extends DeviceToReport {
  id: string;
  feed: string;
  trigger: Trigger;
  dueAt: Date;
  /** 0: what changed or was asked for */
  priority: number;
  verdict: Verdict;
  stateVersion: number;
  azureDeviceId: string;
  /** The report that an admin asked for and that waits; null: none */
  queuedReportId: string | null;
}

/**
 * Locks devices of a channel whose report is due, what changed or was asked for first: that needs no look at the clock, so that
 * no worker's clock can hold it up. Rows that another worker holds are passed over, and devices whose last message
 * Microsoft has not taken yet: messages of one device never overtake each other. Within a transaction.
 */
export async function lockDueDevices(
  db: Queryable,
  { channel, now }: { channel: ReportingChannel; now: Date },
  limits: { urgent: number; other: number },
): Promise<DueDevice[]> {
  await readInIndexOrder(db);
  await lookUpByIds(db);
  const due =
    limits.urgent > 0 ? await lockDueOf(db, channel, Prisma.sql`due_priority = 0`, limits.urgent) : [];
  const left = limits.other - due.length;
  if (left > 0) {
    const later = Prisma.sql`due_priority = 1 AND report_due_at <= ${now}`;
    due.push(...(await lockDueOf(db, channel, later, left)));
  }
  if (due.length === 0) return [];
  // A statement of its own, after the locks: it sees what came while they were waited for, such as a report that was
  // asked for, or another worker's message about a device that has changed again since.
  const open = await db.$queryRaw<{ id: string; deviceId: string; isQueued: boolean }[]>`
    SELECT r.id, r.device_id AS "deviceId", ${statusOf('r.status')} = 'queued' AS "isQueued"
    FROM reports r JOIN devices d ON d.id = r.device_id LEFT JOIN uploads u ON u.id = r.upload_id
    WHERE ${statusOf('r.status')} IN ('queued', 'in_progress') AND r.device_id = ANY(${due.map(({ id }) => id)}::uuid[])
      AND (${statusOf('r.status')} = 'queued' OR (r.id = d.last_report_id AND u.status IN ('preparing', 'sending')))`;
  const waiting = new Set(open.filter(({ isQueued }) => !isQueued).map(({ deviceId }) => deviceId));
  const reportOf = new Map(open.filter(({ isQueued }) => isQueued).map(({ id, deviceId }) => [deviceId, id]));
  return due
    .filter(({ id }) => !waiting.has(id))
    .map((device) => ({ ...device, queuedReportId: reportOf.get(device.id) ?? null }));
}

/** A device whose last report is not in progress has no message that waits: only the others are looked up. */
async function lockDueOf(
  db: Queryable,
  channel: ReportingChannel,
  due: Prisma.Sql,
  limit: number,
): Promise<LockedDevice[]> {
  return db.$queryRaw<LockedDevice[]>`
    WITH locked ${readFirst} (
      SELECT d.* FROM devices d
      WHERE channel = ${channel}::channel AND ${due} AND report_due_at IS NOT NULL AND (
        azure_compliance_status IS DISTINCT FROM 'in_progress' OR (
          SELECT r.status = 'in_progress' AND u.status IN ('preparing', 'sending')
          FROM reports r JOIN uploads u ON u.id = r.upload_id WHERE r.id = d.last_report_id) IS NOT TRUE)
      ORDER BY report_due_at LIMIT ${limit} FOR UPDATE OF d SKIP LOCKED)
    SELECT d.id, d.feed, d.due_trigger AS trigger, d.report_due_at AS "dueAt", d.due_priority AS priority, d.verdict, d.state_version AS "stateVersion",
      d.azure_device_id AS "azureDeviceId", ${deviceToReport}
    FROM locked d ${sameAzureId} ORDER BY d.due_priority, d.report_due_at`;
}

export interface ClaimedUpload {
  id: string;
  channel: ReportingChannel;
  /** Null: it is yet to be made ready */
  body: string | null;
  deviceCount: number;
}

export interface ClaimedReport {
  id: string;
  deviceId: string;
  uploadId: string;
  trigger: Trigger;
  verdict: Verdict;
  stateVersion: number;
  azureDeviceId: string;
  /** Null where the message is yet to be made ready */
  lastUpdateTime: Date | null;
  /** Since when the report was due */
  dueAt: Date;
  /** It withdraws a former Azure id: what its device shows is not about it */
  withdrawal: boolean;
  /** It goes by another channel than the device's: neither is what the device shows */
  followUp?: boolean;
}

/** Turns due devices into reports of new messages, all in the caller's transaction. */
export async function insertClaim(
  db: Queryable,
  uploads: readonly ClaimedUpload[],
  reports: readonly ClaimedReport[],
  now: Date,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO uploads (id, channel, status, body, device_count, created_at)
    SELECT u.id, u.channel, (CASE WHEN u.body = '' THEN 'preparing' ELSE 'sending' END)::upload_status, nullif(u.body, ''),
      u.count, ${now}
    FROM unnest(${uploads.map(({ id }) => id)}::uuid[], ${uploads.map(({ channel }) => channel)}::channel[],
      ${uploads.map(({ body }) => body ?? '')}::text[], ${uploads.map(({ deviceCount }) => deviceCount)}::integer[])
      AS u(id, channel, body, count)`;
  const json = JSON.stringify(reports);
  await db.$executeRaw`
    INSERT INTO reports (id, device_id, upload_id, trigger, status, verdict, state_version, azure_device_id,
      last_update_time, due_at, created_at, withdrawal, follow_up)
    SELECT r.id, r."deviceId", r."uploadId", r.trigger, 'in_progress', r.verdict, r."stateVersion",
      r."azureDeviceId", r."lastUpdateTime", r."dueAt", ${now}, r.withdrawal, coalesce(r."followUp", false)
    FROM jsonb_to_recordset(${json}::jsonb) AS r(id uuid, "deviceId" uuid, "uploadId" uuid, trigger report_trigger,
      verdict verdict, "stateVersion" integer, "azureDeviceId" uuid, "lastUpdateTime" timestamptz, "dueAt" timestamptz,
      withdrawal boolean, "followUp" boolean)
    ON CONFLICT (id) DO UPDATE SET status = 'in_progress', upload_id = excluded.upload_id, trigger = excluded.trigger,
      verdict = excluded.verdict, state_version = excluded.state_version, azure_device_id = excluded.azure_device_id,
      last_update_time = excluded.last_update_time, due_at = excluded.due_at`;
  await db.$executeRaw`
    UPDATE devices d SET report_due_at = NULL, due_trigger = NULL, due_priority = 0,
      azure_compliance_status = 'in_progress', last_report_id = r.id,
      last_update_time = coalesce(r."lastUpdateTime", d.last_update_time)
    FROM jsonb_to_recordset(${json}::jsonb) AS r(id uuid, "deviceId" uuid, "lastUpdateTime" timestamptz, withdrawal boolean,
      "followUp" boolean)
    WHERE d.id = r."deviceId" AND NOT r.withdrawal AND r."followUp" IS NOT TRUE`;
  publishChange(db, { devices: reports.map(({ deviceId }) => deviceId) });
  await noteUnready(db, uploads, reports);
  await claimTraces(db, uploads, reports, now);
}

/** Another message about an Azure id waits from now on, whatever its channel: also for one that is yet to be made ready. */
async function noteUnready(
  db: Queryable,
  uploads: readonly ClaimedUpload[],
  reports: readonly ClaimedReport[],
): Promise<void> {
  const unready = new Set(uploads.flatMap(({ id, body }) => (body === null ? [id] : [])));
  const waiting = reports.filter(({ uploadId }) => unready.has(uploadId));
  if (waiting.length === 0) return;
  await db.$executeRaw`
    UPDATE azure_ids a SET last_upload_id = r."uploadId"
    FROM jsonb_to_recordset(${JSON.stringify(waiting)}::jsonb) AS r("azureDeviceId" uuid, "uploadId" uuid)
    WHERE a.azure_device_id = r."azureDeviceId"`;
}

/** Messages of a channel in flight, each kind counted up to `most`: the engine's back-pressure. */
export async function countOpenUploads(
  db: Queryable,
  channel: ReportingChannel,
  most: number,
): Promise<OpenUploads> {
  const rows = await db.$queryRaw<OpenUploads[]>`
    WITH of_channel AS NOT MATERIALIZED (SELECT status FROM uploads WHERE channel = ${channel}::channel)
    SELECT
      (SELECT count(*) FROM (SELECT 1 FROM of_channel WHERE status = 'preparing' LIMIT ${most}) u)::integer AS preparing,
      (SELECT count(*) FROM (SELECT 1 FROM of_channel WHERE status = 'sending' LIMIT ${most}) u)::integer AS sending,
      (SELECT count(*) FROM (SELECT 1 FROM of_channel WHERE status = 'sent' LIMIT ${most}) u)::integer AS unconfirmed`;
  return rows[0] ?? { preparing: 0, sending: 0, unconfirmed: 0 };
}

export interface OpenUploads {
  preparing: number;
  sending: number;
  unconfirmed: number;
}
