import type { Queryable } from '#lib/db/core/prisma';
import { endRun, extendClaim, noteRunEnd } from '#lib/db/sources/run-progress';
import { findRun, runCounters } from '#lib/db/sources/source-runs';
import type { SourceProblem } from '#lib/domain/sources/source-problem';
import { LostRun, type RunStep } from './source-worker.ts';

/** Throws LostRun unless the worker still has the run, and keeps it for longer. */
export async function requireClaim(db: Queryable, { claim, leaseMs }: RunStep): Promise<void> {
  if (!(await extendClaim(db, claim, leaseMs))) throw new LostRun();
}

/** Ends a run that has read all it was to read. `devices`, `missing`: of a full run. Throws LostRun. */
export async function finishRun(
  { worker, claim, source, run }: RunStep,
  {
    problem,
    devices,
    missing,
  }: { problem: SourceProblem | null; devices: number | null; missing: number | null },
): Promise<null> {
  const { db, log, clock } = worker;
  const now = clock();
  const full = run.kind === 'full';
  const ended = await db.transaction(async (tx) => {
    if (!(await endRun(tx, claim, { state: 'done', problem, missing, now }))) throw new LostRun();
    await noteRunEnd(tx, source.id, { problem, read: { full, since: run.startedAt, devices }, now });
    return findRun(tx, source.id, run.id);
  });
  const counts = Object.fromEntries(runCounters.map((name) => [name, ended?.[name]]));
  const ms = now.getTime() - run.startedAt.getTime();
  log.info(
    {
      event: 'source.run_finished',
      sourceId: source.id,
      source: source.name,
      runId: run.id,
      kind: run.kind,
      ms,
      ...counts,
      missing,
      ...(problem !== null && { problem: problem.code }),
    },
    'a run of a source has finished',
  );
  return null;
}

/** Ends a run that cannot go on, and says so of its source. Throws LostRun. */
export async function failRun(
  { worker, claim, source, run }: Pick<RunStep, 'worker' | 'claim' | 'source' | 'run'>,
  problem: SourceProblem,
): Promise<void> {
  const { db, log, clock } = worker;
  const now = clock();
  await db.transaction(async (tx) => {
    if (!(await endRun(tx, claim, { state: 'failed', problem, missing: null, now }))) throw new LostRun();
    await noteRunEnd(tx, source.id, { problem, read: null, now });
  });
  log.warn(
    {
      event: 'source.run_failed',
      sourceId: source.id,
      source: source.name,
      runId: run.id,
      kind: run.kind,
      problem: problem.code,
      detail: problem.message,
      status: problem.status,
    },
    'a run of a source has failed',
  );
}
