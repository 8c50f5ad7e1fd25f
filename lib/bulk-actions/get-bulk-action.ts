import { type BulkActionRow, findBulkAction } from '#lib/db/bulk-actions/bulk-actions';
import { readConnection } from '#lib/db/connection/connection';
import type { Database } from '#lib/db/core/database';
import type { Queryable } from '#lib/db/core/prisma';
import { conditionsOf, holdingConditions, isAlive } from '#lib/domain/azure/connection-health';
import { type BulkActionKind, secondsLeft } from '#lib/domain/reports/bulk-action';
import type { BulkAction } from '../contract/bulk-action.ts';
import { TenkoError } from '../errors.ts';

/** How far a bulk action is. `kind`: another one's is not found; absent: either. Throws `not_found`. */
export async function getBulkAction(
  db: Database,
  id: string,
  now: Date,
  kind?: BulkActionKind,
): Promise<BulkAction> {
  const [row, hold] = await Promise.all([requireBulkAction(db, id, kind), readHold(db.pool, now)]);
  return toBulkAction(row, hold);
}

export async function requireBulkAction(
  db: Database,
  id: string,
  kind?: BulkActionKind,
): Promise<BulkActionRow> {
  const row = await findBulkAction(db.pool, id);
  if (row === null || (kind !== undefined && row.kind !== kind)) {
    throw new TenkoError('not_found', `Bulk action ${id} not found.`);
  }
  return row;
}

/** What keeps all bulk actions from going on; null: nothing does. */
export async function readHold(db: Queryable, now: Date): Promise<BulkAction['hold']> {
  const row = await readConnection(db);
  const conditions = conditionsOf(
    {
      deprovisionedAt: iso(row.deprovisionedAt),
      worker: { alive: isAlive(row.workerSeenAt, now) },
      paused: row.pausedAt,
      health: row.health,
      throttledUntil: iso(row.throttledUntil),
      failingSince: iso(row.failingSince),
    },
    now.getTime(),
  );
  return holdingConditions.find((holding) => conditions.includes(holding)) ?? null;
}

/** A bulk action with its progress, as the API returns it. */
export function toBulkAction(row: BulkActionRow, hold: BulkAction['hold']): BulkAction {
  const { id, kind, filter, requestedBy, cancelledBy, total } = row;
  const { underWay, successful, failed, notPossible, cancelled } = row;
  const ended = endedOf(row);
  const finished = row.finishedAt !== null;
  return {
    id,
    kind,
    filter,
    requestedBy,
    createdAt: row.createdAt.toISOString(),
    startedAt: iso(row.startedAt),
    finishedAt: iso(row.finishedAt),
    cancelledAt: iso(row.cancelledAt),
    cancelledBy,
    total,
    waiting: total - underWay - ended,
    underWay,
    successful,
    failed,
    notPossible,
    cancelled,
    secondsLeft: finished || hold !== null ? null : secondsLeft(row.pace, total - ended),
    hold: finished ? null : hold,
  };
}

/** Items of which it is known how they ended. */
export function endedOf(row: BulkActionRow): number {
  return row.successful + row.failed + row.notPossible + row.cancelled;
}

function iso(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}
