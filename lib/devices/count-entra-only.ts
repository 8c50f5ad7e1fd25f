import {
  claimEntraOnlyCounting,
  countEntraOnlyBySystem,
  moveObjects,
  saveEntraOnlyCounting,
} from '#lib/db/connection/entra-only';
import type { Database } from '#lib/db/core/database';
import { staleBefore } from '#lib/domain/azure/entra-only';

/** A worker that died while it counted holds up the others no longer than this. */
const leaseMs = 5 * 60_000;
/** Counted this often, unless that would take more than a fortieth of one core. */
const rule = { everyMs: 10_000, rest: 39 };
const objectsAtOnce = 5000;

/**
 * Finds the objects of Entra that devices of ours have come to name, or no longer do, and counts the others by system;
 * where it is time and no other worker is at it. Returns whether it did.
 */
export async function countEntraOnly(db: Database, now: Date): Promise<boolean> {
  if (!(await claimEntraOnlyCounting(db.pool, leaseMs))) return false;
  const start = performance.now();
  for (const inTenko of [true, false]) {
    let moved = objectsAtOnce;
    while (moved === objectsAtOnce)
      moved = await db.transaction((tx) => moveObjects(tx, inTenko, objectsAtOnce));
  }
  const systems = await db.transaction((tx) => countEntraOnlyBySystem(tx, staleBefore(now)));
  const pauseMs = Math.max(rule.everyMs, rule.rest * (performance.now() - start));
  await saveEntraOnlyCounting(db.pool, { systems, at: now, pauseMs });
  return true;
}
