import type { Channel, ChannelReason } from '#lib/domain/devices/channel';
import type { ClientStatusCode } from '#lib/domain/devices/client-status-code';
import type { DeviceCriteria } from '#lib/domain/devices/device-criteria';
import type { Verdict } from '#lib/domain/devices/verdict';
import type { BulkOutcome, ItemToEnd } from '#lib/domain/reports/bulk-action';
import type { ManagementState, ReportStatus } from '#lib/domain/reports/report-status';
import { readFirst, statusOf } from '../core/plan-hints.ts';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { whereOf } from '../device-list/device-filter.ts';

/** Freezes all devices that match now, in the order of their ids; returns how many. */
export async function freezeMatching(db: Queryable, id: string, filter: DeviceCriteria): Promise<number> {
  return db.$executeRaw`
    INSERT INTO bulk_items (bulk_action_id, device_id)
    SELECT ${id}::uuid, d.id FROM devices d WHERE ${whereOf(filter)} ORDER BY d.id`;
}

/** Freezes devices that were named, each once, whether they exist or not; returns how many. */
export async function freezeNamed(db: Queryable, id: string, deviceIds: readonly string[]): Promise<number> {
  return db.$executeRaw`
    INSERT INTO bulk_items (bulk_action_id, device_id)
    SELECT DISTINCT ${id}::uuid, named.id FROM unnest(${deviceIds}::uuid[]) AS named(id) ORDER BY 2`;
}

/** The next devices after the one that was reached last, in the order of their ids. */
export async function nextItems(
  db: Queryable,
  id: string,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await db.$queryRaw<{ deviceId: string }[]>`
    SELECT device_id AS "deviceId" FROM bulk_items
    WHERE bulk_action_id = ${id}::uuid AND device_id > coalesce(${after}::uuid, '00000000-0000-0000-0000-000000000000')
    ORDER BY device_id LIMIT ${limit}`;
  return rows.map(({ deviceId }) => deviceId);
}

export interface ItemMove {
  deviceId: string;
  outcome: BulkOutcome;
  reason: string | null;
  reportId: string | null;
}

/** Writes what became of items, one statement for all. */
export async function moveItems(db: Queryable, id: string, moves: readonly ItemMove[]): Promise<void> {
  if (moves.length === 0) return;
  await db.$executeRaw`
    UPDATE bulk_items i SET outcome = m.outcome, reason = m.reason, report_id = m."reportId"
    FROM jsonb_to_recordset(${JSON.stringify(moves)}::jsonb)
      AS m("deviceId" uuid, outcome bulk_outcome, reason text, "reportId" uuid)
    WHERE i.bulk_action_id = ${id}::uuid AND i.device_id = m."deviceId"`;
}

export async function cancelItems(db: Queryable, id: string, deviceIds: readonly string[]): Promise<void> {
  await db.$executeRaw`
    UPDATE bulk_items SET outcome = 'cancelled'
    WHERE bulk_action_id = ${id}::uuid AND device_id = ANY(${deviceIds}::uuid[])`;
}

export interface BulkItemRow {
  deviceId: string;
  deviceName: string | null;
  externalId: string | null;
  feed: string | null;
  outcome: BulkOutcome;
  reason: string | null;
  detail: string | null;
  reportId: string | null;
}

interface ItemsWanted {
  outcomes: readonly BulkOutcome[] | undefined;
  /** Only those that say this; undefined: all */
  reason: string | undefined;
  after: string | null;
  limit: number;
}

/** Outcomes that may come with a reason */
const reasoned: readonly BulkOutcome[] = ['failed', 'not_possible', 'successful'];

/** Up to `limit` items after a device, by keyset; those of several outcomes are read outcome by outcome and merged. */
export async function selectBulkItems(db: Queryable, id: string, query: ItemsWanted): Promise<BulkItemRow[]> {
  const { reason, limit } = query;
  const asked = query.outcomes?.length ? query.outcomes : undefined;
  const outcomes = reason === undefined ? asked : (asked ?? reasoned);
  const why = reason === undefined ? Prisma.sql`true` : Prisma.sql`i.reason = ${reason}`;
  const after = query.after === null ? Prisma.sql`true` : Prisma.sql`i.device_id > ${query.after}::uuid`;
  const of = (condition: Prisma.Sql) => Prisma.sql`
    (SELECT i.* FROM bulk_items i WHERE i.bulk_action_id = ${id}::uuid AND ${condition} AND ${why} AND ${after}
    ORDER BY i.device_id LIMIT ${limit})`;
  const parts =
    outcomes === undefined
      ? [of(Prisma.sql`true`)]
      : [...new Set(outcomes)].map((outcome) => of(Prisma.sql`i.outcome = ${outcome}::bulk_outcome`));
  return db.$queryRaw<BulkItemRow[]>`
    WITH page ${readFirst} (
      SELECT * FROM (${Prisma.join(parts, ' UNION ALL ')}) i ORDER BY i.device_id LIMIT ${limit})
    SELECT i.device_id AS "deviceId", d.name AS "deviceName", d.external_id AS "externalId", d.feed, i.outcome,
      i.reason, r.error_detail AS detail, i.report_id AS "reportId"
    FROM page i LEFT JOIN devices d ON d.id = i.device_id LEFT JOIN reports r ON r.id = i.report_id
    ORDER BY i.device_id`;
}

