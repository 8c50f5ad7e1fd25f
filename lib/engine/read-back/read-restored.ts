import { readGate } from '#lib/db/connection/connection';
import { findRestoredToRead, finishRestoredReading } from '#lib/db/connection/restored-devices';
import type { Engine } from '../engine.ts';
import { askAgainAfterSeconds, readBack } from './read-back.ts';

/** One `$batch` of Graph: 20 requests of 15 devices. */
const devicesAtOnce = 300;

/**
 * After a restore: asks Entra about the devices that came back from the backup, and those whose verdict has changed since without a
 * check-in. Once all are read, reports may be sent again. Any worker may do so. Returns whether there is more to read at once.
 */
export async function readRestored(engine: Engine): Promise<boolean> {
  const { restoring, graphBusyMs } = await readGate(engine.db.pool);
  const deviceIds = await findRestoredToRead(engine.db.pool, devicesAtOnce);
  if (deviceIds.length === 0) {
    if (restoring) await finish(engine);
    return false;
  }
  if (graphBusyMs > 0) return false;
  await readBack(engine, [{ deviceIds, attempt: askAgainAfterSeconds.length }]);
  const [first] = await findRestoredToRead(engine.db.pool, 1);
  // One whose reading could not be stored, since it changed meanwhile, is read again after the pause.
  return first !== undefined && first !== deviceIds[0];
}

async function finish(engine: Engine): Promise<void> {
  const devices = await finishRestoredReading(engine.db.pool, engine.clock());
  if (devices === null) return;
  engine.log.info(
    { event: 'restore.entra_read', devices },
    'Entra was read after a restore: reporting continues',
  );
}
