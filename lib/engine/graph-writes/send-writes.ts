import { chunk } from 'es-toolkit';
import { recordCall } from '#lib/db/connection/azure-calls';
import {
  type ChannelGate,
  noteChannelFailing,
  readChannelGate,
  readChannelSettings,
  readOwnTagValues,
  setChannelHealthy,
  setChannelUnhealthy,
  setWritesThrottled,
  takeChannelProbe,
  takeWrites,
} from '#lib/db/connection/channels';
import type { Gate } from '#lib/db/connection/connection';
import { lockAlone } from '#lib/db/core/lock-alone';
import { findIdsToWrite } from '#lib/db/reports/device-to-report';
import type { Upload } from '#lib/db/reports/uploads';
import { AzureError, type CallTrace } from '#lib/domain/azure/azure-gateway';
import type { DeviceWriteResult, TaggableDevice } from '#lib/domain/azure/device-writes';
import type { GraphChannel } from '#lib/domain/devices/channel';
import {
  longestThrottleMs,
  noteGraphLoad,
  secondsToWait,
  switchedOffCheckSeconds,
} from '../connection-health.ts';
import { type Engine, enqueueLater } from '../engine.ts';
import { tagsPerBatch } from './claim-for-graph.ts';
import { isClearing, isEmptyWrite, type TagsRead } from './plan-writes.ts';
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
    const attempt = { channel, uploadId: upload.id, gate: channelGate };
    const tags = channel === 'tag' ? await readTags(engine, attempt) : null;
    const prepared = await prepareWrites(engine, { channel, tags }, upload.id);
    if (prepared !== null) await write(engine, attempt, prepared);
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

/** What the objects of a batch hold now: a value of somebody else is never overwritten. */
async function readTags(engine: Engine, attempt: Attempt): Promise<TagsRead> {
  const [{ tag: settings }, own, asked] = await Promise.all([
    readChannelSettings(engine.db.pool),
    readOwnTagValues(engine.db.pool),
    findIdsToWrite(engine.db.pool, attempt.uploadId),
  ]);
  const devices = new Map<string, TaggableDevice>();
  for (const ids of chunk(asked, tagsPerBatch)) {
    const read = await reaching(engine, attempt, () => engine.gateway.readTags(ids));
    for (const [id, device] of read.devices) devices.set(id, device);
  }
  return { settings, own, asked: new Set(asked), devices };
}

/** What Microsoft refuses as a whole counts for the channel, and the batch is tried again. */
async function reaching<T>(engine: Engine, attempt: Attempt, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AzureError) await noteError(engine, attempt, error);
    throw error;
  }
}

async function write(engine: Engine, attempt: Attempt, { attempt: number, writes }: PreparedWrites) {
  const { channel, uploadId } = attempt;
  const asking = writes.filter((one) => !isEmptyWrite(one));
  const { trace, load, results } =
    asking.length === 0
      ? { trace: null, load: null, results: [] }
      : await reaching(engine, attempt, () => engine.gateway.writeDevices(asking));
  await noteGraphLoad(engine, load);
  const clear = writes
    .filter(isEmptyWrite)
    .map(({ azureDeviceId }) => ({ azureDeviceId, outcome: 'written' as const }));
  const cleared = new Set(writes.filter(isClearing).map(({ azureDeviceId }) => azureDeviceId));
  const batch = { uploadId, attempt: number, channel, trace, results: [...results, ...clear], cleared };
  const open = await settleWrites(engine, batch);
  await judge(engine, attempt, results);
  if (open > 0) await enqueueLater(engine, 'upload', [{ uploadId }], 1 + engine.random());
}

/** What the results of single writes say of the channel. */
async function judge(engine: Engine, attempt: Attempt, results: readonly DeviceWriteResult[]): Promise<void> {
  const { channel } = attempt;
  const forbidden = results.find((result) => result.outcome === 'forbidden');
  const throttled = results.filter((result) => result.outcome === 'throttled');
  const passing = results.find((result) => result.outcome === 'passing');
  if (throttled.length > 0)
    await throttle(engine, Math.max(...throttled.map(({ retryAfterMs = throttlePauseMs }) => retryAfterMs)));
  if (forbidden !== undefined)
    await makeUnhealthy(engine, channel, { code: 'permission_missing', detail: forbidden.permission });
  else if (passing !== undefined) await notePassing(engine, channel, passing);
  else if (throttled.length < results.length) await makeHealthy(engine, attempt);
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
