import type { Prisma, Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';

export interface KeptPreflight {
  /** Of the shape that the API answers with */
  found: object;
  by: string;
  at: Date;
}

/** Keeps what a check of the connection found, in place of the one before. */
export async function setPreflight(db: Queryable, { found, by, at }: KeptPreflight): Promise<void> {
  publishChange(db, { topics: ['connection'] });
  await db.connection.update({
    where: { id: 1 },
    data: { preflight: found as Prisma.InputJsonObject, preflightBy: by, preflightAt: at },
  });
}

/** The last check; null: there was none yet. */
export async function findPreflight(db: Queryable): Promise<KeptPreflight | null> {
  const select = { preflight: true, preflightBy: true, preflightAt: true } as const;
  const row = await db.connection.findUnique({ where: { id: 1 }, select });
  const found = row?.preflight;
  if (!row?.preflightAt || typeof found !== 'object' || found === null) return null;
  return { found, by: row.preflightBy ?? '', at: row.preflightAt };
}

/** Heartbeats go through again: what kept the engine's own back is over, and it is due at once. */
export async function retryHeartbeat(db: Queryable): Promise<void> {
  await db.connection.update({ where: { id: 1 }, data: { heartbeatTriedAt: null, heartbeatProblem: null } });
}
