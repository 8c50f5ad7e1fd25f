import type { Database } from '#lib/db/core/database';
import type { Transaction } from '#lib/db/core/prisma';
import type { AzureGateway } from '#lib/domain/azure/azure-gateway';
import type { HeldClaims } from '#lib/domain/held-claims';
import type { Log } from '#lib/log';

/** The engine's work. A job may run twice, and at any later time, so each step checks the row first. */
export interface ReportJobs {
  /** Prepare the message if that is not done yet, and send it */
  upload: { uploadId: string };
  /** Ask Microsoft for the message's result. `pauseSeconds`: the last pause; the next one is longer */
  confirm: { uploadId: string; pauseSeconds?: number };
  /** Ask Entra what it knows about confirmed devices */
  'read-back': {
    deviceIds: string[];
    attempt: number;
    /** Of the daily round: what it finds, Entra's list of changes should have had */
    round?: true;
  };
  /** Delete the device object of a retired device from Entra */
  'delete-device': { deviceId: string };
}
export type ReportJobName = keyof ReportJobs;

interface EnqueueOptions {
  afterSeconds?: number;
  /** Goes before other jobs of the same queue */
  urgent?: boolean;
}

export interface JobQueue {
  /** Queues work in the caller's transaction. If that is rolled back, nothing is queued. */
  enqueue<N extends ReportJobName>(
    tx: Transaction,
    name: N,
    jobs: readonly ReportJobs[N][],
    options?: EnqueueOptions,
  ): Promise<void>;
}

export interface EngineSettings {
  devicesPerMessage: number;
  /** Messages that all workers together prepare or send at one time; more would only make changes wait longer */
  messagesInFlight: number;
  /** How long temporary errors may last before the connection counts as unhealthy */
  outageGraceMs: number;
  /** How long Entra may take to update before a difference is drift */
  driftGraceMs: number;
  /** How often Entra is asked about every device */
  readCycleMs: number;
  /** How often Entra is asked what changed */
  deltaMs: number;
  /** How long a feed may be silent about a device before another feed may take its Azure id */
  azureIdReleaseMs: number;
  heartbeatMs: number;
  /** Delete the device object in Entra once Microsoft confirmed a retirement */
  deletesRetired: boolean;
  /** How much of what Graph allows writes to devices use, in all workers together */
  graphWrites: { perSecond: number; burst: number };
}

const minute = 60_000;
const hour = 60 * minute;

export const defaultSettings: EngineSettings = {
  devicesPerMessage: 50,
  messagesInFlight: 64,
  outageGraceMs: minute / 4,
  driftGraceMs: 15 * minute,
  readCycleMs: 24 * hour,
  deltaMs: 3 * minute,
  azureIdReleaseMs: 7 * 24 * hour,
  heartbeatMs: hour,
  deletesRetired: false,
  // Graph allows 3,000 in 150 s: https://learn.microsoft.com/graph/throttling-limits
  graphWrites: { perSecond: 19, burst: 95 },
};

/** What every step of the reporting engine receives. */
export interface Engine {
  db: Database;
  gateway: AzureGateway;
  queue: JobQueue;
  log: Log;
  /** The current time; passed in, so that tests can set it */
  clock: () => Date;
  random: () => number;
  settings: EngineSettings;
  /** What is given back where this process stops in the middle of it */
  held?: HeldClaims;
  /** Where Microsoft sends users to enroll and remedy: told when provisioning */
  publicUrl: string;
}

/** Queues jobs in a transaction of their own: what they are for is to be tried again later. */
export async function enqueueLater<N extends ReportJobName>(
  { db, queue }: Pick<Engine, 'db' | 'queue'>,
  name: N,
  jobs: readonly ReportJobs[N][],
  afterSeconds: number,
): Promise<void> {
  await db.transaction((tx) => queue.enqueue(tx, name, jobs, { afterSeconds }));
}
