import type { Transaction } from '../db/database.ts';

/** The engine's work. A job may run twice, and at any later time: each step looks first at what stands in the row. */
export interface ReportJobs {
  /** Make the message ready if it is not yet, and send it */
  upload: { uploadId: string };
  /** Ask Microsoft how the message went */
  confirm: { uploadId: string };
  /** Ask Entra what it believes of the devices of a confirmed message */
  'read-back': { uploadId: string; attempt: number };
}
export type ReportJobName = keyof ReportJobs;

export interface JobQueue {
  /** Queues work in the caller's transaction, or not at all where that is rolled back. */
  enqueue<N extends ReportJobName>(
    tx: Transaction,
    name: N,
    jobs: readonly ReportJobs[N][],
    afterSeconds: number,
  ): Promise<void>;
}
