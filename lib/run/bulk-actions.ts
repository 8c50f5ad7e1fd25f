import type { BulkWorker } from '../bulk-actions/bulk-worker.ts';
import { stepBulkActions } from '../bulk-actions/step-bulk-actions.ts';
import { type RepeatedTask, repeat } from './repeat.ts';

const lookEveryMs = 500;

/** Starts to carry out bulk actions in this process; any number of them may do so. */
export function startBulkActions(worker: BulkWorker): RepeatedTask {
  return repeat('bulk actions', lookEveryMs, worker.log, () => stepBulkActions(worker));
}
