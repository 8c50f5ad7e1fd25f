import type { ReportCriteria, ReportSort } from '../domain/report-criteria.ts';
import type { Queryable } from './database.ts';
import { Prisma } from './generated/client.ts';
import { type ReportRow, reportColumns } from './reports.ts';

/** A report beside the device that it told of. */
export interface ReportLogRow extends ReportRow {
  deviceName: string;
  externalId: string;
  feed: string;
}

export const ofDeviceColumns = Prisma.raw(
  `d.name AS "deviceName", d.external_id AS "externalId", d.feed AS feed`,
);

/** Sets that an index keeps in the order of time, and the value that most reports have. */
const sets = {
  status: { type: 'report_status', bulk: 'successful' },
  trigger: { type: 'report_trigger', bulk: 'weekly' },
  verdict: { type: 'verdict', bulk: 'compliant' },
} as const;
type SetName = keyof typeof sets;

/**
 * Up to `limit` reports after a position, by keyset. `= ANY` over an ordered index would make PostgreSQL sort all
 * that match, or walk all reports for a few: so one set is asked value by value, each in its index's own order, and
 * the few rows of each are merged.
 */
export async function selectReportPage(
  db: Queryable,
  query: {
    filter: ReportCriteria;
    sort: ReportSort;
    after: { value: string; id: string } | null;
    limit: number;
  },
): Promise<ReportLogRow[]> {
  const { after, limit } = query;
  const filter = narrowed(query.filter);
  const descending = query.sort === '-createdAt';
  const order = Prisma.raw(descending ? 'DESC' : 'ASC');
  const beyond = Prisma.raw(descending ? '<' : '>');
  const walked = walkedSet(filter);
  const terms = [
    ...termsOf(filter, walked),
    ...(after === null
      ? []
      : [Prisma.sql`(r.created_at, r.id) ${beyond} (${after.value}::timestamptz, ${after.id}::uuid)`]),
  ];
  const walks = valuesOf(filter, walked).map((value) => {
    const where = Prisma.join([...(value === null ? [] : [value]), ...terms, Prisma.sql`true`], ' AND ');
    return Prisma.sql`(SELECT r.* FROM reports r WHERE ${where}
      ORDER BY r.created_at ${order}, r.id ${order} LIMIT ${limit})`;
  });
  return db.$queryRaw<ReportLogRow[]>`
    WITH page AS MATERIALIZED (
      SELECT * FROM (${Prisma.join(walks, ' UNION ALL ')}) r
      ORDER BY r.created_at ${order}, r.id ${order} LIMIT ${limit})
    SELECT ${reportColumns}, ${ofDeviceColumns}
    FROM page r JOIN devices d ON d.id = r.device_id LEFT JOIN uploads u ON u.id = r.upload_id
    ORDER BY r.created_at ${order}, r.id ${order}`;
}

/** Only a report that failed has an error code: those are few. */
function narrowed(filter: ReportCriteria): ReportCriteria {
  const implied = filter.errorCode !== undefined && filter.status === undefined;
  return implied ? { ...filter, status: ['failed'] } : filter;
}

/** The set to walk value by value: one without the bulk of all reports where there is one. A device's are few. */
function walkedSet(filter: ReportCriteria): SetName | null {
  if (filter.deviceId !== undefined) return null;
  const given = (Object.keys(sets) as SetName[]).filter((name) => (filter[name]?.length ?? 0) > 0);
  const short = given.find((name) => !filter[name]?.some((value) => value === sets[name].bulk));
  return short ?? given[0] ?? null;
}

/** One term for each value of the walked set; a single null where nothing is walked by value. */
function valuesOf(filter: ReportCriteria, walked: SetName | null): (Prisma.Sql | null)[] {
  if (walked === null) return [null];
  const [column, type] = [Prisma.raw(walked), Prisma.raw(sets[walked].type)];
  return [...new Set<string>(filter[walked])].map((value) => Prisma.sql`r.${column} = ${value}::${type}`);
}

function termsOf(filter: ReportCriteria, walked: SetName | null): Prisma.Sql[] {
  const others = (Object.keys(sets) as SetName[]).filter((name) => name !== walked && filter[name]?.length);
  const { deviceId, createdAfter, createdBefore, errorCode } = filter;
  return [
    ...others.map((name) => {
      const [column, type] = [Prisma.raw(name), Prisma.raw(`${sets[name].type}[]`)];
      return Prisma.sql`r.${column} = ANY(${filter[name]}::${type})`;
    }),
    ...(deviceId === undefined ? [] : [Prisma.sql`r.device_id = ${deviceId}::uuid`]),
    ...(createdAfter === undefined ? [] : [Prisma.sql`r.created_at >= ${createdAfter}::timestamptz`]),
    ...(createdBefore === undefined ? [] : [Prisma.sql`r.created_at < ${createdBefore}::timestamptz`]),
    ...(errorCode === undefined ? [] : [Prisma.sql`r.error_code = ${errorCode}`]),
  ];
}
