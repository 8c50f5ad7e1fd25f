import {
  countMissing,
  countSeen,
  findFoundAgain,
  findNewlyMissing,
  setMissing,
} from '#lib/db/sources/source-records';
import type { SourceRunRow } from '#lib/db/sources/source-runs';
import type { SourceProblem } from '#lib/domain/sources/source-problem';
import { finishRun, requireClaim } from './end-run.ts';
import type { RunStep } from './source-worker.ts';

/** Devices in one transaction */
const atOnce = 2000;

/**
 * Ends a full run: devices of the feed that it has not seen are missing, and those that it has seen are not. Where it saw
 * suspiciously few, it marks none and says so.
 */
export async function stepMissing(step: RunStep): Promise<SourceRunRow | null> {
  const { run, worker, source } = step;
  const { pool } = worker.db;
  const devices = await countSeen(pool, run.id);
  await markFound(step);
  const problem = run.acceptsFewer ? null : fewerDevices(devices, source.fullDevices);
  if (problem !== null) return finishRun(step, { problem, devices: null, missing: null });
  await mark(step, findNewlyMissing, run.startedAt);
  return finishRun(step, { problem: null, devices, missing: await countMissing(pool, source.feed) });
}

/** Whatever a run has seen is not missing. */
export async function markFound(step: RunStep): Promise<void> {
  await mark(step, findFoundAgain, null);
}

async function mark(step: RunStep, find: typeof findNewlyMissing, since: Date | null): Promise<void> {
  const { run, worker, source } = step;
  const { db, clock } = worker;
  for (;;) {
    const where = { feed: source.feed, runId: run.id, limit: atOnce };
    const found = await db.transaction((tx) => find(tx, where));
    if (found.length === 0) return;
    await db.transaction(async (tx) => {
      await setMissing(tx, found, since, clock());
      await requireClaim(tx, step);
    });
  }
}

function fewerDevices(now: number, before: number | null): SourceProblem | null {
  if (now > 0 && (before === null || now * 2 >= before)) return null;
  const message =
    now === 0
      ? 'The source listed no device. No device is marked as missing.'
      : `The source listed ${now} devices, and ${before} before. No device is marked as missing.`;
  return { code: 'fewer_devices', message, status: null };
}
