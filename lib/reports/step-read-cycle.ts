import {
  estimateDevices,
  findDrifting,
  lockWalk,
  readBackPart,
  startWalkIfOver,
  stepWalk,
} from '../db/walks.ts';
import type { Engine } from './engine.ts';
import { askAgainAfterSeconds } from './read-back.ts';

/** One `$batch` of Graph: 20 requests of 15 devices. */
const devicesAtOnce = 300;
const mostAtOnce = 20 * devicesAtOnce;
const driftingAgainMs = 3_600_000;

/**
 * Goes on with the round in which Entra is asked about every device, as far as the time since the last step calls
 * for: the fleet once in the cycle, evenly. Devices that were read a short while ago are passed over.
 */
export async function stepReadCycle(engine: Engine): Promise<void> {
  const now = engine.clock();
  const { readCycleMs } = engine.settings;
  const size = Math.max(1, await estimateDevices(engine.db.pool));
  await engine.db.transaction(async (tx) => {
    await startWalkIfOver(tx, 'read_back', new Date(now.getTime() - readCycleMs), now);
    const walk = await lockWalk(tx, 'read_back');
    if (walk === null) return;
    const elapsedMs = now.getTime() - (walk.steppedAt ?? walk.startedAt).getTime();
    const wanted = Math.ceil((size * elapsedMs) / readCycleMs);
    const limit = Math.min(mostAtOnce, Math.max(devicesAtOnce, wanted));
    const readBefore = new Date(now.getTime() - readCycleMs / 2);
    const { last, ids } = await readBackPart(tx, walk.cursor, limit, readBefore);
    await stepWalk(tx, 'read_back', { last, reached: ids.length }, now);
    for (let start = 0; start < ids.length; start += devicesAtOnce) {
      const job = { deviceIds: ids.slice(start, start + devicesAtOnce), attempt: 0 };
      await engine.queue.enqueue(tx, 'read-back', [job]);
    }
  });
}

/** Asks again about devices that drift, each hour: the end of a drift is not to wait for the daily round. */
export async function readDrifting(engine: Engine): Promise<void> {
  const readBefore = new Date(engine.clock().getTime() - driftingAgainMs);
  const deviceIds = await findDrifting(engine.db.pool, readBefore, devicesAtOnce);
  if (deviceIds.length === 0) return;
  const job = { deviceIds, attempt: askAgainAfterSeconds.length };
  await engine.db.transaction((tx) => engine.queue.enqueue(tx, 'read-back', [job]));
}
