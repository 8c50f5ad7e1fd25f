import { countDueWork, lockSweep, resyncPart, stepSweep } from '#lib/db/devices/device-sweeps';
import type { Engine } from './engine.ts';

const devicesAtOnce = 2000;

/**
 * Makes the next devices of a running resync due once the previous ones are nearly done: a million rows at once would
 * delay check-ins and changes. Returns whether it did anything.
 */
export async function stepResync(engine: Engine): Promise<boolean> {
  const now = engine.clock();
  return engine.db.transaction(async (tx) => {
    const sweep = await lockSweep(tx, 'resync');
    if (sweep === null || (await countDueWork(tx, now, devicesAtOnce)) >= devicesAtOnce) return false;
    const part = await resyncPart(tx, sweep.cursor, devicesAtOnce, now);
    await stepSweep(tx, 'resync', part, now);
    if (part.last === null)
      engine.log.info(
        { event: 'resync.finished', devices: sweep.reached },
        'the resync has reached every device',
      );
    return true;
  });
}
