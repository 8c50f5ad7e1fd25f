import { endWaiting, makeWait, type SharingDevice, writeClaims } from '#lib/db/check-ins/azure-id-holders';
import { supersedeQueuedReports } from '#lib/db/check-ins/check-ins';
import type { Transaction } from '#lib/db/core/prisma';
import { restoreShownStatus } from '#lib/db/reports/write-settlements';
import { obstacleOf } from '#lib/domain/devices/obstacle';

/**
 * Gives locked Azure ids to feeds. Devices of these feeds are due at once if they can be reported; those of other feeds
 * wait. `devices`: all devices that name the ids, locked.
 */
export async function handOverAzureIds(
  tx: Transaction,
  owners: ReadonlyMap<string, string>,
  devices: readonly SharingDevice[],
  now: Date,
): Promise<void> {
  const managed = devices.filter(({ managementState }) => managementState !== 'retired');
  const heirs = managed.filter(({ azureDeviceId, feed }) => owners.get(azureDeviceId) === feed);
  const waiting = managed.flatMap(({ id, azureDeviceId, feed }) => {
    const holder = owners.get(azureDeviceId);
    return holder === undefined || holder === feed ? [] : [{ deviceId: id, holder }];
  });
  const deviceIds = waiting.map(({ deviceId }) => deviceId);
  await makeWait(tx, waiting, now);
  await supersedeQueuedReports(tx, deviceIds, now);
  await restoreShownStatus(tx, deviceIds);
  await endWaiting(
    tx,
    heirs.map((device) => ({ deviceId: device.id, due: isDueWithId(device) })),
    now,
  );
  const contested = new Set(managed.map(({ azureDeviceId }) => azureDeviceId));
  await writeClaims(
    tx,
    [...owners].map(([azureDeviceId, feed]) => ({
      azureDeviceId,
      feed,
      claimedAt: now,
      // The feed that now waits gets the id back if the new holder goes silent.
      reviewAt: waiting.length > 0 && contested.has(azureDeviceId) ? now : null,
    })),
  );
}

/** Whether a device that waits can be reported once its feed has the id. */
export function isDueWithId(device: SharingDevice): boolean {
  return device.azureIdTakenBy !== null && obstacleOf({ ...device, azureIdTakenBy: null }) === null;
}
