import { selectBulkItems } from '#lib/db/bulk-actions/bulk-items';
import type { Database } from '#lib/db/core/database';
import { pagePosition } from '#lib/db/core/page-position';
import type { BulkActionKind } from '#lib/domain/reports/bulk-action';
import { encodeCursor } from '#lib/domain/text/cursor';
import type { BulkItemPage, BulkItemQuery } from '../contract/bulk-action.ts';
import { requireBulkAction } from './get-bulk-action.ts';

const sort = 'deviceId';

/** One page of what became of each device. Throws `not_found`, or `invalid_input` for a foreign cursor. */
export async function listBulkItems(
  db: Database,
  id: string,
  kind: BulkActionKind,
  { limit, cursor, outcome }: BulkItemQuery,
): Promise<BulkItemPage> {
  const after = pagePosition(cursor, sort, false)?.id ?? null;
  await requireBulkAction(db, id, kind);
  const rows = await selectBulkItems(db.pool, id, { outcomes: outcome, after, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, nextCursor: more ? encodeCursor(sort, { value: null, id: last.deviceId }) : null };
}
