import {
  type BulkActionRow,
  countMoved,
  findOpenBulkActions,
  finishBulkAction,
  lockBulkAction,
  type Moved,
  setPace,
} from '#lib/db/bulk-actions/bulk-actions';
import { findItemsToEnd, type ItemMove, moveItems } from '#lib/db/bulk-actions/bulk-items';
import { readGate } from '#lib/db/connection/connection';
import type { Transaction } from '#lib/db/core/prisma';
import { countUrgentWork } from '#lib/db/devices/device-sweeps';
import { recordAudit } from '#lib/db/people/audit';
import { endOfItem, nextPace } from '#lib/domain/reports/bulk-action';
import { advanceBulkAction, type BulkWorker, type Room } from './advance-bulk-action.ts';
import { endedOf } from './bulk-actions.ts';

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
  const held = gate.paused || gate.deprovisioned || gate.restoring || gate.health === 'unhealthy';
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

/**
 * Ends the items whose reports are settled, measures the pace, and finishes the bulk action once nothing is left.
 * `held`: reporting is off, which says nothing of the pace.
 */
async function endBulkItems(worker: BulkWorker, id: string, held: boolean): Promise<void> {
  const now = worker.clock();
  await worker.db.transaction(async (tx) => {
    const action = await lockBulkAction(tx, id);
    if (action === null) return;
    const moved = await endItems(tx, action, now);
    const ended = (moved.successful ?? 0) + (moved.failed ?? 0) + (moved.not_possible ?? 0);
    if (ended > 0) await countMoved(tx, id, moved, { now });
    await measure(tx, action, endedOf(action) + ended, held, now);
    const finished = await finishBulkAction(tx, id, now);
    if (finished !== null) await recordFinish(worker, tx, finished, now);
  });
}

async function endItems(tx: Transaction, action: BulkActionRow, now: Date): Promise<Moved> {
  if (action.underWay === 0) return {};
  const settled = await findItemsToEnd(tx, action.id, now);
  const moves = settled.flatMap(({ deviceId, reportId, ...item }): ItemMove[] => {
    const end = endOfItem(action.kind, item);
    if (end === 'wait') return [];
    if ('followed' in end) {
      return [{ deviceId, outcome: 'under_way', reason: null, reportId: end.followed }];
    }
    return [{ deviceId, ...end, reportId }];
  });
  await moveItems(tx, action.id, moves);
  const of = (outcome: ItemMove['outcome']) => moves.filter((move) => move.outcome === outcome).length;
  const [successful, failed, notPossible] = [of('successful'), of('failed'), of('not_possible')];
  const ended = successful + failed + notPossible;
  return { under_way: -ended, successful, failed, not_possible: notPossible };
}

async function measure(
  tx: Transaction,
  action: BulkActionRow,
  ended: number,
  held: boolean,
  now: Date,
): Promise<void> {
  const { id, pace, pacedAt } = action;
  const mark = held ? { pace, pacedAt: null, pacedEnded: ended } : nextPace(action, ended, now);
  if (mark !== null && !(held && pacedAt === null)) await setPace(tx, id, mark);
}

async function recordFinish(
  worker: BulkWorker,
  tx: Transaction,
  action: BulkActionRow,
  now: Date,
): Promise<void> {
  const { id, kind, total, successful, failed, notPossible, cancelled } = action;
  const details = { kind, total, successful, failed, notPossible, cancelled };
  const actor = { kind: 'system', name: 'worker', requestId: null } as const;
  await recordAudit(tx, { actor, action: 'bulk_action.finish', target: id, details, now });
  worker.log.info(
    { event: 'bulk_action.finished', bulkActionId: id, ...details },
    'a bulk action is finished',
  );
}