/** Deletes at most `limit` items of a bulk action; returns how many. */
export async function deleteItems(db: Queryable, id: string, limit: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM bulk_items WHERE bulk_action_id = ${id}::uuid AND device_id = ANY(ARRAY(
      SELECT device_id FROM bulk_items WHERE bulk_action_id = ${id}::uuid ORDER BY device_id LIMIT ${limit}))`;
}

interface Row {
  deviceId: string;
  reportId: string;
  status: ReportStatus | null;
  reportVerdict: Verdict | null;
  errorCode: string | null;
  newerReportId: string | null;
  verdict: Verdict | null;
  channel: Channel | null;
  channelReason: ChannelReason | null;
  azureDeviceId: string | null;
  clientStatusCode: ClientStatusCode | null;
  managementState: ManagementState | null;
  reportedVerdict: Verdict | null;
  azureIdTakenBy: string | null;
  restoredAt: Date | null;
  restoredAgrees: boolean | null;
  isDue: boolean | null;
}

/**
 * Items under way whose report is settled, or no longer kept. Of a report that was superseded, the one that took its
 * place: what waits to be claimed first, else the newest.
 */
export async function findItemsToEnd(
  db: Queryable,
  bulkActionId: string,
  now: Date,
): Promise<(ItemToEnd & { deviceId: string; reportId: string })[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT i.device_id AS "deviceId", i.report_id AS "reportId", r.status, r.verdict AS "reportVerdict",
      r.error_code AS "errorCode", newer.id AS "newerReportId", d.verdict, d.azure_device_id AS "azureDeviceId",
      d.client_status_code AS "clientStatusCode", d.management_state AS "managementState",
      d.reported_verdict AS "reportedVerdict", d.azure_id_taken_by AS "azureIdTakenBy",
      d.channel, d.channel_reason AS "channelReason", d.restored_at AS "restoredAt", d.restored_agrees AS "restoredAgrees", d.report_due_at <= ${now} AS "isDue"
    FROM bulk_items i LEFT JOIN reports r ON r.id = i.report_id LEFT JOIN devices d ON d.id = i.device_id
      LEFT JOIN LATERAL (
        SELECT o.id FROM reports o WHERE ${statusOf('r.status')} = 'superseded' AND o.device_id = i.device_id AND o.id <> r.id
          AND NOT o.withdrawal AND NOT o.follow_up AND o.created_at >= r.created_at AND ${statusOf('o.status')} <> 'superseded'
        ORDER BY ${statusOf('o.status')} = 'queued' DESC, o.created_at DESC, o.id DESC LIMIT 1) newer ON true
    WHERE i.bulk_action_id = ${bulkActionId}::uuid AND i.outcome = 'under_way'
      AND (r.id IS NULL OR ${statusOf('r.status')} IN ('successful', 'failed', 'superseded'))
    ORDER BY i.device_id`;
  return rows.map(({ deviceId, reportId, newerReportId, ...row }) => ({
    deviceId,
    reportId,
    newerReportId,
    report: reportOf(row),
    device: deviceOf(row),
  }));
}

type Found = Omit<Row, 'deviceId' | 'reportId' | 'newerReportId'>;

function reportOf({ status, reportVerdict, errorCode }: Found): ItemToEnd['report'] {
  return status === null || reportVerdict === null ? null : { status, verdict: reportVerdict, errorCode };
}

function deviceOf(row: Found): ItemToEnd['device'] {
  const {
    verdict,
    azureDeviceId,
    clientStatusCode,
    managementState,
    reportedVerdict,
    azureIdTakenBy,
    restoredAt,
    restoredAgrees,
    channel,
    channelReason,
    isDue,
  } = row;
  if (verdict === null || channel === null || managementState === null) return null;
  return {
    verdict,
    azureDeviceId,
    clientStatusCode,
    managementState,
    reportedVerdict,
    azureIdTakenBy,
    restoredAt,
    restoredAgrees,
    channel,
    channelReason,
    isDue: isDue === true,
  };
}
