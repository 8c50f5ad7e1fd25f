import { type ConstructorOptions, fromPrisma, PgBoss } from 'pg-boss';
import { keptAlive } from '#lib/db/core/connection-pool';
import type { JobQueue, ReportJobName } from '#lib/engine/engine';
import { queueConnections } from '../postgres/checks/connection-limits.ts';

/** node-postgres takes these from pg-boss: a server that is gone without a word must not hold the queue for long. */
const connectionOptions = { ...keptAlive, query_timeout: 300_000 };

/** A job whose worker died is given to another after this; the least that pg-boss takes. */
export const heartbeatSeconds = 10;

const queues = {
  upload: { retryDelay: 1, retryDelayMax: 30 },
  confirm: { retryDelay: 1, retryDelayMax: 60 },
  'read-back': { retryDelay: 5, retryDelayMax: 300 },
  'delete-device': { retryDelay: 5, retryDelayMax: 3600 },
} satisfies Record<ReportJobName, { retryDelay: number; retryDelayMax: number }>;
export const reportJobNames = Object.keys(queues) as ReportJobName[];

/** pg-boss on our database, in a schema of its own. */
export function createBoss(databaseUrl: string, options: Partial<ConstructorOptions> = {}): PgBoss {
  return new PgBoss({
    connectionString: databaseUrl,
    schema: 'pgboss',
    application_name: 'tenko-queue',
    max: queueConnections,
    ...connectionOptions,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    // Finished jobs are deleted this often, otherwise once a day: a queue that waits through an outage makes many.
    maintenanceIntervalSeconds: 300,
    ...options,
  });
}

/** Makes the queues: a message is tried again for as long as it takes, backing off with jitter. */
export async function createReportQueues(boss: PgBoss): Promise<void> {
  for (const name of reportJobNames) {
    const options = {
      ...queues[name],
      retryLimit: 1_000_000,
      retryBackoff: true,
      heartbeatSeconds,
      expireInSeconds: 600,
      deleteAfterSeconds: 600,
    };
    await boss.createQueue(name, options);
    await boss.updateQueue(name, options);
  }
}

/** The engine's queue: jobs are inserted in the caller's transaction. */
export function reportQueue(boss: PgBoss): JobQueue {
  return {
    enqueue: async (tx, name, jobs, { afterSeconds = 0, urgent = false } = {}) => {
      if (jobs.length === 0) return;
      const startAfter = afterSeconds > 0 ? { startAfter: Math.max(1, Math.round(afterSeconds)) } : {};
      const inserts = jobs.map((data) => ({ data, ...startAfter, ...(urgent ? { priority: 1 } : {}) }));
      await boss.insert(name, inserts, { db: fromPrisma(tx) });
    },
  };
}
