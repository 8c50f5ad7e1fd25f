import type { DeviceState } from '#lib/domain/devices/device-state';
import type { Verdict } from '#lib/domain/devices/verdict';
import type { ManagementState } from '#lib/domain/reports/report-status';
import type { Trigger } from '#lib/domain/reports/trigger';
import { statusOf } from '../core/plan-hints.ts';
import type { Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';

/** What is needed of a device to queue a report of it, or to retire it. */
export type DeviceToQueue = { id: string } & Pick<
  DeviceState,
  | 'os'
  | 'verdict'
  | 'managementState'
  | 'azureDeviceId'
  | 'clientStatusCode'
  | 'reportedVerdict'
  | 'stateVersion'
  | 'reportDueAt'
  | 'dueTrigger'
  | 'duePriority'
  | 'azureIdTakenBy'
  | 'restoredAt'
  | 'restoredAgrees'
  | 'channel'
  | 'channelReason'
>;

/** Locks devices in the order of their ids: the order in which every transaction of Tenko's locks devices. */
export async function lockDevicesToQueue(db: Queryable, ids: readonly string[]): Promise<DeviceToQueue[]> {
  return db.$queryRaw<DeviceToQueue[]>`
    SELECT d.id, d.os, d.verdict, d.management_state AS "managementState", d.azure_device_id AS "azureDeviceId",
      d.client_status_code AS "clientStatusCode", d.reported_verdict AS "reportedVerdict",
      d.state_version AS "stateVersion", d.report_due_at AS "reportDueAt", d.due_trigger AS "dueTrigger",
      d.due_priority AS "duePriority", d.azure_id_taken_by AS "azureIdTakenBy", d.channel, d.channel_reason AS "channelReason", d.restored_at AS "restoredAt", d.restored_agrees AS "restoredAgrees"
    FROM devices d WHERE d.id = ANY(${ids}::uuid[]) ORDER BY d.id FOR UPDATE`;
}

/** An admin says that what a backup brought back of these locked devices still holds: they wait for no check-in. */
export async function endRestoredWait(
  db: Queryable,
  devices: readonly Pick<DeviceToQueue, 'id' | 'restoredAt'>[],
): Promise<void> {
  const ids = devices.flatMap(({ id, restoredAt }) => (restoredAt === null ? [] : [id]));
  if (ids.length === 0) return;
  await db.$executeRaw`
    UPDATE devices SET restored_at = NULL, restored_agrees = NULL WHERE id = ANY(${ids}::uuid[])`;
}

/** Makes locked devices due; they show In-progress at once. */
export async function makeDue(
  db: Queryable,
  due: readonly { id: string; reportDueAt: Date | null; dueTrigger: Trigger | null; duePriority: number }[],
): Promise<void> {
  publishChange(db, { devices: due.map(({ id }) => id) });
  await db.$executeRaw`
    UPDATE devices d SET report_due_at = r."reportDueAt", due_trigger = r."dueTrigger",
      due_priority = r."duePriority", azure_compliance_status = 'in_progress'
    FROM jsonb_to_recordset(${JSON.stringify(due)}::jsonb)
      AS r(id uuid, "reportDueAt" timestamptz, "dueTrigger" report_trigger, "duePriority" smallint)
    WHERE d.id = r.id`;
}

/** The reports of locked devices that wait to be claimed. */
export async function findQueuedReports(
  db: Queryable,
  deviceIds: readonly string[],
): Promise<Map<string, string>> {
  if (deviceIds.length === 0) return new Map();
  const rows = await db.$queryRaw<{ id: string; deviceId: string }[]>`
    SELECT id, device_id AS "deviceId" FROM reports
    WHERE ${statusOf('status')} = 'queued' AND device_id = ANY(${deviceIds}::uuid[])`;
  return new Map(rows.map(({ id, deviceId }) => [deviceId, id]));
}

export interface QueuedReport {
  id: string;
  deviceId: string;
  trigger: Trigger;
  verdict: Verdict;
  stateVersion: number;
  azureDeviceId: string | null;
  createdAt: Date;
  requestedBy: string;
}

export async function insertQueuedReports(db: Queryable, reports: readonly QueuedReport[]): Promise<void> {
  if (reports.length === 0) return;
  await db.$executeRaw`
    INSERT INTO reports (id, device_id, trigger, status, verdict, state_version, azure_device_id, created_at, requested_by)
    SELECT r.id, r."deviceId", r.trigger, 'queued', r.verdict, r."stateVersion", r."azureDeviceId", r."createdAt",
      r."requestedBy"
    FROM jsonb_to_recordset(${JSON.stringify(reports)}::jsonb) AS r(id uuid, "deviceId" uuid, trigger report_trigger,
      verdict verdict, "stateVersion" integer, "azureDeviceId" uuid, "createdAt" timestamptz, "requestedBy" text)`;
}

export interface Retirement {
  id: string;
  managementState: ManagementState;
  stateVersion: number;
  /** The retirement is reported: a report that waits stays due */
  told: boolean;
}

/** Writes an admin's retirements of locked devices, one statement for all. */
export async function retireDevices(
  db: Queryable,
  retirements: readonly Retirement[],
  now: Date,
): Promise<void> {
  publishChange(db, { devices: retirements.map(({ id }) => id) });
  await db.$executeRaw`
    UPDATE devices d SET verdict = 'retired', verdict_since = ${now}, management_state = r."managementState",
      state_version = r."stateVersion", retire_asked_at = ${now}, restored_at = NULL, restored_agrees = NULL,
      retired_at = CASE WHEN r."managementState" = 'retired' THEN ${now}::timestamptz END,
      report_due_at = CASE WHEN r.told THEN d.report_due_at END, due_trigger = CASE WHEN r.told THEN d.due_trigger END,
      due_priority = CASE WHEN r.told THEN d.due_priority ELSE 0 END
    FROM jsonb_to_recordset(${JSON.stringify(retirements)}::jsonb)
      AS r(id uuid, "managementState" management_state, "stateVersion" integer, told boolean)
    WHERE d.id = r.id`;
}
