import type { Transaction } from '#lib/db/core/prisma';

/** The engine's work. A job may run twice, and at any later time: each step looks first at what stands in the row. */
export interface ReportJobs {
  /** Make the message ready if it is not yet, and send it */
  upload: { uploadId: string };
  /** Ask Microsoft how the message went. `pauseSeconds`: how long the pause before was; the next is longer */
  confirm: { uploadId: string; pauseSeconds?: number };
  /** Ask Entra what it believes of confirmed devices */
  'read-back': { deviceIds: string[]; attempt: number };
  /** Delete the device object of a retired device from Entra */
  'delete-device': { deviceId: string };
}
export type ReportJobName = keyof ReportJobs;

export interface EnqueueOptions {
  afterSeconds?: number;
  /** Goes before what waits in the same queue */
  urgent?: boolean;
}

export interface JobQueue {
  /** Queues work in the caller's transaction, or not at all where that is rolled back. */
  enqueue<N extends ReportJobName>(
    tx: Transaction,
    name: N,
    jobs: readonly ReportJobs[N][],
    options?: EnqueueOptions,
  ): Promise<void>;
}
