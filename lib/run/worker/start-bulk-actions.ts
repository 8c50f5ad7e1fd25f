import type { BulkWorker } from '#lib/bulk-actions/bulk-worker';
import { stepBulkActions } from '#lib/bulk-actions/step-bulk-actions';
import { type RepeatedTask, repeat } from './repeat.ts';

const lookEveryMs = 500;

/** Starts to carry out bulk actions in this process; any number of them may do so. */
export function startBulkActions(worker: BulkWorker): RepeatedTask {
  return repeat('bulk actions', lookEveryMs, worker.log, () => stepBulkActions(worker));
}
