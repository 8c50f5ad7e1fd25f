import { findOpenBulkActions } from '#lib/db/bulk-actions/bulk-actions';
import { readGate } from '#lib/db/connection/connection';
import { countUrgentWork } from '#lib/db/devices/device-sweeps';
import { advanceBulkAction, type Room } from './advance-bulk-action.ts';
import type { BulkWorker } from './bulk-worker.ts';
import { endBulkItems } from './end-bulk-items.ts';

/** Devices that may wait to be claimed, whatever the reason: with more, changes would have to wait behind bulk actions. */
const mostQueued = 2000;
/** Reports that may be on their way: Microsoft takes its time to confirm them. */
const mostUnderWay = 20_000;
const actionsAtOnce = 100;

/**
 * Takes the next step of every bulk action that is not finished; those that still have devices to reach share the room
 * there is. Returns whether there is more to do at once.
 */
export async function stepBulkActions(worker: BulkWorker): Promise<boolean> {
  const open = await findOpenBulkActions(worker.db.pool, actionsAtOnce);
  if (open.length === 0) return false;
  const gate = await readGate(worker.db.pool);
  const held = gate.paused || gate.deprovisioned || gate.health === 'unhealthy';
  const sharers = Math.max(1, open.filter(({ waits }) => waits).length);
  const queued = held ? mostQueued : await countUrgentWork(worker.db.pool, mostQueued);
  const room = {
    devices: Math.ceil((mostQueued - queued) / sharers),
    underWay: Math.ceil(mostUnderWay / sharers),
  };
  let more = false;
  for (const { id } of open) {
    await endBulkItems(worker, id, held);
    if (await advance(worker, id, room)) more = true;
  }
  return more;
}

/** In transactions of some devices each; returns whether there was anything to reach. */
async function advance(worker: BulkWorker, id: string, room: Room): Promise<boolean> {
  let left = room.devices;
  let reached = 0;
  do {
    reached = await advanceBulkAction(worker, id, { ...room, devices: left });
    left -= reached;
  } while (reached > 0 && left > 0);
  return left < room.devices;
}
