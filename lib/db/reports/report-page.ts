import type { AzureStep } from '#lib/domain/azure/connection-health';
import type { Channel } from '#lib/domain/devices/channel';
import { verdicts } from '#lib/domain/devices/verdict';
import type { ReportCriteria, ReportSort } from '#lib/domain/reports/report-criteria';
import { reportStatuses, type UploadStatus } from '#lib/domain/reports/report-status';
import { triggers } from '#lib/domain/reports/trigger';
import { readFirst } from '../core/plan-hints.ts';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { type NamedReports, namedCondition } from './named-reports.ts';
import { type ReportRow, reportColumns } from './reports.ts';

/** A report with the device that it is about. */
export interface ReportLogRow extends ReportRow {
  deviceName: string;
  externalId: string;
  feed: string;
}

export const ofDeviceColumns = Prisma.raw(
  `d.name AS "deviceName", d.external_id AS "externalId", d.feed AS feed`,
);

/** The sets that the index leads with, and every value of each. */
const sets = {
  status: { type: 'report_status', values: reportStatuses },
  trigger: { type: 'report_trigger', values: triggers },
  verdict: { type: 'verdict', values: verdicts },
} as const;
type SetName = keyof typeof sets;
const setNames = Object.keys(sets) as SetName[];

/**
 * Up to `limit` reports after a position, by keyset. `= ANY` over an ordered index would make PostgreSQL sort all
 * that match, or scan all reports for a few: so one set is asked value by value, each in its index's own order, and
 * the few rows of each are merged.
 */
export async function selectReportPage(
  db: Queryable,
  query: {
    filter: ReportCriteria;
    /** What `filter.q` is about; null: there is none */
    named?: NamedReports | null;
    sort: ReportSort;
    after: { value: string; id: string } | null;
    limit: number;
  },
): Promise<ReportLogRow[]> {
  const { after, limit, filter, named = null } = query;
  const descending = query.sort === '-createdAt';
  const order = Prisma.raw(descending ? 'DESC' : 'ASC');
  const beyond = Prisma.raw(descending ? '<' : '>');
  const terms = [
    ...termsOf(filter, named),
    ...(after === null
      ? []
      : [Prisma.sql`(r.created_at, r.id) ${beyond} (${after.value}::timestamptz, ${after.id}::uuid)`]),
  ];
  const first = (where: Prisma.Sql[]) => Prisma.sql`(SELECT r.* FROM reports r
    WHERE ${Prisma.join([...where, ...terms, Prisma.sql`true`], ' AND ')}
    ORDER BY r.created_at ${order}, r.id ${order} LIMIT ${limit})`;
  const scans = isNamed(named)
    ? [
        first([Prisma.sql`r.id = ANY(${named.reports}::uuid[])`]),
        first([Prisma.sql`r.upload_id = ANY(${named.messages}::uuid[])`]),
        Prisma.sql`(SELECT n.* FROM unnest(${named.devices}::uuid[]) device CROSS JOIN LATERAL
          ${first([Prisma.sql`r.device_id = device`])} n)`,
      ]
    : scansOf(filter).map(first);
  return db.$queryRaw<ReportLogRow[]>`
    WITH page ${readFirst} (
      SELECT * FROM (${Prisma.join(scans, isNamed(named) ? ' UNION ' : ' UNION ALL ')}) r
      ORDER BY r.created_at ${order}, r.id ${order} LIMIT ${limit})
    SELECT ${reportColumns}, ${ofDeviceColumns}
    FROM page r JOIN devices d ON d.id = r.device_id LEFT JOIN uploads u ON u.id = r.upload_id
    ORDER BY r.created_at ${order}, r.id ${order}`;
}

/** The search is about ids that are known. */
function isNamed(named: NamedReports | null): named is NamedReports & { devices: string[] } {
  return named !== null && named.devices !== null;
}

