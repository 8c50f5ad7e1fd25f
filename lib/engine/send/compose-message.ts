import type { DeviceToReport, UserFacts } from '#lib/db/reports/device-to-report';
import { type EntraUsers, findKnownUser } from '#lib/domain/azure/entra-user';
import type { PartnerSystem } from '#lib/domain/devices/operating-system';
import type { Verdict } from '#lib/domain/devices/verdict';
import { nextUpdateTime, partnerEntriesOf, partnerMessageBody } from '#lib/domain/reports/partner-message';

export interface ToldDevice extends DeviceToReport {
  os: PartnerSystem;
  azureDeviceId: string;
  userId: string;
  verdict: Verdict;
}

export interface ComposedMessage<T> {
  body: string;
  told: { device: T; lastUpdateTime: Date }[];
}

/** The bytes of a message about devices as they are now. `LastUpdateTime` rises strictly for each device. */
export function composeMessage<T extends ToldDevice>(
  tenantId: string,
  devices: readonly T[],
  users: EntraUsers,
  now: Date,
): ComposedMessage<T> {
  const told = devices.map((device) => ({
    device,
    lastUpdateTime: nextUpdateTime(device.lastUpdateTime, now),
  }));
  const entries = told.flatMap(({ device, lastUpdateTime }) => {
    const userPrincipalName = toldNameOf(device, users);
    return partnerEntriesOf(tenantId, { ...device, userPrincipalName, lastUpdateTime }, now);
  });
  return { body: partnerMessageBody(tenantId, entries, now), told };
}

/** The principal name that Entra has for the object id. */
function toldNameOf(device: UserFacts, users: EntraUsers): string | null {
  const found = device.userAzureId === null ? findKnownUser(device, users) : null;
  return found?.principalName ?? device.azureUserPrincipalName ?? device.userPrincipalName;
}

/** The user's Entra object id; null: not known (yet). */
export function userIdOf(device: UserFacts, users: EntraUsers): string | null {
  return device.userAzureId ?? findKnownUser(device, users)?.objectId ?? null;
}
