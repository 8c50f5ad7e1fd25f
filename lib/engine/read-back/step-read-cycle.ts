import { readGate } from '#lib/db/connection/connection';
import { markExpired } from '#lib/db/connection/entra-readings';
import {
  estimateDevices,
  findDiffering,
  findTroubled,
  lockSweep,
  readBackPart,
  startSweepIfOver,
  stepSweep,
} from '#lib/db/devices/device-sweeps';
import type { Engine } from '../engine.ts';
import { askAgainAfterSeconds, readBack } from './read-back.ts';

/** One `$batch` of Graph: 20 requests of 15 devices. */
const devicesAtOnce = 300;
const mostAtOnce = 20 * devicesAtOnce;
const differingAgainMs = 3_600_000;

/**
 * Continues the round in which Entra is asked about every device. A step reads as many devices as the time since the
 * last one requires, so that each cycle covers the fleet once, evenly. Devices that were read recently are skipped.
 */
export async function stepReadCycle(engine: Engine): Promise<void> {
  const now = engine.clock();
  const { readCycleMs } = engine.settings;
  const size = Math.max(1, await estimateDevices(engine.db.pool));
  await engine.db.transaction(async (tx) => {
    await startSweepIfOver(tx, 'read_back', new Date(now.getTime() - readCycleMs), now);
    const sweep = await lockSweep(tx, 'read_back');
    if (sweep === null) return;
    const elapsedMs = now.getTime() - (sweep.steppedAt ?? sweep.startedAt).getTime();
    const wanted = Math.ceil((size * elapsedMs) / readCycleMs);
    const limit = Math.min(mostAtOnce, Math.max(devicesAtOnce, wanted));
    const readBefore = new Date(now.getTime() - readCycleMs / 2);
    const { last, ids, undeleted } = await readBackPart(tx, sweep.cursor, limit, readBefore);
    await stepSweep(tx, 'read_back', { last, reached: ids.length }, now);
    for (let start = 0; start < ids.length; start += devicesAtOnce) {
      const deviceIds = ids.slice(start, start + devicesAtOnce);
      const job = { deviceIds, attempt: 0, round: true as const };
      await engine.queue.enqueue(tx, 'read-back', [job]);
    }
    if (engine.settings.deletesRetired) {
      const jobs = undeleted.map((deviceId) => ({ deviceId }));
      await engine.queue.enqueue(tx, 'delete-device', jobs);
    }
  });
}

/** Asks again each hour about devices that differ or have a problem, so that a fix shows before the daily round. */
export async function readDiffering(engine: Engine): Promise<void> {
  if ((await readGate(engine.db.pool)).graphBusyMs > 0) return;
  const readBefore = new Date(engine.clock().getTime() - differingAgainMs);
  const differing = await findDiffering(engine.db.pool, readBefore, devicesAtOnce);
  const troubled = await findTroubled(engine.db.pool, readBefore, devicesAtOnce);
  const deviceIds = [...new Set([...differing, ...troubled])];
  // Done here, not by the queue: while Graph fails, each minute would add another job.
  if (deviceIds.length > 0) await readBack(engine, [{ deviceIds, attempt: askAgainAfterSeconds.length }]);
}

/** Marks devices whose compliance expired since they were read. Only time passes, so no reading may be due soon. */
export async function markExpiredDevices(engine: Engine): Promise<void> {
  let marked = devicesAtOnce;
  while (marked > 0) {
    marked = await engine.db.transaction((tx) => markExpired(tx, engine.clock(), devicesAtOnce));
  }
}
