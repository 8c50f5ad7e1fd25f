import { type BulkActionRow, findBulkAction } from '#lib/db/bulk-actions/bulk-actions';
import type { Database } from '#lib/db/core/database';
import type { BulkActionKind } from '#lib/domain/reports/bulk-action';
import type { BulkAction } from '../contract/bulk-action.ts';
import { TenkoError } from '../errors.ts';
import { readHold, toBulkAction } from './to-bulk-action.ts';

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
    throw new TenkoError('not_found', `There is no bulk action ${id}.`);
  }
  return row;
}
