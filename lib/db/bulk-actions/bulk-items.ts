import type { DeviceCriteria } from '#lib/domain/devices/device-criteria';
import type { BulkOutcome } from '#lib/domain/reports/bulk-action';
import { readFirst } from '../core/plan-hints.ts';
import type { Queryable } from '../core/prisma.ts';
import { Prisma } from '../core/prisma.ts';
import { whereOf } from '../device-list/device-filter.ts';

/** Freezes all devices that match now, in the order of their ids; answers how many. */
export async function freezeMatching(db: Queryable, id: string, filter: DeviceCriteria): Promise<number> {
  return db.$executeRaw`
    INSERT INTO bulk_items (bulk_action_id, device_id)
    SELECT ${id}::uuid, d.id FROM devices d WHERE ${whereOf(filter)} ORDER BY d.id`;
}

/** Freezes devices that were named, each once, whether they exist or not; answers how many. */
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

/** Up to `limit` items after a device, by keyset; those of several outcomes are read outcome by outcome and merged. */
export async function selectBulkItems(
  db: Queryable,
  id: string,
  query: { outcomes: readonly BulkOutcome[] | undefined; after: string | null; limit: number },
): Promise<BulkItemRow[]> {
  const { outcomes, limit } = query;
  const after = query.after === null ? Prisma.sql`true` : Prisma.sql`i.device_id > ${query.after}::uuid`;
  const of = (condition: Prisma.Sql) => Prisma.sql`
    (SELECT i.* FROM bulk_items i WHERE i.bulk_action_id = ${id}::uuid AND ${condition} AND ${after}
    ORDER BY i.device_id LIMIT ${limit})`;
  const parts =
    outcomes === undefined || outcomes.length === 0
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

/** Deletes at most `limit` items of a bulk action; answers how many. */
export async function deleteItems(db: Queryable, id: string, limit: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM bulk_items WHERE bulk_action_id = ${id}::uuid AND device_id = ANY(ARRAY(
      SELECT device_id FROM bulk_items WHERE bulk_action_id = ${id}::uuid ORDER BY device_id LIMIT ${limit}))`;
}
