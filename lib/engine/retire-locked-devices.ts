import { releaseRetired } from '#lib/db/check-ins/azure-ids';
import type { Transaction } from '#lib/db/core/prisma';
import { type DeviceToQueue, retireDevices } from '#lib/db/devices/devices-to-queue';
import { retirementState } from '#lib/domain/check-ins/decide-device';
import { queueReports } from './queue-reports.ts';

/**
 * Retires locked devices that are not retired yet. Returns the report of each, or null if Microsoft never knew the
 * device, so that there is nothing to report.
 */
export async function retireLockedDevices(
  tx: Transaction,
  devices: readonly DeviceToQueue[],
  { requestedBy, now }: { requestedBy: string; now: Date },
): Promise<Map<string, string | null>> {
  if (devices.length === 0) return new Map();
  const retired = devices.map((device) => {
    // An admin retires it now: that is newer than anything from before a restore.
    const fresh = { restoredAt: null, restoredAgrees: null };
    const state = { ...device, ...fresh, verdict: 'retired' as const, stateVersion: device.stateVersion + 1 };
    const managementState = retirementState(null, state);
    return { ...state, managementState, told: managementState === 'retiring' };
  });
  await retireDevices(
    tx,
    retired.map(({ id, managementState, stateVersion, told }) => ({
      id,
      managementState,
      stateVersion,
      told,
    })),
    now,
  );
  const silently = retired.filter(({ told }) => !told).map(({ id }) => id);
  await releaseRetired(tx, silently, now);
  const reports = await queueReports(
    tx,
    retired.filter(({ told }) => told),
    { trigger: 'retire', requestedBy, now },
  );
  return new Map(devices.map(({ id }) => [id, reports.get(id) ?? null]));
}
