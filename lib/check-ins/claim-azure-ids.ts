import { makeWait } from '#lib/db/check-ins/azure-id-holders';
import {
  claimAzureIds,
  findFormerIds,
  releaseDropped,
  releaseRetired,
  reviewSoon,
  withdrawFormer,
} from '#lib/db/check-ins/azure-ids';
import { makeFollowUpsDue } from '#lib/db/check-ins/follow-ups';
import type { Transaction } from '#lib/db/core/prisma';
import { recordAudits } from '#lib/db/people/audit';
import type { DeviceState } from '#lib/domain/devices/device-state';
import { tenkoItself } from '#lib/domain/people/actor';

/** A locked or new device, as it was before a check-in (null: not there) and as it is written now. */
export interface CheckedInDevice {
  id: string;
  before: DeviceState | null;
  after: DeviceState;
}

/**
 * Claims the Azure ids of devices that have a new one, and lets go of those that they no longer have, in the
 * transaction of their check-ins. Most check-ins change no id, and cost nothing here. Returns the devices whose id
 * belongs to another feed: none of them is reported.
 */
export async function claimForCheckIns(
  tx: Transaction,
  feed: string,
  devices: readonly CheckedInDevice[],
  now: Date,
): Promise<Set<string>> {
  const wanting = devices.filter(wantsId);
  const dropped = devices.flatMap(({ id, before, after }) =>
    mayBeKnown(before) && before.azureDeviceId !== after.azureDeviceId
      ? [{ azureDeviceId: before.azureDeviceId, deviceId: id, replaced: after.azureDeviceId !== null }]
      : [],
  );
  const retired = devices.filter(
    ({ before, after }) => before?.managementState !== 'retired' && after.managementState === 'retired',
  );
  const turned = devices.filter(
    ({ before, after }) =>
      before !== null &&
      after.azureIdTakenBy !== null &&
      before.azureIdTakenBy === after.azureIdTakenBy &&
      before.verdict !== after.verdict,
  );
  // Another system than the channel takes, such as one that Microsoft has no channel for.
  const untagged = devices.filter(
    ({ before, after }) =>
      before?.channel === 'tag' && after.channel !== 'tag' && before.azureDeviceId === after.azureDeviceId,
  );
  const former = await findFormerIds(
    tx,
    devices.flatMap(({ id, before, after }) => (before === null || after.azureDeviceId === null ? [] : [id])),
  );
  const locked = [
    ...dropped.map(({ azureDeviceId }) => azureDeviceId),
    ...former,
    ...idsOf([...retired, ...turned, ...untagged]),
  ];
  const claims = await claimAzureIds(tx, feed, { wanted: idsOf(wanting), dropped: locked }, now);
  await releaseDropped(tx, feed, dropped, now);
  await withdrawFormer(tx, former, { newlyRegistered: wanting.map(({ id }) => id), now });
  await releaseRetired(
    tx,
    retired.map(({ id }) => id),
    now,
  );
  await reviewSoon(tx, idsOf(turned), now);
  await makeFollowUpsDue(tx, 'tag', idsOf(untagged), now);
  const holders = new Map(claims.map((claim) => [claim.azureDeviceId, claim.feed]));
  const taken = wanting.flatMap(({ id, after }) => {
    const holder = holders.get(after.azureDeviceId ?? '') ?? feed;
    return holder === feed ? [] : [{ deviceId: id, holder, azureDeviceId: after.azureDeviceId }];
  });
  await refuse(tx, feed, taken, now);
  return new Set(taken.map(({ deviceId }) => deviceId));
}

/** A device that is new, and checked in twice at once, is there once. */
export function mergedByDevice(devices: readonly CheckedInDevice[]): CheckedInDevice[] {
  const merged = new Map<string, CheckedInDevice>();
  for (const device of devices) {
    const first = merged.get(device.id) ?? device;
    merged.set(device.id, { id: device.id, before: first.before, after: device.after });
  }
  return [...merged.values()];
}

/** The device has an id that its feed may not hold yet. */
function wantsId({ before, after }: CheckedInDevice): boolean {
  if (after.azureDeviceId === null || after.managementState === 'retired') return false;
  return (
    before === null || before.azureDeviceId !== after.azureDeviceId || before.managementState === 'retired'
  );
}

/** Microsoft may know the device's id as managed: a retirement that it confirmed leaves nothing to withdraw. */
function mayBeKnown(device: DeviceState | null): device is DeviceState & { azureDeviceId: string } {
  if (device === null || device.azureDeviceId === null || device.azureIdTakenBy !== null) return false;
  return device.managementState !== 'retired' || device.reportedVerdict !== 'retired';
}

function idsOf(devices: readonly CheckedInDevice[]): string[] {
  return devices.flatMap(({ after }) => after.azureDeviceId ?? []);
}

/** Audited once: the check-ins that follow find the device waiting already. */
async function refuse(
  tx: Transaction,
  feed: string,
  taken: readonly { deviceId: string; holder: string; azureDeviceId: string | null }[],
  now: Date,
): Promise<void> {
  const newly = new Set(await makeWait(tx, taken, now));
  await recordAudits(
    tx,
    taken
      .filter(({ deviceId }) => newly.has(deviceId))
      .map(({ deviceId, holder, azureDeviceId }) => ({
        actor: tenkoItself,
        action: 'azure_id.refuse' as const,
        target: deviceId,
        now,
        details: { azureDeviceId, feed, belongsTo: holder },
      })),
  );
}
