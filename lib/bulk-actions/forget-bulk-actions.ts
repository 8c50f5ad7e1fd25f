import { deleteBulkAction, findOldBulkAction } from '../db/bulk-actions.ts';
import { deleteItems } from '../db/bulk-items.ts';
import type { Database } from '../db/database.ts';

/** Rows of one statement: no lock is held for long. */
const atOnce = 5000;

/** Deletes bulk actions that were finished before a time, with their items. Answers how many. */
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
