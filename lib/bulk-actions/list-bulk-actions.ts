import { selectBulkActions } from '#lib/db/bulk-actions/bulk-actions';
import type { Database } from '#lib/db/core/database';
import { pagePosition } from '#lib/db/core/page-position';
import { encodeCursor } from '#lib/domain/text/cursor';
import type { BulkActionPage, BulkActionQuery } from '../contract/bulk-action.ts';
import { readHold, toBulkAction } from './get-bulk-action.ts';

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
