import { recordAudit } from '../db/audit.ts';
import type { Database } from '../db/database.ts';
import { startWalk } from '../db/walks.ts';
import type { Actor } from '../domain/actor.ts';

/** Has every managed device reported again, bit by bit; a resync that is under way starts anew. */
export async function startResync(db: Database, actor: Actor, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await startWalk(tx, 'resync', actor.name, now);
    await recordAudit(tx, { actor, action: 'connection.resync', target: null, now });
  });
}
