import { v7 as uuidv7 } from 'uuid';
import { readConnection } from '../db/connection.ts';
import type { Transaction } from '../db/database.ts';
import {
  type ClaimedReport,
  countOpenUploads,
  type DueDevice,
  insertClaim,
  lockDueDevices,
} from '../db/due-devices.ts';
import type { Engine } from './engine.ts';

/** Messages made ready or sent at one time, all workers together; more would only make changes wait behind. */
const maxOpenUploads = 48;

/**
 * Claims devices whose report is due and queues their messages, in one transaction.
 * Claims nothing while reporting is paused, throttled or held up. Answers how many devices it claimed.
 */
export async function claimDueDevices(engine: Engine): Promise<number> {
  const now = engine.clock();
  const connection = await readConnection(engine.db.pool);
  if (connection.pausedAt !== null) return 0;
  if (connection.throttledUntil !== null && connection.throttledUntil > now) return 0;
  return engine.db.transaction(async (tx) => {
    const open = await countOpenUploads(tx, maxOpenUploads);
    // An unhealthy connection is tried with one message at a time until one goes through.
    const allowed = connection.health === 'unhealthy' ? 1 : maxOpenUploads;
    if (open >= allowed) return 0;
    const due = await lockDueDevices(tx, now, (allowed - open) * engine.devicesPerMessage);
    if (due.length > 0) await claim(engine, tx, due, now);
    return due.length;
  });
}

async function claim(engine: Engine, tx: Transaction, due: readonly DueDevice[], now: Date): Promise<void> {
  const uploads: { id: string; deviceCount: number }[] = [];
  const reports: ClaimedReport[] = [];
  for (let start = 0; start < due.length; start += engine.devicesPerMessage) {
    const devices = due.slice(start, start + engine.devicesPerMessage);
    const uploadId = uuidv7();
    uploads.push({ id: uploadId, deviceCount: devices.length });
    for (const device of devices) {
      const { id: deviceId, queuedReportId, ...told } = device;
      reports.push({ ...told, id: queuedReportId ?? uuidv7(), deviceId, uploadId });
    }
  }
  await insertClaim(tx, uploads, reports, now);
  await engine.queue.enqueue(
    tx,
    'upload',
    uploads.map(({ id }) => ({ uploadId: id })),
    0,
  );
}
