import { isAlive } from '#lib/connection/worker-liveness';
import type { BulkActionRow } from '#lib/db/bulk-actions/bulk-actions';
import { readConnection } from '#lib/db/connection/connection';
import type { Queryable } from '#lib/db/core/prisma';
import { conditionsOf, holdingConditions } from '#lib/domain/azure/connection-condition';
import { secondsLeft } from '#lib/domain/reports/bulk-action';
import type { BulkAction } from '../contract/bulk-action.ts';

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

/** A bulk action with its progress, as the API answers it. */
export function toBulkAction(row: BulkActionRow, hold: BulkAction['hold']): BulkAction {
  const { id, kind, filter, requestedBy, cancelledBy, total } = row;
  const { underWay, successful, failed, notPossible, cancelled } = row;
  const ended = endedOf(row);
  const finished = row.finishedAt !== null;
  return {
    ...{ id, kind, filter, requestedBy, createdAt: row.createdAt.toISOString() },
    ...{ startedAt: iso(row.startedAt), finishedAt: iso(row.finishedAt) },
    ...{ cancelledAt: iso(row.cancelledAt), cancelledBy },
    ...{ total, waiting: total - underWay - ended, underWay, successful, failed, notPossible, cancelled },
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
