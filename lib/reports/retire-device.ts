import { recordAudit } from '../db/audit.ts';
import type { Database } from '../db/database.ts';
import { lockDevice } from '../db/device-row.ts';
import { retireLocked } from '../db/retirement.ts';
import type { Actor } from '../domain/actor.ts';
import { retirementState } from '../domain/apply-check-in.ts';
import { TenkoError } from '../errors.ts';
import { queueReport } from './report-now.ts';

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
    const device = await lockDevice(tx, deviceId);
    if (device === null) throw new TenkoError('not_found', `There is no device ${deviceId}.`);
    if (device.verdict === 'retired') {
      throw new TenkoError('device_retired', 'This device is retired already.', {
        reason: device.managementState,
      });
    }
    const retired = { ...device, verdict: 'retired' as const };
    const managementState = retirementState(null, retired);
    const told = managementState === 'retiring';
    const stateVersion = device.stateVersion + 1;
    await retireLocked(tx, deviceId, { managementState, stateVersion, now, keepDue: told });
    const reportId = told
      ? await queueReport(tx, { ...retired, managementState, stateVersion }, 'retire', actor, now)
      : null;
    await recordAudit(tx, {
      ...{ actor, action: 'device.retire', target: deviceId, details: { reportId }, now },
      before: { verdict: device.verdict, managementState: device.managementState },
      after: { verdict: 'retired', managementState },
    });
    return { reportId };
  });
}
