import type { RowReader } from '../core/database.ts';
import { Prisma } from '../core/prisma.ts';
import type { PersonalRow } from './personal-rows.ts';

/** What is kept of a device, by when it was: each has an index that begins with the device. */
const histories = {
  checkIns: { table: 'check_ins', time: 'checked_in_at', tie: 'id' },
  entraReadings: { table: 'entra_readings', time: 'at', tie: 'device_id' },
  reports: { table: 'reports', time: 'created_at', tie: 'id' },
} as const;
export type DeviceHistory = keyof typeof histories;

/** From a time on, and up to one; null: without end. ISO 8601 */
export interface Period {
  from: string | null;
  to: string | null;
}

interface HistoryPosition {
  at: string;
  tie: string;
}

/** A page of what happened to a device in a period, the oldest first. */
export async function readDeviceHistory(
  db: RowReader,
  history: DeviceHistory,
  { deviceId, period, after, limit }: HistoryQuery,
): Promise<{ rows: PersonalRow[]; next: HistoryPosition | null }> {
  const { table, time, tie } = histories[history];
  const [at, by] = [Prisma.raw(`t."${time}"`), Prisma.raw(`t."${tie}"`)];
  const beyond =
    after === null
      ? Prisma.sql`${at} >= coalesce(${period.from}::timestamptz, '-infinity')`
      : Prisma.sql`(${at}, ${by}) > (${after.at}::timestamptz, ${after.tie}::uuid)`;
  const found = await db.rows<{ row: PersonalRow; at: string; tie: string }>(Prisma.sql`
    SELECT to_jsonb(t) AS row, ${at} AS at, ${by}::text AS tie FROM ${Prisma.raw(table)} t
    WHERE t.device_id = ${deviceId}::uuid AND ${beyond} AND ${at} <= coalesce(${period.to}::timestamptz, 'infinity')
    ORDER BY ${at}, ${by} LIMIT ${limit}::integer`);
  const last = found.at(-1);
  const next = last === undefined || found.length < limit ? null : { at: last.at, tie: last.tie };
  return { rows: found.map(({ row }) => row), next };
}

interface HistoryQuery {
  deviceId: string;
  period: Period;
  after: HistoryPosition | null;
  limit: number;
}

/** Devices as they are now, in the order of their ids. */
export async function readDeviceRows(db: RowReader, ids: readonly string[]): Promise<PersonalRow[]> {
  const found = await db.rows<{ row: PersonalRow }>(Prisma.sql`
    SELECT to_jsonb(d) - 'facet' AS row FROM devices d WHERE d.id = ANY(${ids}::uuid[]) ORDER BY d.id`);
  return found.map(({ row }) => row);
}

/** What bulk actions did with devices: a look at each action's own index for each device. */
export async function readBulkItems(db: RowReader, ids: readonly string[]): Promise<PersonalRow[]> {
  const found = await db.rows<{ row: PersonalRow }>(Prisma.sql`
    SELECT to_jsonb(i) || jsonb_build_object('kind', b.kind, 'created_at', b.created_at) AS row
    FROM bulk_actions b JOIN bulk_items i ON i.bulk_action_id = b.id AND i.device_id = ANY(${ids}::uuid[])
    ORDER BY b.id, i.device_id`);
  return found.map(({ row }) => row);
}
