import type { Database } from '#lib/db/core/database';
import { lockDevicesToQueue } from '#lib/db/devices/devices-to-queue';
import { recordAudit } from '#lib/db/people/audit';
import type { Actor } from '#lib/domain/people/actor';
import { retireLockedDevices } from '#lib/engine/retire-locked-devices';
import { TenkoError } from '#lib/errors';

/**
 * Retires a device: Microsoft gets a report that it is no longer managed and not compliant. It holds until the device
 * checks in again. Returns the report, or null if Microsoft never knew the device, so that nothing is sent.
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
    if (device === undefined) throw new TenkoError('not_found', `Device ${deviceId} not found.`);
    if (device.verdict === 'retired') {
      throw new TenkoError('device_retired', 'This device is already retired.', {
        reason: device.managementState,
      });
    }
    const reports = await retireLockedDevices(tx, [device], { requestedBy: actor.name, now });
    const reportId = reports.get(deviceId) ?? null;
    await recordAudit(tx, {
      actor,
      action: 'device.retire',
      target: deviceId,
      details: { reportId },
      now,
      before: { verdict: device.verdict, managementState: device.managementState },
      after: { verdict: 'retired', managementState: reportId === null ? 'retired' : 'retiring' },
    });
    return { reportId };
  });
}
