import { recordCall } from '#lib/db/connection/azure-calls';
import {
  type ChannelGate,
  noteChannelFailing,
  readChannelGate,
  setChannelHealthy,
  setChannelUnhealthy,
  setWritesThrottled,
  takeChannelProbe,
  takeWrites,
} from '#lib/db/connection/channels';
import type { Gate } from '#lib/db/connection/connection';
import { lockAlone } from '#lib/db/core/lock-alone';
import type { Upload } from '#lib/db/reports/uploads';
import { AzureError, type CallTrace } from '#lib/domain/azure/azure-gateway';
import type { GraphChannel } from '#lib/domain/devices/channel';
import {
  longestThrottleMs,
  noteGraphLoad,
  secondsToWait,
  switchedOffCheckSeconds,
} from '../connection-health.ts';
import { type Engine, enqueueLater } from '../engine.ts';
import { type PreparedWrites, prepareWrites } from './prepare-writes.ts';
import { settleWrites } from './settle-writes.ts';

/** Where Graph names no time */
const throttlePauseMs = 10_000;

/**
 * Writes a batch of devices to Entra and settles each by its own result. What was throttled, or did not get through, stays
 * in the batch for the next attempt. Throws if the whole batch has to be retried later (the queue backs off).
 */
export async function sendWrites(
  engine: Engine,
  channel: GraphChannel,
  upload: Upload,
  gate: Gate,
): Promise<void> {
  const channelGate = await readChannelGate(engine.db.pool, channel);
  const wait =
    (await secondsToWaitToWrite(engine, channel, gate, channelGate)) ||
    (await takeWrites(engine.db.pool, upload.deviceCount, engine.settings.graphWrites)) / 1000;
  if (wait > 0) return enqueueLater(engine, 'upload', [{ uploadId: upload.id }], wait);
  // Two attempts at once could end in the wrong order: the second waits for the first, even for one that was cut off.
  const isMine = await lockAlone(engine.db, upload.id, async () => {
    const prepared = await prepareWrites(engine, channel, upload.id);
    if (prepared === null) return;
    await write(engine, { channel, uploadId: upload.id, gate: channelGate }, prepared);
  });
  if (!isMine) await enqueueLater(engine, 'upload', [{ uploadId: upload.id }], 1);
}

async function secondsToWaitToWrite(
  engine: Engine,
  channel: GraphChannel,
  gate: Gate,
  channelGate: ChannelGate,
): Promise<number> {
  if (gate.paused || gate.deprovisioned) return switchedOffCheckSeconds;
  // Another tenant than before: what the former one was told is forgotten first.
  const { provisionedTenantId: tenant } = gate;
  if (tenant !== null && tenant !== engine.gateway.tenantId) return switchedOffCheckSeconds;
  return secondsToWait(engine, channelGate, (pauseMs) => takeChannelProbe(engine.db.pool, channel, pauseMs));
}

interface Attempt {
  channel: GraphChannel;
  uploadId: string;
  gate: ChannelGate;
}

async function write(engine: Engine, attempt: Attempt, { attempt: number, writes }: PreparedWrites) {
  const { channel, uploadId } = attempt;
  try {
    const { trace, load, results } = await engine.gateway.writeDevices(writes);
    await noteGraphLoad(engine, load);
    const open = await settleWrites(engine, { uploadId, attempt: number, trace, results });
    const forbidden = results.find((result) => result.outcome === 'forbidden');
    const throttled = results.filter((result) => result.outcome === 'throttled');
    const passing = results.find((result) => result.outcome === 'passing');
    if (throttled.length > 0)
      await throttle(
        engine,
        Math.max(...throttled.map(({ retryAfterMs = throttlePauseMs }) => retryAfterMs)),
      );
    if (forbidden !== undefined)
      await makeUnhealthy(engine, channel, { code: 'permission_missing', detail: forbidden.permission });
    else if (passing !== undefined) await notePassing(engine, channel, passing);
    else if (throttled.length < results.length) await makeHealthy(engine, attempt);
    if (open > 0) await enqueueLater(engine, 'upload', [{ uploadId }], 1 + engine.random());
  } catch (error) {
    if (!(error instanceof AzureError)) throw error;
    await noteError(engine, attempt, error);
    throw error;
  }
}

/** The whole batch did not get through: nothing of it is known to be written. */
async function noteError(engine: Engine, { channel, uploadId }: Attempt, error: AzureError): Promise<void> {
  const { kind, code, detail, permission, retryAfterMs, trace } = error.facts;
  await keepCall(engine, uploadId, { code, detail }, trace);
  switch (kind) {
    case 'throttled':
      return throttle(engine, retryAfterMs ?? throttlePauseMs);
    case 'forbidden':
    case 'unauthorized':
      return makeUnhealthy(
        engine,
        channel,
        permission === undefined ? { code, detail } : { code: 'permission_missing', detail: permission },
      );
    case 'passing':
    case 'rejected':
    case 'too_large':
      return notePassing(engine, channel, { code, detail });
  }
}

function keepCall(
  engine: Engine,
  uploadId: string,
  failure: { code: string; detail: string | null },
  trace: CallTrace | undefined,
): Promise<void> {
  return recordCall(engine.db.pool, { uploadId, step: 'write_devices', failure, trace, at: engine.clock() });
}

async function throttle(engine: Engine, retryAfterMs: number): Promise<void> {
  await setWritesThrottled(engine.db.pool, Math.min(retryAfterMs, longestThrottleMs));
  engine.log.warn(
    { event: 'channel.throttled', retryAfterMs },
    'Microsoft asks to slow down writes to devices',
  );
}

async function makeHealthy(engine: Engine, { channel, gate }: Attempt): Promise<void> {
  if (gate.health === 'healthy' && !gate.failing) return;
  if (await setChannelHealthy(engine.db.pool, channel, engine.clock()))
    engine.log.info({ event: 'channel.healthy', channel }, 'the channel is healthy');
}

interface Problem {
  code: string;
  detail: string | null;
}

async function makeUnhealthy(engine: Engine, channel: GraphChannel, problem: Problem): Promise<void> {
  if (await setChannelUnhealthy(engine.db.pool, channel, problem, engine.clock()))
    engine.log.error(
      { event: 'channel.unhealthy', channel, ...problem },
      'the channel is unhealthy: its devices wait',
    );
}

async function notePassing(engine: Engine, channel: GraphChannel, problem: Problem): Promise<void> {
  const { code, detail } = problem;
  if (await noteChannelFailing(engine.db.pool, channel, engine.settings.outageGraceMs))
    await makeUnhealthy(engine, channel, { code, detail });
}
