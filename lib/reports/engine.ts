import type { Database } from '../db/database.ts';
import type { AzureGateway } from '../domain/azure-gateway.ts';
import type { Log } from '../log.ts';
import type { JobQueue } from './job-queue.ts';

/** What every step of the reporting engine is given. */
export interface Engine {
  db: Database;
  gateway: AzureGateway;
  queue: JobQueue;
  log: Log;
  /** Now; passed in, so that tests can move it */
  clock: () => Date;
  random: () => number;
  devicesPerMessage: number;
  /** Where users and admins reach Tenko: Microsoft is told at provisioning */
  publicUrl: string;
}
