import { chunk } from 'es-toolkit';
import { v7 as uuidv7 } from 'uuid';
import { hasWithdrawals, lockWithdrawals, setWithdrawal } from '#lib/db/check-ins/azure-ids-to-report';
import { readChannelGate } from '#lib/db/connection/channels';
import type { Gate } from '#lib/db/connection/connection';
import type { Transaction } from '#lib/db/core/prisma';
import {
  type ClaimedReport,
  countOpenUploads,
  insertClaim,
  lockDueDevices,
} from '#lib/db/devices/due-devices';
import type { GraphChannel } from '#lib/domain/devices/channel';
import { admitDevices } from '../claim/admit-devices.ts';
import { claimFollowUps } from '../claim/claim-follow-ups.ts';
import { withdrawalReport } from '../claim/claim-withdrawals.ts';
import type { Engine } from '../engine.ts';

/** Graph takes so many requests in one batch: https://learn.microsoft.com/graph/json-batching */
const writesPerBatch = 20;
/** Tags are read before they are written: so many devices fit in one filter */
export const tagsPerBatch = 15;
/** Batches of a channel that are under way at a time: enough to use up Graph's limit, and few enough to stay fresh. */
const batchesAtOnce = 3;

/**
 * Claims devices of a Graph channel whose report is due, as batches of writes, and then former Azure ids to withdraw. Each
 * channel claims by itself, so that none waits for another. Returns how many it claimed.
 */
export async function claimForGraph(engine: Engine, channel: GraphChannel, gate: Gate): Promise<number> {
  if (gate.paused || gate.deprovisioned || gate.restoring) return 0;
  const size = channel === 'tag' ? tagsPerBatch : writesPerBatch;
  const { health, throttledMs } = await readChannelGate(engine.db.pool, channel);
  if (throttledMs > 0) return 0;
  const slots = health === 'unhealthy' ? 1 : batchesAtOnce;
  const now = engine.clock();
  const claimed = await engine.db.transaction(async (tx) => {
    const { preparing, sending } = await countOpenUploads(tx, channel, slots);
    const free = (slots - preparing - sending) * size;
    if (free <= 0) return 0;
    const due = await lockDueDevices(tx, { channel, now }, { urgent: free, other: free });
    const admitted = due.length === 0 ? [] : await admitDevices(tx, due, now);
    const devices = admitted.filter(({ isOnItsWay }) => !isOnItsWay);
    for (const part of chunk(devices, size)) {
      const uploadId = uuidv7();
      await insertBatch(engine, tx, {
        channel,
        uploadId,
        reports: part.map((device) => ({
          id: device.queuedReportId ?? uuidv7(),
          deviceId: device.id,
          uploadId,
          trigger: device.trigger,
          verdict: device.verdict,
          stateVersion: device.stateVersion,
          azureDeviceId: device.azureDeviceId,
          lastUpdateTime: null,
          dueAt: device.dueAt,
          withdrawal: false,
        })),
        urgent: part.some(({ priority }) => priority === 0),
      });
    }
    return devices.length;
  });
  // In a separate transaction: devices are never locked after Azure ids.
  if (claimed > 0) return claimed;
  const withdrawn = await claimWithdrawals(engine, { channel, slots, size });
  return withdrawn > 0 || channel !== 'tag' ? withdrawn : claimFollowUps(engine, { channel, slots, size });
}

interface Room {
  channel: GraphChannel;
  /** Batches that may be under way */
  slots: number;
  /** Writes in a batch */
  size: number;
}

async function claimWithdrawals(engine: Engine, { channel, slots, size }: Room): Promise<number> {
  const now = engine.clock();
  if (!(await hasWithdrawals(engine.db.pool, now))) return 0;
  return engine.db.transaction(async (tx) => {
    const { preparing, sending } = await countOpenUploads(tx, channel, slots);
    if (preparing + sending >= slots) return 0;
    const due = await lockWithdrawals(tx, { channel, now }, size);
    if (due.length === 0) return 0;
    const uploadId = uuidv7();
    const reports = due.map((device) => withdrawalReport(device, uploadId, null));
    await insertBatch(engine, tx, { channel, uploadId, reports, urgent: false });
    await setWithdrawal(
      tx,
      due.map(({ id, azureDeviceId }) => ({ azureDeviceId, deviceId: id, at: null })),
    );
    return due.length;
  });
}

interface Batch {
  channel: GraphChannel;
  uploadId: string;
  reports: readonly ClaimedReport[];
  urgent: boolean;
}

async function insertBatch(engine: Engine, tx: Transaction, batch: Batch): Promise<void> {
  const { channel, uploadId, reports, urgent } = batch;
  const upload = { id: uploadId, channel, body: null, deviceCount: reports.length };
  await insertClaim(tx, [upload], reports, engine.clock());
  await engine.queue.enqueue(tx, 'upload', [{ uploadId }], { urgent });
}
