import { v7 as uuidv7 } from 'uuid';
import {
  hasWithdrawals,
  lockWithdrawals,
  noteReportedIds,
  setWithdrawal,
  type Withdrawal,
} from '#lib/db/check-ins/azure-ids-to-report';
import { insertClaim } from '#lib/db/devices/due-devices';
import { principalNamesOf } from '#lib/domain/azure/entra-user';
import { isPartnerSystem } from '#lib/domain/devices/operating-system';
import type { Engine } from '../engine.ts';
import { composeMessage, userIdOf } from '../send/compose-message.ts';
import { findKnownUsers } from '../send/resolve-users.ts';

/**
 * Claims former Azure ids that Microsoft still knows as managed. One message reports them as not managed and not
 * compliant. The reports belong to the devices that had the ids. Returns how many ids it claimed.
 */
export async function claimWithdrawals(engine: Engine): Promise<number> {
  const now = engine.clock();
  if (!(await hasWithdrawals(engine.db.pool, now))) return 0;
  return engine.db.transaction(async (tx) => {
    const due = await lockWithdrawals(tx, { channel: 'partner', now }, engine.settings.devicesPerMessage);
    if (due.length === 0) return 0;
    const names = due.flatMap((device) => (device.userAzureId === null ? principalNamesOf(device) : []));
    const users = await findKnownUsers(tx, names, now);
    const uploadId = uuidv7();
    const told = due.flatMap((device) => {
      const userId = userIdOf(device, users);
      const { os } = device;
      return userId === null || !isPartnerSystem(os)
        ? []
        : [{ ...device, os, userId, verdict: 'retired' as const }];
    });
    // A message is composed as a whole: one user that is not looked up yet makes it wait.
    const message =
      told.length === due.length ? composeMessage(engine.gateway.tenantId, told, users, now) : null;
    const times = new Map(
      message?.told.map(({ device, lastUpdateTime }) => [device.azureDeviceId, lastUpdateTime]),
    );
    const upload = {
      id: uploadId,
      channel: 'partner' as const,
      body: message?.body ?? null,
      deviceCount: due.length,
    };
    const reports = due.map((device) =>
      withdrawalReport(device, uploadId, times.get(device.azureDeviceId) ?? null),
    );
    await insertClaim(tx, [upload], reports, now);
    await setWithdrawal(
      tx,
      due.map(({ id, azureDeviceId }) => ({ azureDeviceId, deviceId: id, at: null })),
    );
    await noteReportedIds(
      tx,
      'partner',
      [...times].map(([azureDeviceId, lastUpdateTime]) => ({ azureDeviceId, lastUpdateTime, uploadId })),
    );
    await engine.queue.enqueue(tx, 'upload', [{ uploadId }], { urgent: false });
    return due.length;
  });
}

export function withdrawalReport(device: Withdrawal, uploadId: string, lastUpdateTime: Date | null) {
  const { id: deviceId, azureDeviceId, stateVersion, dueAt } = device;
  return {
    id: uuidv7(),
    deviceId,
    uploadId,
    azureDeviceId,
    stateVersion,
    lastUpdateTime,
    dueAt,
    trigger: 'azure_registration' as const,
    verdict: 'retired' as const,
    withdrawal: true,
  };
}
