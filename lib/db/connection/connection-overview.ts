import type { AzureService, AzureStep, ConnectionHealth } from '#lib/domain/azure/connection-health';
import type { ReportingChannel } from '#lib/domain/devices/channel';
import type { RowReader } from '../core/database.ts';
import type { Queryable } from '../core/prisma.ts';
import { Prisma } from '../core/prisma.ts';
import { waitsAfterRestore } from '../devices/device-columns.ts';
import type { SweepState } from '../devices/device-sweeps.ts';
import { channelStates, dueTimes } from './channel-states.ts';
import type { SystemCount } from './entra-only.ts';

/** Times in here are ISO 8601 text in UTC, but for those within JSON, which PostgreSQL writes with an offset. */
export interface ConnectionOverview extends Traffic {
  /** Settled since the time that was asked for, and in the stretch before it */
  settled: Settled;
  settledBefore: Settled;
  health: ConnectionHealth;
  healthSince: string | null;
  pausedAt: string | null;
  /** Times as PostgreSQL writes them in JSON */
  restore: RestoreState | null;
  pausedBy: string | null;
  problemCode: string | null;
  problemDetail: string | null;
  problemService: AzureService | null;
  failingSince: string | null;
  throttledUntil: string | null;
  graphThrottledUntil: string | null;
  provisionedAt: string | null;
  provisionedTenantId: string | null;
  deprovisionedAt: string | null;
  heartbeatAt: string | null;
  heartbeatTriedAt: string | null;
  heartbeatProblem: string | null;
  workerSeenAt: string | null;
  channels: ChannelHealth[];
  sweeps: SweepState[];
  entraChanges: EntraChangesState;
  entraOnly: { countedAt: string | null; systems: SystemCount[] };
  failedCalls: FailedCall[];
}

/** The last restore from a backup. */
export interface RestoreState {
  at: string;
  backupAt: string;
  /** Devices that Entra has to be asked about, and how many of them are read */
  devices: number;
  read: number;
  readAt: string | null;
  /** Devices that would be reported but for the restore: they wait for their next check-in. Counted up to a bound */
  waiting: number;
}

/** The partner channel has the connection's health. The time is as PostgreSQL writes it in JSON */
export interface ChannelHealth {
  name: ReportingChannel;
  enabled: boolean;
  health: ConnectionHealth;
  healthSince: string | null;
  problemCode: string | null;
  problemDetail: string | null;
}

/** Times as PostgreSQL writes them in JSON */
export interface EntraChangesState {
  running: boolean;
  full: boolean;
  startedAt: string | null;
  finishedAt: string | null;
  listed: number;
  missed: number;
  problemCode: string | null;
  problemDetail: string | null;
  problemSince: string | null;
}

export interface FailedCall {
  id: string;
  uploadId: string | null;
  step: AzureStep;
  firstAt: string;
  lastAt: string;
  times: number;
  httpStatus: number | null;
  errorCode: string | null;
  errorDetail: string | null;
  clientRequestId: string | null;
  requestId: string | null;
}

export interface Traffic {
  preparing: number;
  sending: number;
  sent: number;
  /** Devices in messages that Microsoft has not taken yet, and the oldest of these messages */
  unsent: number;
  unsentSince: string | null;
  waiting: number;
  /** The oldest due time of the devices that wait */
  waitingSince: string | null;
}

const eachChannel = Prisma.raw('c.channel');
/** Of all channels, each with an index order of its own. */
const due = (now: Date, most: number) => Prisma.sql`(
  SELECT d.at FROM unnest(ARRAY['partner', 'windows', 'tag']::channel[]) c(channel)
    CROSS JOIN LATERAL ${dueTimes(eachChannel, now, most)} d) due`;

/**
 * Messages in flight, and devices whose report is due now, each counted up to `most`. What changed or was asked for
 * is due whatever the clock says, as it is for the engine.
 */
const traffic = (now: Date, most: number) => Prisma.sql`
  (SELECT count(*) FROM (SELECT 1 FROM uploads WHERE status = 'preparing' LIMIT ${most}) u)::integer AS preparing,
  (SELECT count(*) FROM (SELECT 1 FROM uploads WHERE status = 'sending' LIMIT ${most}) u)::integer AS sending,
  (SELECT count(*) FROM (SELECT 1 FROM uploads WHERE status = 'sent' LIMIT ${most}) u)::integer AS sent,
  (SELECT coalesce(sum(device_count), 0) FROM uploads WHERE status IN ('preparing', 'sending'))::integer AS unsent,
  (SELECT min(created_at) FROM uploads WHERE status IN ('preparing', 'sending')) AS "unsentSince",
  (SELECT count(*) FROM (SELECT 1 FROM ${due(now, most)} LIMIT ${most}) d)::integer AS waiting,
  (SELECT min(at) FROM ${due(now, 1)}) AS "waitingSince"`;

export async function countTraffic(db: RowReader, now: Date, most: number): Promise<Traffic> {
  const [row] = await db.rows<Traffic>(Prisma.sql`SELECT ${traffic(now, most)}`, { prepared: true });
  if (row === undefined) throw new Error('the traffic of the connection could not be counted');
  return row;
}

/** In the order of the enumeration. */
const channels = Prisma.sql`(
  SELECT jsonb_agg(jsonb_build_object('name', s.name, 'enabled', s.enabled, 'health', s.health,
    'healthSince', s.health_since, 'problemCode', s.problem_code, 'problemDetail', s.problem_detail) ORDER BY s.name)
  FROM ${channelStates} s)`;

