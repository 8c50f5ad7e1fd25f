import type { Database } from '#lib/db/core/database';
import { endRestoredWait, lockDevicesToQueue } from '#lib/db/devices/devices-to-queue';
import { recordAudit } from '#lib/db/people/audit';
import { mayBeReported, obstacleOf } from '#lib/domain/devices/obstacle';
import type { Actor } from '#lib/domain/people/actor';
import { queueReports } from '#lib/engine/queue-reports';
import { TenkoError } from '../errors.ts';

/**
 * Makes a report of one device due at once. Requested again while it waits, it returns the same report.
 * Throws `not_found`, or `device_not_reportable` with the obstacle as its reason.
 */
export async function reportNow(
  db: Database,
  deviceId: string,
  actor: Actor,
  now: Date,
): Promise<{ reportId: string }> {
  return db.transaction(async (tx) => {
    const [device] = await lockDevicesToQueue(tx, [deviceId]);
    if (device === undefined) throw new TenkoError('not_found', `Device ${deviceId} not found.`);
    const obstacle = obstacleOf(device);
    if (!mayBeReported(obstacle)) {
      const code = device.clientStatusCode === null ? '' : ` (${device.clientStatusCode})`;
      throw new TenkoError('device_not_reportable', `This device cannot be reported: ${obstacle}${code}.`, {
        reason: obstacle,
      });
    }
    await endRestoredWait(tx, [device]);
    const request = { trigger: 'manual' as const, requestedBy: actor.name, now };
    const reportId = (await queueReports(tx, [device], request)).get(deviceId) ?? '';
    await recordAudit(tx, { actor, action: 'device.report', target: deviceId, details: { reportId }, now });
    return { reportId };
  });
}
