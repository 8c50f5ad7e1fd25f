import { v7 as uuidv7 } from 'uuid';
import { recordAudit } from '../db/audit.ts';
import type { Database, Transaction } from '../db/database.ts';
import { type DeviceRow, lockDevice } from '../db/device-row.ts';
import { findQueuedReport, insertQueuedReport, makeDue } from '../db/reports.ts';
import type { Actor } from '../domain/actor.ts';
import { dueNow } from '../domain/apply-check-in.ts';
import { obstacleOf } from '../domain/reportability.ts';
import type { Trigger } from '../domain/trigger.ts';
import { TenkoError } from '../errors.ts';

/**
 * Makes a report of one device due at once. Pressed again while it waits, it answers the same report.
 * Throws `not_found`, or `device_not_reportable` with the obstacle as its reason.
 */
export async function reportNow(
  db: Database,
  deviceId: string,
  actor: Actor,
  now: Date,
): Promise<{ reportId: string }> {
  return db.transaction(async (tx) => {
    const device = await lockDevice(tx, deviceId);
    if (device === null) throw new TenkoError('not_found', `There is no device ${deviceId}.`);
    const obstacle = obstacleOf(device);
    if (obstacle !== null) {
      const code = device.clientStatusCode === null ? '' : ` (${device.clientStatusCode})`;
      throw new TenkoError('device_not_reportable', `This device cannot be reported: ${obstacle}${code}.`, {
        reason: obstacle,
      });
    }
    const reportId = await queueReport(tx, device, 'manual', actor, now);
    await recordAudit(tx, { actor, action: 'device.report', target: deviceId, details: { reportId }, now });
    return { reportId };
  });
}

/** Puts a report of a locked device in the queue, or finds the one that waits there. */
export async function queueReport(
  tx: Transaction,
  device: DeviceRow,
  trigger: Trigger,
  actor: Actor,
  now: Date,
): Promise<string> {
  const due = dueNow(device, trigger, now);
  await makeDue(tx, device.id, due);
  const waiting = await findQueuedReport(tx, device.id);
  if (waiting !== null) return waiting;
  const id = uuidv7();
  await insertQueuedReport(tx, {
    id,
    deviceId: device.id,
    trigger: due.dueTrigger ?? trigger,
    verdict: device.verdict,
    stateVersion: device.stateVersion,
    azureDeviceId: device.azureDeviceId,
    createdAt: now,
    requestedBy: actor.name,
  });
  return id;
}
