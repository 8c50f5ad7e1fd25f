import {
  type BulkActionRow,
  deleteBulkAction,
  findBulkAction,
  findOldBulkAction,
  selectBulkActions,
} from '#lib/db/bulk-actions/bulk-actions';
import { deleteItems } from '#lib/db/bulk-actions/bulk-items';

import { readChannelSettings } from '#lib/db/connection/channels';

import { readConnection } from '#lib/db/connection/connection';
import type { Database } from '#lib/db/core/database';
import { pagePosition } from '#lib/db/core/page-position';
import type { Queryable } from '#lib/db/core/prisma';
import { conditionsOf, holdingConditions } from '#lib/domain/azure/connection-condition';
import { isAlive } from '#lib/domain/azure/connection-health';
import { type BulkActionKind, secondsLeft } from '#lib/domain/reports/bulk-action';
import { encodeCursor } from '#lib/domain/text/cursor';
import type { BulkAction, BulkActionPage, BulkActionQuery } from '../contract/bulk-action.ts';
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
async function readHold(db: Queryable, now: Date): Promise<BulkAction['hold']> {
  const [row, { enabled }] = await Promise.all([readConnection(db), readChannelSettings(db)]);
  const conditions = conditionsOf(
    {
      deprovisionedAt: iso(row.deprovisionedAt),
      worker: { alive: isAlive(row.workerSeenAt, now) },
      paused: row.pausedAt,
      // Devices that wait for a check-in hold no bulk action up: they are not counted.
      restore: row.restoredAt && { readAt: iso(row.restoredReadAt), waiting: 0 },
      health: row.health,
      throttledUntil: iso(row.throttledUntil),
      failingSince: iso(row.failingSince),
      channels: [{ name: 'partner', enabled: enabled.partner, health: row.health }],
    },
    now.getTime(),
  );
  return holdingConditions.find((holding) => conditions.includes(holding)) ?? null;
}

/** A bulk action with its progress, as the API returns it. */
function toBulkAction(row: BulkActionRow, hold: BulkAction['hold']): BulkAction {
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

const sort = '-createdAt';

/** One page of bulk actions, newest first. Throws `invalid_input` for a foreign cursor. */
export async function listBulkActions(
  db: Database,
  { limit, cursor }: BulkActionQuery,
  now: Date,
): Promise<BulkActionPage> {
  const position = pagePosition(cursor, sort, true);
  const after =
    position === null || position.value === null ? null : { value: position.value, id: position.id };
  const [rows, hold] = await Promise.all([
    selectBulkActions(db.pool, after, limit + 1),
    readHold(db.pool, now),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items: shown.map((row) => toBulkAction(row, hold)),
    nextCursor: more ? encodeCursor(sort, { value: last.createdAt.toISOString(), id: last.id }) : null,
  };
}

/** Rows of one statement: no lock is held for long. */
const atOnce = 5000;

/** Deletes bulk actions that were finished before a time, with their items. Returns how many. */
export async function forgetBulkActions(db: Database, before: Date, signal?: AbortSignal): Promise<number> {
  let forgotten = 0;
  while (signal?.aborted !== true) {
    const id = await findOldBulkAction(db.pool, before);
    if (id === null) break;
    if ((await deleteItems(db.pool, id, atOnce)) === atOnce) continue;
    await deleteBulkAction(db.pool, id);
    forgotten += 1;
  }
  return forgotten;
}
