import type { AlertEventType, DeliveryType, NewAlertEvent } from '#lib/domain/alerts/alert-event';
import type { AlertChange } from '#lib/domain/alerts/events-of-change';
import type { DeviceCriteria } from '#lib/domain/devices/device-criteria';
import { lookedUpEach } from '../core/plan-hints.ts';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { whereOf } from '../device-list/device-filter.ts';

/** Takes the next changes away, the oldest first: those of one device, or of anything else, are in the order in which they were made. */
export async function takeAlertChanges(db: Queryable, limit: number): Promise<AlertChange[]> {
  const rows = await db.$queryRaw<(AlertChange & { id: bigint })[]>`
    DELETE FROM alert_changes WHERE id IN (SELECT id FROM alert_changes ORDER BY id LIMIT ${limit})
    RETURNING id, kind, subject, at, before, after`;
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

export async function insertAlertEvents(
  db: Queryable,
  events: readonly (Omit<NewAlertEvent, 'type'> & { id: string; type: DeliveryType })[],
): Promise<void> {
  if (events.length === 0) return;
  await db.$executeRaw`
    INSERT INTO alert_events (id, type, at, device_id, data)
    SELECT r.id, r.type, r.at, r."deviceId", r.data
    FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
      AS r(id uuid, type text, at timestamptz, "deviceId" uuid, data jsonb)`;
}

/** Of failed reports, those whose device had failed with the report before, too. */
export async function findRepeatedFailures(
  db: Queryable,
  reportIds: readonly string[],
): Promise<Set<string>> {
  if (reportIds.length === 0) return new Set();
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM unnest(${reportIds}::uuid[]) asked(id)
    CROSS JOIN LATERAL (SELECT id, device_id, created_at FROM reports WHERE id = asked.id ${lookedUpEach}) r
    CROSS JOIN LATERAL (
      SELECT o.status FROM reports o WHERE o.device_id = r.device_id AND (o.created_at, o.id) < (r.created_at, r.id)
        AND o.status IN ('successful', 'failed') AND NOT o.withdrawal
      ORDER BY o.created_at DESC, o.id DESC LIMIT 1) former
    WHERE former.status = 'failed'`;
  return new Set(rows.map(({ id }) => id));
}

/** Of these devices, those that a filter, its ages resolved, is about. */
export async function findDevicesOfFilter(
  db: Queryable,
  ids: readonly string[],
  filter: DeviceCriteria,
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT d.id FROM devices d WHERE d.id = ANY(${ids}::uuid[]) AND ${whereOf(filter)}`;
  return new Set(rows.map(({ id }) => id));
}

/** How many events of each type there were since a time, of at most `limit` of the newest; only of devices that a filter is about. */
export async function countAlertEvents(
  db: Queryable,
  {
    types,
    since,
    filter,
    limit,
  }: { types: readonly AlertEventType[]; since: Date; filter: DeviceCriteria | null; limit: number },
): Promise<{ looked: number; counts: { type: AlertEventType; count: number }[] }> {
  const matches =
    filter === null
      ? Prisma.sql`true`
      : Prisma.sql`(e.device_id IS NULL OR EXISTS (SELECT 1 FROM devices d WHERE d.id = e.device_id AND ${whereOf(filter)}))`;
  const rows = await db.$queryRaw<{ type: AlertEventType; looked: number; count: number }[]>`
    WITH newest AS MATERIALIZED (
      SELECT type, device_id FROM alert_events WHERE type = ANY(${types}) AND at >= ${since} ORDER BY at DESC LIMIT ${limit})
    SELECT e.type, count(*)::integer AS looked, count(*) FILTER (WHERE ${matches})::integer AS count
    FROM newest e GROUP BY e.type`;
  const looked = rows.reduce((sum, row) => sum + row.looked, 0);
  return { looked, counts: rows.map(({ type, count }) => ({ type, count })) };
}

/** Deletes at most `limit` events before a time that no message waits for; returns how many. */
export async function pruneAlertEvents(db: Queryable, before: Date, limit: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM alert_events WHERE id IN (
      SELECT e.id FROM alert_events e WHERE e.at < ${before}
        AND NOT EXISTS (SELECT 1 FROM alert_deliveries d WHERE d.event_id = e.id AND d.state = 'waiting')
      ORDER BY e.at LIMIT ${limit})`;
}

/** Says that something is told, and returns whether it was not yet. */
export async function markOnce(
  db: Queryable,
  kind: string,
  subjects: readonly string[],
  at: Date,
): Promise<Set<string>> {
  if (subjects.length === 0) return new Set();
  const rows = await db.$queryRaw<{ subject: string }[]>`
    INSERT INTO alert_marks (kind, subject, at) SELECT ${kind}, subject, ${at} FROM unnest(${subjects}::text[]) subject
    ON CONFLICT DO NOTHING RETURNING subject`;
  return new Set(rows.map(({ subject }) => subject));
}

/** What no longer lasts may be told again. */
export async function unmarkOthers(db: Queryable, kind: string, lasting: readonly string[]): Promise<void> {
  await db.$executeRaw`DELETE FROM alert_marks WHERE kind = ${kind} AND subject <> ALL(${lasting}::text[])`;
}
