import type { Database } from '#lib/db/core/database';
import type { Transaction } from '#lib/db/core/prisma';
import type { AzureGateway } from '#lib/domain/azure/azure-gateway';
import type { Log } from '#lib/log';

/** The engine's work. A job may run twice, and at any later time: each step looks at the row first. */
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

interface EnqueueOptions {
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

export interface EngineSettings {
  devicesPerMessage: number;
  /** Messages made ready or sent at one time, all workers together; more would only make changes wait behind */
  messagesInFlight: number;
  /** How long errors that pass may go on before the connection counts as unhealthy */
  outageGraceMs: number;
  /** How long Entra may take to follow before a difference is drift */
  driftGraceMs: number;
  /** How often Entra is asked about every device */
  readCycleMs: number;
  /** How long a feed may be silent about a device before another feed may have its Azure id */
  azureIdReleaseMs: number;
  heartbeatMs: number;
  /** Delete the device object in Entra once Microsoft confirmed a retirement */
  deletesRetired: boolean;
}

const minute = 60_000;
const hour = 60 * minute;

export const defaultSettings: EngineSettings = {
  devicesPerMessage: 50,
  messagesInFlight: 64,
  outageGraceMs: minute / 4,
  driftGraceMs: 15 * minute,
  readCycleMs: 24 * hour,
  azureIdReleaseMs: 7 * 24 * hour,
  heartbeatMs: hour,
  deletesRetired: false,
};

/** What every step of the reporting engine is given. */
export interface Engine {
  db: Database;
  gateway: AzureGateway;
  queue: JobQueue;
  log: Log;
  /** Now; passed in, so that tests can move it */
  clock: () => Date;
  random: () => number;
  settings: EngineSettings;
  /** Where users and admins reach Tenko: sent to Microsoft when provisioning */
  publicUrl: string;
}
