import type { Queryable } from './database.ts';

/** The one row of the link to Azure. */
export async function readConnection(db: Queryable) {
  const row = await db.connection.findUnique({ where: { id: 1 } });
  return row ?? db.connection.upsert({ where: { id: 1 }, create: { id: 1 }, update: {} });
}

export async function setPaused(db: Queryable, paused: { at: Date; by: string } | null): Promise<void> {
  await db.connection.updateMany({
    where: { id: 1, pausedAt: paused === null ? { not: null } : null },
    data: { pausedAt: paused?.at ?? null, pausedBy: paused?.by ?? null },
  });
}

/** Answers whether the health changed by this. */
export async function setHealthy(db: Queryable, now: Date): Promise<boolean> {
  const moved = await db.$executeRaw`
    UPDATE connection SET health = 'healthy', health_since = ${now}, problem_code = NULL, problem_detail = NULL
    WHERE id = 1 AND health <> 'healthy'`;
  return moved > 0;
}

export async function setUnhealthy(db: Queryable, code: string, detail: string, now: Date): Promise<boolean> {
  const moved = await db.$executeRaw`
    UPDATE connection SET health_since = CASE WHEN health = 'unhealthy' THEN health_since ELSE ${now} END,
      health = 'unhealthy', problem_code = ${code}, problem_detail = ${detail}
    WHERE id = 1 AND (health <> 'unhealthy' OR problem_code <> ${code})`;
  return moved > 0;
}

/** All workers wait until then. */
export async function setThrottled(db: Queryable, until: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE connection SET throttled_until = greatest(throttled_until, ${until}) WHERE id = 1`;
}

export async function setProvisioned(db: Queryable, tenantId: string): Promise<void> {
  await db.connection.update({ where: { id: 1 }, data: { provisionedTenantId: tenantId } });
}
