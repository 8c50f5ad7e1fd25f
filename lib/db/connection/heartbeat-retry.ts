import type { Queryable } from '../core/prisma.ts';

/** Heartbeats go through again: what kept the engine's own back is over, and it is due at once. */
export async function retryHeartbeat(db: Queryable): Promise<void> {
  await db.connection.update({ where: { id: 1 }, data: { heartbeatTriedAt: null, heartbeatProblem: null } });
}
