import type { DeviceCriteria } from '#lib/domain/devices/device-criteria';
import type { BulkActionKind, BulkOutcome, PaceMark } from '#lib/domain/reports/bulk-action';
import type { Queryable } from '../core/prisma.ts';
import { Prisma } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';

export interface BulkActionRow extends PaceMark {
  id: string;
  kind: BulkActionKind;
  filter: DeviceCriteria | null;
  requestedBy: string;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  cancelledAt: Date | null;
  cancelledBy: string | null;
  total: number;
  underWay: number;
  successful: number;
  failed: number;
  notPossible: number;
  cancelled: number;
  /** The last device that was reached */
  cursor: string | null;
}

const bulkChange = { topics: ['bulk'] as const };

const columns = Prisma.raw(
  `b.id, b.kind, b.filter, b.requested_by AS "requestedBy", b.created_at AS "createdAt",
  b.started_at AS "startedAt", b.finished_at AS "finishedAt", b.cancelled_at AS "cancelledAt",
  b.cancelled_by AS "cancelledBy", b.total, b.under_way AS "underWay", b.successful, b.failed,
  b.not_possible AS "notPossible", b.cancelled, b.cursor, b.pace, b.paced_at AS "pacedAt",
  b.paced_ended AS "pacedEnded"`,
);

export async function insertBulkAction(
  db: Queryable,
  action: Pick<BulkActionRow, 'id' | 'kind' | 'filter' | 'requestedBy' | 'createdAt'>,
): Promise<void> {
  const { filter, ...rest } = action;
  publishChange(db, bulkChange);
  await db.bulkAction.create({ data: { ...rest, ...(filter === null ? {} : { filter: { ...filter } }) } });
}

export async function setBulkTotal(db: Queryable, id: string, total: number): Promise<void> {
  await db.bulkAction.update({ where: { id }, data: { total } });
}

export async function findBulkAction(db: Queryable, id: string): Promise<BulkActionRow | null> {
  const rows = await db.$queryRaw<BulkActionRow[]>`
    SELECT ${columns} FROM bulk_actions b WHERE b.id = ${id}::uuid`;
  return rows[0] ?? null;
}

/** Newest first, after a position. */
export async function selectBulkActions(
  db: Queryable,
  after: { value: string; id: string } | null,
  limit: number,
): Promise<BulkActionRow[]> {
  const start =
    after === null
      ? Prisma.sql`true`
      : Prisma.sql`(b.created_at, b.id) < (${after.value}::timestamptz, ${after.id}::uuid)`;
  return db.$queryRaw<BulkActionRow[]>`
    SELECT ${columns} FROM bulk_actions b WHERE ${start} ORDER BY b.created_at DESC, b.id DESC LIMIT ${limit}`;
}

/** Those that are not finished, the oldest first; `waits`: some of its devices have not been reached. */
export async function findOpenBulkActions(
  db: Queryable,
  limit: number,
): Promise<{ id: string; waits: boolean }[]> {
  return db.$queryRaw<{ id: string; waits: boolean }[]>`
    SELECT id, cancelled_at IS NULL AND total > under_way + successful + failed + not_possible + cancelled AS waits
    FROM bulk_actions WHERE finished_at IS NULL ORDER BY id LIMIT ${limit}`;
}

/** Locks one that is not finished; null: it is, or another worker takes a step of it just now. */
export async function lockBulkAction(db: Queryable, id: string): Promise<BulkActionRow | null> {
  const rows = await db.$queryRaw<BulkActionRow[]>`
    SELECT ${columns} FROM bulk_actions b WHERE b.id = ${id}::uuid AND b.finished_at IS NULL
    FOR UPDATE SKIP LOCKED`;
  return rows[0] ?? null;
}

/** Returns whether it was cancelled by this: it was neither finished nor cancelled. */
export async function setBulkCancelled(
  db: Queryable,
  id: string,
  { by, at }: { by: string; at: Date },
): Promise<boolean> {
  publishChange(db, bulkChange);
  const moved = await db.bulkAction.updateMany({
    where: { id, finishedAt: null, cancelledAt: null },
    data: { cancelledAt: at, cancelledBy: by },
  });
  return moved.count > 0;
}

/** How many items moved into an outcome (negative: out of it); waiting is what is left. */
export type Moved = Partial<Record<Exclude<BulkOutcome, 'waiting'>, number>>;

/** Counts items that moved, in the transaction that moves them. `cursor`: the last device that was reached. */
export async function countMoved(
  db: Queryable,
  id: string,
  moved: Moved,
  { cursor = null, now }: { cursor?: string | null; now: Date },
): Promise<void> {
  publishChange(db, bulkChange);
  await db.$executeRaw`
    UPDATE bulk_actions SET started_at = coalesce(started_at, ${now}), cursor = coalesce(${cursor}::uuid, cursor),
      under_way = under_way + ${moved.under_way ?? 0}, successful = successful + ${moved.successful ?? 0},
      failed = failed + ${moved.failed ?? 0}, not_possible = not_possible + ${moved.not_possible ?? 0},
      cancelled = cancelled + ${moved.cancelled ?? 0}
    WHERE id = ${id}::uuid`;
}

export async function setPace(db: Queryable, id: string, mark: PaceMark): Promise<void> {
  const { pace, pacedAt, pacedEnded } = mark;
  await db.bulkAction.update({ where: { id }, data: { pace, pacedAt, pacedEnded } });
}

/** Ends one that has nothing left to do, once; returns it as it ended, or null. */
export async function finishBulkAction(db: Queryable, id: string, now: Date): Promise<BulkActionRow | null> {
  const rows = await db.$queryRaw<BulkActionRow[]>`
    UPDATE bulk_actions b SET finished_at = ${now}, started_at = coalesce(started_at, ${now}), pace = NULL, paced_at = NULL
    WHERE b.id = ${id}::uuid AND b.finished_at IS NULL AND b.under_way = 0
      AND b.total = b.successful + b.failed + b.not_possible + b.cancelled
    RETURNING ${columns}`;
  if (rows.length > 0) publishChange(db, bulkChange);
  return rows[0] ?? null;
}

/** The oldest one that was finished before a time; null: there is none. */
export async function findOldBulkAction(db: Queryable, before: Date): Promise<string | null> {
  const row = await db.bulkAction.findFirst({
    where: { finishedAt: { lt: before } },
    orderBy: [{ finishedAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  return row?.id ?? null;
}

export async function deleteBulkAction(db: Queryable, id: string): Promise<void> {
  await db.bulkAction.deleteMany({ where: { id } });
}
