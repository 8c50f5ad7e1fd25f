import type { Database } from '#lib/db/core/database';
import { startSweep } from '#lib/db/devices/device-sweeps';
import { recordAudit } from '#lib/db/people/audit';
import type { Actor } from '#lib/domain/people/actor';

/** Has every managed device reported again, bit by bit; a resync that is under way starts again. */
export async function startResync(db: Database, actor: Actor, now: Date, reason?: string): Promise<void> {
  await db.transaction(async (tx) => {
    await startSweep(tx, 'resync', actor.name, now);
    const details = reason !== undefined && { details: { reason } };
    await recordAudit(tx, { actor, action: 'connection.resync', target: null, now, ...details });
  });
}
