import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '#lib/db/core/prisma';
import {
  type DeviceToQueue,
  findQueuedReports,
  insertQueuedReports,
  makeDue,
} from '#lib/db/devices/devices-to-queue';
import { keepTrace } from '#lib/db/reports/trace-links';
import { dueNow } from '#lib/domain/reports/due';
import type { Trigger } from '#lib/domain/reports/trigger';
import { currentTrace } from '#lib/telemetry/tracing';

/** Queues reports of locked devices, or finds those already in the queue. Returns the report of each device. */
export async function queueReports(
  tx: Transaction,
  devices: readonly DeviceToQueue[],
  request: { trigger: Trigger; requestedBy: string; now: Date },
): Promise<Map<string, string>> {
  const { trigger, requestedBy, now } = request;
  if (devices.length === 0) return new Map();
  const due = devices.map((device) => ({ ...device, ...dueNow(device, trigger, now) }));
  await makeDue(
    tx,
    due.map(({ id, reportDueAt, dueTrigger, duePriority }) => ({ id, reportDueAt, dueTrigger, duePriority })),
  );
  // A waiting report always makes its device due at once, so there is none to look for on other devices.
  const urgent = devices.filter(({ reportDueAt, duePriority }) => reportDueAt !== null && duePriority === 0);
  const waiting = await findQueuedReports(
    tx,
    urgent.map(({ id }) => id),
  );
  const made = due
    .filter(({ id }) => !waiting.has(id))
    .map(({ id: deviceId, dueTrigger, verdict, stateVersion, azureDeviceId }) => ({
      id: uuidv7(),
      deviceId,
      trigger: dueTrigger ?? trigger,
      verdict,
      stateVersion,
      azureDeviceId,
      createdAt: now,
      requestedBy,
    }));
  await insertQueuedReports(tx, made);
  await keepTrace(
    tx,
    devices.map(({ id }) => id),
    currentTrace(),
    now,
  );
  return new Map([...waiting, ...made.map(({ id, deviceId }) => [deviceId, id] as const)]);
}
