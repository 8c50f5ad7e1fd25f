import {
  type BulkActionRow,
  countMoved,
  finishBulkAction,
  lockBulkAction,
  type Moved,
  setPace,
} from '#lib/db/bulk-actions/bulk-actions';
import { findItemsToEnd, type ItemMove, moveItems } from '#lib/db/bulk-actions/bulk-items';
import type { Transaction } from '#lib/db/core/prisma';
import { recordAudit } from '#lib/db/people/audit';
import { endOfItem, nextPace } from '#lib/domain/reports/bulk-action';
import type { BulkWorker } from './bulk-worker.ts';
import { endedOf } from './get-bulk-action.ts';

/**
 * Ends the items whose reports are settled, measures the pace, and finishes the bulk action once nothing is left.
 * `held`: reporting is off, which says nothing of the pace.
 */
export async function endBulkItems(worker: BulkWorker, id: string, held: boolean): Promise<void> {
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
