import { v7 as uuidv7 } from 'uuid';
import { databaseFaultOf } from '#lib/db/core/database-fault';
import { claimRun, postponeRun, type RunClaim, releaseRun } from '#lib/db/sources/run-progress';
import type { SourceRunRow } from '#lib/db/sources/source-runs';
import { type SourceRow, selectSources } from '#lib/db/sources/sources';
import { HeldClaims } from '#lib/domain/held-claims';
import type { SourceProblem } from '#lib/domain/sources/source-problem';
import { SourceFailure, type SourceReader } from '#lib/domain/sources/source-reader';
import { storableText } from '#lib/domain/text/storable-text';
import { failRun } from './end-run.ts';
import { stepMissing } from './mark-missing.ts';
import { readNextPage, readSingleDevices } from './read-pages.ts';
import { accessOf } from './source-secrets.ts';
import { LostRun, type RunStep, type SourceWorker } from './source-worker.ts';

/** Longer than a page takes: the source's response, however slow, and what is recorded of it */
const usualLeaseMs = 180_000;
const stepsAtOnce = 20;

/**
 * Takes the next steps of one run: a page, a few single devices, or missing devices each. Any number of workers may do so; each run
 * goes on where it stood, whichever worker it was. Returns whether there was something to do.
 */
export async function stepSourceRuns(worker: SourceWorker): Promise<boolean> {
  const { db, clock, leaseMs = usualLeaseMs, held = new HeldClaims() } = worker;
  const lease = uuidv7();
  const run = await claimRun(db.pool, { lease, leaseMs, now: clock() });
  if (run === null) return false;
  const claim = { id: run.id, lease };
  try {
    await held.during(
      () => releaseRun(db.pool, claim),
      () => stepRun(worker, claim, run, leaseMs),
    );
  } catch (error) {
    if (error instanceof LostRun) return true;
    // Another worker, or this one, tries again as soon as it can.
    await releaseRun(db.pool, claim).catch(() => undefined);
    throw error;
  }
  await releaseRun(db.pool, claim);
  return true;
}

async function stepRun(
  worker: SourceWorker,
  claim: RunClaim,
  claimed: SourceRunRow,
  leaseMs: number,
): Promise<void> {
  const [source] = await selectSources(worker.db.pool, claimed.sourceId);
  if (source === undefined) throw new LostRun();
  const opened = await openReader(worker, source);
  let run: SourceRunRow | null = claimed;
  if ('problem' in opened) return failRun({ worker, claim, source, run }, opened.problem);
  if (run.pages === 0 && run.pageDone === 0 && run.failures === 0) {
    const { id, kind, requestedBy } = run;
    worker.log.info(
      { event: 'source.run_started', sourceId: source.id, source: source.name, runId: id, kind, requestedBy },
      'a run of a source has started',
    );
  }
  for (let steps = 0; steps < stepsAtOnce && run !== null; steps += 1) {
    const step: RunStep = { worker, claim, source, run, reader: opened.reader, leaseMs };
    run = await takeStep(step);
    if (worker.held?.isStopping === true) return;
  }
}

/** Returns the run as it is then; null: it waits, or has ended. */
async function takeStep(step: RunStep): Promise<SourceRunRow | null> {
  const { worker, source, run } = step;
  try {
    if (run.stage === 'pages') return await readNextPage(step);
    if (run.stage === 'single_devices') return await readSingleDevices(step);
    return await stepMissing(step);
  } catch (error) {
    worker.readers.delete(source.id);
    if (error instanceof SourceFailure) return postponeOrFail(step, error);
    if (error instanceof LostRun || databaseFaultOf(error) !== null) throw error;
    worker.log.error(
      { event: 'source.run_broken', err: error, sourceId: source.id, runId: run.id },
      'a run of a source ended with an unexpected error',
    );
    await failRun(step, { code: 'internal', message: 'An unexpected error: see the log.', status: null });
    return null;
  }
}

async function openReader(
  { db, sources: tools, readers }: SourceWorker,
  source: SourceRow,
): Promise<{ reader: SourceReader } | { problem: SourceProblem }> {
  const version = source.updatedAt.getTime();
  const open = readers.get(source.id);
  if (open?.version === version) return { reader: open.reader };
  const found = await accessOf(db, tools.secrets, source);
  if ('problem' in found) return found;
  const reader = tools.openReader(found.access);
  readers.set(source.id, { version, reader });
  return { reader };
}

/** So many passing failures in a row end a run. */
const mostFailures = 6;
const firstWaitMs = 5000;
const longestWaitMs = 15 * 60_000;

/** 5, 10, 20, 40 and 80 seconds, or as long as the source asks for. */
async function postponeOrFail(step: RunStep, failure: SourceFailure): Promise<null> {
  const { worker, claim, run } = step;
  const { code, message, status, retryAfterMs } = failure;
  const problem = { code, message: storableText(message), status };
  const failures = run.failures + 1;
  if (!failure.passes || failures >= mostFailures) {
    await failRun(step, problem);
    return null;
  }
  const waitMs = Math.min(retryAfterMs ?? firstWaitMs * 2 ** run.failures, longestWaitMs);
  const resumeAt = new Date(worker.clock().getTime() + waitMs);
  if (!(await postponeRun(worker.db.pool, claim, { problem, failures, resumeAt }))) throw new LostRun();
  return null;
}
