import { recordAudit } from '../db/audit.ts';
import type { Database } from '../db/database.ts';
import { lockDevicesToQueue } from '../db/devices-to-queue.ts';
import type { Actor } from '../domain/actor.ts';
import { TenkoError } from '../errors.ts';
import { retireLockedDevices } from './retire-locked-devices.ts';

/**
 * Retires a device: Microsoft is told that it is no longer managed and not compliant. It holds until the device
 * checks in anew. Answers the report, or null where Microsoft never knew the device and nobody is to be told.
 * Throws `not_found`, or `device_retired` where it is retired already.
 */
export async function retireDevice(
  db: Database,
  deviceId: string,
  actor: Actor,
  now: Date,
): Promise<{ reportId: string | null }> {
  return db.transaction(async (tx) => {
    const [device] = await lockDevicesToQueue(tx, [deviceId]);
    if (device === undefined) throw new TenkoError('not_found', `There is no device ${deviceId}.`);
    if (device.verdict === 'retired') {
      throw new TenkoError('device_retired', 'This device is retired already.', {
        reason: device.managementState,
      });
    }
    const reports = await retireLockedDevices(tx, [device], { requestedBy: actor.name, now });
    const reportId = reports.get(deviceId) ?? null;
    await recordAudit(tx, {
      ...{ actor, action: 'device.retire', target: deviceId, details: { reportId }, now },
      before: { verdict: device.verdict, managementState: device.managementState },
      after: { verdict: 'retired', managementState: reportId === null ? 'retired' : 'retiring' },
    });
    return { reportId };
  });
}
