import { findAzureIdsOf, lockSharers } from '#lib/db/check-ins/azure-id-holders';
import type { Database } from '#lib/db/core/database';
import type { Transaction } from '#lib/db/core/prisma';
import { recordAudits } from '#lib/db/people/audit';
import type { Actor } from '#lib/domain/people/actor';
import { TenkoError } from '#lib/errors';
import { handOverAzureIds } from './hand-over-azure-ids.ts';

export interface MovedAzureId {
  azureDeviceId: string;
  /** The feed that held the id; null: none did */
  from: string | null;
  to: string;
}

/**
 * Moves Azure ids that another feed holds to the feeds of these devices. Locks all devices that name the ids, in the
 * order of device ids. Returns what moved, by device.
 */
export async function moveAzureIds(
  tx: Transaction,
  deviceIds: readonly string[],
  { actor, now }: { actor: Actor; now: Date },
): Promise<Map<string, MovedAzureId>> {
  const { devices, claims } = await lockSharers(tx, await findAzureIdsOf(tx, deviceIds));
  const holders = new Map(claims.map(({ azureDeviceId, feed }) => [azureDeviceId, feed]));
  const wanted = new Set(deviceIds);
  const moved = new Map<string, MovedAzureId>();
  const owners = new Map<string, string>();
  for (const { id, feed, azureDeviceId, azureIdTakenBy, managementState } of devices) {
    if (!wanted.has(id) || azureIdTakenBy === null || managementState === 'retired') continue;
    // If two devices want the same id, the first one gets it.
    if ((owners.get(azureDeviceId) ?? feed) !== feed) continue;
    owners.set(azureDeviceId, feed);
    moved.set(id, { azureDeviceId, from: holders.get(azureDeviceId) ?? null, to: feed });
  }
  await handOverAzureIds(tx, owners, devices, now);
  await recordAudits(
    tx,
    [...moved].map(([id, { azureDeviceId, from, to }]) => ({
      actor,
      action: 'azure_id.move' as const,
      target: id,
      now,
      before: { feed: from },
      after: { feed: to },
      details: { azureDeviceId, reason: 'admin' },
    })),
  );
  return moved;
}

/**
 * Moves a device's Azure id to its feed: from now on this device is reported to Microsoft, and the other feed's device
 * no longer is. Throws `not_found`, or `azure_id_not_taken` if no other feed holds the id.
 */
export async function moveAzureId(
  db: Database,
  deviceId: string,
  actor: Actor,
  now: Date,
): Promise<MovedAzureId> {
  return db.transaction(async (tx) => {
    const moved = (await moveAzureIds(tx, [deviceId], { actor, now })).get(deviceId);
    if (moved !== undefined) return moved;
    const device = await tx.device.findUnique({ where: { id: deviceId }, select: { id: true } });
    if (device === null) throw new TenkoError('not_found', `Device ${deviceId} not found.`);
    throw new TenkoError('azure_id_not_taken', 'No other feed holds the Azure id of this device.');
  });
}
