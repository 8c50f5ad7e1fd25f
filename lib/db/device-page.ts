import type { DeviceCriteria, DeviceSort } from '../domain/device-criteria.ts';
import type { Queryable } from './database.ts';
import { type DeviceRow, selectDeviceRow } from './device-row.ts';
import { Prisma } from './generated/client.ts';

/** Where a page ended: the sort column's value there (null: in the tail of blanks) and the id. */
export interface PagePosition {
  value: string | null;
  id: string;
}

const sortColumns = {
  lastCheckInAt: { column: Prisma.raw('d.last_check_in_at'), type: Prisma.raw('timestamptz'), blanks: false },
  lastReportedAt: { column: Prisma.raw('d.last_reported_at'), type: Prisma.raw('timestamptz'), blanks: true },
  name: { column: Prisma.raw('d.name'), type: Prisma.raw('text'), blanks: false },
};

function parseSort(sort: DeviceSort) {
  const descending = sort.startsWith('-');
  const key = (descending ? sort.slice(1) : sort) as keyof typeof sortColumns;
  return { ...sortColumns[key], descending };
}

/** Up to `limit` devices after a position, by keyset. Blanks come last in both directions, as a query of their own. */
export async function selectDevicePage(
  db: Queryable,
  query: { filter: DeviceCriteria; sort: DeviceSort; after: PagePosition | null; limit: number },
): Promise<DeviceRow[]> {
  const { column, type, blanks, descending } = parseSort(query.sort);
  const where = whereOf(query.filter);
  const { after, limit } = query;
  const order = Prisma.raw(descending ? 'DESC' : 'ASC');
  const beyond = Prisma.raw(descending ? '<' : '>');
  let rows: DeviceRow[] = [];
  if (after === null || after.value !== null) {
    const start =
      after === null
        ? Prisma.empty
        : Prisma.sql`AND (${column}, d.id) ${beyond} (${after.value}::${type}, ${after.id}::uuid)`;
    const known = blanks ? Prisma.sql`AND ${column} IS NOT NULL` : Prisma.empty;
    rows = await db.$queryRaw<DeviceRow[]>`
      SELECT ${selectDeviceRow} FROM devices d WHERE ${where} ${known} ${start}
      ORDER BY ${column} ${order}, d.id ${order} LIMIT ${limit}`;
  }
  if (!blanks || rows.length >= limit) return rows;
  const start =
    after !== null && after.value === null ? Prisma.sql`AND d.id > ${after.id}::uuid` : Prisma.empty;
  // Sorted by the column too, though it is null in all: the index on it then finds the blanks, however few.
  const tail = await db.$queryRaw<DeviceRow[]>`
    SELECT ${selectDeviceRow} FROM devices d WHERE ${where} AND ${column} IS NULL ${start}
    ORDER BY ${column}, d.id LIMIT ${limit - rows.length}`;
  return [...rows, ...tail];
}

/** How many devices match, counted up to `most` and no further. */
export async function countDevices(db: Queryable, filter: DeviceCriteria, most: number): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM (SELECT 1 FROM devices d WHERE ${whereOf(filter)} LIMIT ${most}) counted`;
  return rows[0]?.count ?? 0;
}

/** A condition on `devices d`. */
export function whereOf(filter: DeviceCriteria): Prisma.Sql {
  const terms = [
    oneOf('d.verdict', 'verdict', filter.verdict),
    oneOf('d.azure_compliance_status', 'azure_compliance_status', filter.azureComplianceStatus),
    oneOf('d.client_status_code', 'client_status_code', filter.clientStatusCode),
    oneOf('d.os', 'operating_system', filter.os),
    oneOf('d.management_state', 'management_state', filter.managementState),
    oneOf('d.feed', 'text', filter.feed),
    filter.policy && Prisma.join(filter.policy.map(violates), ' OR ', '(', ')'),
    filter.drift && Prisma.sql`d.drift_since IS NOT NULL`,
    filter.neverReported && Prisma.sql`d.last_reported_at IS NULL`,
    filter.lastCheckInBefore && Prisma.sql`d.last_check_in_at < ${filter.lastCheckInBefore}::timestamptz`,
    filter.lastReportedBefore && Prisma.sql`d.last_reported_at < ${filter.lastReportedBefore}::timestamptz`,
    filter.q &&
      Prisma.sql`d.id IN (SELECT s.device_id FROM device_search s
        WHERE s.text LIKE ${`%${escapeLike(filter.q.toLowerCase())}%`})`,
  ].filter((term) => term !== undefined && term !== '');
  return terms.length === 0 ? Prisma.sql`true` : Prisma.join(terms as Prisma.Sql[], ' AND ');
}

/** A set of enum values, of which `blank` means null. */
function oneOf(column: string, type: string, values: readonly string[] | undefined): Prisma.Sql | undefined {
  if (values === undefined || values.length === 0) return undefined;
  const named = values.filter((value) => value !== 'blank');
  const set = Prisma.sql`${Prisma.raw(column)} = ANY(${named}::${Prisma.raw(type)}[])`;
  if (named.length === values.length) return set;
  const blank = Prisma.sql`${Prisma.raw(column)} IS NULL`;
  return named.length === 0 ? blank : Prisma.sql`(${set} OR ${blank})`;
}

function violates(policy: string): Prisma.Sql {
  return Prisma.sql`d.violations @> ${JSON.stringify([{ policy }])}::jsonb`;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
