import { recordCall } from '#lib/db/connection/azure-calls';
import {
  type Gate,
  noteFailing,
  readGate,
  setGraphBusy,
  setHealthy,
  setThrottled,
  setUnhealthy,
  takeProbe,
} from '#lib/db/connection/connection';
import { AzureError } from '#lib/domain/azure/azure-gateway';
import { type AzureService, type AzureStep, probePause } from '#lib/domain/azure/connection-health';
import type { Engine } from './engine.ts';
import { gather } from './gather.ts';

/** Whether devices cannot be reported while this step fails. */
const stopsReporting = {
  provision: true,
  find_user: true,
  upload: true,
  confirm: true,
  heartbeat: false,
  read_devices: false,
  delete_device: false,
  // Each Graph channel has a health of its own.
  write_devices: false,
} satisfies Record<AzureStep, boolean>;
/** A longer wait means that a clock is wrong. */
export const longestThrottleMs = 3_600_000;
export const switchedOffCheckSeconds = 5;
/** How often those that do not try themselves check whether another one succeeded. */
const longestLookSeconds = 5;
/** Graph reports its load from 0.8 on. Work that can wait then waits this long. */
const busyGraph = { load: 0.8, pauseMs: 10_000 };

const readGateOnce = gather(async ({ db }, askers: readonly null[]) => {
  const gate = await readGate(db.pool);
  return askers.map(() => gate);
}, 1000);

/** The gate as it is now: jobs that ask at the same time share one look at it. */
export function readSharedGate(engine: Engine): Promise<Gate> {
  return readGateOnce(engine, null);
}

/** A call succeeded, so its problem is over. Costs nothing if the gate saw no problem. */
export async function noteHealthy(engine: Engine, step: AzureStep, gate: Gate): Promise<void> {
  if (gate.health === 'healthy' && !gate.failing) return;
  if (await setHealthy(engine.db.pool, step, engine.clock())) {
    engine.log.info({ event: 'connection.healthy' }, 'the connection to Azure is healthy');
  }
}

/**
 * Seconds to wait before the device service may be called; 0: now. Spread a little, so that not all call at once.
 * While the connection is unhealthy, one call at a time tries. A Graph channel gives its own gate, and how to take its probe.
 */
export async function secondsToWait(
  engine: Engine,
  gate: Pick<Gate, 'throttledMs' | 'health' | 'probes' | 'probeMs'>,
  take: (pauseMs: number) => Promise<boolean> = (pauseMs) => takeProbe(engine.db.pool, pauseMs),
): Promise<number> {
  if (gate.throttledMs > 0) return gate.throttledMs / 1000 + engine.random();
  if (gate.health !== 'unhealthy') return 0;
  const pauseMs = probePause(gate.probes, engine.random());
  if (gate.probeMs <= 0 && (await take(pauseMs))) return 0;
  return Math.min(longestLookSeconds, 1 + gate.probeMs / 1000) + engine.random();
}

/** The same for a message that is not sent yet: nothing is sent while reporting is switched off. */
export async function secondsToWaitToSend(engine: Engine, gate: Gate): Promise<number> {
  if (gate.paused || gate.deprovisioned) return switchedOffCheckSeconds;
  return secondsToWait(engine, gate);
}

/**
 * Stores what an error says about the connection as a whole, and the call itself. The caller decides what it means for
 * its own work.
 */
export async function noteAzureError(
  engine: Pick<Engine, 'db' | 'clock' | 'log'> & { settings: Pick<Engine['settings'], 'outageGraceMs'> },
  error: unknown,
  met: { service: AzureService; step: AzureStep; uploadId?: string },
): Promise<void> {
  if (!(error instanceof AzureError)) return;
  const { kind, code, detail, permission, retryAfterMs, trace, status } = error.facts;
  const now = engine.clock();
  const { pool } = engine.db;
  const { service, step, uploadId = null } = met;
  await recordCall(pool, { uploadId, step, failure: { code, detail }, trace, at: now });
  // The heartbeat waits separately: messages go to another service.
  if (kind === 'throttled' && retryAfterMs !== undefined && service !== 'tenant_service') {
    await setThrottled(pool, service, Math.min(retryAfterMs, longestThrottleMs));
    engine.log.warn({ event: 'connection.throttled', retryAfterMs, service }, 'Microsoft asks to slow down');
  }
  if (!stopsReporting[step]) return;
  const isPassing = kind === 'passing' || (kind === 'throttled' && status === 503);
  if (isPassing) {
    const problem = { service, step, code, detail };
    if (await noteFailing(pool, problem, engine.settings.outageGraceMs, now)) {
      engine.log.error(
        { event: 'connection.unreachable', code, detail },
        'Azure cannot be reached: reporting waits',
      );
    }
  }
  if (kind === 'unauthorized' || kind === 'forbidden') {
    const problem = {
      service,
      step,
      code: kind === 'forbidden' && permission !== undefined ? 'permission_missing' : code,
      detail: kind === 'forbidden' && permission !== undefined ? permission : detail,
    };
    if (await setUnhealthy(pool, problem, now)) {
      engine.log.error(
        { event: 'connection.unhealthy', code, detail, permission },
        'the connection to Azure is unhealthy: reporting waits',
      );
    }
  }
}

/** Graph says how near the app is to its limit. From 80 % on, work that can wait does. */
export async function noteGraphLoad(engine: Pick<Engine, 'db' | 'log'>, load: number | null): Promise<void> {
  if (load === null || load < busyGraph.load) return;
  await setGraphBusy(engine.db.pool, busyGraph.pauseMs);
  engine.log.warn({ event: 'read_back.throttled', load }, 'Graph is near its limit: the read-back waits');
}
