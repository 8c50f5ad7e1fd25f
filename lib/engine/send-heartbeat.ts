import { readConnection, readGate, setHeartbeat } from '#lib/db/connection/connection';
import { startSweep } from '#lib/db/devices/device-sweeps';
import { AzureError, type CallTrace, type Heartbeat } from '#lib/domain/azure/azure-gateway';
import { noteAzureError } from './connection-health.ts';
import type { Engine } from './engine.ts';
import { ensurePolicies } from './provision-tenant.ts';

const retryAfterMs = 5 * 60_000;

type HeartbeatSender = Pick<Engine, 'db' | 'gateway' | 'clock' | 'log' | 'settings'>;

/**
 * Sends the heartbeat when an hour has passed, after a failure sooner; also while reporting is paused, since the partner
 * is still alive. Sends none before the tenant is provisioned, after it is deprovisioned, or with the partner channel off.
 */
export async function sendHeartbeatIfDue(engine: Engine): Promise<void> {
  const { heartbeatAt, heartbeatTriedAt, provisionedAt, provisionedTenantId } = await readConnection(
    engine.db.pool,
  );
  if (provisionedTenantId !== engine.gateway.tenantId) return;
  if (!(await readGate(engine.db.pool)).partnerOn) return;
  const now = engine.clock().getTime();
  const since = (time: Date | null) => (time === null ? Number.POSITIVE_INFINITY : now - time.getTime());
  const isFirst = heartbeatAt === null || (provisionedAt !== null && heartbeatAt < provisionedAt);
  const isDue = isFirst || since(heartbeatAt) >= engine.settings.heartbeatMs;
  if (!isDue || since(heartbeatTriedAt) < retryAfterMs) return;
  try {
    // Not before the first message, which must not wait for these.
    if (isFirst) await ensurePolicies(engine);
    await sendHeartbeat(engine);
  } catch (error) {
    if (!(error instanceof AzureError)) throw error;
  }
}

/**
 * Reports to Microsoft that the partner is alive, and honors a request for everything: a `ResyncTimestamp` newer than
 * the last one makes every managed device due. Throws AzureError, after storing it.
 */
export async function sendHeartbeat(engine: HeartbeatSender): Promise<CallTrace> {
  const at = engine.clock();
  try {
    const beat = await engine.gateway.heartbeat(at);
    await honor(engine, beat, at);
    return beat.trace;
  } catch (error) {
    if (error instanceof AzureError) {
      await setHeartbeat(engine.db.pool, { at, problem: error.facts.code });
      await noteAzureError(engine, error, { service: 'tenant_service', step: 'heartbeat' });
    }
    throw error;
  }
}

async function honor(
  engine: HeartbeatSender,
  { resyncTimestamp, messageErrors }: Heartbeat,
  at: Date,
): Promise<void> {
  for (const text of messageErrors)
    engine.log.warn({ event: 'message.error_reported', text }, 'Microsoft reports an error in a message');
  await engine.db.transaction(async (tx) => {
    const { resyncObeyed } = await readConnection(tx);
    const isNewer = resyncTimestamp !== null && (resyncObeyed === null || resyncTimestamp > resyncObeyed);
    await setHeartbeat(tx, { at, problem: null, ...(isNewer ? { resyncObeyed: resyncTimestamp } : {}) });
    if (!isNewer) return;
    await startSweep(tx, 'resync', null, at);
    engine.log.info({ event: 'resync.requested', resyncTimestamp }, 'Microsoft requests a resync');
  });
}
