import type { PgBoss } from 'pg-boss';
import { claimDueDevices } from '../reports/claim-due-devices.ts';
import { confirmUpload } from '../reports/confirm-upload.ts';
import type { Engine } from '../reports/engine.ts';
import type { ReportJobName, ReportJobs } from '../reports/job-queue.ts';
import { readBack } from '../reports/read-back.ts';
import { sendUpload } from '../reports/send-upload.ts';
import { type RepeatedTask, repeat } from './repeat.ts';

const sweepEveryMs = 500;

const steps = {
  upload: (engine, { uploadId }) => sendUpload(engine, uploadId),
  confirm: (engine, { uploadId }) => confirmUpload(engine, uploadId),
  'read-back': (engine, { uploadId, attempt }) => readBack(engine, uploadId, attempt),
} satisfies { [N in ReportJobName]: (engine: Engine, data: ReportJobs[N]) => Promise<void> };

/** Starts the reporting engine in this process: the sweep that claims due devices, and the jobs' workers. */
export async function startReporting(engine: Engine, boss: PgBoss): Promise<RepeatedTask> {
  await workOn(engine, boss, 'upload', steps.upload);
  await workOn(engine, boss, 'confirm', steps.confirm);
  await workOn(engine, boss, 'read-back', steps['read-back']);
  return repeat('sweep', sweepEveryMs, engine.log, async () => (await claimDueDevices(engine)) > 0);
}

async function workOn<N extends ReportJobName>(
  engine: Engine,
  boss: PgBoss,
  name: N,
  step: (engine: Engine, data: ReportJobs[N]) => Promise<void>,
): Promise<void> {
  const options = {
    batchSize: 8,
    localConcurrency: 4,
    pollingIntervalSeconds: 0.5,
    burstWhenBatchFull: true,
    perJobResults: true,
  } as const;
  await boss.work<ReportJobs[N]>(name, options, (jobs) =>
    Promise.all(
      jobs.map(async ({ id, data }) => {
        try {
          await step(engine, data);
          return { id, status: 'completed' as const };
        } catch (error) {
          engine.log.warn({ err: error, job: name, data }, 'a job will be tried again');
          return { id, status: 'failed' as const, output: { message: String(error) } };
        }
      }),
    ),
  );
}