const sweeps =
  Prisma.raw(`coalesce((SELECT jsonb_agg(jsonb_build_object('name', name, 'startedAt', started_at,
    'startedBy', started_by, 'reached', reached, 'finishedAt', finished_at))
  FROM walks WHERE started_at IS NOT NULL), '[]')`);

const entraChanges =
  Prisma.raw(`(SELECT jsonb_build_object('running', running, 'full', is_full, 'startedAt', round_started_at,
    'finishedAt', round_finished_at, 'listed', listed, 'missed', missed, 'problemCode', problem_code,
    'problemDetail', problem_detail, 'problemSince', problem_since) FROM entra_delta WHERE id = 1)`);

const entraOnly = Prisma.raw(`(SELECT jsonb_build_object('countedAt', counted_at, 'systems', systems)
  FROM entra_only_counting WHERE id = 1)`);

/** Of the connection `c`. */
const restore = (
  most: number,
) => Prisma.sql`CASE WHEN c.restored_at IS NOT NULL THEN jsonb_build_object('at', c.restored_at,
    'backupAt', c.restored_backup_at, 'devices', c.restored_devices, 'read', c.restored_read, 'readAt', c.restored_read_at,
    'waiting', (SELECT count(*) FROM (SELECT 1 FROM devices w
      WHERE ${waitsAfterRestore('w')} LIMIT ${most}) d)) END`;

/** The newest first. */
const failedCalls = (most: number) => Prisma.sql`
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', c.id, 'uploadId', c.upload_id, 'step', c.step,
      'firstAt', c.first_at, 'lastAt', c.last_at, 'times', c.times, 'httpStatus', c.http_status,
      'errorCode', c.error_code, 'errorDetail', c.error_detail, 'clientRequestId', c.client_request_id,
      'requestId', c.request_id) ORDER BY c.last_at DESC)
    FROM (SELECT * FROM azure_calls WHERE failed ORDER BY last_at DESC LIMIT ${most}) c), '[]')`;

/** Devices, by how their reports ended. */
export interface Settled {
  successful: number;
  failed: number;
}

/** From a time on; summed over messages, each a row for many devices. */
const settled = (from: Date, until: Date | null) => Prisma.sql`
  SELECT jsonb_build_object(
    'successful', coalesce(sum(device_count) FILTER (WHERE status = 'completed'), 0),
    'failed', coalesce(sum(device_count) FILTER (WHERE status = 'failed'), 0) + coalesce(sum(failed_count), 0))
  FROM uploads WHERE settled_at >= ${from}::timestamptz AND settled_at < coalesce(${until}::timestamptz, 'infinity')`;

/** Devices whose reports were settled from a time on. */
export async function countSettled(db: RowReader, from: Date, until: Date): Promise<Settled> {
  const rows = await db.rows<{ settled: Settled }>(Prisma.sql`SELECT (${settled(from, until)}) AS settled`, {
    prepared: true,
  });
  return rows[0]?.settled ?? { successful: 0, failed: 0 };
}

interface OverviewBounds {
  /** Counts stop here */
  counted: number;
  failedCalls: number;
  /** Reports that were settled are summed since the one time, and from the other until it */
  settledSince: Date;
  from: Date;
}

/** The link to Azure with all that goes over it: every page asks, so it is one statement, planned once. */
export async function readConnectionOverview(
  db: RowReader,
  now: Date,
  { counted, failedCalls: calls, settledSince, from }: OverviewBounds,
): Promise<ConnectionOverview> {
  const [row] = await db.rows<ConnectionOverview>(
    Prisma.sql`
      SELECT c.health, c.health_since AS "healthSince", c.paused_at AS "pausedAt", c.paused_by AS "pausedBy",
        c.problem_code AS "problemCode", c.problem_detail AS "problemDetail", c.problem_service AS "problemService",
        c.failing_since AS "failingSince", c.throttled_until AS "throttledUntil",
        c.graph_throttled_until AS "graphThrottledUntil", c.provisioned_at AS "provisionedAt",
        c.provisioned_tenant_id AS "provisionedTenantId", c.deprovisioned_at AS "deprovisionedAt",
        c.heartbeat_at AS "heartbeatAt", c.heartbeat_tried_at AS "heartbeatTriedAt",
        c.heartbeat_problem AS "heartbeatProblem", c.worker_seen_at AS "workerSeenAt",
        ${channels} AS channels, ${sweeps} AS sweeps, ${entraChanges} AS "entraChanges", ${entraOnly} AS "entraOnly",
        ${restore(counted)} AS restore, ${failedCalls(calls)} AS "failedCalls", ${traffic(now, counted)},
        (${settled(settledSince, null)}) AS settled, (${settled(from, settledSince)}) AS "settledBefore"
      FROM connection c WHERE c.id = 1`,
    { prepared: true },
  );
  if (row === undefined) throw new Error('the connection has no row: the migrations are not complete');
  return row;
}

/** The Azure device id of the device that was reported last; null: none was yet. */
export async function findReportedAzureId(db: Queryable): Promise<string | null> {
  const device = await db.device.findFirst({
    where: { lastReportedAt: { not: null }, azureDeviceId: { not: null } },
    orderBy: { lastReportedAt: 'desc' },
    select: { azureDeviceId: true },
  });
  return device?.azureDeviceId ?? null;
}
