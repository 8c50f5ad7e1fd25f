import type { RowReader } from '../core/database.ts';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';
import { canBeReported, maybePutRight } from './device-columns.ts';

export type SweepName = 'resync' | 'read_back' | 'channels';

export interface SweepState {
  name: SweepName;
  startedAt: string;
  startedBy: string | null;
  reached: number;
  finishedAt: string | null;
}

export interface Sweep {
  startedAt: Date;
  startedBy: string | null;
  cursor: string | null;
  reached: number;
  steppedAt: Date | null;
}

/** Starts a sweep over all devices, again from the beginning if one is under way. */
export async function startSweep(
  db: Queryable,
  name: SweepName,
  by: string | null,
  now: Date,
): Promise<void> {
  const fresh = {
    startedAt: now,
    startedBy: by,
    cursor: null,
    reached: 0,
    steppedAt: null,
    finishedAt: null,
  };
  publishChange(db, { topics: ['connection'] });
  await db.walk.upsert({ where: { name }, create: { name, ...fresh }, update: fresh });
}

/** Locks a sweep that is under way; null: there is none, or another worker takes a step of it just now. */
export async function lockSweep(db: Queryable, name: SweepName): Promise<Sweep | null> {
  const rows = await db.$queryRaw<Sweep[]>`
    SELECT started_at AS "startedAt", started_by AS "startedBy", cursor, reached, stepped_at AS "steppedAt"
    FROM walks WHERE name = ${name}::walk_name AND started_at IS NOT NULL AND finished_at IS NULL
    FOR UPDATE SKIP LOCKED`;
  return rows[0] ?? null;
}

/** A sweep as admins see it, with times in UTC as ISO 8601 text; null: it was never started. */
export async function readSweep(db: RowReader, name: SweepName): Promise<SweepState | null> {
  const [row] = await db.rows<SweepState>(Prisma.sql`
    SELECT name, started_at AS "startedAt", started_by AS "startedBy", reached, finished_at AS "finishedAt"
    FROM walks WHERE name = ${name}::walk_name AND started_at IS NOT NULL`);
  return row ?? null;
}

/** Starts a sweep whose last round began a while ago and is done; the first one too. */
export async function startSweepIfOver(
  db: Queryable,
  name: SweepName,
  startedBefore: Date,
  now: Date,
): Promise<void> {
  await db.walk.updateMany({
    where: {
      name,
      OR: [{ startedAt: null }, { startedAt: { lte: startedBefore }, finishedAt: { not: null } }],
    },
    data: { startedAt: now, cursor: null, reached: 0, steppedAt: null, finishedAt: null },
  });
}

/** `last`: the device that the step ended with; null: there was none beyond, and the sweep is done. */
export async function stepSweep(
  db: Queryable,
  name: SweepName,
  step: { last: string | null; reached: number },
  now: Date,
): Promise<void> {
  await db.$executeRaw`
    UPDATE walks SET cursor = coalesce(${step.last}::uuid, cursor), reached = reached + ${step.reached},
      stepped_at = ${now}, finished_at = CASE WHEN ${step.last}::uuid IS NULL THEN ${now}::timestamptz END
    WHERE name = ${name}::walk_name`;
}

/**
 * Weekly and resync work of the partner channel that is due now, counted up to `most`. Graph takes so few writes that its
 * channels would hold back the others. In the order of its index, whatever the statistics say.
 */
export async function countDueWork(db: Queryable, now: Date, most: number): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM (
      SELECT 1 FROM devices WHERE channel = 'partner' AND due_priority = 1 AND report_due_at <= ${now}
      ORDER BY report_due_at LIMIT ${most}) due`;
  return rows[0]?.count ?? 0;
}

/** What changed or was asked for in the partner channel, and is yet to be claimed, counted up to `most`. */
export async function countUrgentWork(db: Queryable, most: number): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM (
      SELECT 1 FROM devices WHERE channel = 'partner' AND due_priority = 0 AND report_due_at IS NOT NULL
      ORDER BY report_due_at LIMIT ${most}) due`;
  return rows[0]?.count ?? 0;
}

/**
 * Makes the devices after a position due for a resync, in the order of their ids: those that can be reported and
 * do not wait for something stronger already. Returns the last device of the part; null: there was none.
 */
export async function resyncPart(
  db: Queryable,
  after: string | null,
  limit: number,
  now: Date,
): Promise<{ last: string | null; reached: number }> {
  const part = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM devices WHERE id > coalesce(${after}::uuid, '00000000-0000-0000-0000-000000000000')
    ORDER BY id LIMIT ${limit} FOR UPDATE`;
  const ids = part.map(({ id }) => id);
  publishChange(db, { devices: ids, topics: ['connection'] });
  const reached = await db.$executeRaw`
    UPDATE devices SET report_due_at = ${now}, due_trigger = 'resync', due_priority = 1
    WHERE id = ANY(${ids}::uuid[]) AND ${canBeReported}
      AND (report_due_at IS NULL OR due_priority = 1)`;
  return { last: ids.at(-1) ?? null, reached };
}

/**
 * Devices with an Azure id after a position whose answer from Entra is older than a time, and retired ones whose deletion was
 * refused; `last` as above.
 */
export async function readBackPart(
  db: Queryable,
  after: string | null,
  limit: number,
  readBefore: Date,
): Promise<{ last: string | null; ids: string[]; undeleted: string[] }> {
  const part = await db.$queryRaw<{ id: string; wanted: boolean; undeleted: boolean }[]>`
    SELECT id, management_state = 'retired' AND entra_deletion_problem IS NOT NULL AS undeleted, azure_device_id IS NOT NULL AND entra_deleted_at IS NULL
      AND (entra_read_at IS NULL OR entra_read_at < ${readBefore}) AS wanted
    FROM devices WHERE id > coalesce(${after}::uuid, '00000000-0000-0000-0000-000000000000')
    ORDER BY id LIMIT ${limit}`;
  return {
    last: part.at(-1)?.id ?? null,
    ids: part.filter(({ wanted }) => wanted).map(({ id }) => id),
    undeleted: part.filter(({ undeleted }) => undeleted).map(({ id }) => id),
  };
}

/** Devices that Entra was seen to differ about, and that were not read for a while. */
export async function findDiffering(db: Queryable, readBefore: Date, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM devices WHERE entra_differs_since IS NOT NULL AND entra_read_at < ${readBefore}
      AND azure_device_id IS NOT NULL AND entra_deleted_at IS NULL ORDER BY entra_differs_since LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/** Devices whose problem someone may have fixed in Entra, and that were not read for a while, oldest first. */
export async function findTroubled(db: Queryable, readBefore: Date, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM devices WHERE entra_trouble_read_at < ${readBefore} AND entra_problem IN ${maybePutRight}
      AND azure_device_id IS NOT NULL AND entra_deleted_at IS NULL
    ORDER BY entra_trouble_read_at LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/** Roughly how many devices there are: PostgreSQL's own estimate. */
export async function estimateDevices(db: Queryable): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT greatest(reltuples, 0)::float8 AS count FROM pg_class WHERE oid = 'devices'::regclass`;
  return rows[0]?.count ?? 0;
}