/** How many reports match, counted up to `most` and no further. */
export async function countReports(
  db: Queryable,
  { filter, named, most }: { filter: ReportCriteria; named: NamedReports | null; most: number },
): Promise<number> {
  const where = Prisma.join([...conditionsOf(filter), Prisma.sql`true`], ' AND ');
  const search = named === null ? Prisma.empty : Prisma.sql`AND ${namedCondition(named)}`;
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM (SELECT 1 FROM reports r WHERE ${where} ${search} LIMIT ${most}) counted`;
  return rows[0]?.count ?? 0;
}

/** One scan for each combination of values. A device's reports, or those of one error, are few: one scan. */
function scansOf(filter: ReportCriteria): Prisma.Sql[][] {
  const given = setNames.some((name) => filter[name]?.length);
  if (!given || isFew(filter)) return [[]];
  return setNames.reduce<Prisma.Sql[][]>(
    (scans, name) => {
      const values: readonly string[] = filter[name]?.length ? [...new Set(filter[name])] : sets[name].values;
      const type = Prisma.raw(sets[name].type);
      return scans.flatMap((scan) =>
        values.map((value) => [...scan, Prisma.sql`r.${Prisma.raw(name)} = ${value}::${type}`]),
      );
    },
    [[]],
  );
}

function isFew({ deviceId, errorCode }: ReportCriteria): boolean {
  return deviceId !== undefined || errorCode !== undefined;
}

/** `named`: what is not found by ids is looked at one by one. */
function termsOf(filter: ReportCriteria, named: NamedReports | null): Prisma.Sql[] {
  const asked = isFew(filter) || isNamed(named);
  const common = named === null || isNamed(named) ? [] : [namedCondition(named)];
  return [...conditionsOf(filter, asked), ...common];
}

function conditionsOf(filter: ReportCriteria, withSets = true): Prisma.Sql[] {
  const { deviceId, createdAfter, createdBefore, errorCode } = filter;
  // Only a report that failed has an error code: asking for the status too would make PostgreSQL cross two indexes.
  const implied = errorCode !== undefined && filter.status?.includes('failed');
  const asked = setNames.filter(
    (name) => withSets && filter[name]?.length && !(implied && name === 'status'),
  );
  return [
    ...asked.map((name) => {
      const type = Prisma.raw(`${sets[name].type}[]`);
      return Prisma.sql`r.${Prisma.raw(name)} = ANY(${filter[name]}::${type})`;
    }),
    ...(deviceId === undefined ? [] : [Prisma.sql`r.device_id = ${deviceId}::uuid`]),
    ...(createdAfter === undefined ? [] : [Prisma.sql`r.created_at >= ${createdAfter}::timestamptz`]),
    ...(createdBefore === undefined ? [] : [Prisma.sql`r.created_at < ${createdBefore}::timestamptz`]),
    ...(errorCode === undefined ? [] : [Prisma.sql`r.error_code = ${errorCode}`]),
  ];
}

export interface ReportDetailRow extends ReportLogRow {
  azureDeviceId: string | null;
  /** Null: no message speaks of the device for this report */
  lastUpdateTime: Date | null;
}

export async function findReport(db: Queryable, id: string): Promise<ReportDetailRow | null> {
  const rows = await db.$queryRaw<ReportDetailRow[]>`
    SELECT ${reportColumns}, ${ofDeviceColumns}, r.azure_device_id AS "azureDeviceId",
      r.last_update_time AS "lastUpdateTime"
    FROM reports r JOIN devices d ON d.id = r.device_id LEFT JOIN uploads u ON u.id = r.upload_id
    WHERE r.id = ${id}::uuid`;
  return rows[0] ?? null;
}

export interface MessageRow {
  id: string;
  channel: Channel;
  status: UploadStatus;
  body: string | null;
  deviceCount: number;
  attempts: number;
  createdAt: Date;
  sentAt: Date | null;
  settledAt: Date | null;
  errorCode: string | null;
  errorDetail: string | null;
  calls: MessageCallRow[];
}

export interface MessageCallRow {
  step: AzureStep;
  firstAt: Date;
  lastAt: Date;
  times: number;
  failed: boolean;
  durationMs: number;
  httpStatus: number | null;
  errorCode: string | null;
  errorDetail: string | null;
  answer: string | null;
  clientRequestId: string | null;
  requestId: string | null;
}

/** A message with every call about it that is kept, oldest first. */
export async function findMessage(db: Queryable, id: string): Promise<MessageRow | null> {
  return db.upload.findUnique({
    where: { id },
    include: { calls: { orderBy: [{ firstAt: 'asc' }, { id: 'asc' }] } },
  });
}
