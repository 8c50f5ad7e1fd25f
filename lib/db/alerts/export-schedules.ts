import type { ExportTimes } from '#lib/domain/alerts/export-schedule';
import type { BoundedCount } from '#lib/domain/bounded-count';
import type { DeviceCriteria, DeviceSort } from '#lib/domain/devices/device-criteria';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';

/** What an admin sets of a scheduled export. */
export interface ScheduleChoices extends ExportTimes {
  name: string;
  filter: DeviceCriteria;
  sort: DeviceSort;
  /** None: all */
  columns: string[];
  destinationIds: string[];
  whenEmpty: boolean;
  enabled: boolean;
}

export interface ScheduleRow extends ScheduleChoices {
  id: string;
  nextAt: Date | null;
  lastRunAt: Date | null;
  lastSentAt: Date | null;
  lastCount: BoundedCount | null;
  createdAt: Date;
  createdBy: string;
  updatedAt: Date;
  updatedBy: string;
}

const changed = { topics: ['alerts'] as const };
/** How the last day of a month is stored */
const lastDay = 0;

const columns = Prisma.raw(
  `s.id, s.name, s.filter, s.sort, s.columns, s.every::text, s.weekday::integer,
  CASE WHEN s.day_of_month = ${lastDay} THEN to_jsonb('last'::text) ELSE to_jsonb(s.day_of_month) END AS "dayOfMonth",
  s.minute::integer, s.time_zone AS "timeZone", s.when_empty AS "whenEmpty", s.enabled, s.next_at AS "nextAt",
  s.last_run_at AS "lastRunAt", s.last_sent_at AS "lastSentAt", s.last_count AS "lastCount",
  s.created_at AS "createdAt", s.created_by AS "createdBy", s.updated_at AS "updatedAt", s.updated_by AS "updatedBy",
  ARRAY(SELECT x.destination_id::text FROM export_schedule_destinations x WHERE x.schedule_id = s.id ORDER BY 1) AS "destinationIds"`,
);

/** Schedules by name: all, or one. */
export async function selectSchedules(db: Queryable, id: string | null = null): Promise<ScheduleRow[]> {
  const one = id === null ? Prisma.empty : Prisma.sql`WHERE s.id = ${id}::uuid`;
  return db.$queryRaw<ScheduleRow[]>`
    SELECT ${columns} FROM export_schedules s ${one} ORDER BY lower(s.name), s.id`;
}

/** A schedule that nobody else changes or sends until the transaction ends; null: there is none. */
export async function lockSchedule(db: Queryable, id: string): Promise<ScheduleRow | null> {
  const locked = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM export_schedules WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return locked.length === 0 ? null : ((await selectSchedules(db, id))[0] ?? null);
}

/** Inserts a schedule, or replaces it. `nextAt`: null where it is off */
export async function putSchedule(
  db: Queryable,
  { id, at, by, ...choices }: ScheduleChoices & { id: string; nextAt: Date | null; at: Date; by: string },
): Promise<void> {
  publishChange(db, changed);
  const { destinationIds, filter, dayOfMonth, ...rest } = choices;
  const day = dayOfMonth === 'last' ? lastDay : dayOfMonth;
  const data = { ...rest, dayOfMonth: day, filter: { ...filter }, updatedAt: at, updatedBy: by };
  await db.exportSchedule.upsert({
    where: { id },
    create: { ...data, id, createdAt: at, createdBy: by },
    update: data,
  });
  await db.exportScheduleDestination.deleteMany({ where: { scheduleId: id } });
  await db.exportScheduleDestination.createMany({
    data: destinationIds.map((destinationId) => ({ scheduleId: id, destinationId })),
  });
}

/** Returns whether there was one. */
export async function deleteScheduleRow(db: Queryable, id: string): Promise<boolean> {
  publishChange(db, changed);
  return (await db.exportSchedule.deleteMany({ where: { id } })).count > 0;
}

/** A schedule that is due. */
export interface DueSchedule {
  id: string;
  dueAt: Date;
  filter: DeviceCriteria;
}

/** The one that has been due for longest; null: none is. */
export async function findDueSchedule(db: Queryable, now: Date): Promise<DueSchedule | null> {
  const rows = await db.$queryRaw<DueSchedule[]>`
    SELECT id, next_at AS "dueAt", filter FROM export_schedules WHERE next_at <= ${now} ORDER BY next_at, id LIMIT 1`;
  return rows[0] ?? null;
}

/** The same, for this transaction alone; null: it is another worker's, or no longer due then. */
export async function lockDueSchedule(
  db: Queryable,
  { id, dueAt }: DueSchedule,
): Promise<ScheduleRow | null> {
  const locked = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM export_schedules WHERE id = ${id}::uuid AND next_at = ${dueAt} FOR NO KEY UPDATE SKIP LOCKED`;
  return locked.length === 0 ? null : ((await selectSchedules(db, id))[0] ?? null);
}

/** Of a schedule's destinations, those that are on. */
export async function findOpenDestinations(db: Queryable, scheduleId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM export_schedule_destinations x JOIN alert_destinations a ON a.id = x.destination_id
    WHERE x.schedule_id = ${scheduleId}::uuid AND a.enabled ORDER BY a.id`;
  return rows.map(({ id }) => id);
}

/** Says that it was its time. `nextAt`: undefined: it stays as it is */
export async function noteRun(
  db: Queryable,
  id: string,
  run: { at: Date; sent: boolean; count: BoundedCount | null; nextAt?: Date },
): Promise<void> {
  publishChange(db, changed);
  const { at, sent, count, nextAt } = run;
  await db.exportSchedule.update({
    where: { id },
    data: {
      lastRunAt: at,
      lastCount: count === null ? Prisma.DbNull : { ...count },
      ...(sent && { lastSentAt: at }),
      ...(nextAt !== undefined && { nextAt }),
    },
  });
}
