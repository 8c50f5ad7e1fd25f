import type { JobResult, PgBoss } from 'pg-boss';
import { readGate, setWorkerSeen } from '#lib/db/connection/connection';
import { tracedForMessage } from '#lib/db/reports/trace-links';
import { reviewAzureIds } from '#lib/engine/azure-ids/review-azure-ids';
import { claimDueDevices } from '#lib/engine/claim/claim-due-devices';
import type { Engine, ReportJobName, ReportJobs } from '#lib/engine/engine';
import { claimForGraph } from '#lib/engine/graph-writes/claim-for-graph';
import { deleteEntraDevice } from '#lib/engine/read-back/delete-entra-device';
import { readBack } from '#lib/engine/read-back/read-back';
import { sendUpload } from '#lib/engine/send/send-upload';
import { confirmUpload } from '#lib/engine/settle/confirm-upload';
import { stepChannelChange } from '#lib/engine/step-channel-change';
import { stepResync } from '#lib/engine/step-resync';
import { type RepeatedTask, repeat } from './repeat.ts';

const sweepEveryMs = 500;
const signOfLifeEveryMs = 10_000;

/**
 * How many loops of one process take how many jobs at a time, and how often they look, in seconds. Six jobs of 50
 * devices fill one batch of Graph's.
 */
const loopsOf = {
  upload: { loops: 4, batchSize: 8, look: 0.5 },
  confirm: { loops: 3, batchSize: 8, look: 0.5 },
  'read-back': { loops: 2, batchSize: 6, look: 1 },
  'delete-device': { loops: 1, batchSize: 4, look: 2 },
} satisfies Record<ReportJobName, { loops: number; batchSize: number; look: number }>;

export interface Reporting extends RepeatedTask {
  /** The loops of these jobs look at once */
  wake(name: ReportJobName): void;
  /** Whether this process sends or confirms reports at the moment */
  isUnderWay: () => boolean;
}

/**
 * Starts the reporting engine in this process: the sweep that claims due devices, and the jobs' workers.
 * `lookEveryMs`: how often it looks for due devices.
 */
export async function startReporting(
  engine: Engine,
  boss: PgBoss,
  { lookEveryMs = sweepEveryMs } = {},
): Promise<Reporting> {
  const reports = countSteps();
  const loops: Record<ReportJobName, string[]> = {
    upload: await workOnEach(engine, boss, 'upload', ({ uploadId }) =>
      reports.during(() =>
        tracedForMessage(engine.db.pool, 'report.send', uploadId, () => sendUpload(engine, uploadId)),
      ),
    ),
    confirm: await workOnEach(engine, boss, 'confirm', (job) =>
      reports.during(() =>
        tracedForMessage(engine.db.pool, 'report.settle', job.uploadId, () => confirmUpload(engine, job)),
      ),
    ),
    'delete-device': await workOnEach(engine, boss, 'delete-device', ({ deviceId }) =>
      deleteEntraDevice(engine, deviceId),
    ),
    'read-back': await work<'read-back'>(boss, 'read-back', (jobs) =>
      attempt(engine, 'read-back', jobs, () =>
        readBack(
          engine,
          jobs.map(({ data }) => data),
        ),
      ),
    ),
  };
  const wake = (name: ReportJobName) => {
    for (const id of loops[name]) boss.notifyWorker(id);
  };
  const sweep = repeat('sweep', lookEveryMs, engine.log, async () => {
    const gate = await readGate(engine.db.pool);
    if (gate.resyncing) await stepResync(engine);
    if (gate.changingChannels) await stepChannelChange(engine);
    const claimed =
      (await claimDueDevices(engine, gate)) +
      (await claimForGraph(engine, 'windows', gate)) +
      (gate.tagging ? await claimForGraph(engine, 'tag', gate) : 0);
    // What was claimed is sent at once, not when the loops look next.
    if (claimed > 0) wake('upload');
    return claimed > 0;
  });
  // A loop of its own: an ID that cannot be looked at stops no report.
  const reviews = repeat('review of Azure ids', lookEveryMs, engine.log, () => reviewAzureIds(engine));
  const signOfLife = repeat('sign of life', signOfLifeEveryMs, engine.log, async () => {
    await setWorkerSeen(engine.db.pool);
    return false;
  });
  return {
    wake,
    isUnderWay: reports.areUnderWay,
    stop: async () => {
      await Promise.all([sweep.stop(), reviews.stop(), signOfLife.stop()]);
    },
  };
}

/** Knows whether any of the steps that it is given is under way. */
function countSteps() {
  let underWay = 0;
  return {
    areUnderWay: () => underWay > 0,
    during: async (step: () => Promise<void>) => {
      underWay += 1;
      try {
        await step();
      } finally {
        underWay -= 1;
      }
    },
  };
}

interface Job<N extends ReportJobName> {
  id: string;
  data: ReportJobs[N];
}

/** Each job is independent: one that fails is tried again alone. */
function workOnEach<N extends ReportJobName>(
  engine: Engine,
  boss: PgBoss,
  name: N,
  step: (data: ReportJobs[N]) => Promise<void>,
): Promise<string[]> {
  return work<N>(boss, name, async (jobs) => {
    const results = await Promise.all(jobs.map((job) => attempt(engine, name, [job], () => step(job.data))));
    return results.flat();
  });
}

/** Returns the ids of the loops, with which they can be woken. */
async function work<N extends ReportJobName>(
  boss: PgBoss,
  name: N,
  handle: (jobs: Job<N>[]) => Promise<JobResult[]>,
): Promise<string[]> {
  const { loops, batchSize, look } = loopsOf[name];
  const options = {
    batchSize,
    pollingIntervalSeconds: look,
    burstWhenBatchFull: true,
    perJobResults: true,
  } as const;
  return Promise.all(
    Array.from({ length: loops }, () => boss.work<ReportJobs[N]>(name, options, (jobs) => handle(jobs))),
  );
}

async function attempt<N extends ReportJobName>(
  engine: Engine,
  name: N,
  jobs: readonly Job<N>[],
  run: () => Promise<void>,
): Promise<JobResult[]> {
  try {
    await run();
    return jobs.map(({ id }) => ({ id, status: 'completed' }));
  } catch (error) {
    const data = jobs.map((job) => job.data);
    engine.log.warn(
      { event: 'job.retried', err: error, job: name, data },
      'a job failed and will be retried',
    );
    return jobs.map(({ id }) => ({ id, status: 'failed', output: { message: String(error) } }));
  }
}
