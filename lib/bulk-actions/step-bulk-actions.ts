import { findOpenBulkActions } from '../db/bulk-actions.ts';
import { readGate } from '../db/connection.ts';
import { advanceBulkAction } from './advance-bulk-action.ts';
import type { BulkWorker } from './bulk-worker.ts';
import { settleBulkAction } from './settle-bulk-action.ts';

/** Reports of bulk actions that may be on their way at one time, so that what changes meanwhile hardly waits. */
const mostUnderWay = 2000;
const actionsAtOnce = 100;

/**
 * Takes the next step of every bulk action that is not finished; those that still have devices to reach share what may
 * be under way. Answers whether there is more to do at once.
 */
export async function stepBulkActions(worker: BulkWorker): Promise<boolean> {
  const open = await findOpenBulkActions(worker.db.pool, actionsAtOnce);
  if (open.length === 0) return false;
  const gate = await readGate(worker.db.pool);
  const held = gate.paused || gate.deprovisioned || gate.health === 'unhealthy';
  const share = Math.floor(mostUnderWay / Math.max(1, open.filter(({ waits }) => waits).length));
  let more = false;
  for (const { id } of open) {
    await settleBulkAction(worker, id, held);
    const advanced = await advanceBulkAction(worker, id, held ? 0 : Math.max(1, share));
    more ||= advanced;
  }
  return more;
}
