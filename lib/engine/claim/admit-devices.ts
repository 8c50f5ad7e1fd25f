import { makeWait } from '#lib/db/check-ins/azure-id-holders';
import { claimAzureIds } from '#lib/db/check-ins/azure-ids';
import { type AzureIdToReport, lockIdsToReport } from '#lib/db/check-ins/azure-ids-to-report';
import { supersedeQueuedReports } from '#lib/db/check-ins/check-ins';
import type { Transaction } from '#lib/db/core/prisma';
import { recordAudits } from '#lib/db/people/audit';
import { restoreShownStatus } from '#lib/db/reports/write-settlements';
import { tenkoItself } from '#lib/domain/people/actor';

export interface DeviceToAdmit {
  /** The device's id */
  id: string;
  feed: string;
  azureDeviceId: string;
  lastUpdateTime: Date | null;
}

type AdmittedId = Pick<AzureIdToReport, 'isOnItsWay' | 'flagsChannel'>;

/**
 * Checks again, under lock, whether locked devices may be reported. Reports of one Azure id stay in order, whichever
 * device they are about. A device whose id belongs to another feed waits from now on. Returns the other devices;
 * `isOnItsWay`: another message about the id has to go first.
 */
export async function admitDevices<T extends DeviceToAdmit>(
  tx: Transaction,
  devices: readonly T[],
  now: Date,
): Promise<(T & AdmittedId)[]> {
  const ids = await lockIdsToReport(
    tx,
    devices.map(({ azureDeviceId }) => azureDeviceId),
  );
  await adopt(tx, devices, ids, now);
  const admitted: (T & AdmittedId)[] = [];
  const refused: { device: T; holder: string }[] = [];
  for (const device of devices) {
    const id = ids.get(device.azureDeviceId);
    const holder = id?.feed ?? device.feed;
    if (holder !== device.feed) refused.push({ device, holder });
    else {
      const lastUpdateTime = later(device.lastUpdateTime, id?.lastUpdateTime ?? null);
      const { isOnItsWay = false, flagsChannel = null } = id ?? {};
      admitted.push({ ...device, lastUpdateTime, isOnItsWay, flagsChannel });
    }
  }
  await refuse(tx, refused, now);
  return admitted;
}

/** An id without a holder goes to the first of its devices, such as one whose retirement has not been reported yet. */
async function adopt(
  tx: Transaction,
  devices: readonly DeviceToAdmit[],
  ids: Map<string, AzureIdToReport>,
  now: Date,
): Promise<void> {
  const free = devices.filter(({ azureDeviceId }) => (ids.get(azureDeviceId)?.feed ?? null) === null);
  for (const feed of new Set(free.map((device) => device.feed))) {
    const wanted = free.filter((device) => device.feed === feed).map(({ azureDeviceId }) => azureDeviceId);
    for (const claim of await claimAzureIds(tx, feed, { wanted, dropped: [] }, now)) {
      const known = ids.get(claim.azureDeviceId);
      const fresh = {
        lastUpdateTime: null,
        isOnItsWay: false,
        formerDeviceId: null,
        isHeld: true,
        flagsChannel: null,
      };
      ids.set(claim.azureDeviceId, { ...fresh, ...known, ...claim });
    }
  }
}

async function refuse(
  tx: Transaction,
  refused: readonly { device: DeviceToAdmit; holder: string }[],
  now: Date,
): Promise<void> {
  if (refused.length === 0) return;
  const waiting = refused.map(({ device, holder }) => ({ deviceId: device.id, holder }));
  const newly = new Set(await makeWait(tx, waiting, now));
  const deviceIds = waiting.map(({ deviceId }) => deviceId);
  await supersedeQueuedReports(tx, deviceIds, now);
  await restoreShownStatus(tx, deviceIds);
  await recordAudits(
    tx,
    refused
      .filter(({ device }) => newly.has(device.id))
      .map(({ device: { id, feed, azureDeviceId }, holder }) => ({
        actor: tenkoItself,
        action: 'azure_id.refuse' as const,
        target: id,
        now,
        details: { azureDeviceId, feed, belongsTo: holder },
      })),
  );
}

function later(a: Date | null, b: Date | null): Date | null {
  return a === null || b === null ? (a ?? b) : a > b ? a : b;
}
