import type { AzureService, AzureStep, ConnectionHealth } from '#lib/domain/azure/connection-health';
import { changeChannel, signOfLife } from '../core/change-announcer.ts';
import type { Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';

/** The one row of the link to Azure. */
export async function readConnection(db: Queryable) {
  const row = await db.connection.findUnique({ where: { id: 1 } });
  return row ?? db.connection.upsert({ where: { id: 1 }, create: { id: 1 }, update: {} });
}

/** What stands between the engine and a call; waits in ms by the database's clock, 0: none. */
export interface Gate {
  paused: boolean;
  deprovisioned: boolean;
  /** After a restore, Entra is read before anything is sent */
  restoring: boolean;
  health: ConnectionHealth;
  /** Passing errors since a call last went through */
  failing: boolean;
  provisionedTenantId: string | null;
  throttledMs: number;
  graphThrottledMs: number;
  /** Graph is near its limit, or throttles: what can wait does */
  graphBusyMs: number;
  probeMs: number;
  probes: number;
  resyncing: boolean;
  /** Devices move to another channel */
  changingChannels: boolean;
  /** The partner channel is on */
  partnerOn: boolean;
  /** The tag channel is on, or has tags to clear */
  tagging: boolean;
}

export async function readGate(db: Queryable): Promise<Gate> {
  const rows = await db.$queryRaw<Gate[]>`
    SELECT paused_at IS NOT NULL AS paused, deprovisioned_at IS NOT NULL AS deprovisioned,
      restored_at IS NOT NULL AND restored_read_at IS NULL AS restoring, health,
      failing_since IS NOT NULL AS failing, provisioned_tenant_id AS "provisionedTenantId", probes,
      greatest(0, 1000 * extract(epoch FROM throttled_until - clock_timestamp()))::float8 AS "throttledMs",
      greatest(0, 1000 * extract(epoch FROM graph_throttled_until - clock_timestamp()))::float8 AS "graphThrottledMs",
      greatest(0, 1000 * extract(epoch FROM greatest(graph_throttled_until, graph_busy_until) - clock_timestamp()))::float8
        AS "graphBusyMs",
      greatest(0, 1000 * extract(epoch FROM probe_after - clock_timestamp()))::float8 AS "probeMs",
      EXISTS (SELECT 1 FROM walks WHERE name = 'resync' AND started_at IS NOT NULL AND finished_at IS NULL)
        AS resyncing,
      EXISTS (SELECT 1 FROM walks WHERE name = 'channels' AND started_at IS NOT NULL AND finished_at IS NULL)
        AS "changingChannels",
      EXISTS (SELECT 1 FROM reporting_channels WHERE name = 'partner' AND enabled) AS "partnerOn",
      EXISTS (SELECT 1 FROM reporting_channels WHERE name = 'tag' AND enabled)
        OR (SELECT min(untag_due_at) FROM azure_ids) IS NOT NULL AS tagging
    FROM connection WHERE id = 1`;
  const [gate] = rows;
  if (gate === undefined) throw new Error('the connection has no row: the migrations are not complete');
  return gate;
}

export async function setPaused(db: Queryable, paused: { at: Date; by: string } | null): Promise<void> {
  publishChange(db, { topics: ['connection'] });
  await db.connection.updateMany({
    where: { id: 1, pausedAt: paused === null ? { not: null } : null },
    data: { pausedAt: paused?.at ?? null, pausedBy: paused?.by ?? null },
  });
}

/**
 * A step went through: passing errors are over, and so is a problem met at this step. One met at another step stands,
 * but the next call may try at once. A message that went out ends what was met before it could, and a problem of
 * looking up users once nobody waits for that. Returns whether the health changed by this.
 */
export async function setHealthy(db: Queryable, step: AzureStep, now: Date): Promise<boolean> {
  const moved = await db.$queryRaw<{ changed: boolean }[]>`
    WITH before AS (SELECT health, problem_step AS step FROM connection WHERE id = 1 FOR UPDATE), heals AS (
      SELECT health <> 'healthy' AND (step IS NULL OR step = ${step}::azure_step
        OR (${step}::azure_step = 'upload' AND (step = 'provision' OR (step = 'find_user'
          AND NOT EXISTS (SELECT 1 FROM uploads WHERE status = 'preparing'))))) AS yes
      FROM before)
    UPDATE connection c SET failing_since = NULL,
      health = CASE WHEN heals.yes THEN 'healthy' ELSE c.health END,
      health_since = CASE WHEN heals.yes THEN ${now} ELSE c.health_since END,
      problem_code = CASE WHEN heals.yes THEN NULL ELSE c.problem_code END,
      problem_detail = CASE WHEN heals.yes THEN NULL ELSE c.problem_detail END,
      problem_service = CASE WHEN heals.yes THEN NULL ELSE c.problem_service END,
      problem_step = CASE WHEN heals.yes THEN NULL ELSE c.problem_step END,
      probe_after = NULL, probes = 0
    FROM heals WHERE c.id = 1 AND (heals.yes OR c.failing_since IS NOT NULL OR c.probes > 0) RETURNING heals.yes AS changed`;
  if (moved.length > 0) publishChange(db, { topics: ['connection'] });
  return moved[0]?.changed ?? false;
}

export interface Problem {
  service: AzureService;
  step: AzureStep;
  code: string;
  detail: string;
}

/** Returns whether the health or its cause changed by this. */
export async function setUnhealthy(db: Queryable, problem: Problem, now: Date): Promise<boolean> {
  const { service, step, code, detail } = problem;
  const moved = await db.$executeRaw`
    UPDATE connection SET health_since = CASE WHEN health = 'unhealthy' THEN health_since ELSE ${now} END,
      probes = CASE WHEN health = 'unhealthy' THEN probes ELSE 0 END,
      health = 'unhealthy', problem_code = ${code}, problem_detail = ${detail},
      problem_service = ${service}::azure_service, problem_step = ${step}::azure_step
    WHERE id = 1 AND (health <> 'unhealthy' OR problem_code IS DISTINCT FROM ${code}
      OR problem_step IS DISTINCT FROM ${step}::azure_step)`;
  if (moved > 0) publishChange(db, { topics: ['connection'] });
  return moved > 0;
}

/** A passing error. Where they go on for longer than the grace, the connection is unhealthy: answers whether by this. */
export async function noteFailing(
  db: Queryable,
  problem: Problem,
  graceMs: number,
  now: Date,
): Promise<boolean> {
  const rows = await db.$queryRaw<{ tooLong: boolean }[]>`
    UPDATE connection SET failing_since = coalesce(failing_since, clock_timestamp()) WHERE id = 1
    RETURNING failing_since <= clock_timestamp() - ${graceMs} * interval '1 millisecond' AS "tooLong"`;
  return rows[0]?.tooLong === true && setUnhealthy(db, problem, now);
}

/** While the connection is unhealthy, the right to try one call; the next only after the pause. */
export async function takeProbe(db: Queryable, pauseMs: number): Promise<boolean> {
  const moved = await db.$executeRaw`
    UPDATE connection SET probes = probes + 1, probe_after = clock_timestamp() + ${pauseMs} * interval '1 millisecond'
    WHERE id = 1 AND health = 'unhealthy' AND (probe_after IS NULL OR probe_after <= clock_timestamp())`;
  return moved > 0;
}

/** All workers wait this long: `graph` for its calls, else for those of the device service. */
export async function setThrottled(db: Queryable, service: AzureService, ms: number): Promise<void> {
  publishChange(db, { topics: ['connection'] });
  if (service === 'graph') {
    await db.$executeRaw`
      UPDATE connection SET graph_throttled_until =
        greatest(graph_throttled_until, clock_timestamp() + ${ms} * interval '1 millisecond') WHERE id = 1`;
    return;
  }
  await db.$executeRaw`
    UPDATE connection SET throttled_until =
      greatest(throttled_until, clock_timestamp() + ${ms} * interval '1 millisecond') WHERE id = 1`;
}

/** Graph is near its limit: what can wait does, this long. */
export async function setGraphBusy(db: Queryable, ms: number): Promise<void> {
  await db.$executeRaw`
    UPDATE connection SET graph_busy_until = clock_timestamp() + ${ms} * interval '1 millisecond' WHERE id = 1`;
}

/** An admin's deprovisioning holds: nothing provisions by itself after it. */
export async function setProvisioned(db: Queryable, tenantId: string, now: Date): Promise<void> {
  publishChange(db, { topics: ['connection'] });
  await db.connection.updateMany({
    where: { id: 1, deprovisionedAt: null },
    data: { provisionedTenantId: tenantId, provisionedAt: now },
  });
}

/** What a heartbeat came to. */
export async function setHeartbeat(
  db: Queryable,
  beat: { at: Date; problem: string | null; resyncObeyed?: Date },
): Promise<void> {
  publishChange(db, { topics: ['connection'] });
  await db.connection.update({
    where: { id: 1 },
    data: {
      heartbeatTriedAt: beat.at,
      heartbeatProblem: beat.problem,
      ...(beat.problem === null ? { heartbeatAt: beat.at } : {}),
      ...(beat.resyncObeyed === undefined ? {} : { resyncObeyed: beat.resyncObeyed }),
    },
  });
}

/** By the database's clock, as all that processes tell each other. */
export async function setWorkerSeen(db: Queryable): Promise<void> {
  await db.$executeRaw`
    WITH seen AS (UPDATE connection SET worker_seen_at = clock_timestamp() WHERE id = 1)
    SELECT pg_notify(${changeChannel}, ${signOfLife})`;
}

/** The tenant is provisioned again before the next message. */
export async function forgetProvisioning(db: Queryable): Promise<void> {
  await db.connection.updateMany({
    where: { id: 1 },
    data: { provisionedTenantId: null, provisionedAt: null },
  });
}
