import { deleteBulkAction, findOldBulkAction } from '#lib/db/bulk-actions/bulk-actions';
import { deleteItems } from '#lib/db/bulk-actions/bulk-items';
import type { Database } from '#lib/db/core/database';

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
