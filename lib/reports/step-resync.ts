import { countDueWork, lockWalk, resyncPart, stepWalk } from '../db/walks.ts';
import type { Engine } from './engine.ts';

const devicesAtOnce = 2000;

/**
 * Makes the next devices of a running resync due, once those before are nearly through: a million rows at once would
 * make check-ins and changes wait. Answers whether it did anything.
 */
export async function stepResync(engine: Engine): Promise<boolean> {
  const now = engine.clock();
  return engine.db.transaction(async (tx) => {
    const walk = await lockWalk(tx, 'resync');
    if (walk === null || (await countDueWork(tx, now, devicesAtOnce)) >= devicesAtOnce) return false;
    const part = await resyncPart(tx, walk.cursor, devicesAtOnce, now);
    await stepWalk(tx, 'resync', part, now);
    if (part.last === null) engine.log.info({ devices: walk.reached }, 'the resync has reached every device');
    return true;
  });
}
